# vendors
vendor-refused = 服务商拒绝了请求：{ $words }
vendor-refused-silently = 服务商拒绝了请求，没有说明原因（代码 { $code }）
vendor-unsure-path = 服务商不认识参考图的接口地址，它的文档和官方程序给出了两个不同的地址：请去掉参考图，或换用其他服务。{ $words }
vendor-unsure-picture-form = 服务商拒绝了图片：{ $words }。它的文档和官方程序对文件的发送方式说法不一：请改用图片的网页链接（https）
vendor-unsure-elements = 服务商拒绝了主体：{ $words }。它的文档没有写明该字段的名称：请去掉主体，或换用其他服务
vendor-unsure-pictures = 服务商拒绝了图片：{ $words }。它的文档没有写明此模型如何接收图片：请去掉图片，或换用其他服务
vendor-unsure-compliance = 服务商要求内容审核选项：{ $words }。请在该服务商的高级选项中设置
vendor-key-refused = 服务商不接受这个密钥（代码 { $code }）：请在设置中检查。{ $words }
vendor-no-balance = 服务商账户余额不足或没有相应的订阅：请前往充值。{ $words }
vendor-moved = 服务商的地址已变更（代码 { $code }），订单绝不会转发到别处：请在设置中检查地址
vendor-busy = 服务商繁忙或已达限额，{ $secs } 秒后再试。{ $words }
vendor-unreached = 无法连接服务商，什么都没有发送
vendor-answer-lost = 请求已发出，但没有收到明确答复：任务可能正在运行，也可能已经扣费
vendor-takes-no-uploads = 这家服务商不接收上传
vendor-upload-without-link = 服务商收下了图片，却没有说明它存放在哪里
price-two-figures = 此项有两个已知价格：每秒 $0.112 与 $0.1344，以任务完成后的实际账单为准
