//! Trouble on request: what a real vendor and a real network do on a bad day, by name.
//!
//! Asked for in three ways: `Options::faults` (`--fault`), `POST /practice/faults`, and `[[fault:NAME]]` inside a
//! prompt, which touches that request and its task only. The grammar is one: `NAME[=SECS][:COUNT]`, COUNT a number or
//! `all`, 1 when absent. A fault in a prompt counts by request body: after COUNT equal requests the next goes through.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One fault, how often it still strikes, and the seconds some of them take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub kind: Kind,
    pub times: Times,
    /// Seconds of a delay, or of a `Retry-After`; `None` takes the kind's own.
    pub secs: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Times {
    Count(u32),
    Every,
}

/// When a fault can strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// A valid submit, before anything is charged.
    BeforeCharge,
    /// A valid submit that was accepted and charged.
    AfterCharge,
    /// The life of an accepted task.
    Task,
    /// Any poll.
    Poll,
    /// A poll of a completed task.
    CompletedPoll,
    /// An upload, or the call that asks where to put one.
    Upload,
    /// A PUT to a presigned address.
    Put,
    /// A question that costs nothing: a balance, a price, a table of fields.
    Question,
    /// A GET of a result.
    Download,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    AnswerLost,
    AnswerLostEarly,
    LateAnswer,
    ErrorAfterCharge,
    Error500,
    Error503,
    Html200,
    CutJson,
    Empty200,
    Busy429,
    Daily429,
    Busy455,
    KeyRefused,
    NoMoney,
    Redirect,
    Hang,
    Refused422In200,
    NoMoneyIn200,
    BusyIn200,
    Error500In200,
    FailedTask,
    CancelledTask,
    UnknownStatus,
    Fraction,
    NoLink,
    EmptyList,
    UrlAsText,
    UrlAsList,
    Poll404,
    Poll500In200,
    Poll500,
    PollHtml,
    DownloadCut,
    DownloadHtml,
    DownloadTruncated,
    Download404,
    ExpiredLink,
    ExpiredForever,
    Slow,
    Upload400,
    Upload413,
    Upload429,
    Upload500,
    UploadHang,
    UploadLost,
    UploadForgotten,
    Put403,
    Put500,
    PutHang,
    BalanceRefused,
    BalanceUnlimited,
    BalanceEmpty,
    Question500,
    Schema4k,
}

/// Every fault: its name, its kind, when it strikes.
const TABLE: [(&str, Kind, Stage); 54] = [
    ("answer-lost", Kind::AnswerLost, Stage::AfterCharge),
    ("answer-lost-early", Kind::AnswerLostEarly, Stage::BeforeCharge),
    ("late-answer", Kind::LateAnswer, Stage::AfterCharge),
    ("500-after-charge", Kind::ErrorAfterCharge, Stage::AfterCharge),
    ("500", Kind::Error500, Stage::BeforeCharge),
    ("503", Kind::Error503, Stage::BeforeCharge),
    ("html-200", Kind::Html200, Stage::AfterCharge),
    ("cut-json", Kind::CutJson, Stage::AfterCharge),
    ("empty-200", Kind::Empty200, Stage::AfterCharge),
    ("429", Kind::Busy429, Stage::BeforeCharge),
    ("429-daily", Kind::Daily429, Stage::BeforeCharge),
    ("455", Kind::Busy455, Stage::BeforeCharge),
    ("401", Kind::KeyRefused, Stage::BeforeCharge),
    ("402", Kind::NoMoney, Stage::BeforeCharge),
    ("302", Kind::Redirect, Stage::BeforeCharge),
    ("hang", Kind::Hang, Stage::AfterCharge),
    ("422-in-200", Kind::Refused422In200, Stage::BeforeCharge),
    ("402-in-200", Kind::NoMoneyIn200, Stage::BeforeCharge),
    ("429-in-200", Kind::BusyIn200, Stage::BeforeCharge),
    ("500-in-200", Kind::Error500In200, Stage::AfterCharge),
    ("failed-task", Kind::FailedTask, Stage::Task),
    ("cancelled-task", Kind::CancelledTask, Stage::Task),
    ("unknown-status", Kind::UnknownStatus, Stage::Poll),
    ("progress-fraction", Kind::Fraction, Stage::Poll),
    ("no-link", Kind::NoLink, Stage::CompletedPoll),
    ("empty-list", Kind::EmptyList, Stage::CompletedPoll),
    ("url-as-text", Kind::UrlAsText, Stage::CompletedPoll),
    ("url-as-list", Kind::UrlAsList, Stage::CompletedPoll),
    ("poll-404", Kind::Poll404, Stage::Poll),
    ("poll-500-in-200", Kind::Poll500In200, Stage::Poll),
    ("poll-500", Kind::Poll500, Stage::Poll),
    ("poll-html", Kind::PollHtml, Stage::Poll),
    ("download-cut", Kind::DownloadCut, Stage::Download),
    ("download-html", Kind::DownloadHtml, Stage::Download),
    ("download-truncated", Kind::DownloadTruncated, Stage::Download),
    ("download-404", Kind::Download404, Stage::Download),
    ("expired-link", Kind::ExpiredLink, Stage::Download),
    ("expired-forever", Kind::ExpiredForever, Stage::Download),
    ("slow", Kind::Slow, Stage::Task),
    ("upload-400", Kind::Upload400, Stage::Upload),
    ("upload-413", Kind::Upload413, Stage::Upload),
    ("upload-429", Kind::Upload429, Stage::Upload),
    ("upload-500", Kind::Upload500, Stage::Upload),
    ("upload-hang", Kind::UploadHang, Stage::Upload),
    ("upload-lost", Kind::UploadLost, Stage::Upload),
    ("upload-forgotten", Kind::UploadForgotten, Stage::BeforeCharge),
    ("put-403", Kind::Put403, Stage::Put),
    ("put-500", Kind::Put500, Stage::Put),
    ("put-hang", Kind::PutHang, Stage::Put),
    ("balance-refused", Kind::BalanceRefused, Stage::Question),
    ("balance-unlimited", Kind::BalanceUnlimited, Stage::Question),
    ("balance-empty", Kind::BalanceEmpty, Stage::Question),
    ("question-500", Kind::Question500, Stage::Question),
    ("schema-4k", Kind::Schema4k, Stage::Question),
];

