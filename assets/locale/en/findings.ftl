# findings

## prompts
finding-prompt-empty = The prompt is empty: write what happens in the video
finding-prompt-too-long = The prompt has { $measured } characters as the vendor counts them, and { $limit } fit: shorten it by { $over ->
    [one] 1 character
   *[other] { $over } characters
}
finding-negative-prompt-not-taken = A negative prompt is not taken here: remove it, or say in the prompt what you want instead
finding-negative-prompt-too-long = The negative prompt has { $measured } characters as the vendor counts them, and { $limit } fit: shorten it by { $over ->
    [one] 1 character
   *[other] { $over } characters
}

## mentions
finding-mention-unknown = No element is called @{ $name }: correct the spelling or add it. There is { $known }
finding-mention-of-no-picture = @{ $name } names a reference picture, and there { $count ->
    [0] is none
    [one] is one
   *[other] are { $count }
}: add the picture, or take the @ away
finding-mention-of-nothing = @{ $name } names no element; as plain text a vendor may refuse it. Add an element of that name, or take the @ away
finding-element-not-mentioned = @{ $name } is in no prompt, so it may not appear: write @{ $name } where it acts

## cut and shots
finding-cut-not-offered = { $cut ->
    [one-shot] One take
    [by-vendor] Shots cut by the vendor
   *[by-hand] Shots cut by hand
} is not offered here: choose another way to cut
finding-seconds-too-short = The video is { $measured } s long, and { $limit } s is the least: make it { $by } s longer
finding-seconds-too-long = The video is { $measured } s long, and { $limit } s is the most: make it { $by } s shorter
finding-shots-none = There is no shot yet: add one
finding-shots-too-many = There are { $measured } shots, and { $limit } is the most: remove or join { $over }
finding-shots-too-short = The shots are { $measured } s together, and { $limit } s is the least: make them { $by } s longer
finding-shots-too-long = The shots are { $measured } s together, and { $limit } s is the most: make them { $by } s shorter
finding-shots-declared-otherwise = The file says { $declared } s, and its shots are { $measured } s together: take the shots' length, or change the shots
finding-shot-prompt-empty = Shot { $shot } has no prompt: write what happens in it, or delete it
finding-shot-prompt-too-long = The prompt of shot { $shot } has { $measured } characters as the vendor counts them, and { $limit } fit: shorten it by { $over ->
    [one] 1 character
   *[other] { $over } characters
}
finding-shot-too-short = Shot { $shot } is { $measured } s long: give it at least 1 s

## frames and references
finding-frame-not-taken = A first or last frame is not taken here: remove it
finding-last-frame-alone = There is a last frame without a first one, which the model itself may refuse: add a first frame, or use this picture as the first
finding-last-frame-alone-refused = A last frame needs a first one here: add a first frame, or use this picture as the first
finding-both-frames-with-cuts = With several shots the last frame may be ignored: remove it, or make the video one take
finding-both-frames-with-cuts-refused = With several shots a last frame is not taken here: remove it, or make the video one take
finding-cut-needs-a-picture = Several shots need exactly one picture here: add a first frame, or make the video one take
finding-cut-takes-one-picture = Several shots take exactly one picture here: remove the last frame
finding-last-frame-beside-references = Beside a first and a last frame there are { $measured } reference pictures, and only { $limit } goes with both: remove the last frame, or references
finding-references-not-taken = Reference pictures are not taken here: remove it
finding-references-too-many = There are { $measured } reference pictures, and { $limit } is the most: remove this one
finding-references-unmentioned = No prompt mentions a reference picture, so the vendor puts the first one in front of it: write @image1 where you want it

## one picture
finding-picture-measuring = The picture is still being measured: wait a moment
finding-picture-unusable = This picture cannot be used: choose another one
finding-picture-unprepared = This picture could not be made ready for sending within the limits: choose another one, or save it anew as JPEG
finding-picture-format = This picture is { $found }, and only JPEG and PNG are taken: convert it
finding-picture-animated = This { $found } is animated, and only still pictures are taken: keep its first picture
finding-picture-cmyk = This picture has print colours (CMYK), and only screen colours are taken: convert it to RGB
finding-picture-too-large = This picture's file is { $measured_mb } MB ({ $measured } bytes), and { $limit_mb } MB is the most: { $limit } bytes, or { $loose_limit } as some count. { $keeps ->
    [loose] It keeps to the second only, and a vendor may go by the first: make it smaller
   *[none] Make it smaller
}
finding-picture-too-small = This picture is { $width }×{ $height } pixels: its short side of { $measured } must be at least { $limit }, so take a larger one or scale it up
finding-picture-too-stretched = This picture is { $width }×{ $height } pixels, { $measured } times as long as it is wide, and { $limit } times is the most: crop it
finding-picture-alpha = This picture is partly transparent: it is sent on a plain ground
finding-picture-deep = This picture has more than 8 bits a colour: it is sent with 8
finding-picture-palette = This picture has a colour palette: it is sent in full colour
finding-picture-profile = This picture has a colour profile of its own: it is converted to sRGB for sending
finding-link-not-https = The link is not encrypted (http): use one that starts with https
finding-link-broken = This is no full web address: use one that starts with https, or choose a file
finding-video-link-broken = { $link } is no full web address, and a video is not sent from a file: use a link that starts with https
finding-link-not-checked = The vendor fetches this link itself, so its size and format are not checked here

