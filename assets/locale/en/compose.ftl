# compose
close = Close
practice-badge = PRACTICE
practice-why = The practice vendor inside answers: no money is involved
top-find = Find
top-menu = Menu
draft-title = Title of the draft
draft-untitled = Untitled
drafts-title = Drafts
drafts-search = Search drafts
drafts-none = No draft fits
draft-delete = Delete draft
draft-duplicate = Duplicate draft
ago-now = just now
ago-minutes = { $count ->
    [one] 1 minute ago
   *[other] { $count } minutes ago
 }
ago-hours = { $count ->
    [one] 1 hour ago
   *[other] { $count } hours ago
 }
ago-days = { $count ->
    [one] yesterday
   *[other] { $count } days ago
 }
help-title = Keyboard
palette-name = Find a command
palette-hint = Type a few letters of what you want to do
palette-nothing = Nothing fits these letters
palette-open-draft = Open draft: { $heading }
toasts = Messages
toast-undo = Undo
toast-close = Close the message
dialog-pictures = Choose a picture
dialog-picture-files = PNG and JPEG pictures
dialog-all-files = All files
dialog-open-storyboard = Open a storyboard
dialog-storyboard-files = Storyboards
dialog-save = Save as
dialog-folder = Choose a folder
dialog-typed-title = Where is the file?
dialog-typed-why = This desktop has no file dialog. Type the path, or drop the file on the window.
dialog-typed-path = Path of the file
dialog-typed-save-why = This desktop has no file dialog. Type the path.
dialog-typed-hint = /home/you/picture.png
dialog-typed-storyboard-hint = /home/you/story.shot.json
dialog-typed-folder-hint = /home/you/Videos
dialog-typed-use = Use this path
dialog-typed-save = Save here
dialog-cancel = Cancel
question-dismiss = No, leave it
question-same-again-title = Send the same again?
question-same-again = The same request was sent { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
 } ago. Sending it again makes a second video, charged anew.
question-same-again-practice = The same request was sent { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
 } ago. Sending it again makes a second video, free like all practice.
question-same-again-proceed = Send it again
question-picture-changed-title = A picture has changed
question-picture-changed = The file changed on disk since it was checked: { $file }
question-picture-changed-proceed = Take the new picture
compose-no-offering = Choose who makes the video: the draft's offering is not known here
seconds = { $seconds } s
credits = { $credits ->
    [one] 1 credit
   *[other] { $credits } credits
 }

## the stage
animatic-name = Preview of the video
animatic-shot = Shot { $shot } of { $count }
animatic-empty = Write what happens, and see it framed here
animatic-what = Animatic: words and frames in real time
scrub-name = Playhead

## frames
frames-title = Frames
frame-first = First frame
frame-last = Last frame
frame-hint = Drop or click
frame-empty = empty
frame-clear = Clear
frame-link = a web address
frame-unusable = cannot be used
frame-measuring = being measured…
frames-both-taken = Both frames are set: drop the picture on the one to replace

## prompts
prompt-title = Prompt
prompt-shots = Shots
prompt-of-shot = Prompt of shot { $shot } of { $count }
prompt-of-shot-name = Prompt of shot { $shot }
prompt-hint = What happens, who acts, where, how the camera moves
prompt-hint-by-vendor = The whole story; the vendor cuts it into shots
prompt-hint-shot = What happens in this shot
negative-title = Negative prompt
negative-hint = What you do not want to see
negative-unfold = Negative prompt
negative-drop = Remove the negative prompt

## cut and length
cut-title = Cut
cut-one-shot = One shot
cut-one-shot-tip = One take from start to end
cut-by-vendor = The vendor cuts
cut-by-vendor-tip = The vendor cuts your story into shots
cut-by-hand = I cut
cut-by-hand-tip = Shot by shot, each with its own prompt and seconds
length-title = Length
length-name = Length of the video, { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
 }
shot-name = Shot { $shot } of { $count }, { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
 }
border-name = Border after shot { $shot }
end-name = End of the video

## elements
elements-title = Elements
elements-count = { $count } of { $max }
elements-count-shared = { $shared } of { $limit } with pictures
elements-count-tip = As many as this offering takes
elements-add = Element
elements-full = There is no room for another element: remove one first, or pick an offering that takes more
element-title = Element
element-name = Name
element-name-hint = fox
element-name-of = Element @{ $name }, { $count ->
    [0] no pictures
    [one] 1 picture
   *[other] { $count } pictures
 }
element-description = Description
element-description-demanded = Description, needed on this offering
element-description-not-sent = Description, not sent on this offering
element-description-hint = What it is, in a few words
element-pictures = Pictures, { $min } to { $max }: the first one from the front
element-add-pictures = Add pictures
element-remove = Remove
references-title = References
references-add = Picture

## options
option-offering = Made by
option-mode = Quality
option-mode-std = Standard quality, 720 pixels on the short side
option-mode-pro = High quality, 1080 pixels on the short side
option-mode-4k = Highest quality, 2160 pixels on the short side
option-ratio = Shape
option-ratio-follows = The video takes its shape from the frame
option-sound = Sound
option-watermark = Watermark

## sending
findings-none = Ready to send
findings-errors = { $count ->
    [one] 1 thing to fix
   *[other] { $count } things to fix
 }
findings-warnings = { $count ->
    [one] 1 warning
   *[other] { $count } warnings
 }
findings-notes = { $count ->
    [one] 1 note
   *[other] { $count } notes
 }
findings-title = Before you send
findings-tip = Show everything that was found
price-free = free
price-unknown = price unknown
price-unknown-tip = This vendor publishes no prices that we know of
order-count = Videos
order-generate = Generate
order-generate-practice = Generate (practice)
order-add-key = Add a key
order-add-key-tip = Without a key everything is practice
order-starting = The library is still being opened
order-looking-for-key = The key is still being looked for
order-already-sent = This was sent just now
order-has-errors = { $count ->
    [one] One thing stands in the way: it is listed beside the button
   *[other] { $count } things stand in the way: they are listed beside the button
 }
stage-watch = Watch the video of this draft
stage-animatic = Animatic
stage-video = Video
stage-choice = What the stage shows