const TOKEN_OPEN: &str = "[[fault:";
const TOKEN_CLOSE: &str = "]]";

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FaultError {
    #[error("no fault is named {name:?}; the known ones are {}", Fault::NAMES.join(", "))]
    UnknownName { name: String },
    #[error("{text:?} is no fault: write NAME, NAME=SECONDS, NAME:COUNT or NAME:all")]
    Unreadable { text: String },
}

impl Fault {
    /// Every name, in the order `--help` prints them.
    pub const NAMES: [&'static str; TABLE.len()] = {
        let mut names = [""; TABLE.len()];
        let mut i = 0;
        while i < TABLE.len() {
            names[i] = TABLE[i].0;
            i += 1;
        }
        names
    };

    pub fn name(&self) -> &'static str {
        self.kind.name()
    }

    pub(super) fn is_at(&self, stage: Stage) -> bool {
        TABLE.iter().any(|(_, kind, at)| *kind == self.kind && *at == stage)
    }

    pub(super) fn secs_or(&self, own: u64) -> u64 {
        self.secs.unwrap_or(own)
    }
}

impl Kind {
    pub fn name(self) -> &'static str {
        TABLE.iter().find(|(_, kind, _)| *kind == self).map_or("", |(name, ..)| name)
    }
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let unreadable = || FaultError::Unreadable { text: text.to_owned() };
        let (head, times) = match text.split_once(':') {
            None => (text, Times::Count(1)),
            Some((head, "all")) => (head, Times::Every),
            Some((head, count)) => (head, Times::Count(count.parse().map_err(|_| unreadable())?)),
        };
        let (name, secs) = match head.split_once('=') {
            None => (head, None),
            Some((name, secs)) => (name, Some(secs.parse().map_err(|_| unreadable())?)),
        };
        let found = TABLE.iter().find(|(known, ..)| *known == name);
        let (_, kind, _) = found.ok_or_else(|| FaultError::UnknownName { name: name.to_owned() })?;
        Ok(Self { kind: *kind, times, secs })
    }
}

/// The faults a prompt asks for.
pub(super) fn in_prompt(prompt: &str) -> Result<Vec<Fault>, FaultError> {
    let asked = prompt.split(TOKEN_OPEN).skip(1);
    asked.filter_map(|rest| rest.split_once(TOKEN_CLOSE)).map(|(text, _)| text.parse()).collect()
}

/// Takes the first wanted fault off the list; what strikes every time stays.
pub(super) fn take(faults: &mut Vec<Fault>, is_wanted: impl Fn(&Fault) -> bool) -> Option<Fault> {
    faults.retain(|fault| fault.times != Times::Count(0));
    let at = faults.iter().position(is_wanted)?;
    let taken = faults[at].clone();
    match &mut faults[at].times {
        Times::Every => {}
        Times::Count(1) => drop(faults.remove(at)),
        Times::Count(left) => *left -= 1,
    }
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_a_name_with_seconds_and_a_count() {
        let parsed = |text: &str| text.parse::<Fault>().unwrap();
        assert_eq!(parsed("hang"), Fault { kind: Kind::Hang, times: Times::Count(1), secs: None });
        assert_eq!(parsed("503:all"), Fault { kind: Kind::Error503, times: Times::Every, secs: None });
        assert_eq!(parsed("429=7:2"), Fault { kind: Kind::Busy429, times: Times::Count(2), secs: Some(7) });
    }

    #[test]
    fn every_name_reads_back_as_itself() {
        for name in Fault::NAMES {
            assert_eq!(name.parse::<Fault>().unwrap().name(), name);
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let error = "gremlin".parse::<Fault>().unwrap_err().to_string();
        assert!(error.contains("gremlin") && error.contains("answer-lost-early"), "{error}");
        assert!("hang:often".parse::<Fault>().is_err());
        assert!("slow=soon".parse::<Fault>().is_err());
    }

    #[test]
    fn a_prompt_may_ask_for_several() {
        let faults = in_prompt("a fox [[fault:slow=2]] in snow [[fault:poll-500:3]]").unwrap();
        assert_eq!(faults.iter().map(Fault::name).collect::<Vec<_>>(), ["slow", "poll-500"]);
        assert!(in_prompt("a [fox] in [[snow]]").unwrap().is_empty());
        assert!(in_prompt("[[fault:gremlin]]").is_err());
    }

    #[test]
    fn a_counted_fault_strikes_that_often_and_one_for_all_never_ends() {
        let mut faults = vec!["500:2".parse().unwrap(), "poll-500:all".parse().unwrap()];
        let mut take_at = |stage| take(&mut faults, |fault| fault.is_at(stage)).map(|fault| fault.kind);
        assert_eq!(take_at(Stage::Download), None);
        assert_eq!(take_at(Stage::BeforeCharge), Some(Kind::Error500));
        assert_eq!(take_at(Stage::BeforeCharge), Some(Kind::Error500));
        assert_eq!(take_at(Stage::BeforeCharge), None);
        for _ in 0..9 {
            assert_eq!(take_at(Stage::Poll), Some(Kind::Poll500));
        }
    }
}
