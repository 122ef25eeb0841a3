# offerings beside each other
verb-who-can = Who can make this?
verb-who-can-tip = Every offering beside this draft: who takes it, what it costs, what differs
who-title = Who can make this?
who-why = The present draft as every offering would take it. A switch keeps the draft whole, and can be undone.
who-takes-it = Takes it as it is
who-errors = { $count ->
    [one] 1 thing stands in the way
   *[other] { $count } things stand in the way
}
who-more = and { $count } more
who-here = In use
who-use-this = Use this
who-use = Use { $name }
who-own-mode = Makes { $mode } unless you choose
who-sound-forced = Sound will be on
who-sound-forced-price = Sound will be on: { $percent } % more
who-ratio-follows = The frame decides the shape
who-ratio-may-follow = The frame may decide the shape
who-uploads = { $count ->
    [one] 1 picture is uploaded first
   *[other] { $count } pictures are uploaded first
}
who-descriptions = Descriptions of elements are not sent
offering-takes-it = Use { $name }, which takes it
offering-has-4k = Use { $name }, which has 4K

## the wire
verb-wire = See the wire
verb-wire-tip = The exact request as JSON and as a cURL line, with $KEY for the key
wire-title = The wire
wire-why = $KEY stands for the key; pictures stand by fingerprint and size
wire-json = JSON
wire-curl = cURL
wire-answers = Answers
wire-report = Support report
wire-offering = As sent to
wire-upload = Upload { $k } of { $of }
wire-submit = The order
wire-poll = Asked after
wire-lost = no answer
wire-copy = Copy
wire-no-answers = Nothing was answered yet
wire-report-why = What the vendor's support asks for
wire-report-offering = Offering
wire-report-remote = Task id
wire-report-trace = Trace id
wire-report-address = Address
wire-report-asked = Asked for
wire-report-sent = Sent
wire-report-ended = Ended
wire-report-state = State
wire-report-word = Vendor's status
wire-report-said = What was said
wire-report-ours = Our own id
