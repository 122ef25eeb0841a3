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
