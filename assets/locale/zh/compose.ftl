# compose
close = 关闭
practice-badge = 练习
practice-why = 由内置的练习服务商应答，不花一分钱
top-find = 查找
top-menu = 菜单
draft-title = 草稿标题
draft-untitled = 未命名
drafts-title = 草稿
drafts-search = 搜索草稿
drafts-none = 没有符合的草稿
draft-delete = 删除草稿
draft-duplicate = 复制草稿
ago-now = 刚刚
ago-minutes = { $count } 分钟前
ago-hours = { $count } 小时前
ago-days = { $count } 天前
help-title = 快捷键
palette-name = 查找命令
palette-hint = 输入想做的事的几个字
palette-nothing = 没有符合的命令
palette-open-draft = 打开草稿：{ $heading }
toasts = 消息
toast-undo = 撤销
toast-close = 关闭消息
dialog-pictures = 选择图片
dialog-picture-files = PNG 和 JPEG 图片
dialog-all-files = 所有文件
dialog-open-storyboard = 打开分镜文件
dialog-storyboard-files = 分镜文件
dialog-save = 另存为
dialog-folder = 选择文件夹
dialog-typed-title = 文件在哪里？
dialog-typed-why = 此桌面没有文件对话框。请输入路径，或把文件拖到窗口上。
dialog-typed-path = 文件路径
dialog-typed-save-why = 此桌面没有文件对话框。请输入路径。
dialog-typed-hint = /home/你/图片.png
dialog-typed-storyboard-hint = /home/你/故事.shot.json
dialog-typed-folder-hint = /home/你/视频
dialog-typed-use = 使用此路径
dialog-typed-save = 保存到这里
dialog-cancel = 取消
question-dismiss = 不，保持原样
question-same-again-title = 再发送一次相同的请求？
question-same-again = { $seconds } 秒前刚发送过相同的请求。再次发送会生成第二个视频，并重新计费。
question-same-again-practice = { $seconds } 秒前刚发送过相同的请求。再次发送会生成第二个视频，练习不收费。
question-same-again-proceed = 再次发送
question-picture-changed-title = 图片已更改
question-picture-changed = 检查之后，磁盘上的文件发生了变化：{ $file }
question-picture-changed-proceed = 使用新图片
compose-no-offering = 请选择由谁生成视频：草稿所用的型号在这里不存在
seconds = { $seconds } 秒
credits = { $credits } 点

## the stage
animatic-name = 视频预览
animatic-shot = 镜头 { $shot } / { $count }
animatic-empty = 写下发生什么，这里就会按画幅预览
animatic-what = 动态分镜：按实际时间播放文字与画面
scrub-name = 播放头

## frames
frames-title = 首尾帧
frame-first = 首帧
frame-last = 尾帧
frame-hint = 拖入或点击
frame-empty = 空
frame-clear = 清除
frame-link = 网址
frame-unusable = 无法使用
frame-measuring = 正在测量…
frames-both-taken = 首帧和尾帧都已设置：请把图片拖到要替换的那一个上

## prompts
prompt-title = 提示词
prompt-shots = 镜头
prompt-of-shot = 镜头 { $shot } / { $count } 的提示词
prompt-of-shot-name = 镜头 { $shot } 的提示词
prompt-hint = 发生什么、谁在动、在哪里、镜头怎么运动
prompt-hint-by-vendor = 写下完整的故事，由服务商分镜
prompt-hint-shot = 这个镜头里发生什么
negative-title = 反向提示词
negative-hint = 不想看到的内容
negative-unfold = 反向提示词
negative-drop = 移除反向提示词

## cut and length
cut-title = 分镜方式
cut-one-shot = 单镜头
cut-one-shot-tip = 从头到尾一个镜头
cut-by-vendor = 服务商分镜
cut-by-vendor-tip = 由服务商把故事分成多个镜头
cut-by-hand = 手动分镜
cut-by-hand-tip = 逐个镜头编写，各有提示词和秒数
length-title = 时长
length-name = 视频时长，{ $seconds } 秒
shot-name = 镜头 { $shot }，共 { $count } 个，{ $seconds } 秒
border-name = 镜头 { $shot } 后的边界
end-name = 视频结尾

## elements
elements-title = 主体
elements-count = { $count } / { $max }
elements-count-shared = 连同图片 { $shared } / { $limit }
elements-count-tip = 这里最多接受的数量
elements-add = 主体
elements-full = 放不下更多主体：请先移除一个，或选择支持更多主体的型号
element-title = 主体
element-name = 名称
element-name-hint = 例如 fox
element-name-of = 主体 @{ $name }，{ $count } 张图片
element-description = 描述
element-description-demanded = 描述，这里必须填写
element-description-not-sent = 描述，这里不会发送
element-description-hint = 用几个字说明它是什么
element-pictures = 图片，{ $min } 至 { $max } 张：第一张为正面
element-add-pictures = 添加图片
element-remove = 移除
references-title = 参考图
references-add = 图片

## options
option-offering = 生成方
option-mode = 清晰度
option-mode-std = 标准质量，短边 720 像素
option-mode-pro = 高质量，短边 1080 像素
option-mode-4k = 最高质量，短边 2160 像素
option-ratio = 画幅
option-ratio-follows = 视频画幅由首尾帧决定
option-sound = 声音
option-watermark = 水印

## sending
findings-none = 可以发送
findings-errors = { $count } 处需要修正
findings-warnings = { $count } 条警告
findings-notes = { $count } 条提示
findings-title = 发送之前
findings-tip = 显示全部检查结果
price-free = 免费
price-unknown = 价格未知
price-unknown-tip = 我们没有这家服务商公布的价格
order-count = 视频数量
order-generate = 生成
order-generate-practice = 生成（练习）
order-add-key = 添加密钥
order-add-key-tip = 没有密钥时一切都是练习
order-starting = 资料库仍在打开
order-looking-for-key = 仍在查找密钥
order-already-sent = 刚刚已经发送过
order-has-errors = 有 { $count } 处问题需要先解决：已列在按钮旁边
stage-watch = 观看这份草稿的视频
stage-animatic = 动态分镜
stage-video = 视频
stage-choice = 舞台显示的内容
