# library
library-owned = Another Shotloom window has this library open: close it, or choose another library folder. { $path }
library-newer = This library was made by a newer Shotloom (version { $found }, this one knows { $known }): update Shotloom. Nothing was changed. { $path }
library-older = This library is from an older Shotloom (version { $found }, this one reads { $known }): open the window once to bring it up to date. { $path }
library-disk-full = The disk is full: free some space and try again. { $path }
library-read-only = The library cannot be written to: check the folder's permissions, or choose another library folder. { $path }
library-damaged = The library's database is damaged ({ $detail }): start Shotloom again to restore it. { $path }
library-stopped = The disk did not keep what was written ({ $detail }): check the disk and start Shotloom again. Nothing more is sent until then. { $path }
library-no-such-task = There is no task { $task } in the library
library-database = The library's database refused ({ $detail }): start Shotloom again. { $path }
library-io = The library's files cannot be used ({ $detail }): check the folder, or choose another one. { $path }
library-restored = The library's database was damaged and has been restored: { $tasks ->
        [one] { $tasks } video or request
       *[other] { $tasks } videos and requests
    } and { $drafts ->
        [one] { $drafts } draft
       *[other] { $drafts } drafts
    } are back. The damaged file is kept as { $file }
library-rebuilt = The library's database was missing and has been rebuilt from its journal: { $tasks ->
        [one] { $tasks } video or request
       *[other] { $tasks } videos and requests
    } and { $drafts ->
        [one] { $drafts } draft
       *[other] { $drafts } drafts
    } are back
library-unsent-cancelled = { $count ->
        [one] { $count } request that had not been sent yet was cancelled: run it again if you still want it
       *[other] { $count } requests that had not been sent yet were cancelled: run them again if you still want them
    }
library-unsent = Not sent, not charged: the library had to be restored first. Run it again if you still want it
