# settings
settings-title = 设置
settings-accounts = 密钥
settings-language = 语言
settings-language-system = 跟随系统
settings-library = 素材库文件夹
settings-library-why = 视频、图片和草稿都存放在这里。更换的文件夹从下次启动起使用，不会移动任何文件
settings-library-choose = 选择其他文件夹…
settings-library-use = 使用这个文件夹
settings-display = 显示服务
settings-display-x11 = X11 或 XWayland
settings-display-wayland = 原生 Wayland
settings-display-why = 只有在 X11 和 XWayland 下才能把文件拖放到窗口。更改在下次启动时生效
settings-previews = 预览图 { $size }
settings-previews-counting = 正在统计预览图
settings-previews-why = 视频的封面和胶片条，用于快速打开作品库。需要时会重新生成
settings-previews-clear = 清除预览图
