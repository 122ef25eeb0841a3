# states
state-queued = 排队中
state-uploading = 正在上传图片
state-sending = 正在发送
state-running = 制作中
state-ready = 可以下载
state-downloading = 正在下载
state-done = 已完成
state-rejected = 被拒绝
state-waiting = 等待重试
state-not-sent = 未发送
state-unknown = 结果不明
state-failed = 失败
state-expired = 链接已过期
state-cancelled = 已取消
state-given-up = 已放弃
