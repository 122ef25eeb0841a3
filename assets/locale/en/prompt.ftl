# the prompt editor

mention-list = Elements to mention
mention-pictures = { $count ->
    [0] no pictures
    [one] 1 picture
   *[other] { $count } pictures
 }
mention-reference = reference picture { $number }
mention-new = New element…
mention-new-named = New element @{ $name }

## naming and the cast
cast-title = Cast
cast-add = Add an element
cast-keep = Keep in cast
cast-keep-tip = Keep this element for other drafts
cast-drop = Take out of the cast
cast-drop-tip = Other drafts are not offered it any more; those that have it keep it
cast-update = Update the cast
cast-update-tip = The cast takes over this name, description and these pictures
cast-new-name = In the cast, @{ $here } is called @{ $there } now
cast-rename-here = Rename here
cast-keep-name = Keep @{ $here }
cast-kept = @{ $name } is in the cast: add it to any draft
cast-renamed = The cast calls it @{ $name } from now on
cast-dropped = @{ $name } is out of the cast
