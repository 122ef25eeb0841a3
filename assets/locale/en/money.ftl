# money
held-paused = { $vendor } is paused: let it go on in the queue
cap-day-usd = Nothing was sent: ${ $wanted } more would pass your cap of ${ $cap } a day, of which ${ $spent } is spent or in line. Raise or lift the cap in the settings, or wait for tomorrow
cap-day-credits = Nothing was sent: { $wanted } credits more would pass your cap of { $cap } credits a day, of which { $spent } are spent or in line. Raise or lift the cap in the settings, or wait for tomorrow
cap-month-usd = Nothing was sent: ${ $wanted } more would pass your cap of ${ $cap } a month, of which ${ $spent } is spent or in line. Raise or lift the cap in the settings, or wait for next month
cap-month-credits = Nothing was sent: { $wanted } credits more would pass your cap of { $cap } credits a month, of which { $spent } are spent or in line. Raise or lift the cap in the settings, or wait for next month
cap-unpriced = Nothing was sent: you have set a cap, and what { $model } costs here is unknown, so it cannot be counted. Write its price in the settings, or lift the cap
ledger-exported = { $count ->
    [one] 1 video written to { $path }
   *[other] { $count } videos written to { $path }
 }
ledger-not-exported = The ledger could not be written ({ $detail }): { $path }
