# gallery
gallery-title = 作品库
