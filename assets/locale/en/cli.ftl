# cli
cli-check-fine = Nothing to complain about: this storyboard can be sent
cli-tasks-none = The library holds no task yet
cli-no-key = There is no key for { $vendor }: set { $variable } (or store one in the window's settings), or add --practice to try it without money
cli-engine-silent = The library did not answer in time: try again, and look at its logs folder
cli-pictures-changed = A picture changed while it was being sent: run the command again
cli-no-such-task = There is no task { $task } in this library
cli-not-unknown = The outcome of task { $task } is known: there is nothing to settle
cli-sandbox-refused = The practice vendor cannot start: { $detail }
cli-media-no-frames = A picture has no frames: leave --frame out
cli-media-neither = The file is neither a picture nor an MP4 video
cli-media-decoded = { $count } pictures decoded, { $rate } a second
cli-no-display = There is no display to open a window on: run it under `xvfb-run`, or make a video without a window by `shotloom generate FILE --practice`
cli-window-failed = The window cannot be opened ({ $detail }): check the display, run it under `xvfb-run`, or make a video without a window by `shotloom generate FILE --practice`
cli-opened-in-window = Opened in the window that is running
