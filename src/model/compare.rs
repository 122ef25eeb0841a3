//! "Who can make this?": one draft before every row there is.

use super::capabilities::{Field, ImageTransport, RatioBesideFrame, Row};
use super::draft::{Draft, Mode};
use super::preflight::{Facts, Finding, Severity, preflight};
use super::price::{self, Money, OwnPrices};

/// One offering as it would take the draft.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub row: &'static Row,
    /// The gravest first.
    pub findings: Vec<Finding>,
    /// What one video would cost; `None` where nobody knows.
    pub price: Option<Money>,
    /// The message id of what is to be said beside the price.
    pub price_note: Option<&'static str>,
    pub differs: Vec<Difference>,
}

/// What an offering does with the draft beyond its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difference {
    /// The draft names no mode: this one is sent.
    OwnMode(Mode),
    /// The sound will be on, whatever the draft says, and costs this much more in percent where that is known.
    SoundForced {
        percent: Option<u64>,
    },
    /// The frame decides the shape of the video.
    RatioFollowsFrame,
    RatioMayFollowFrame,
    /// So many pictures are uploaded before the request is sent.
    PicturesUploaded(usize),
    DescriptionsNotSent,
}

impl Candidate {
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    pub fn takes_it(&self) -> bool {
        self.errors().next().is_none()
    }
}

/// Every row's answer, in the order of the rows.
pub fn candidates(draft: &Draft, rows: &[&'static Row], facts: &Facts, own: &OwnPrices) -> Vec<Candidate> {
    let answer = |row: &&'static Row| {
        let mut findings = preflight(draft, row, facts);
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        let price = price::estimate(draft, row, 1, own);
        let price_note = price::quote_of(draft, row, own).and_then(|quote| quote.from.note());
        Candidate { row, findings, price, price_note, differs: differences(draft, row, own) }
    };
    rows.iter().map(answer).collect()
}

/// Another offering that takes what this finding says is not taken: the one with the fewest errors of its own, and
/// fewer than here, or the switch would be no repair.
pub fn elsewhere<'a>(finding: &Finding, here: &str, candidates: &'a [Candidate]) -> Option<&'a Candidate> {
    if finding.severity != Severity::Error {
        return None;
    }
    let errors_here = candidates.iter().find(|candidate| candidate.row.id == here)?.errors().count();
    let takes = |candidate: &&Candidate| {
        let has_the_same = candidate.errors().any(|other| other.rule == finding.rule && other.place == finding.place);
        candidate.row.id != here && !has_the_same && candidate.errors().count() < errors_here
    };
    candidates.iter().filter(takes).min_by_key(|candidate| candidate.errors().count())
}

fn differences(draft: &Draft, row: &Row, own: &OwnPrices) -> Vec<Difference> {
    let caps = &row.caps;
    let mut out = Vec::new();
    if draft.mode.is_none() {
        out.push(Difference::OwnMode(caps.default_mode));
    }
    if caps.sound(draft.cut, draft.sound) != draft.sound {
        let known = sound_percent(draft, row, own);
        let rise = Some(u64::from(caps.sound.rise_percent())).filter(|rise| *rise > 0);
        out.push(Difference::SoundForced { percent: known.or(rise) });
    }
    if !draft.frames.is_empty() {
        match caps.ratio_beside_frame {
            RatioBesideFrame::NotTaken => out.push(Difference::RatioFollowsFrame),
            RatioBesideFrame::MayBeOverridden => out.push(Difference::RatioMayFollowFrame),
            RatioBesideFrame::Taken => {}
        }
    }
    let local = draft.pictures().filter(|image| image.path().is_some()).count();
    if caps.transport == ImageTransport::Upload && local > 0 {
        out.push(Difference::PicturesUploaded(local));
    }
    let has_description = draft.elements.iter().any(|element| !element.description.trim().is_empty());
    if caps.elements.description == Field::NotTaken && has_description {
        out.push(Difference::DescriptionsNotSent);
    }
    out
}

