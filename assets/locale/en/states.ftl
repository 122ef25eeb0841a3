# states
state-queued = In line
state-uploading = Uploading pictures
state-sending = Sending
state-running = Being made
state-ready = Ready to download
state-downloading = Downloading
state-done = Done
state-rejected = Refused
state-waiting = Waiting to try again
state-not-sent = Not sent
state-unknown = Outcome unknown
state-failed = Failed
state-expired = Link expired
state-cancelled = Cancelled
state-given-up = Given up
