# the cast: elements that are kept for every draft

## in a draft
cast-add = Add an element
cast-open = Open the cast
cast-keep = Keep in cast
cast-keep-tip = Keep this element for other drafts
cast-drop = Take out of the cast
cast-drop-tip = Other drafts are not offered it any more; those that have it keep it
cast-update = Update the cast
cast-update-tip = The cast takes over this name, description and these pictures
cast-new-name = In the cast, @{ $here } is called @{ $there } now
cast-rename-here = Rename here
cast-keep-name = Keep @{ $here }

## its screen
cast-title = Cast
cast-count = { $count ->
    [one] one element
   *[other] { $count } elements
}
cast-shelf = Shelf
cast-shelf-cast = Cast
cast-shelf-archive = Archive
cast-search = Search the cast
cast-search-hint = Name, description, notes
cast-new = New element
cast-new-tip = An element of your own; or drop pictures here
cast-pictures = From pictures…
cast-more = Bring in and take along
cast-import = Import a folder…
cast-export = { $count ->
    [one] Export the one shown…
   *[other] Export the { $count } shown…
}
cast-export-name = cast
cast-export-one = Export…
cast-empty = Nobody is in the cast yet
cast-empty-hint = Drop pictures here: each becomes an element that any draft can use
cast-archive-empty = The archive is empty
cast-archive-empty-hint = Who is archived is not offered to drafts, and can be brought back
cast-none-found = Nobody found
cast-none-found-hint = Search names, descriptions and notes, or fewer words
cast-found-elsewhere = { $count ->
    [one] Show one on the other shelf
   *[other] Show { $count } on the other shelf
}
cast-member-of = @{ $name }, { $count ->
    [0] no pictures
    [one] one picture
   *[other] { $count } pictures
}

## one of them
cast-add-to-draft = Add to the draft
cast-add-to-draft-tip = The draft gets a copy; write @ and the name where it acts
cast-in-draft = In the draft
cast-in-draft-tip = Show the draft
cast-bring-back = Bring back
cast-archive = Archive
cast-duplicate = Duplicate
cast-acts = What to do with it
cast-back = Back to the cast
cast-close = Close the card
cast-pictures-title = Pictures
cast-pictures-of = { $min ->
    [1] { $count } of up to { $max } · { $offering }
   *[other] { $count } of { $min } to { $max } · { $offering }
}
cast-description-hint = What it is, in a few words
cast-notes = Notes
cast-notes-hint = Where the pictures are from, what it wears in which scene
cast-notes-why = Notes are for you: they are never sent
cast-several = { $count } pictures
cast-several-why = Are they views of one and the same, or each somebody else?
cast-several-one = One element with all of them
cast-several-each = { $count } elements
view-frontal = front
view-frontal-of = Picture { $number } of { $count }, from the front
view-further-of = Picture { $number } of { $count }
view-of-element = @{ $name }, picture { $number }
view-make-frontal = Make it the frontal picture
videos-title = Videos
videos-why = The address of a clip in place of pictures: an element has one or the other
videos-why-not-here = The offering of the open draft takes no videos
video-add = Add a video by its address
video-add-hint = https://…
video-remove = Remove the video

## what was done
cast-kept = { $count ->
    [one] @{ $name } is in the cast: add it to any draft
   *[other] { $count } elements are in the cast: add them to any draft
}
cast-renamed = The cast calls it @{ $name } from now on
cast-dropped = { $count ->
    [one] @{ $name } is out of the cast
   *[other] { $count } elements are out of the cast
}
cast-archived = @{ $name } is in the archive
cast-brought-back = @{ $name } is back in the cast
cast-unreadable = { $count ->
    [one] One element of the cast cannot be read and is not shown
   *[other] { $count } elements of the cast cannot be read and are not shown
}
cast-picture-not-kept = A picture of @{ $name } could not be copied into the library: put it back or replace it; file { $path }
cast-exported = { $count ->
    [one] One element was written to { $path }
   *[other] { $count } elements were written to { $path }
}
cast-exported-gaps = { $count ->
    [one] Everything was written but one picture that is gone: { $paths }
   *[other] Everything was written but { $count } pictures that are gone: { $paths }
}
cast-export-taken = Something has that name already: choose another; { $path }
cast-imported = { $known ->
    [0] { $count ->
        [one] One element came in
       *[other] { $count } elements came in
    }
   *[other] { $count ->
        [one] One element came in, { $known } were there already
       *[other] { $count } elements came in, { $known } were there already
    }
}
cast-import-known = Everything in there is in the cast already; { $path }
cast-import-empty = There is no element in there; { $path }
cast-import-renamed = { $count ->
    [one] One got another name: { $names }
   *[other] { $count } got other names: { $names }
}
cast-import-gaps = { $count ->
    [one] One picture could not be read and was left out: { $paths }
   *[other] { $count } pictures could not be read and were left out: { $paths }
}
cast-folder-none = There is no cast.json: choose the folder that has one; { $path }
cast-not-a-folder = { $name } is neither a picture nor the folder of a cast
cast-folder-broken = This cast.json cannot be read, nothing was brought in: { $detail }; { $path }
cast-folder-not-ours = This is no cast of Shotloom, nothing was brought in; { $path }
cast-folder-newer = A newer Shotloom wrote this cast: update to bring it in; { $path }
