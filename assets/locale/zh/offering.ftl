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
