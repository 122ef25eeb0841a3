# frames
frame-saved = Frame saved to { $path }
frame-not-made = The picture could not be made: { $detail }
frame-copied = Frame { $frame } copied
frame-is-first = Frame { $frame } is the first frame of “{ $draft }” now
frame-is-last = Frame { $frame } is the last frame of “{ $draft }” now
frame-is-view = Frame { $frame } is a view of @{ $element } now
frame-is-reference = Frame { $frame } is a reference picture of “{ $draft }” now
frame-draft-closed = The draft this frame was meant for is not open any more
frame-no-element = There is no element @{ $element } in the draft any more: take the frame again for another one
frame-none = There is no frame to take: the video is not open
frame-taking = Taking frame { $frame }…
frame-menu = Use this frame
view-title = Which element does this frame show?
view-element = @{ $name }
view-new = New element
view-pictures = { $count ->
    [one] one picture
   *[other] { $count } pictures
}
lineage = continues { $heading }, frame { $frame }
lineage-gone = continues a video that is not here any more, frame { $frame }
lineage-tip = Go to the frame it continues from
