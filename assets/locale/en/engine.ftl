# engine
engine-no-thread = Shotloom's engine could not start: { $detail }
engine-broke = Shotloom's engine broke down. Nothing paid is lost: start Shotloom again to go on
engine-worker-broke = A worker broke down; everything else goes on
engine-no-local-picture = Only a picture on this disk can be measured
account-address-unreadable = { $address } is not an address an account can have: write https://… without a query
account-address-not-https = { $address } is not safe for a key: use https, or http on this machine only
account-key-unsendable = The key in { $variable } holds characters that no key has: copy it again
account-unknown-vendor = This version of Shotloom does not know the vendor { $vendor }
held-no-key = Waits for a { $vendor } key: store one in the settings, or set { $variable }
held-key-refused = { $vendor } does not accept the key: check it in the settings
held-address-changed = Was sent to { $was }, but the account's address is { $now } now: put the old address back to go on
held-practice-broken = The practice vendor cannot start: { $detail }
held-unknown-vendor = This version of Shotloom does not know the vendor { $vendor }; the record is kept
submit-no-key = Nothing was sent: there is no { $vendor } key. Store one in the settings, or practise
submit-count = Order between 1 and { $max } videos at once, not { $count }
submit-unknown-offering = This version of Shotloom does not know the offering { $offering }
submit-not-legal = The draft cannot be sent as it is
submit-picture-unreadable = A prepared picture cannot be read ({ $detail }): { $path }
submit-picture-not-uploaded = A picture has not reached the vendor; nothing was sent
submit-upload-broke = A picture could not be uploaded (code { $code }); nothing was sent
submit-upload-refused = The vendor's store did not take a picture (code { $code }); nothing was sent
submit-upload-address = The vendor named an address for a picture that Shotloom does not trust: { $address }; nothing was sent
submit-unmakeable = The request cannot be made: { $detail }
resolve-id-unreadable = “{ $id }” is not a task id: paste the vendor's id alone
task-not-unknown = This task's outcome is known already
task-cannot-be-cancelled = It has been sent already and cannot be taken back
vendor-failed = The vendor could not make it ({ $word }): { $words }
vendor-failed-silently = The vendor could not make it ({ $word }) and gives no reason
found-by-hand = Asking the vendor for its task { $id }
found-nothing = The vendor has no task { $id }: look at its page again and paste another id, or choose another way
finished-without-link = The vendor says it is finished but gives no link; its id { $remote } is kept: look again later
download-link-dead = The link has expired and the vendor has no new one; the task's id is kept
download-address-refused = The vendor pointed at an address Shotloom does not fetch from: { $address }
download-no-end-of-redirects = The link leads from one address to the next without an end: { $address }
download-refused = The video is not to be had at its address right now (code { $code })
download-broke-off = The download broke off and goes on: { $detail }
download-cut = The download ended after { NUMBER($got, useGrouping: "false") } of { NUMBER($expected, useGrouping: "false") } bytes and goes on
download-encoded = The video came packed in a way nobody asked for
download-too-long = The download is longer than any video
download-damaged = The file is damaged: { $tries } downloads brought no whole video. The link and the task's id are kept: look again later
clip-other-length = { $seconds } s long, { $ordered } s were ordered
clip-other-size = { $size }, { $ordered } was ordered
clip-without-sound = Without the sound that was ordered
clip-with-sound = With sound, which was not ordered
clip-gone = The video file is not there any more
clip-copied = Copied to { $path }
clip-not-copied = The copy could not be written ({ $detail }): { $path }
clip-not-deleted = The video could not be deleted ({ $detail }): { $path }
clip-not-opened = No program could open it ({ $detail }): { $path }
clips-deleted = { $count ->
    [one] 1 video moved to the trash; its prompt stays
   *[other] { $count } videos moved to the trash; their prompts stay
}
clips-in-system-trash = { $count ->
    [one] 1 video lies in the system's trash already: restore it there
   *[other] { $count } videos lie in the system's trash already: restore them there
}
clips-picked = { $count ->
    [one] 1 video picked
   *[other] { $count } videos picked
}
clips-rejected = { $count ->
    [one] 1 video rejected; it stays in the gallery
   *[other] { $count } videos rejected; they stay in the gallery
}
clips-unflagged = { $count ->
    [one] 1 video is undecided again
   *[other] { $count } videos are undecided again
}
draft-gone = This draft does not exist any more
draft-deleted = Draft deleted
draft-exported = Saved to { $path }
draft-file-unreadable = The storyboard cannot be read ({ $detail }): { $path }
draft-file-unwritable = The storyboard cannot be written ({ $detail }): { $path }
library-chosen = From the next start on, the library lies in { $path }
library-not-chosen = The choice could not be kept ({ $detail }): { $path }
announce-done = Your video is ready: { $heading }
announce-unknown = Nobody knows whether this was charged, please decide: { $heading }
announce-ended = Ended without a video: { $heading }
