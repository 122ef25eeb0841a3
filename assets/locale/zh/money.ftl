# money
held-paused = { $vendor } 已暂停：请在队列中让它继续
cap-day-usd = 没有发送：再加 ${ $wanted } 就会超过每天 ${ $cap } 的上限，其中 ${ $spent } 已花费或在排队。请在设置中提高或取消上限，或等到明天
cap-day-credits = 没有发送：再加 { $wanted } 点就会超过每天 { $cap } 点的上限，其中 { $spent } 点已花费或在排队。请在设置中提高或取消上限，或等到明天
cap-month-usd = 没有发送：再加 ${ $wanted } 就会超过每月 ${ $cap } 的上限，其中 ${ $spent } 已花费或在排队。请在设置中提高或取消上限，或等到下个月
cap-month-credits = 没有发送：再加 { $wanted } 点就会超过每月 { $cap } 点的上限，其中 { $spent } 点已花费或在排队。请在设置中提高或取消上限，或等到下个月
cap-unpriced = 没有发送：您设置了上限，而 { $model } 在这里的价格未知，无法计入。请在设置中填写价格，或取消上限
ledger-exported = 已将 { $count } 个视频写入 { $path }
ledger-not-exported = 无法写入账本（{ $detail }）：{ $path }
