# wells: places for one picture

## facts
well-named = 文件名为 .{ $ending }
well-bits = { $bits } 位
well-grey = 灰度
well-rgb = 全彩
well-palette = 调色板
well-cmyk = 印刷色 (CMYK)
well-alpha = 部分透明
well-opaque = 不透明
well-animated = 动图
well-still = 静态图片
well-profile = 自带色彩配置
well-srgb = 标准 sRGB
well-turned = 已转正
well-format-misnamed = 按字节是 { $format }，文件名却是 .{ $ending }
well-size = { $width } × { $height } 像素，{ $ratio }
well-bytes = { $size }，{ $bytes } 字节
well-color = { $color }，每色 { $bits } 位
well-orientation = 已转正，EXIF 方向 { $orientation }

## what can be done
well-choose = 选择文件…
well-paste = 粘贴
well-address = 网址…
well-crop = 裁剪或加边…
well-cut = 剪切
well-copy = 复制
well-remove = 移除
well-to-first = 移到首帧
well-to-last = 移到尾帧
well-earlier = 前移一位
well-later = 后移一位
well-drop = 放在这里
well-replace = 替换
well-shelf = 把这一帧拖到草稿的首帧或尾帧上
well-frame = 第 { $frame } 帧
well-question = 此处已有图片
well-replace-question = 用 { $new } 替换 { $old } 吗？
well-swap = 互换
well-coming = 正在制作…
well-removed = 图片已移除
well-address-title = 图片网址
well-address-why = 由服务商从该处下载，因此必须人人可访问。
well-address-use = 使用此网址

## why nothing is taken
well-no-frames = 此服务不接受首帧或尾帧
well-no-references = 此服务不接受参考图片
well-full = 此处最多 { $limit } 张图片：请先移除一张
well-is-video = 这是视频，不是图片：请先把其中一帧存为 PNG
well-is-no-picture = .{ $ending } 文件不是图片
well-nothing-to-paste = 剪贴板上没有图片：请复制图片、图片文件或其 https 网址
well-address-not-https = 网址未加密：必须以 https 开头
well-address-broken = 这不是完整的网址：应以 https:// 开头
well-no-place = { $count } 张图片没有空位：请拖到要替换的图片上
pasted-not-made = 无法保存粘贴的图片（{ $detail }）：请再复制一次

## references
references-count = 参考 { $count } / { $limit }
reference-name = 参考 { $number }

## the crop tool
crop-title = 裁剪或加边：{ $name }
crop-way = 方式
crop-way-crop = 裁剪
crop-way-pad = 加边
crop-shape = 新形状
crop-free = 自由
crop-free-tip = 1:2.5 到 2.5:1 之间的任意形状
crop-video = 视频 { $ratio }
crop-video-tip = 此视频的形状
crop-longest-tip = 可接受的最长形状
crop-whole = 尽量大
crop-whole-tip = 此形状下居中的最大部分
crop-board = 保留的部分
crop-cut = { $width } × { $height } 像素，{ $ratio }，位于 { $x }, { $y }
crop-keys = 方向键移动，Shift 和 Alt 拉动边缘，Ctrl 每次十像素
crop-scaled-up = 不足 { $limit } 像素：将放大
crop-apply = 应用
pad-board = 底上的图片
pad-ground = { $width } × { $height } 像素，{ $ratio }
pad-fill = 底
pad-blurred = 模糊
pad-black = 黑色
pad-white = 白色
pad-colour = 颜色
pad-pick = 底的颜色
crop-too-late = 图片刚刚被更改：请重新打开后再裁剪
