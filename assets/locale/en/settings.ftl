# settings
settings-title = Settings
