# compare
compare-title = 比较
compare-layout = 排列
compare-gone = 没有可比较的视频
compare-gone-hint = 请在作品库中选择两到四个视频
compare-few = 请选择两到四个视频进行比较
compare-how-many = { $count ->
    [0] 请先选择两到四个视频：Ctrl+单击，或使用勾选框
    [one] 请再选择一到三个视频
   *[other] 已选择 { $count } 个视频：最多比较四个
}
compare-no-such = 没有第 { $number } 个视频：正在比较 { $count } 个
compare-picture = 视频 { $number }：{ $heading }
compare-scrub = 所有视频的播放位置
compare-wipe-line = 划像线
compare-blink-every = 切换间隔
compare-every = { $seconds } 秒
compare-hear = 听视频 { $number } 的声音
compare-reject = 淘汰视频 { $number }
compare-earlier = 视频 { $number }：提前一帧
compare-later = 视频 { $number }：推后一帧
compare-no-offset = 视频 { $number }：恢复无偏移
compare-offset = { $frames } 帧
compare-same = 所有设置都相同
apart-none = 无
apart-on = 开
apart-off = 关
apart-length = 时长
apart-seconds = { $seconds } 秒
apart-shot = 镜头 { $number }
apart-first-frame = 首帧
apart-last-frame = 尾帧
apart-pictures = { $count } 张图片