## elements
finding-elements-not-taken = Elements are not taken here: remove { $measured ->
    [one] it
   *[other] all { $measured }
}
finding-elements-too-many = There are { $measured } elements, and { $limit } is the most: remove { $over }
finding-elements-need-a-frame = Elements need a frame on this offering: add a first or last frame, or remove the elements
finding-elements-share-too-many = Elements, references and frames are { $measured } together, and { $limit } is the most: remove { $over }
finding-element-name-empty = This element has no name: give it one, such as { $free }
finding-element-name-invalid = "{ $name }" cannot be mentioned: use only letters A–Z, digits and _, such as { $free }
finding-element-name-reserved = "{ $name }" is kept for pictures and clips: choose another name, such as { $free }
finding-element-name-twice = Two elements are called { $name }: rename this one, such as { $free }
finding-element-name-begins-another = "{ $name }" is how "{ $other }" begins, and the vendor would mix them up: rename this one, such as { $free }
finding-cast-names-alike = @{ $name } and @{ $other } begin alike: a vendor that looks for names in the text cannot have both in one video
finding-element-description-missing = { $name } needs a description here: say in a few words what it is
finding-element-description-not-sent = The description of { $name } is kept but not sent to this vendor
finding-element-images-too-few = { $name } has { $measured ->
    [0] no picture
    [one] 1 picture
   *[other] { $measured } pictures
}, and { $limit } is the least: add { $by } more
finding-element-images-too-many = { $name } has { $measured } pictures, and { $limit } is the most: remove { $by }
finding-element-videos-not-taken = { $name } has a video, and only pictures are taken here: remove the video and add pictures
finding-element-videos-and-images = { $name } has both pictures and videos, and only one kind is taken: remove one kind

## options
finding-mode-not-offered = { $found ->
    [std] 720p
    [pro] 1080p
   *[other] 4K
} is not offered here{ $seller ->
    [none] : choose another quality
   *[other] , but { $seller } sells it: choose another quality, or go there
}
finding-ratio-not-offered = The shape { $found } is not offered here: choose from { $offered }
finding-ratio-follows-frame = The video takes its shape from the frame ({ $width }×{ $height }), not { $ratio }: crop the frame if you want { $ratio }
finding-ratio-follows-link = The video takes its shape from the linked frame, whatever it is; { $ratio } may not hold
finding-ratio-may-follow-frame = The frame is { $width }×{ $height }, which may decide the video's shape instead of { $ratio }: crop the frame if you want { $ratio }
finding-watermark-not-taken = A watermark cannot be asked for here: turn it off
finding-sound-forced = With several shots the sound is always on here, and charged as such: about { $percent } % more

## one-click repairs
fix-drop-negative-prompt = Remove the negative prompt
fix-drop-watermark = Turn the watermark off
fix-drop-frame = Remove this frame
fix-drop-reference = Remove this reference
fix-drop-element = Remove the last element
fix-drop-element-videos = Remove its videos
fix-drop-element-image = Remove picture { $value } of it
fix-describe-element = Describe it by its name
fix-use-last-as-first = Use it as the first frame
fix-use-mode = Use { $value ->
    [std] 720p
    [pro] 1080p
   *[other] 4K
}
fix-use-aspect-ratio = Use { $value }
fix-use-cut = { $value ->
    [one-shot] Make it one take
    [by-vendor] Let the vendor cut
   *[by-hand] Cut by hand
}
fix-set-seconds = Make it { $value } s
fix-set-total = Scale the shots to { $value } s
fix-use-shots-total = Take the shots' { $measured } s
fix-set-shot-seconds = Give it { $value } s
fix-merge-shots = Join the last shots into one
fix-delete-shot = Delete this shot
fix-add-shot = Add a shot
fix-shorten-prompt = Cut off the end
fix-shorten-negative-prompt = Cut off the end
fix-shorten-shot-prompt = Cut off the end
fix-rename-element = Call it { $value }
fix-respell-mention = Did you mean @{ $value }?
fix-plain-mention = Remove the @
fix-make-element = Make an element @{ $value }
fix-repair-picture = { $value ->
    [convert] Convert it
    [crop] Crop it
    [crop-all] Crop it and put the rest right
    [pad] Pad it
    [pad-all] Pad it and put the rest right
    [scale-up] Scale it up
    [fit] Make the file smaller
    [flatten-white] Lay it on white
    [flatten-black] Lay it on black
    [flatten] Lay it on this colour
   *[all] Convert it and scale it up
}
fix-use-offering = Use { $value }
repair-under-way = A repaired picture is being made
repair-ground = Colour behind the picture
