# clip
clip-missing = There is no file at { $path }
clip-not-regular = Choose a regular file: { $path } is not one
clip-unreadable = The clip cannot be read ({ $detail }): { $path }
clip-not-written = The picture cannot be written ({ $detail }): { $path }
clip-empty = The file is empty
clip-web-page = The file is a web page, not a video: the link may have expired
clip-not-mp4 = The file is not an MP4 video
clip-cut = The video is cut off: { NUMBER($got, useGrouping: "false") } of { NUMBER($expected, useGrouping: "false") } bytes are there
clip-no-index = The video is cut off before its index
clip-damaged = The video file is damaged: { $detail }
clip-no-video = The file holds no video pictures
clip-too-large = The video is larger than Shotloom reads: { $detail }
clip-unsupported = Shotloom cannot play this { $codec } video ({ $detail }): open it in the system player
clip-lost-frame = Frame { $frame } cannot be decoded: { $detail }
clip-no-such-frame = There is no frame { $frame }: the clip has { $frames }, counted from 0
clip-no-thread = The clip cannot be played: the system gives no thread ({ $detail })