/// How much more a second costs with sound, in whole percent.
pub fn sound_percent(draft: &Draft, row: &Row, own: &OwnPrices) -> Option<u64> {
    let mode = row.caps.mode(draft.mode);
    let [silent, loud] = [false, true].map(|sound| price::quote(row, mode, sound, own).map(|quote| quote.per_sec));
    let (silent, loud) = match (silent?, loud?) {
        (Money::MicroUsd(silent), Money::MicroUsd(loud)) => (silent, loud),
        (Money::MilliCredits(silent), Money::MilliCredits(loud)) => (silent, loud),
        (Money::MicroUsd(_), Money::MilliCredits(_)) | (Money::MilliCredits(_), Money::MicroUsd(_)) => return None,
    };
    let more = loud.checked_sub(silent)?.checked_mul(100)?;
    more.checked_add(silent / 2)?.checked_div(silent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::capabilities::SoundRule;
    use crate::model::price::Price;
    use crate::model::{Capabilities, Cut, Element, Frames, ImageRef};

    static PRICES: [Price; 2] = [
        Price {
            mode: Mode::Std,
            sound: false,
            micro_usd_per_sec: 80_000,
            seen_on: "2026-10-12",
            source: "page",
            note: None,
        },
        Price {
            mode: Mode::Std,
            sound: true,
            micro_usd_per_sec: 120_000,
            seen_on: "2026-10-12",
            source: "page",
            note: None,
        },
    ];

    /// A row of our own, by a change of a shipped one.
    fn row(id: &'static str, change: impl FnOnce(&mut Capabilities)) -> &'static Row {
        let mut row = crate::vendors::row(crate::vendors::DEFAULT_OFFERING).unwrap().clone();
        row.id = id;
        change(&mut row.caps);
        Box::leak(Box::new(row))
    }

    fn rows() -> Vec<&'static Row> {
        vec![
            row("a/plain", |caps| caps.modes = &[Mode::Std, Mode::Pro]),
            row("b/bare", |caps| {
                caps.modes = &[Mode::Std, Mode::Pro];
                caps.negative_prompt_max = None;
                caps.sound = SoundRule::ForcedWithCuts { rise_percent: 0 };
                caps.prices = &PRICES;
                caps.transport = ImageTransport::Upload;
                caps.default_mode = Mode::Pro;
            }),
            row("c/sharp", |caps| caps.modes = &[Mode::Std, Mode::Pro, Mode::FourK]),
        ]
    }

    fn draft() -> Draft {
        Draft { prompt: "a fox".into(), negative_prompt: "blur".into(), ..Draft::new("a/plain") }
    }

    fn ask(draft: &Draft) -> Vec<Candidate> {
        candidates(draft, &rows(), &Facts::new(), &OwnPrices::default())
    }

    #[test]
    fn everybody_answers_for_themselves() {
        let answers = ask(&draft());
        let takes: Vec<_> = answers.iter().map(|answer| (answer.row.id, answer.takes_it())).collect();
        assert_eq!(takes, [("a/plain", true), ("b/bare", false), ("c/sharp", true)]);
        assert_eq!(answers[1].errors().next().unwrap().rule, "negative-prompt-not-taken");
        assert_eq!(answers[0].price, None);
    }

    #[test]
    fn what_is_refused_here_may_be_sold_elsewhere() {
        let draft = Draft { mode: Some(Mode::FourK), ..draft() };
        let answers = ask(&draft);
        let refused = answers[0].errors().next().unwrap();
        assert_eq!(elsewhere(refused, "a/plain", &answers).map(|answer| answer.row.id), Some("c/sharp"));
        let at_bare = answers[1].errors().find(|finding| finding.rule == "negative-prompt-not-taken").unwrap();
        assert_eq!(elsewhere(at_bare, "b/bare", &answers).map(|answer| answer.row.id), Some("c/sharp"));
    }

    #[test]
    fn a_mistake_that_is_one_everywhere_is_not_cured_by_a_switch() {
        let draft = Draft { prompt: "".into(), negative_prompt: "".into(), ..draft() };
        let answers = ask(&draft);
        let empty = answers[0].errors().next().unwrap();
        assert!(elsewhere(empty, "a/plain", &answers).is_none());
    }

    #[test]
    fn what_differs_is_said_of_each() {
        let frames = Frames { first: Some(ImageRef::file("/a.png")), last: None };
        let fox = Element { description: "a red fox".into(), ..Element::named("fox") };
        let draft = Draft { cut: Cut::ByVendor, frames, elements: vec![fox], ..draft() };
        let answers = ask(&draft);
        let plain = [Difference::OwnMode(Mode::Std), Difference::RatioFollowsFrame, Difference::DescriptionsNotSent];
        assert_eq!(answers[0].differs, plain);
        assert!(answers[1].differs.contains(&Difference::OwnMode(Mode::Pro)));
        assert!(answers[1].differs.contains(&Difference::PicturesUploaded(1)));
        assert!(answers[1].differs.contains(&Difference::SoundForced { percent: None }), "its own mode has no price");
        let std = Draft { mode: Some(Mode::Std), ..draft };
        assert!(ask(&std)[1].differs.contains(&Difference::SoundForced { percent: Some(50) }));
    }
}
