# gallery
gallery-title = Gallery
gallery-count = { $count ->
    [one] one video
   *[other] { $count } videos
}
gallery-search = Search prompts
gallery-search-hint = Search prompts
gallery-empty = Your videos will hang here
gallery-empty-hint = Everything you generate is kept, newest first
gallery-none-found = No matches
gallery-none-found-hint = Try other words from the prompt
gallery-trashed = In the trash
gallery-select-of = Select { $heading }
gallery-select-tip = Select, to compare or to flag; Ctrl+click and Shift+click on the picture do too
gallery-selected = { $count ->
    [one] 1 video selected
   *[other] { $count } videos selected
}
gallery-moment = at { $time }
flag-filter = Show
flag-all = All
flag-all-tip = Every video
flag-picked = Picked
flag-picked-tip = Only those you picked
flag-unflagged = Undecided
flag-unflagged-tip = Only those you have not decided on
flag-rejected = Rejected
flag-rejected-tip = Only those you rejected
flag-is-picked = picked
flag-is-rejected = rejected
flag-none = No videos here
flag-none-hint = F picks a video, X rejects it; nothing is deleted
flag-what = Select a video first, or go to one with Tab
