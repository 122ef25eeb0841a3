# viewer
viewer-title = Viewer
viewer-picture = The video
viewer-gone = This video is not here
viewer-gone-hint = Choose another one in the gallery
viewer-trashed = This video lies in the trash
viewer-play = Play
viewer-pause = Pause
viewer-start = Back to the start
viewer-loop = Play in a loop
viewer-volume = Volume
viewer-scrub = Position in the video
viewer-frame = frame { $number } of { $count }
viewer-no-sound = No sound track
viewer-no-device = No sound device: playing silently
