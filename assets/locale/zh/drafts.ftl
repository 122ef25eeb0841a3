# 草稿：列表、回收站与文件。
draft-without-file = 这份草稿还没有文件：请用“另存为…”
draft-file-changed = 文件已被其他程序改动，所以没有写入：请用“另存为…”两份都保留：{ $path }
