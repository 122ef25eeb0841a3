//! Why a verb did nothing, with the facts a person needs to go on.

use crate::model::trouble::Trouble;

/// A verb that is refused has changed nothing. Shots are numbered as people count, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No shot has that id, or no neighbour stands there.
    NoSuchShot,
    /// Only shots that follow one another are joined.
    NotSideBySide,
    /// A shot of one second cannot be split.
    TooShortToSplit,
    /// The last shot cannot be deleted.
    LastShot,
    /// The row takes no more shots than `max`; there would be `over` too many.
    TooManyShots { max: usize, over: usize },
    /// This shot keeps its length.
    Locked { shot: usize },
    /// All of the shots that are meant are locked.
    NoneUnlocked,
    /// Every shot that could take `secs`, or give them, is locked.
    AllLocked { secs: u64 },
    /// The total is kept and the unlocked shots can spare only `spare` of the `needed` seconds.
    NothingToSpare { needed: u64, spare: u64 },
    /// This shot can be `least` to `most` seconds long where it stands.
    SecsOutside { least: u64, most: u64 },
    /// The offering makes videos of `least` to `most` seconds.
    TotalOutside { least: u64, most: u64 },
    /// The locked shots hold `locked` seconds and every other needs one: less than `least` cannot be.
    TotalTooSmall { least: u64, locked: u64 },
}

/// What a refused verb says.
impl From<Refusal> for Trouble {
    fn from(why: Refusal) -> Self {
        match why {
            Refusal::NoSuchShot => Self::new("board-no-such-shot"),
            Refusal::NotSideBySide => Self::new("board-not-side-by-side"),
            Refusal::TooShortToSplit => Self::new("board-too-short-to-split"),
            Refusal::LastShot => Self::new("board-last-shot"),
            Refusal::TooManyShots { max, over } => {
                Self::new("board-too-many-shots").with("max", max).with("over", over)
            }
            Refusal::Locked { shot } => Self::new("board-locked").with("shot", shot),
            Refusal::NoneUnlocked => Self::new("board-none-unlocked"),
            Refusal::AllLocked { secs } => Self::new("board-all-locked").with("seconds", secs),
            Refusal::NothingToSpare { needed, spare } => {
                Self::new("board-nothing-to-spare").with("needed", needed).with("spare", spare)
            }
            Refusal::SecsOutside { least, most } => {
                Self::new("board-secs-outside").with("least", least).with("most", most)
            }
            Refusal::TotalOutside { least, most } => {
                Self::new("board-total-outside").with("least", least).with("most", most)
            }
            Refusal::TotalTooSmall { least, locked } => {
                Self::new("board-total-too-small").with("least", least).with("locked", locked)
            }
        }
    }
}
