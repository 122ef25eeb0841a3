# money
held-paused = { $vendor } 已暂停：请在队列中让它继续
cap-day-usd = 超过每天 ${ $cap } 的上限：已花费或在排队的有 ${ $spent }，这次还要 ${ $wanted }。请在设置中提高或取消上限，或等到明天
cap-day-credits = 超过每天 { $cap } 点的上限：已花费或在排队的有 { $spent } 点，这次还要 { $wanted } 点。请在设置中提高或取消上限，或等到明天
cap-month-usd = 超过每月 ${ $cap } 的上限：已花费或在排队的有 ${ $spent }，这次还要 ${ $wanted }。请在设置中提高或取消上限，或等到下个月
cap-month-credits = 超过每月 { $cap } 点的上限：已花费或在排队的有 { $spent } 点，这次还要 { $wanted } 点。请在设置中提高或取消上限，或等到下个月
cap-unpriced = 您设置了上限，而 { $model } 在这里的价格未知，无法计入。请在设置中填写价格，或取消上限
cap-other-unit = 您的上限不计入这一项：它以{ $unit ->
    [credits] 点数
   *[usd] 美元
 }付费
caps-unreadable = 无法读取您的上限，因此不接受任何要花钱的任务。请在设置中重新设定；在那里的任何更改都会保存，并以保存的内容为准
settings-damaged = 部分设置无法读取，已恢复为初始值。原文件保存为 settings.json.damaged：请检查设置
settings-caps-lost = 无法读取您的设置和其中的上限，因此不接受任何要花钱的任务。请在设置中重新设定；原文件保存为 settings.json.damaged
settings-pauses-lost = 无法读取您暂停了哪些服务商，因此全部暂停。请在队列中让它们继续
cap-reached = 超过上限
cap-unknown = 价格未知，而您设置了上限
ledger-exported = 已将 { $count } 个视频写入 { $path }
ledger-not-exported = 无法写入账本（{ $detail }）：{ $path }

## the button
order-generate-for = 生成  { $price }
price-by-list = 依据 { $date } 的价目表（{ $source }），以服务商账单为准
price-by-yourself = 依据您 { $date } 填写的价格，以服务商账单为准
price-by-vendor = 依据服务商的估价，以其账单为准
price-asking = 正在询价…
price-after-pictures = 这家服务商只给不含本机图片的草稿估价；其他草稿以账单为准
balance-left = 余额 { $amount }
balance-unlimited = 不限额
balance-tip = 服务商告知的余额，{ $ago }。点击再次查询

## the ledger
ledger-title = 账本
ledger-why = 只计正式视频：练习免费
ledger-today = 今天
ledger-this-month = 本月
ledger-videos = { $videos } 个视频 · { $seconds } 秒
ledger-unknown = { $count } 个结果不明，按已花费计
ledger-unpriced = { $count } 个价格未知，未计入合计
ledger-refunded = { $count } 个失败，服务商说明未收费
ledger-unsettled = 其中 { $amount } 属于失败的视频，服务商没有说明是否退款
ledger-export = 导出…
ledger-export-tip = 把本月的每个视频导出为表格（CSV）
ledger-month-before = 上一个月
ledger-month-after = 下一个月
ledger-by = 分组
ledger-by-day = 按天
ledger-by-project = 按项目
ledger-by-vendor = 按服务商
ledger-column-videos = 视频
ledger-column-seconds = 秒数
ledger-column-estimate = 预计
ledger-column-billed = 账单
ledger-column-counted = 计为
ledger-empty = 这个月没有花费
ledger-empty-hint = 您发送的每个正式视频都会出现在这里，附有预计费用和账单

## the line before a vendor
line-title = { $count } 个在排队
line-why = 最先发送的在最上面
line-paused = { $vendor } 已暂停：不再向它发送任务
line-continue = 继续
line-continue-vendor = 让 { $vendor } 继续
line-pause-menu = 暂停服务商
line-pause-vendor = 暂停 { $vendor }
line-waits = 排队中 · 已暂停
line-earlier = 提前发送
line-later = 推后发送
line-grip = 拖到队列中的其他位置，或使用方向键
line-place = “{ $heading }”在队列中的位置：第 { $place } 个，共 { $count } 个

## settings
settings-caps = 花费上限
settings-prices = 价格
settings-at-once = 同时生成
caps-why = 会超过上限的任务不会发送；排队中的和结果不明的都计入。美元和点数分开计算
caps-day = 每天
caps-month = 每月
caps-none = 无上限
amount-no-dollars = “{ $text }”不是美元金额：请只写数字和一个小数点，最多六位小数，例如 12.50
amount-no-credits = “{ $text }”不是积分数：请只写数字和一个小数点，最多三位小数，例如 120
caps-field = 上限：{ $span }，{ $unit }
caps-spent = 目前 { $amount }
unit-usd = 美元
unit-credits = 点
prices-why = 每秒视频的价格，依据当时看到的服务商价目表。您自己的价格会取代它，服务商的账单会取代两者
prices-own = 有您自己的价格
prices-shipped = 依据服务商价目表
prices-asked = 逐个草稿向服务商询价
prices-unit = 您的价格单位
prices-silent = { $mode }，无声
prices-with-sound = { $mode }，有声
prices-yours = 自定
prices-reset = 恢复价目表的价格
prices-reset-of = 恢复价目表的价格：{ $what }
prices-from-own = { $amount }，您于 { $date } 填写
prices-from-list = { $amount }，见于 { $date }：{ $source }
at-once-why = 每家服务商最多同时生成几个视频，其余的排队等候
at-once-of = { $vendor } 同时生成的视频数
at-once-pause = 暂停 { $vendor }
