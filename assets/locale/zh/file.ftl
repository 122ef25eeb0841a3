# file
file-not-json = 文件在第 { $line } 行第 { $column } 列不是有效的 JSON：{ $detail }
file-not-object = 文件里没有 JSON 对象：分镜文件以 { "{" } 开头，并写明 "shotloom": 1
file-no-version = 文件缺少 "shotloom" 键：请加上 "shotloom": 1
file-version = 文件写的是 "shotloom": { $found }，本程序只读版本 1
file-unknown-key = 不认识的键 "{ $key }"：请删除或改正拼写
file-wrong-type = "{ $key }" 的值是 { $found }：应为{ $wanted ->
    [flag] { " " }true 或 false
    [number] 整数
    [list] 列表
    [object] 对象
   *[text] 文字
}
file-not-whole = "{ $key }" 的值是 { $found }：请用 0 或更大的整数
file-unknown-word = "{ $key }" 的值 "{ $found }" 不认识：请用 { $known } 之一
file-missing = 没有这个文件：{ $path }
file-not-regular = { $path } 不是普通文件：请选择分镜文件
file-unreadable = 无法读取文件（{ $detail }）：{ $path }
file-too-large = 文件有 { $bytes } 字节，对分镜文件来说太大：{ $path }
file-not-text = 文件不是 UTF-8 文本：请另存为 UTF-8。{ $path }
