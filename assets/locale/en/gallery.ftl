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
