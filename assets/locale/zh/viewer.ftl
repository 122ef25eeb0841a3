# viewer
viewer-title = 播放器
