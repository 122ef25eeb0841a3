# a script cut into shots
verb-cut-script = Cut a script into shots…
verb-cut-script-tip = Read the prompt or a pasted script into shots with seconds, shown before anything changes
script-button = Script…
script-title = Cut a script into shots
script-why = Lines, “Shot 1 (3s):”, “0:00–0:03”, 镜头1, numbered lists and tables are understood
script-text = Script
script-hint = Paste or write a script: a line for each shot
script-none = No shots yet
script-none-hint = What you write on the left stands here as shots
script-no-words = no words yet
script-total = { $count ->
    [one] 1 shot
   *[other] { $count } shots
 } · { $seconds } s
script-left-out = Stands in no shot: { $text }
script-joined = { $found } shots were found, and this offering takes { $kept }: neighbours were joined
script-stretched = The script says { $written } s; to fit this offering it became { $total } s
script-apply = { $count ->
    [0] Cut into shots
    [one] Cut into 1 shot
   *[other] Cut into { $count } shots
 }
script-replaces = The { $count ->
    [one] shot
   *[other] { $count } shots
 } there now will be replaced; { $keys } brings them back
script-not-here = This offering cuts no shots by hand
