# media
picture-missing = There is no picture at { $path }: choose it again
picture-not-regular = This is not a regular file, so it cannot be a picture: choose a picture file. { $path }
picture-unreadable = The picture cannot be read ({ $detail }): allow reading it, or choose another. { $path }
picture-empty = The picture file is empty (0 bytes): choose another
picture-file-too-large = The picture file is { $megabytes } MB and at most { $limit } MB are read: save it smaller
picture-unknown = The file is no picture, whatever its name says: choose a JPEG or PNG
picture-too-many-pixels = The picture is { $width }×{ $height } pixels: scale it down to { $megapixels } megapixels or less, each side { $side } or less
picture-too-much-memory = The picture needs { $megabytes } MB of memory to decode, which is too much: scale it down
picture-no-decoder = { $format ->
    [HEIC] HEIC photos cannot be read here: export it as JPEG, or let the phone take "most compatible" ones
   *[other] { $format } pictures are read by ffmpeg, which is not here: install it, or save the picture as JPEG or PNG
}
picture-unsupported = This kind of { $format } cannot be read here ({ $detail }): save it again as an ordinary JPEG or PNG
picture-damaged = The { $format } picture is damaged or cut off ({ $detail }): export or download it again
picture-panicked = The picture broke its decoder ({ $detail }): save it again as JPEG or PNG
picture-does-not-fit = { $width }×{ $height } pixels do not fit { $limit } MB at any quality: scale the picture down
picture-nothing-left = Nothing would be left of this picture: crop inside its { $width }×{ $height } pixels

## what was measured of a picture
facts-bytes = { $bytes } bytes
facts-grey = Grey
facts-rgb = RGB
facts-palette = Palette
facts-cmyk = Print colours (CMYK)
facts-depth = { $bits } bits a colour
facts-alpha = Transparent
facts-animated = Animated
facts-profile = Colour profile of its own
facts-turned = Turned upright (EXIF { $orientation })
