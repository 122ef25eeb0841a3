# findings

## prompts
finding-prompt-empty = 提示词是空的：请写下视频里发生什么
finding-prompt-too-long = 按服务商的算法，提示词有 { $measured } 个字符，最多 { $limit } 个：请删去 { $over } 个字符
finding-negative-prompt-not-taken = 这里不接受反向提示词：请移除，或在提示词里写明想要的内容
finding-negative-prompt-too-long = 按服务商的算法，反向提示词有 { $measured } 个字符，最多 { $limit } 个：请删去 { $over } 个字符

## mentions
finding-mention-unknown = 没有名为 @{ $name } 的主体：请改正拼写或添加它。现有 { $known }
finding-mention-of-no-picture = @{ $name } 指的是参考图，而这里{ $count ->
    [0] 没有参考图
   *[other] 只有 { $count } 张
}：请添加这张图片，或去掉 @
finding-mention-of-nothing = @{ $name } 没有对应的主体，当作普通文字发送可能会被服务商拒绝：请添加同名主体，或去掉 @
finding-element-not-mentioned = 所有提示词里都没有 @{ $name }，它可能不会出现：请在它出场的地方写上 @{ $name }

## cut and shots
finding-cut-not-offered = 这里不提供{ $cut ->
    [one-shot] 单镜头
    [by-vendor] 由服务商分镜
   *[by-hand] 手动分镜
}：请换一种分镜方式
finding-seconds-too-short = 视频长 { $measured } 秒，最短 { $limit } 秒：请加长 { $by } 秒
finding-seconds-too-long = 视频长 { $measured } 秒，最长 { $limit } 秒：请缩短 { $by } 秒
finding-shots-none = 还没有镜头：请添加一个
finding-shots-too-many = 共有 { $measured } 个镜头，最多 { $limit } 个：请删除或合并 { $over } 个
finding-shots-too-short = 所有镜头共 { $measured } 秒，最短 { $limit } 秒：请加长 { $by } 秒
finding-shots-too-long = 所有镜头共 { $measured } 秒，最长 { $limit } 秒：请缩短 { $by } 秒
finding-shots-declared-otherwise = 文件写的是 { $declared } 秒，而镜头加起来是 { $measured } 秒：请采用镜头的总长，或修改镜头
finding-shot-prompt-empty = 镜头 { $shot } 没有提示词：请写下其中发生什么，或删除它
finding-shot-prompt-too-long = 按服务商的算法，镜头 { $shot } 的提示词有 { $measured } 个字符，最多 { $limit } 个：请删去 { $over } 个字符
finding-shot-too-short = 镜头 { $shot } 长 { $measured } 秒：至少要 1 秒

## frames and references
finding-frame-not-taken = 这里不接受首帧或尾帧：请移除
finding-last-frame-alone = 只有尾帧没有首帧，模型可能会拒绝：请添加首帧，或把这张图用作首帧
finding-last-frame-alone-refused = 这里有尾帧就必须有首帧：请添加首帧，或把这张图用作首帧
finding-both-frames-with-cuts = 有多个镜头时尾帧可能被忽略：请移除尾帧，或改为单镜头
finding-both-frames-with-cuts-refused = 这里有多个镜头时不接受尾帧：请移除尾帧，或改为单镜头
finding-cut-needs-a-picture = 这里有多个镜头时必须正好有一张图：请添加首帧，或改为单镜头
finding-cut-takes-one-picture = 这里有多个镜头时只能有一张图：请移除尾帧
finding-last-frame-beside-references = 首帧和尾帧之外还有 { $measured } 张参考图，同时使用时最多 { $limit } 张：请移除尾帧或参考图
finding-references-not-taken = 这里不接受参考图：请移除
finding-references-too-many = 共有 { $measured } 张参考图，最多 { $limit } 张：请移除这一张
finding-references-unmentioned = 提示词没有提到任何参考图，服务商会把第一张放在最前面：请在需要的地方写 @image1

## one picture
finding-picture-measuring = 正在测量图片：请稍等
finding-picture-unusable = 这张图片无法使用：请换一张
finding-picture-unprepared = 无法在限制之内把这张图片处理成可发送的样子：请换一张，或重新另存为 JPEG
finding-picture-format = 这张图片是 { $found }，而这里只接受 JPEG 和 PNG：请转换格式
finding-picture-animated = 这张 { $found } 是动图，而这里只接受静态图片：请只保留第一张画面
finding-picture-cmyk = 这张图片用的是印刷色（CMYK），而这里只接受屏幕色：请转换为 RGB
finding-picture-too-large = 图片文件为 { $measured_mb } MB（{ $measured } 字节），最多 { $limit_mb } MB：即 { $limit } 字节，也有人算作 { $loose_limit } 字节。{ $keeps ->
    [loose] 它只满足后一种，而服务商可能按前一种计算，请压缩文件
   *[none] 请压缩文件
}
finding-picture-too-small = 图片为 { $width }×{ $height } 像素，短边只有 { $measured }，至少要 { $limit }：请换一张更大的，或放大它
finding-picture-too-stretched = 图片为 { $width }×{ $height } 像素，长边是短边的 { $measured } 倍，最多 { $limit } 倍：请裁剪
finding-picture-alpha = 图片有透明部分：发送时会铺上纯色底
finding-picture-deep = 图片每个颜色超过 8 位：发送时会转为 8 位
finding-picture-palette = 图片使用调色板：发送时会转为全彩
finding-picture-profile = 图片自带色彩配置：发送时会转换为 sRGB
finding-link-not-https = 链接没有加密（http）：请使用以 https 开头的链接
finding-link-broken = 这不是完整的网址：请使用以 https 开头的链接，或选择一个文件
finding-video-link-broken = { $link } 不是完整的网址，而视频不能以文件发送：请使用以 https 开头的链接
finding-link-not-checked = 这个链接由服务商自己读取，这里不检查它的大小和格式

