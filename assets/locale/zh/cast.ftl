# the cast: elements that are kept for every draft

## in a draft
cast-add = 添加主体
cast-open = 打开角色库
cast-keep = 存入角色库
cast-keep-tip = 保存这个主体，供其他草稿使用
cast-drop = 移出角色库
cast-drop-tip = 不再向其他草稿提供；已经使用它的草稿保留自己的副本
cast-update = 更新角色库
cast-update-tip = 角色库采用这里的名称、描述和图片
cast-new-name = 角色库里 @{ $here } 现在叫 @{ $there }
cast-rename-here = 在这里也改名
cast-keep-name = 保留 @{ $here }

## its screen
cast-title = 角色库
cast-count = { $count } 个主体
cast-shelf = 分类
cast-shelf-cast = 在用
cast-shelf-archive = 归档
cast-search = 搜索角色库
cast-search-hint = 名称、描述、备注
cast-new = 新建主体
cast-new-tip = 新建一个自己的主体；也可以把图片拖到这里
cast-pictures = 从图片新建…
cast-more = 导入与导出
cast-import = 导入文件夹…
cast-export = 导出显示的 { $count } 个…
cast-export-name = 角色库
cast-export-one = 导出…
cast-empty = 角色库还是空的
cast-empty-hint = 把图片拖到这里：每张都会成为任何草稿都能用的主体
cast-archive-empty = 归档是空的
cast-archive-empty-hint = 归档的主体不再提供给草稿，随时可以恢复
cast-none-found = 没有找到
cast-none-found-hint = 搜索名称、描述和备注，或者少写几个词
cast-found-elsewhere = 另一分类里有 { $count } 个，去看看
cast-member-of = @{ $name }，{ $count ->
    [0] 没有图片
   *[other] { $count } 张图片
}

## one of them
cast-add-to-draft = 加进草稿
cast-add-to-draft-tip = 草稿得到一份副本；在它出场的地方写 @ 和名称
cast-in-draft = 已在草稿里
cast-in-draft-tip = 查看草稿
cast-bring-back = 恢复
cast-archive = 归档
cast-duplicate = 复制一份
cast-acts = 更多操作
cast-back = 返回角色库
cast-close = 关闭
cast-pictures-title = 图片
cast-pictures-of = { $min ->
    [1] { $count } 张，最多 { $max } 张 · { $offering }
   *[other] { $count } 张，需要 { $min } 到 { $max } 张 · { $offering }
}
cast-description-hint = 用几个字说明它是什么
cast-notes = 备注
cast-notes-hint = 图片的来源、哪一场穿什么
cast-notes-why = 备注只给自己看，从不发送
cast-several = { $count } 张图片
cast-several-why = 它们是同一个主体的不同视角，还是各自不同的主体？
cast-several-one = 一个主体，包含全部图片
cast-several-each = { $count } 个主体
view-frontal = 正面
view-frontal-of = 第 { $number } 张图片，共 { $count } 张，正面
view-further-of = 第 { $number } 张图片，共 { $count } 张
view-of-element = @{ $name } 的第 { $number } 张图片
view-make-frontal = 设为正面图
videos-title = 视频
videos-why = 用视频片段的网址代替图片：一个主体只能有其中一种
videos-why-not-here = 当前草稿的服务不接受视频
video-add = 用网址添加视频
video-add-hint = 粘贴 https:// 网址
video-remove = 移除视频

## what was done
cast-kept = { $count ->
    [1] @{ $name } 已存入角色库：可以加进任何草稿
   *[other] { $count } 个主体已存入角色库：可以加进任何草稿
}
cast-renamed = 角色库从现在起称它为 @{ $name }
cast-dropped = { $count ->
    [1] @{ $name } 已移出角色库
   *[other] { $count } 个主体已移出角色库
}
cast-archived = @{ $name } 已归档
cast-brought-back = @{ $name } 已恢复到角色库
cast-unreadable = 角色库里有 { $count } 个主体无法读取，没有显示
cast-picture-not-kept = @{ $name } 的一张图片没能复制到资料库：请放回原处或换一张；文件 { $path }
cast-exported = { $count } 个主体已写入 { $path }
cast-exported-gaps = 除了 { $count } 张已不存在的图片，其余都已写入：{ $paths }
cast-export-taken = 已经有这个名称：请换一个；{ $path }
cast-imported = { $known ->
    [0] 导入了 { $count } 个主体
   *[other] 导入了 { $count } 个主体，另有 { $known } 个已经在角色库里
}
cast-import-known = 里面的主体都已经在角色库里；{ $path }
cast-import-empty = 里面没有主体；{ $path }
cast-import-renamed = { $count } 个主体换了名称：{ $names }
cast-import-gaps = { $count } 张图片无法读取，已略过：{ $paths }
cast-folder-none = 这里没有 cast.json：请选择包含它的文件夹；{ $path }
cast-not-a-folder = { $name } 既不是图片，也不是角色库的文件夹
cast-folder-broken = 这个 cast.json 无法读取，没有导入任何内容：{ $detail }；{ $path }
cast-folder-not-ours = 这不是 Shotloom 的角色库，没有导入任何内容；{ $path }
cast-folder-newer = 这个角色库由更新的 Shotloom 写成：请更新后再导入；{ $path }
