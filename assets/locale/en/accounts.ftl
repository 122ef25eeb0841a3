# accounts
account-why = A key goes to its own vendor's address and nowhere else. It is kept in your system's keyring, never in a file. Without one you practise for free
account-live = Live
account-key-looking = Asking the system's keyring…
account-key-absent = No key for this address yet: everything is practice, without money. Paste one here, or start with { $variable } set
account-key-environment = The key comes from { $variable } and goes to this address. It can be changed there only
account-key-keyring = The key is kept in the system's keyring
account-key-session = The key is kept for this session only
account-key-elsewhere = The key you gave is for { $elsewhere }. It is not sent to { $here }: paste a key for this address, or choose the old one again
account-key-of = Key for { $vendor }
account-key-hint = Paste a key
account-key-keep = Keep
account-key-keep-of = Keep the key for { $vendor }
account-key-keep-tip = In the system's keyring, until you forget it
account-key-use = This session only
account-key-use-of = Use the key for { $vendor } in this session only
account-key-use-tip = It is gone when Shotloom closes
account-key-leave = Leave it
account-key-replace = Replace…
account-key-replace-of = Replace the key for { $vendor }
account-key-forget = Forget
account-key-forget-of = Forget the key for { $vendor }
account-key-test = Test the key
account-key-testing = Testing…
account-key-test-of = Test the key for { $vendor }
account-key-test-tip = Asks the vendor something that costs nothing
account-key-unfit = That is no key: it holds spaces or signs no key has
account-try-again = Try again
account-try-again-of = Try again with { $vendor }
account-balance-joint = {": "}
account-balance-unlimited = no limit on what may be spent
account-balance-left = { $money } left
account-more = Address
account-more-with-options = Address and advanced options
account-more-of = { $what }: { $vendor }
account-address = Address
account-address-of = Address of { $vendor }
account-address-usual = The usual one
account-address-other = Another
account-address-field-of = Another address of { $vendor }
account-address-use = Use it
account-address-use-of = Use this address of { $vendor }
account-address-environment = The address comes from { $variable } and can be changed there only
account-address-why = A key belongs to the address it was given for. What runs at another address waits until that one is chosen again
account-address-not-public = { $address } cannot be reached from the internet: write an https address that everybody can reach
account-option-off = As the vendor likes
account-option-word-enabled = On
account-option-word-disabled = Off
account-option-turn-off = Turn off
account-option-use = Use it
account-option-of = { $option }: { $vendor }
account-option-input-compliance = Check of what you send
account-option-input-compliance-why = Whether the vendor checks prompts and pictures against its rules
account-option-output-compliance = Check of the video
account-option-output-compliance-why = Whether the vendor checks the finished video against its rules
account-option-callback-url = Post results to
account-option-callback-url-why = The vendor posts every result to this address as well, with the links to your videos. Shotloom does not need it
keyring-absent = This system has no keyring that could keep a key
keyring-locked = The system's keyring is locked, or was never set up: unlock it to find and keep keys
keyring-silent = The system's keyring does not answer
keyring-broken = The system's keyring refused: { $detail }
keyring-remedies = Keys for this session only work all the same, and so do keys in environment variables. No key is ever written to a file
keyring-unlock = Unlock it…
keyring-ask-again = Ask again
key-stored = Key stored in the system's keyring
key-for-session = { $why ->
    [absent] There is no keyring to keep the key
    [locked] The keyring stayed locked
    [silent] The keyring does not answer
   *[broken] The keyring refused the key
}: the key is used until Shotloom closes
key-for-session-chosen = The key is used until Shotloom closes
key-forgotten = The key is forgotten
key-gone = The key is gone for good: paste it again
key-not-forgotten = { $why ->
    [absent] There is no keyring
    [locked] The keyring stayed locked
    [silent] The keyring does not answer
   *[broken] The keyring refused
}: the key may still be there. Delete it in your system's password program
key-test-good = { $vendor } accepts the key
key-test-none = { $vendor } has no call that costs nothing: the key can only be tried by sending
key-test-refused = { $vendor } does not accept the key (code { $code }): copy it again at { $site }. { $words }
key-test-no-money = { $vendor } knows the key, but the money is used up: top up at { $site }. { $words }
key-test-unclear = { $vendor } answered with code { $code }: nothing is known of the key yet, try again later. { $words }
key-test-unreached = { $vendor } could not be reached: check the connection and the address. { $detail }
key-test-proxy = { $vendor } could not be reached through the proxy { $proxy }: check the proxy below. { $detail }
key-test-system-proxy = { $vendor } could not be reached through the system's proxy: check it, or choose another way below. { $detail }
vendor-no-balance-at = The vendor's account has no balance or no subscription for this: top it up at { $site }. { $words }
held-no-balance = { $vendor } has no money left for you: top up at { $site }, then try again. { $words }
held-proxy-unreadable = Waits for a proxy that can be read: describe it again in the settings
settings-proxy = Proxy
proxy-why = What stays on this machine, like practice, never goes through a proxy. A change counts from the next request on
proxy-system = As the system
proxy-none = None
proxy-http = HTTP
proxy-socks5 = SOCKS5
proxy-address = Host and port
proxy-user = User, if it asks for one
proxy-use = Use this proxy
proxy-unreadable = Write the proxy as host:port. User and password have fields of their own
proxy-unreached = The proxy { $proxy } could not be passed, and nothing was sent: check it in the settings. { $detail }
proxy-password = Password of the proxy
proxy-password-looking = Asking the system's keyring for the proxy's password…
proxy-password-absent = No password for this proxy yet
proxy-password-keyring = The proxy's password is kept in the system's keyring
proxy-password-session = The proxy's password is kept for this session only
proxy-password-keep = Keep the password
proxy-password-use = Password for this session only
proxy-password-forget = Forget the password
proxy-password-stored = The proxy's password is stored in the system's keyring
proxy-password-for-session = { $why ->
    [absent] There is no keyring to keep the password
    [locked] The keyring stayed locked
    [silent] The keyring does not answer
   *[broken] The keyring refused the password
}: the password is used until Shotloom closes
proxy-password-for-session-chosen = The proxy's password is used until Shotloom closes
banner-waiting = { $count ->
    [0] Nothing is lost
    [one] 1 video waits
   *[other] { $count } videos wait
}. Running videos go on
banner-settings = Open settings
banner-settings-of = Open settings for { $vendor }
