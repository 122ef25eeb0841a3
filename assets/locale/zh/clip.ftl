# clip
clip-missing = 没有这个文件：{ $path }
clip-not-regular = 请选择普通文件：{ $path } 不是
clip-unreadable = 无法读取视频（{ $detail }）：{ $path }
clip-not-written = 无法写入图片（{ $detail }）：{ $path }
clip-empty = 文件是空的
clip-web-page = 这是网页，不是视频：链接可能已经过期
clip-not-mp4 = 文件不是 MP4 视频
clip-cut = 视频不完整：应有 { NUMBER($expected, useGrouping: "false") } 字节，只有 { NUMBER($got, useGrouping: "false") } 字节
clip-no-index = 视频不完整：索引之前就断了
clip-damaged = 视频文件已损坏：{ $detail }
clip-no-video = 文件里没有视频画面
clip-too-large = 视频超出了本程序能读取的大小：{ $detail }
clip-unsupported = 本程序无法播放这种 { $codec } 视频（{ $detail }）：请用系统播放器打开
clip-lost-frame = 第 { $frame } 帧无法解码：{ $detail }
clip-no-such-frame = 没有第 { $frame } 帧：视频共有 { $frames } 帧，从 0 数起
clip-no-thread = 无法播放：系统没有可用的线程（{ $detail }）
