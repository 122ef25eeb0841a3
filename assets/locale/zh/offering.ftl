# offerings beside each other
verb-who-can = 谁能生成？
verb-who-can-tip = 将这份草稿与所有服务逐一比较：谁能接受、价格多少、有何不同
who-title = 谁能生成？
who-why = 各家服务对当前草稿的处理方式。切换后草稿保持完整，并可撤销。
who-takes-it = 可直接生成
who-errors = { $count ->
   *[other] 有 { $count } 处不符合
}
who-more = 另有 { $count } 处
who-here = 使用中
who-use-this = 改用它
who-use = 改用 { $name }
who-own-mode = 未指定时生成 { $mode }
who-sound-forced = 一定带声音
who-sound-forced-price = 一定带声音：贵 { $percent }%
who-ratio-follows = 画面比例由帧决定
who-ratio-may-follow = 画面比例可能由帧决定
who-uploads = { $count ->
   *[other] 先上传 { $count } 张图片
}
who-descriptions = 不发送主体的描述
offering-takes-it = 改用 { $name }（支持）
offering-has-4k = 改用 { $name }（提供 4K）

## the wire
verb-wire = 查看请求原文
verb-wire-tip = 以 JSON 和 cURL 显示完整请求，密钥写作 $KEY
wire-title = 请求原文
wire-why = 密钥写作 $KEY；图片以指纹和大小表示
wire-json = JSON
wire-curl = cURL
wire-answers = 回应
wire-report = 支持报告
wire-offering = 发送给
wire-upload = 上传第 { $k } 张，共 { $of } 张
wire-submit = 下单
wire-poll = 查询
wire-lost = 没有回应
wire-copy = 复制
wire-no-answers = 还没有任何回应
wire-report-why = 服务商客服需要的信息
wire-report-offering = 服务
wire-report-remote = 任务编号
wire-report-trace = 追踪编号
wire-report-address = 地址
wire-report-asked = 提交时间
wire-report-sent = 发送时间
wire-report-ended = 结束时间
wire-report-state = 状态
wire-report-word = 服务商状态
wire-report-said = 说明
wire-report-ours = 本机编号
