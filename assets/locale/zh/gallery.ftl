# gallery
gallery-title = 作品库
gallery-count = { $count } 个视频
gallery-search = 搜索提示词
gallery-search-hint = 搜索提示词
gallery-empty = 您的视频会展示在这里
gallery-empty-hint = 生成的内容都会保留，最新的排在最前
gallery-none-found = 没有符合的视频
gallery-none-found-hint = 换几个提示词里的词试试
gallery-trashed = 已在回收站
