//! What was spent, summed: estimate against bill, dollars and credits apart, and what nobody knows told as that.

use super::price::{Amounts, Money};
use super::task::{TaskId, TaskState};

/// What the lines of the ledger are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum By {
    #[default]
    Day,
    Project,
    Vendor,
}

impl By {
    pub const ALL: [Self; 3] = [Self::Day, Self::Project, Self::Vendor];
}

/// The live tasks of a span that cost something or may have. Practice is never among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    pub videos: u64,
    pub seconds: u64,
    /// Nobody knows whether they were charged; they count as spent.
    pub unknown: u64,
    /// They failed at the vendor.
    pub failed: u64,
    /// Failed ones of which the vendor says that they cost nothing.
    pub refunded: u64,
    /// What was expected; `unpriced` of them had no price.
    pub estimate: Amounts,
    /// What the vendor says it took; of `unpriced` of them it has not said.
    pub billed: Amounts,
    /// What counts: the bill, else the estimate. `unpriced` of them have neither.
    pub counted: Amounts,
    /// The part of `counted` that stands for failed tasks of which the vendor does not say whether they were paid for.
    pub unsettled: Amounts,
}

/// One task of the ledger, for a file of all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it was sent.
    pub at_millis: i64,
    pub task: TaskId,
    pub state: TaskState,
    pub offering: String,
    pub vendor: String,
    pub project: String,
    pub seconds: u64,
    pub estimate: Option<Money>,
    pub billed: Option<Money>,
    pub remote: Option<String>,
}
