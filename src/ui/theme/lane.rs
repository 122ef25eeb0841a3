//! Lengths of the timeline, in points.

pub const RULER: f32 = 20.0;
pub const SHOT_BLOCK: f32 = 62.0;
/// The block of a video that is not cut by hand.
pub const SINGLE_BLOCK: f32 = 38.0;
/// How wide a border is to the mouse.
pub const BORDER_GRIP: f32 = 11.0;
/// A narrower block does not say that it is empty: it would break the words in the middle, and its colour tells.
pub const ROOM_FOR_HINT: f32 = 56.0;
/// The line of a block that holds its number and seconds.
pub const SHOT_LINE: f32 = 17.0;
pub const CHIP_THUMB: f32 = 16.0;
pub const LOCK: f32 = 16.0;
pub const SECONDS_FIELD: f32 = 40.0;
pub const INSERT_LINE: f32 = 3.0;
pub const RANGE_LINE: f32 = 2.0;
pub const BRACKET: f32 = 2.0;
pub const BRACKET_HELD: f32 = 3.0;
pub const BRACKET_ARM: f32 = 5.0;
/// How many points a second the lane scrolls under a hand at its edge, for each point that hand is beyond it.
pub const SCROLL_GAIN: f32 = 8.0;
pub const FASTEST_SCROLL: f32 = 80.0;
pub const SCROLL_BAR: f32 = 9.0;
/// A frame's picture at an end of the timeline.
pub const END_FRAME: f32 = 58.0;
/// How much of a tint lies over what is too much.
pub const VEIL: f32 = 0.12;
/// What is being carried is seen through.
pub const FADED: f32 = 0.6;
/// The lock and the gaps beside the total.
pub const AROUND_TOTAL: f32 = 60.0;
/// With less room than this the total is said without the number of shots.
pub const ROOM_FOR_COUNT: f32 = 330.0;
/// Icons on a block.
pub const ICON_TINY: f32 = 13.0;
