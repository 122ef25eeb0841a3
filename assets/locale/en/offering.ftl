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