## elements
finding-elements-not-taken = 这里不接受主体：请移除全部 { $measured } 个
finding-elements-too-many = 共有 { $measured } 个主体，最多 { $limit } 个：请移除 { $over } 个
finding-elements-need-a-frame = 在这里使用主体必须有首帧或尾帧：请添加一张，或移除主体
finding-elements-share-too-many = 主体、参考图和首尾帧共 { $measured } 个，最多 { $limit } 个：请移除 { $over } 个
finding-element-name-empty = 这个主体没有名字：请取一个，例如 { $free }
finding-element-name-invalid = “{ $name }”无法在提示词里引用：请只用英文字母、数字和 _，例如 { $free }
finding-element-name-reserved = “{ $name }”是留给图片和片段的名字：请换一个，例如 { $free }
finding-element-name-twice = 有两个主体都叫 { $name }：请给这个改名，例如 { $free }
finding-element-name-begins-another = “{ $name }”正好是“{ $other }”的开头，服务商会混淆：请给这个改名，例如 { $free }
finding-cast-names-alike = @{ $name } 和 @{ $other } 开头相同：在文字里查找名称的服务商不能在一个视频里同时使用两者
finding-element-description-missing = 这里要求为 { $name } 写描述：请用几个字说明它是什么
finding-element-description-not-sent = { $name } 的描述会保留，但不会发送给这家服务商
finding-element-images-too-few = { $name } 有 { $measured } 张图片，至少要 { $limit } 张：请再添加 { $by } 张
finding-element-images-too-many = { $name } 有 { $measured } 张图片，最多 { $limit } 张：请移除 { $by } 张
finding-element-videos-not-taken = { $name } 带有视频，而这里只接受图片：请移除视频并添加图片
finding-element-videos-and-images = { $name } 同时有图片和视频，只能保留一种：请移除其中一种

## options
finding-mode-not-offered = 这里不提供 { $found ->
    [std] 720p
    [pro] 1080p
   *[other] 4K
}{ $seller ->
    [none] ：请换一种画质
   *[other] ，但 { $seller } 有售：请换一种画质，或改用它
}
finding-ratio-not-offered = 这里不提供 { $found } 的画面比例：可选 { $offered }
finding-ratio-follows-frame = 视频的画面比例由首尾帧（{ $width }×{ $height }）决定，不会是 { $ratio }：如需 { $ratio }，请裁剪图片
finding-ratio-follows-link = 视频的画面比例由链接里的图片决定，不一定是 { $ratio }
finding-ratio-may-follow-frame = 首尾帧为 { $width }×{ $height }，视频可能采用它的比例而不是 { $ratio }：如需 { $ratio }，请裁剪图片
finding-watermark-not-taken = 这里不能要求加水印：请关闭
finding-sound-forced = 这里有多个镜头时一定带声音，并按有声计费：大约贵 { $percent } %

## one-click repairs
fix-drop-negative-prompt = 移除反向提示词
fix-drop-watermark = 关闭水印
fix-drop-frame = 移除这一帧
fix-drop-reference = 移除这张参考图
fix-drop-element = 移除最后一个主体
fix-drop-element-videos = 移除它的视频
fix-drop-element-image = 移除它的第 { $value } 张图片
fix-describe-element = 用名字作为描述
fix-use-last-as-first = 用作首帧
fix-use-mode = 使用 { $value ->
    [std] 720p
    [pro] 1080p
   *[other] 4K
}
fix-use-aspect-ratio = 使用 { $value }
fix-use-cut = { $value ->
    [one-shot] 改为单镜头
    [by-vendor] 由服务商分镜
   *[by-hand] 手动分镜
}
fix-set-seconds = 改为 { $value } 秒
fix-set-total = 把镜头总长调为 { $value } 秒
fix-use-shots-total = 采用镜头的 { $measured } 秒
fix-set-shot-seconds = 改为 { $value } 秒
fix-merge-shots = 把末尾的镜头合并成一个
fix-delete-shot = 删除这个镜头
fix-add-shot = 添加一个镜头
fix-shorten-prompt = 截去末尾
fix-shorten-negative-prompt = 截去末尾
fix-shorten-shot-prompt = 截去末尾
fix-rename-element = 改名为 { $value }
fix-respell-mention = 是不是 @{ $value }？
fix-plain-mention = 去掉 @
fix-make-element = 新建主体 @{ $value }
fix-repair-picture = { $value ->
    [convert] 转换格式
    [crop] 裁剪
    [crop-all] 裁剪并修正其余问题
    [pad] 补边
    [pad-all] 补边并修正其余问题
    [scale-up] 放大
    [fit] 压缩文件
    [flatten-white] 铺在白底上
    [flatten-black] 铺在黑底上
    [flatten] 铺在这个颜色上
   *[all] 转换并放大
}
fix-use-offering = 改用 { $value }
repair-under-way = 正在生成修复后的图片
repair-ground = 图片背后的颜色
