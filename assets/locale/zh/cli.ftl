# cli
cli-check-fine = 没有问题：这个分镜可以发送
cli-tasks-none = 素材库里还没有任务
cli-no-key = 还没有 { $vendor } 的密钥：请设置 { $variable }（或在窗口的设置里保存），也可以加上 --practice 免费试用
cli-engine-silent = 素材库没有及时响应：请重试，并查看其中的 logs 文件夹
cli-pictures-changed = 发送时图片发生了变化：请重新运行命令
cli-no-such-task = 素材库里没有任务 { $task }
cli-not-unknown = 任务 { $task } 的结果是明确的：无需处理
cli-sandbox-refused = 练习服务无法启动：{ $detail }
cli-media-no-frames = 图片没有帧：请去掉 --frame
cli-media-neither = 这个文件既不是图片，也不是 MP4 视频
cli-media-decoded = 已解码 { $count } 帧，每秒 { $rate } 帧
cli-no-display = 没有可用的显示器来打开窗口：请用 `xvfb-run` 运行，或用 `shotloom generate FILE --practice` 在没有窗口时生成视频
cli-window-failed = 无法打开窗口（{ $detail }）：请检查显示器、用 `xvfb-run` 运行，或用 `shotloom generate FILE --practice` 在没有窗口时生成视频
cli-opened-in-window = 已在打开着的窗口中打开
