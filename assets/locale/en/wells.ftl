# wells: places for one picture

## facts
well-named = named .{ $ending }
well-bits = { $bits }-bit
well-grey = grey
well-rgb = full colour
well-palette = palette
well-cmyk = print colours (CMYK)
well-alpha = partly transparent
well-opaque = opaque
well-animated = animated
well-still = a still picture
well-profile = its own colour profile
well-srgb = sRGB
well-turned = turned upright
well-format-misnamed = { $format } by its bytes, though it is named .{ $ending }
well-size = { $width } × { $height } pixels, { $ratio }
well-bytes = { $size }, { $bytes } bytes
well-color = { $color }, { $bits } bits a colour
well-orientation = turned upright, EXIF orientation { $orientation }

## what can be done
well-choose = Choose a file…
well-paste = Paste
well-address = Web address…
well-crop = Crop or pad…
well-cut = Cut
well-copy = Copy
well-remove = Remove
well-to-first = Move to the first frame
well-to-last = Move to the last frame
well-earlier = Move one earlier
well-later = Move one later
well-drop = Drop it here
well-replace = Replace
well-shelf = Drop the frame on one of the draft's
well-frame = frame { $frame }
well-question = There is a picture already
well-replace-question = Replace { $old } by { $new }?
well-swap = Swap them
well-coming = is being made…
well-removed = The picture is removed
well-address-title = Address of a picture
well-address-why = The vendor fetches it from there, so it must be reachable for everybody.
well-address-use = Use this address

## why nothing is taken
well-no-frames = This offering takes no first or last frame
well-no-references = This offering takes no reference pictures
well-full = { $limit ->
    [one] One picture is
   *[other] { $limit } pictures are
} the most here: remove one first
well-is-video = This is a video, not a picture: save one of its frames as a PNG first
well-is-no-picture = A .{ $ending } file is no picture
well-nothing-to-paste = There is no picture on the clipboard: copy one, a picture file, or its https address
well-address-not-https = The address is not encrypted: it must start with https
well-address-broken = This is no whole web address: it starts with https://
well-no-place = { $count ->
    [one] One picture
   *[other] { $count } pictures
} found no free place: drop a picture on the one it is to replace
pasted-not-made = The pasted picture could not be kept ({ $detail }): copy it again

## references
references-count = References { $count } / { $limit }
reference-name = Reference { $number }

## the crop tool
crop-title = Crop or pad { $name }
crop-way = Way
crop-way-crop = Crop
crop-way-pad = Pad
crop-shape = New shape
crop-free = Free
crop-free-tip = Any shape between 1:2.5 and 2.5:1
crop-video = Video { $ratio }
crop-video-tip = The shape of this video
crop-longest-tip = The longest shape that is taken
crop-whole = As large as it can be
crop-whole-tip = The largest part of this shape, in the middle
crop-board = The part that is kept
crop-cut = { $width } × { $height } pixels, { $ratio }, at { $x }, { $y }
crop-keys = Arrows move it, Shift and Alt pull its edges, Ctrl goes by ten
crop-scaled-up = under { $limit } pixels: it is scaled up
crop-apply = Apply
pad-board = The picture on its ground
pad-ground = { $width } × { $height } pixels, { $ratio }
pad-fill = Ground
pad-blurred = Blurred
pad-black = Black
pad-white = White
pad-colour = Colour
pad-pick = Colour of the ground
crop-too-late = The picture was changed meanwhile: open it again to cut it
