# the prompt editor

mention-list = 可以提及的主体
mention-pictures = { $count ->
    [0] 没有图片
   *[other] { $count } 张图片
 }
mention-reference = 参考图 { $number }
mention-new = 新主体…
mention-new-named = 新主体 @{ $name }

## naming and the cast
cast-title = 角色库
cast-add = 添加主体
cast-keep = 存入角色库
cast-keep-tip = 保存这个主体，供其他草稿使用
cast-drop = 移出角色库
cast-drop-tip = 不再向其他草稿提供；已经使用它的草稿保留自己的副本
cast-update = 更新角色库
cast-update-tip = 角色库采用这里的名称、描述和图片
cast-new-name = 角色库里 @{ $here } 现在叫 @{ $there }
cast-rename-here = 在这里也改名
cast-keep-name = 保留 @{ $here }
cast-kept = @{ $name } 已存入角色库：可以加进任何草稿
cast-renamed = 角色库从现在起称它为 @{ $name }
cast-dropped = @{ $name } 已移出角色库
