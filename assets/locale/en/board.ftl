# the verbs on shots, and why one did nothing
verb-merge-shots = Merge with next
verb-merge-shots-tip = Join the selected shot with the next one: words and seconds together
verb-balance-evenly = Balance evenly
verb-balance-evenly-tip = Give every shot the same seconds; locked ones keep theirs
verb-balance-by-prompt = Balance by prompt length
verb-balance-by-prompt-tip = Give longer prompts more seconds; locked shots keep theirs
verb-lock-shot = Lock shot
verb-lock-shot-tip = Keep the length of the selected shot, or let it change again
verb-lock-total = Lock total
verb-lock-total-tip = Keep the length of the video while its shots change, or let it change
verb-copy-shots = Copy shots
verb-copy-shots-tip = Copy the selected shots; they can be pasted into another draft
verb-cut-shots = Cut shots
verb-cut-shots-tip = Take the selected shots out and keep them on the clipboard
verb-paste-shots = Paste shots
verb-paste-shots-tip = Put copied shots in after the selected one
verb-select-all-shots = Select all shots
verb-select-all-shots-tip = Select every shot of the timeline
verb-extend-earlier = Extend selection earlier
verb-extend-earlier-tip = Select the shot before, too
verb-extend-later = Extend selection later
verb-extend-later-tip = Select the next shot, too
board-no-such-shot = There is no shot to do that with
board-not-side-by-side = Select shots that stand side by side to join them
board-too-short-to-split = A shot of one second cannot be split. Make it longer first.
board-last-shot = The last shot stays. Clear its prompt instead.
board-too-many-shots = This offering takes at most { $max } shots, and there would be { $over } too many. Merge two of them first.
board-locked = Shot { $shot } is locked. Unlock it to change its length.
board-none-unlocked = These shots are all locked. Unlock those whose length may change.
board-all-locked = Every other shot is locked. Unlock one: { $seconds ->
    [one] 1 second has
   *[other] { $seconds } seconds have
 } to come from it or go to it.
board-nothing-to-spare = The total is locked. It takes { $needed ->
    [one] 1 second
   *[other] { $needed } seconds
 } from the other shots, and they can spare { $spare }. Unlock the total or a shot.
board-secs-outside = This shot can be { $least } to { $most } seconds long here
board-total-outside = This offering makes videos of { $least } to { $most } seconds
board-total-too-small = The locked shots hold { $locked } seconds and every other needs one: make it at least { $least }
board-nothing-to-paste = There are no shots on the clipboard
