# accounts
account-why = 密钥只会发往它所属服务商的地址。它保存在系统的密钥环里，绝不写入文件。没有密钥时可以免费练习
account-live = 正式
account-key-looking = 正在询问系统密钥环…
account-key-absent = 这个地址还没有密钥：一切都是练习，不花钱。在这里粘贴密钥，或设置 { $variable } 后再启动
account-key-environment = 密钥来自 { $variable }，会发往这个地址，只能在那里更改
account-key-keyring = 密钥保存在系统密钥环中
account-key-session = 密钥只在本次运行中保留
account-key-elsewhere = 您提供的密钥属于 { $elsewhere }，不会发往 { $here }：请为这个地址粘贴密钥，或重新选择原来的地址
account-key-of = { $vendor } 的密钥
account-key-hint = 粘贴密钥
account-key-keep = 保存
account-key-keep-of = 保存 { $vendor } 的密钥
account-key-keep-tip = 存入系统密钥环，直到您清除它
account-key-use = 仅限本次
account-key-use-of = 仅在本次运行中使用 { $vendor } 的密钥
account-key-use-tip = Shotloom 关闭后密钥即消失
account-key-leave = 不更换
account-key-replace = 更换…
account-key-replace-of = 更换 { $vendor } 的密钥
account-key-forget = 清除
account-key-forget-of = 清除 { $vendor } 的密钥
account-key-test = 测试密钥
account-key-testing = 正在测试…
account-key-test-of = 测试 { $vendor } 的密钥
account-key-test-tip = 向服务商发一个不花钱的询问
account-key-unfit = 这不是密钥：其中有空格或密钥里不会有的符号
account-try-again = 再试一次
account-try-again-of = 用 { $vendor } 再试一次
account-balance-joint = ：
account-balance-unlimited = 消费不设上限
account-balance-left = 剩余 { $money }
account-more = 地址
account-more-with-options = 地址与高级选项
account-more-of = { $vendor }：{ $what }
account-address = 地址
account-address-of = { $vendor } 的地址
account-address-usual = 常用地址
account-address-other = 其他
account-address-field-of = { $vendor } 的其他地址
account-address-use = 使用
account-address-use-of = 使用 { $vendor } 的这个地址
account-address-environment = 地址来自 { $variable }，只能在那里更改
account-address-why = 密钥只属于当初填写的地址。在其他地址运行的任务会等待，直到重新选择那个地址
account-address-not-public = 互联网上访问不到 { $address }：请填写人人都能访问的 https 地址
account-option-off = 由服务商决定
account-option-word-enabled = 开启
account-option-word-disabled = 关闭
account-option-turn-off = 关闭
account-option-use = 使用
account-option-of = { $vendor }：{ $option }
account-option-input-compliance = 检查您发送的内容
account-option-input-compliance-why = 服务商是否按其规则检查提示词和图片
account-option-output-compliance = 检查生成的视频
account-option-output-compliance-why = 服务商是否按其规则检查完成的视频
account-option-callback-url = 结果另发至
account-option-callback-url-why = 服务商会把每个结果连同视频链接也发到这个地址。Shotloom 并不需要它
keyring-absent = 这个系统没有可以保存密钥的密钥环
keyring-locked = 系统密钥环已锁定，或从未设置：解锁后才能查找和保存密钥
keyring-silent = 系统密钥环没有应答
keyring-broken = 系统密钥环拒绝了请求：{ $detail }
keyring-remedies = 仅限本次的密钥和环境变量里的密钥照样可用。密钥绝不会写入文件
keyring-unlock = 解锁…
keyring-ask-again = 再问一次
key-stored = 密钥已存入系统密钥环
key-for-session = { $why ->
    [absent] 没有可以保存密钥的密钥环
    [locked] 密钥环仍处于锁定状态
    [silent] 密钥环没有应答
   *[broken] 密钥环拒绝保存密钥
}：密钥使用到 Shotloom 关闭为止
key-for-session-chosen = 密钥使用到 Shotloom 关闭为止
key-forgotten = 密钥已清除
key-gone = 密钥已彻底清除：请重新粘贴
key-not-forgotten = { $why ->
    [absent] 没有密钥环
    [locked] 密钥环仍处于锁定状态
    [silent] 密钥环没有应答
   *[broken] 密钥环拒绝了请求
}：密钥可能还在那里，请在系统的密码程序中删除
key-test-good = { $vendor } 接受这个密钥
key-test-none = { $vendor } 没有不花钱的询问：只有发送任务才能检验密钥
key-test-refused = { $vendor } 不接受这个密钥（代码 { $code }）：请到 { $site } 重新复制。{ $words }
key-test-no-money = { $vendor } 认识这个密钥，但余额已用完：请到 { $site } 充值。{ $words }
key-test-unclear = { $vendor } 返回代码 { $code }：暂时无法判断密钥好坏，请稍后再试。{ $words }
key-test-unreached = 无法连接 { $vendor }：请检查网络和地址。{ $detail }
key-test-proxy = 无法通过代理 { $proxy } 连接 { $vendor }：请检查下方的代理。{ $detail }
key-test-system-proxy = 无法通过系统代理连接 { $vendor }：请检查系统代理，或在下方另选方式。{ $detail }
vendor-no-balance-at = 服务商账户余额不足或没有相应的订阅：请到 { $site } 充值。{ $words }
held-no-balance = 您在 { $vendor } 的余额已用完：请到 { $site } 充值，然后再试一次。{ $words }
held-proxy-unreadable = 等待可用的代理：请在设置中重新填写
settings-proxy = 代理
proxy-why = 留在本机的内容（例如练习）从不经过代理。更改从下一个请求起生效
proxy-system = 跟随系统
proxy-none = 不使用
proxy-http = HTTP 代理
proxy-socks5 = SOCKS5 代理
proxy-address = 主机和端口
proxy-user = 用户名（如需要）
proxy-use = 使用这个代理
proxy-unreadable = 请把代理写成 主机:端口 的形式。用户名和密码另有输入框
proxy-unreached = 无法通过代理 { $proxy }，没有发送任何内容：请在设置中检查。{ $detail }
proxy-password = 代理密码
proxy-password-looking = 正在向系统密钥环询问代理密码…
proxy-password-absent = 还没有这个代理的密码
proxy-password-keyring = 代理密码保存在系统密钥环中
proxy-password-session = 代理密码只在本次运行中保留
proxy-password-keep = 保存密码
proxy-password-use = 密码仅限本次
proxy-password-forget = 清除密码
proxy-password-stored = 代理密码已存入系统密钥环
proxy-password-for-session = { $why ->
    [absent] 没有可以保存密码的密钥环
    [locked] 密钥环仍处于锁定状态
    [silent] 密钥环没有应答
   *[broken] 密钥环拒绝保存密码
}：密码使用到 Shotloom 关闭为止
proxy-password-for-session-chosen = 代理密码使用到 Shotloom 关闭为止
banner-waiting = { $count ->
    [0] 没有丢失任何内容
   *[other] 有 { $count } 个任务在等待
}。已在生成的视频会继续
banner-settings = 打开设置
banner-settings-of = 打开 { $vendor } 的设置
