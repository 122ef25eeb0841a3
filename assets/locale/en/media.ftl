# media
picture-missing = There is no picture at { $path }: choose it again
picture-not-regular = This is not a regular file, so it cannot be a picture: choose a picture file. { $path }
picture-unreadable = The picture cannot be read ({ $detail }): allow reading it, or choose another. { $path }
picture-empty = The picture file is empty (0 bytes): choose another
picture-file-too-large = The picture file is { $megabytes } MB and at most { $limit } MB are read: save it smaller
picture-unknown = The file is no picture, whatever its name says: choose a JPEG or PNG
picture-too-many-pixels = The picture is { $width }×{ $height } pixels: scale it down to { $megapixels } megapixels or less, each side { $side } or less
picture-too-much-memory = The picture needs { $megabytes } MB of memory to decode, which is too much: scale it down
picture-no-decoder = { $format } pictures cannot be read here: save it as JPEG or PNG
picture-unsupported = This kind of { $format } cannot be read here ({ $detail }): save it again as an ordinary JPEG or PNG
picture-damaged = The { $format } picture is damaged or cut off ({ $detail }): export or download it again
picture-panicked = The picture broke its decoder ({ $detail }): save it again as JPEG or PNG
picture-does-not-fit = { $width }×{ $height } pixels do not fit { $limit } MB at any quality: scale the picture down
