# vendors
vendor-refused = 服务商拒绝了请求：{ $words }
vendor-refused-silently = 服务商拒绝了请求，没有说明原因（代码 { $code }）
vendor-key-refused = 服务商不接受这个密钥（代码 { $code }）：请在设置中检查。{ $words }
vendor-no-balance = 服务商账户余额不足或没有相应的订阅：请前往充值。{ $words }
vendor-moved = 服务商的地址已变更（代码 { $code }），订单绝不会转发到别处：请在设置中检查地址
vendor-busy = 服务商繁忙或已达限额，{ $secs } 秒后再试。{ $words }
vendor-unreached = 无法连接服务商，什么都没有发送
vendor-answer-lost = 请求已发出，但没有收到明确答复：任务可能正在运行，也可能已经扣费
vendor-takes-no-uploads = 这家服务商不接收上传
vendor-upload-without-link = 服务商收下了图片，却没有说明它存放在哪里
price-two-figures = 此项有两个已知价格：每秒 $0.112 与 $0.1344，以任务完成后的实际账单为准
