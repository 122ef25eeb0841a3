# viewer
viewer-title = 播放器
viewer-picture = 视频画面
viewer-gone = 这个视频不在这里
viewer-gone-hint = 请在作品库中选择另一个
viewer-trashed = 这个视频在回收站里
viewer-play = 播放
viewer-pause = 暂停
viewer-start = 回到开头
viewer-loop = 循环播放
viewer-volume = 音量
viewer-scrub = 播放位置
viewer-frame = 第 { $number } / { $count } 帧
viewer-no-sound = 没有声轨
viewer-no-device = 没有声音设备：静音播放
