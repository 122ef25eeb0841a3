# settings
settings-title = Settings
settings-accounts = Keys
settings-language = Language
settings-language-system = As the system
settings-library = Library folder
settings-library-why = Videos, pictures and drafts lie here. Another folder is used from the next start on; nothing is moved
settings-library-choose = Choose another…
settings-library-use = Use it
settings-display = Display server
settings-display-x11 = X11 or XWayland
settings-display-wayland = Native Wayland
settings-display-why = Files can be dropped on the window under X11 and XWayland only. A change takes effect at the next start
settings-previews = Previews { $size }
settings-previews-counting = Previews are being counted
settings-previews-why = Posters and filmstrips of your videos, kept so that the gallery opens fast. They are made again where they are needed
settings-previews-clear = Clear previews
