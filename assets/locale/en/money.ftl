# money
held-paused = { $vendor } is paused: let it go on in the queue
cap-day-usd = Over your cap of ${ $cap } a day: ${ $spent } is spent or in line, and this asks for ${ $wanted } more. Raise or lift the cap in the settings, or wait for tomorrow
cap-day-credits = Over your cap of { $cap } credits a day: { $spent } are spent or in line, and this asks for { $wanted } more. Raise or lift the cap in the settings, or wait for tomorrow
cap-month-usd = Over your cap of ${ $cap } a month: ${ $spent } is spent or in line, and this asks for ${ $wanted } more. Raise or lift the cap in the settings, or wait for next month
cap-month-credits = Over your cap of { $cap } credits a month: { $spent } are spent or in line, and this asks for { $wanted } more. Raise or lift the cap in the settings, or wait for next month
cap-unpriced = You have set a cap, and what { $model } costs here is unknown, so it cannot be counted. Write its price in the settings, or lift the cap
cap-other-unit = Your caps do not count this: it is paid in { $unit ->
    [credits] credits
   *[usd] dollars
 }
caps-unreadable = Your caps cannot be read, so nothing that costs money is taken. Set them in the settings again; any change there saves what then holds
settings-damaged = Some of your settings cannot be read and start over. The file as it was is kept as settings.json.damaged: look through the settings
settings-caps-lost = Your settings cannot be read, and your caps with them, so nothing that costs money is taken. Set them in the settings again; the file as it was is kept as settings.json.damaged
settings-pauses-lost = Which vendors you had paused cannot be read, so all of them are paused. Let them go on in the queue
cap-reached = over your cap
cap-unknown = price unknown, and a cap is set
ledger-exported = { $count ->
    [one] 1 video written to { $path }
   *[other] { $count } videos written to { $path }
 }
ledger-not-exported = The ledger could not be written ({ $detail }): { $path }

## the button
order-generate-for = Generate  { $price }
price-by-list = By the price list of { $date } ({ $source }); the vendor's bill decides
price-by-yourself = By your own price of { $date }; the vendor's bill decides
price-by-vendor = By the vendor's own estimate; its bill decides
price-asking = price: asking…
price-after-pictures = This vendor tells the price of a draft without pictures from this computer; of others, its bill
balance-left = { $amount } left
balance-unlimited = no limit
balance-tip = What the vendor says is left, { $ago }. Click to ask again

## the ledger
ledger-title = Ledger
ledger-why = Live videos only: practice is free
ledger-today = Today
ledger-this-month = This month
ledger-videos = { $videos ->
    [one] 1 video
   *[other] { $videos } videos
 } · { $seconds } s
ledger-unknown = { $count ->
    [one] 1 of unknown outcome, counted as spent
   *[other] { $count } of unknown outcome, counted as spent
 }
ledger-unpriced = { $count ->
    [one] 1 of unknown price, in no sum
   *[other] { $count } of unknown price, in no sum
 }
ledger-refunded = { $count ->
    [one] 1 failed at no charge, says the vendor
   *[other] { $count } failed at no charge, says the vendor
 }
ledger-unsettled = { $amount } stands for failed videos; the vendor does not say whether it was paid back
ledger-export = Export…
ledger-export-tip = Every video of this month as a table (CSV)
ledger-month-before = Earlier month
ledger-month-after = Later month
ledger-by = Lines
ledger-by-day = By day
ledger-by-project = By project
ledger-by-vendor = By vendor
ledger-column-videos = Videos
ledger-column-seconds = Seconds
ledger-column-estimate = Expected
ledger-column-billed = Billed
ledger-column-counted = Counts as
ledger-empty = Nothing was spent this month
ledger-empty-hint = Every live video you send appears here, with its estimate and its bill

## the line before a vendor
line-title = { $count } in line
line-why = the next one first
line-paused = { $vendor } is paused: nothing more is sent to it
line-continue = Go on
line-continue-vendor = Let { $vendor } go on
line-pause-menu = Pause a vendor
line-pause-vendor = Pause { $vendor }
line-waits = In line · paused
line-earlier = Send earlier
line-later = Send later
line-grip = Drag to another place in line, or use the arrow keys
line-place = Place of { $heading } in line: { $place } of { $count }

## settings
settings-caps = Caps
settings-prices = Prices
settings-at-once = At once
caps-why = Nothing is sent that would go over a cap. Videos in line count, and so do those with an unknown outcome. Dollars and credits are counted apart
caps-day = A day
caps-month = A month
caps-none = no cap
amount-no-dollars = “{ $text }” is no amount in dollars: write figures with one point and at most six places, such as 12.50
amount-no-credits = “{ $text }” is no amount of credits: write figures with one point and at most three places, such as 120
caps-field = Cap: { $span }, { $unit }
caps-spent = { $amount } so far
unit-usd = US dollars
unit-credits = credits
prices-why = A second of video, as the vendor's list was seen. Your own price stands in its place; the vendor's bill replaces both
prices-own = with prices of yours
prices-shipped = by the vendor's list
prices-asked = asked of the vendor, draft by draft
prices-unit = Your prices are in
prices-silent = { $mode }, silent
prices-with-sound = { $mode }, with sound
prices-yours = yours
prices-reset = Take the list's price again
prices-reset-of = Take the list's price again: { $what }
prices-from-own = { $amount }, yours since { $date }
prices-from-list = { $amount }, seen { $date }: { $source }
at-once-why = How many videos one vendor makes at the same time; the others wait in line
at-once-of = Videos at once at { $vendor }
at-once-pause = Pause { $vendor }
