# viewer
viewer-title = Viewer
