# the prompt editor

mention-list = 可以提及的主体
mention-pictures = { $count ->
    [0] 没有图片
   *[other] { $count } 张图片
 }
mention-reference = 参考图 { $number }
mention-new = 新主体…
mention-new-named = 新主体 @{ $name }
