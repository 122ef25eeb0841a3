# the timeline
timeline-total = { $count ->
    [one] 1 shot
   *[other] { $count } shots
 } · { $seconds } s of { $least }–{ $most } s
timeline-total-short = { $seconds } s of { $least }–{ $most } s
timeline-total-name = Length of the video, { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
 } of { $least } to { $most }
timeline-total-tip = Click to set the length of the video
timeline-set-total = New length of the video
timeline-seconds-of = Seconds of shot { $shot }
timeline-lock-shot = Lock the length of shot { $shot }
timeline-lock-tip = Keep this length whatever happens to the others
timeline-unlock-tip = Let this length change with the others
timeline-empty-shot = Nothing written yet
timeline-ripple = Shot { $shot }: { $seconds } s · total { $total } s
timeline-roll = Shot { $shot }: { $seconds } s · shot { $next }: { $others } s · total { $total } s
timeline-length = Length { $seconds } s
timeline-carry = To place { $place } of { $count }
timeline-scroll = Part of the timeline in view
timeline-end-frame = { $frame } at the end of the timeline: { $file }
timeline-write = Write in it
verb-zoom-in = Zoom in on the timeline
verb-zoom-in-tip = Show fewer seconds, larger
verb-zoom-out = Zoom out of the timeline
verb-zoom-out-tip = Show more seconds, smaller
verb-zoom-fit = Show the whole timeline
verb-zoom-fit-tip = Show every second the video may have
verb-set-seconds = Set seconds
verb-set-seconds-tip = Write how long the selected shot is
