# gallery
gallery-title = Gallery
