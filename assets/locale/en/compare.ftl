# compare
compare-title = Compare
compare-layout = Layout
compare-gone = There is nothing to compare
compare-gone-hint = Select two to four videos in the gallery
compare-few = Select two to four videos to compare
compare-how-many = { $count ->
    [0] Select two to four videos first: Ctrl+click them, or use their check mark
    [one] Select one to three more videos
   *[other] { $count } videos are selected: four at most can be compared
}
compare-no-such = There is no video { $number }: { $count } are compared
compare-picture = Video { $number }: { $heading }
compare-scrub = Position in all videos
compare-wipe-line = Wipe line
compare-blink-every = Change every
compare-every = { $seconds } s
compare-hear = Hear video { $number }
compare-reject = Reject video { $number }
compare-earlier = Video { $number }: one frame earlier
compare-later = Video { $number }: one frame later
compare-no-offset = Video { $number }: back to no offset
compare-offset = { $frames } f
compare-same = All settings are the same
apart-none = –
apart-on = on
apart-off = off
apart-length = Length
apart-seconds = { $seconds } s
apart-shot = Shot { $number }
apart-first-frame = First frame
apart-last-frame = Last frame
apart-pictures = { $count ->
    [one] 1 picture
   *[other] { $count } pictures
}
