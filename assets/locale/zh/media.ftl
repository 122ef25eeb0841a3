# media
picture-missing = 找不到图片 { $path }，请重新选择
picture-not-regular = 这不是普通文件，不能当作图片，请选择一个图片文件：{ $path }
picture-unreadable = 无法读取图片（{ $detail }），请开放读取权限或换一张：{ $path }
picture-empty = 图片文件是空的（0 字节），请换一张
picture-file-too-large = 图片文件有 { $megabytes } MB，最多只能读取 { $limit } MB，请压缩后再选
picture-unknown = 不管文件名怎么写，这个文件都不是图片，请选择 JPEG 或 PNG
picture-too-many-pixels = 图片为 { $width }×{ $height } 像素，请缩小到每边不超过 { $side } 像素、总共不超过 { $megapixels } 百万像素
picture-too-much-memory = 解码这张图片需要 { $megabytes } MB 内存，超出上限，请先缩小图片
picture-no-decoder = { $format ->
    [HEIC] 这里无法读取 HEIC 照片，请导出为 JPEG，或在手机相机设置里选“兼容性最佳”
   *[other] 读取 { $format } 图片需要 ffmpeg，但没有找到：请安装它，或把图片另存为 JPEG 或 PNG
}
picture-unsupported = 这里无法读取这种 { $format }（{ $detail }），请重新另存为普通的 JPEG 或 PNG
picture-damaged = 这张 { $format } 图片已损坏或不完整（{ $detail }），请重新导出或下载
picture-panicked = 图片让解码器出错了（{ $detail }），请另存为 JPEG 或 PNG
picture-does-not-fit = { $width }×{ $height } 像素的图片用任何画质都无法压到 { $limit } MB 以内，请先缩小图片
picture-nothing-left = 这样裁剪什么都不会留下：请在 { $width }×{ $height } 像素之内裁剪

## what was measured of a picture
facts-bytes = { $bytes } 字节
facts-grey = 灰度
facts-rgb = RGB 彩色
facts-palette = 调色板
facts-cmyk = 印刷色（CMYK）
facts-depth = 每色 { $bits } 位
facts-alpha = 有透明部分
facts-animated = 动图
facts-profile = 自带色彩配置
facts-turned = 已转正（EXIF { $orientation }）
