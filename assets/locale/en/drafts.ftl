# Drafts: their list, their bin, their files; and the prompts that were sent.
draft-without-file = This draft has no file yet: choose Save as…
draft-file-changed = The file was changed by another program, so nothing was written: use Save as… to keep both: { $path }
drafts-shelf = Shelf
drafts-shelf-desk = Drafts
drafts-shelf-bin = Bin
drafts-bin-empty = The bin is empty
drafts-bin-empty-hint = Deleted drafts stay here until you empty it
drafts-none-hint = Look for other words, or start a new draft
drafts-hint = Enter opens · F2 renames · Ctrl+D duplicates · Del throws it into the bin
drafts-bin-hint = Enter puts a draft back
drafts-shots = { $count ->
    [one] 1 shot
   *[other] { $count } shots
}
drafts-seconds = { $seconds } s
drafts-deleted = deleted { $ago }
draft-rename = Rename draft
draft-put-back = Put back
drafts-empty-bin = Empty the bin…
drafts-empty-bin-sure = { $count ->
    [one] Delete 1 draft for good
   *[other] Delete { $count } drafts for good
}
prompts-title = Sent before
prompts-side = Which prompts
prompts-wanted = Prompts
prompts-unwanted = Negative
prompts-search = Search everything you ever sent
prompts-hint = Enter writes the prompt anew · Shift+Enter puts it in at the caret · Alt+↑ in a prompt brings back older ones
prompts-empty = Nothing was sent yet
prompts-empty-hint = Every prompt you send stays here, even when its video is deleted
prompts-none-found = Nothing you sent holds these words
prompts-none-found-hint = Any piece of a word will do
prompts-insert = Put in at the caret
prompts-of-video = Whole video
prompts-of-shot = Shot
prompts-uses = { $count ->
    [one] once
   *[other] { $count } times
}
