# settings
settings-title = 设置
