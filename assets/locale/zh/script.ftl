# a script cut into shots
verb-cut-script = 把脚本切成镜头…
verb-cut-script-tip = 把提示词或粘贴的脚本读成带秒数的镜头，改动前先预览
script-button = 脚本…
script-title = 把脚本切成镜头
script-why = 可识别逐行文字、“镜头1（3秒）：”、“0:00–0:03”、Shot 1、编号列表和表格
script-text = 脚本
script-hint = 粘贴或写下脚本：每个镜头一行
script-none = 还没有镜头
script-none-hint = 左边写下的内容会在这里变成镜头
script-no-words = 还没有文字
script-total = { $count } 个镜头 · { $seconds } 秒
script-left-out = 不属于任何镜头：{ $text }
script-joined = 找到 { $found } 个镜头，此型号最多 { $kept } 个：相邻的已合并
script-stretched = 脚本写的是 { $written } 秒，为适合此型号改为 { $total } 秒
script-apply = { $count ->
    [0] 切成镜头
   *[other] 切成 { $count } 个镜头
 }
script-replaces = 现有的 { $count } 个镜头会被替换，按 { $keys } 可恢复
script-not-here = 此型号不支持手动分镜
