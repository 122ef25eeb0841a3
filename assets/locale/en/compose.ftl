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
dialog-typed-hint = /home/you/picture.png
dialog-typed-use = Use this path
dialog-cancel = Cancel
question-dismiss = No, leave it
question-same-again-title = Send the same again?
question-same-again = The same request was sent { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
 } ago. Sending it again makes a second video, charged anew.
question-same-again-proceed = Send it again
question-picture-changed-title = A picture has changed
question-picture-changed = The file changed on disk since it was checked: { $file }
question-picture-changed-proceed = Take the new picture
compose-no-such-shot = There is no shot to do that with
compose-too-short-to-split = A shot of one second cannot be split. Make it longer first.
compose-last-shot = The last shot stays. Clear its prompt instead.
compose-too-many-shots = This offering takes at most { $max } shots
