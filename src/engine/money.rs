//! What may be spent and what was: caps that block, the ledger of a month, and a file of it.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::library::{Group, Library, Result};
use crate::model::cap::{Span, Spent, Stop};
use crate::model::ledger::{By, Sums};
use crate::model::price::{self, Money};
use crate::model::{Draft, Row, Trouble};

use super::run::{Run, now_millis};
use super::settings::CapsRead;
use super::snapshot::{LedgerLine, LedgerPage, LedgerQuery, Month};
use super::timers::Timer;

/// A place's own calendar. Days and months begin where its clocks say so.
pub struct Calendar {
    zone: TimeZone,
}

impl Calendar {
    /// This machine's.
    pub fn here() -> Self {
        Self { zone: TimeZone::system() }
    }

    pub fn date(&self, millis: i64) -> Date {
        Timestamp::from_millisecond(millis).unwrap_or_default().to_zoned(self.zone.clone()).date()
    }

    pub fn month_of(&self, millis: i64) -> Month {
        let date = self.date(millis);
        Month { year: date.year(), month: date.month() }
    }

    /// From the first moment of a day to the first of the next.
    pub fn day(&self, date: Date) -> Range<i64> {
        self.start(date)..self.start(date.saturating_add(1.day()))
    }

    pub fn month(&self, month: Month) -> Range<i64> {
        let first = first_of(month);
        self.start(first)..self.start(first.saturating_add(1.month()))
    }

    pub fn of(&self, span: Span, millis: i64) -> Range<i64> {
        match span {
            Span::Day => self.day(self.date(millis)),
            Span::Month => self.month(self.month_of(millis)),
        }
    }

    /// Every day of a month, the last one first.
    pub fn days_of(&self, month: Month) -> Vec<Date> {
        let first = first_of(month);
        let mut days: Vec<Date> =
            (0..i64::from(first.days_in_month())).map(|n| first.saturating_add(n.days())).collect();
        days.reverse();
        days
    }

    /// Date and time of a moment here: `2026-11-27`, `14:05:09`.
    pub fn stamp(&self, millis: i64) -> (String, String) {
        let here = Timestamp::from_millisecond(millis).unwrap_or_default().to_zoned(self.zone.clone());
        (here.date().to_string(), here.strftime("%H:%M:%S").to_string())
    }

    /// A day that has no midnight begins at its first moment.
    fn start(&self, date: Date) -> i64 {
        date.to_zoned(self.zone.clone()).map_or(i64::MAX, |begun| begun.timestamp().as_millisecond())
    }
}

fn first_of(month: Month) -> Date {
    Date::new(month.year, month.month, 1).unwrap_or_default()
}

/// What counts against the caps at a moment: what was sent in the day and in the month, and everything in line, which
/// will be sent whenever its turn comes.
pub fn spent(library: &Library, calendar: &Calendar, now_millis: i64) -> Result<Spent> {
    let in_line = library.in_line()?;
    let counted = |span| library.held_against_caps(&calendar.of(span, now_millis)).map(|held| held.plus(in_line));
    Ok(Spent { day: counted(Span::Day)?, month: counted(Span::Month)? })
}

/// The lines of a ledger, and how many there are in all.
fn lines(library: &Library, calendar: &Calendar, query: &LedgerQuery) -> Result<(usize, Vec<LedgerLine>)> {
    let month = calendar.month(query.month);
    let group = match query.by {
        By::Day => return by_day(library, calendar, query),
        By::Project => Group::Project,
        By::Vendor => Group::Vendor,
    };
    let (total, lines) = library.sums_by(group, &month, query.first, query.len)?;
    Ok((total, lines.into_iter().map(|(name, sums)| LedgerLine { name, sums }).collect()))
}

fn by_day(library: &Library, calendar: &Calendar, query: &LedgerQuery) -> Result<(usize, Vec<LedgerLine>)> {
    let mut lines = Vec::new();
    for day in calendar.days_of(query.month) {
        let sums = library.sums(&calendar.day(day))?;
        if sums.videos > 0 {
            lines.push(LedgerLine { name: day.to_string(), sums });
        }
    }
    let total = lines.len();
    Ok((total, lines.into_iter().skip(query.first).take(query.len).collect()))
}

pub fn page(library: &Library, calendar: &Calendar, query: LedgerQuery, now_millis: i64) -> Result<LedgerPage> {
    let this_month = calendar.month_of(now_millis);
    let sums = |range: &Range<i64>| -> Result<Sums> { library.sums(range) };
    let (total, lines) = lines(library, calendar, &query)?;
    Ok(LedgerPage {
        today: sums(&calendar.of(Span::Day, now_millis))?,
        this_month: sums(&calendar.month(this_month))?,
        whole: sums(&calendar.month(query.month))?,
        now: this_month,
        query,
        total,
        lines,
    })
}

impl Run {
    /// What these wishes are expected to cost, each of them: as the vendor said, else by a price.
    pub fn price_of(&self, draft: &Draft, row: &Row) -> Option<Money> {
        let told = if row.caps.has_estimate { self.asking.known(draft) } else { None };
        told.or_else(|| price::estimate(draft, row, 1, &self.settings.own_prices))
    }

    /// Why live wishes of this price may not be made now. Practice costs nothing.
    pub fn over_cap(&mut self, each: Option<Money>, count: u32, row: &Row) -> Option<Trouble> {
        if self.caps_read == CapsRead::Lost {
            return Some(Trouble::new("caps-unreadable"));
        }
        if !self.settings.caps.is_any() {
            return None;
        }
        let spent = match spent(&self.library, &self.calendar, now_millis()) {
            Ok(spent) => spent,
            // A cap that cannot be judged is kept.
            Err(error) => return Some(Trouble::from(&error)),
        };
        let wanted = each.and_then(|each| each.times(u64::from(count)));
        self.settings.caps.judge(&spent, wanted).err().map(|stop| cap_trouble(stop, row))
    }

    /// The window shows another part of the ledger.
    pub fn browse_ledger(&mut self, mut query: LedgerQuery) {
        if query.month == Month::default() {
            query.month = self.calendar.month_of(now_millis());
        }
        self.screen.browse_ledger(query);
    }

    /// Before a snapshot is put out: sums that have changed are summed again.
    pub fn sum_up(&mut self) {
        let now = now_millis();
        let has_caps = self.settings.caps.is_any();
        if let Some(query) = self.screen.wants_ledger() {
            match page(&self.library, &self.calendar, query, now) {
                Ok(page) => self.screen.ledger(page),
                Err(error) => tracing::warn!(%error, "the ledger cannot be read"),
            }
        }
        if !self.screen.wants_spent(has_caps) {
            return;
        }
        match spent(&self.library, &self.calendar, now) {
            Ok(spent) => self.screen.spent(spent),
            Err(error) => tracing::warn!(%error, "what was spent cannot be read"),
        }
        self.wake_at_midnight(now);
    }

    /// A new day has caps of its own.
    fn wake_at_midnight(&mut self, now: i64) {
        let midnight = self.calendar.of(Span::Day, now).end;
        if self.midnight != Some(midnight) {
            self.midnight = Some(midnight);
            let wait = u64::try_from(midnight.saturating_sub(now)).unwrap_or_default();
            self.timers.set(std::time::Duration::from_millis(wait.saturating_add(1_000)), Timer::Midnight);
        }
    }
}

/// A cap that stands in the way, as a sentence.
pub fn cap_trouble(stop: Stop, row: &Row) -> Trouble {
    match stop {
        Stop::Over { span, cap, spent, wanted } => {
            let unit = match cap {
                Money::MicroUsd(_) => "usd",
                Money::MilliCredits(_) => "credits",
            };
            Trouble::new(format!("cap-{}-{unit}", span.word()))
                .with("cap", cap.to_string())
                .with("spent", spent.to_string())
                .with("wanted", wanted.to_string())
        }
        Stop::Unpriced => Trouble::new("cap-unpriced").with("model", row.model_name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Middle European time with its two changes of clocks.
    fn berlin() -> Calendar {
        Calendar { zone: TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap() }
    }

    fn millis(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    const HOUR: i64 = 3_600_000;

    #[test]
    fn a_day_begins_at_the_midnight_of_the_place() {
        let calendar = berlin();
        let late = millis("2026-11-26T22:59:59Z");
        assert_eq!(calendar.date(late).to_string(), "2026-11-26");
        assert_eq!(calendar.date(late + 1_000).to_string(), "2026-11-27");
        let day = calendar.of(Span::Day, late);
        assert_eq!(day, millis("2026-11-25T23:00:00Z")..millis("2026-11-26T23:00:00Z"));
    }

    #[test]
    fn a_day_with_a_change_of_clocks_is_shorter_or_longer() {
        let calendar = berlin();
        let length = |noon: &str| {
            let day = calendar.of(Span::Day, millis(noon));
            (day.end - day.start) / HOUR
        };
        assert_eq!(["2026-03-29T12:00:00Z", "2026-10-25T12:00:00Z", "2026-11-27T12:00:00Z"].map(length), [23, 25, 24]);
    }

    #[test]
    fn a_month_is_all_its_days_and_no_other() {
        let calendar = berlin();
        for (month, days) in [(2, 28), (10, 31), (12, 31)] {
            let month = Month { year: 2026, month };
            let all = calendar.days_of(month);
            assert_eq!(all.len(), days);
            let whole = calendar.month(month);
            assert_eq!(calendar.day(all[0]).end, whole.end);
            assert_eq!(calendar.day(all[days - 1]).start, whole.start);
        }
    }

    #[test]
    fn the_last_moment_of_a_year_belongs_to_its_december() {
        let calendar = berlin();
        assert_eq!(calendar.month_of(millis("2026-12-31T22:59:59Z")), Month { year: 2026, month: 12 });
        assert_eq!(calendar.month_of(millis("2026-12-31T23:00:00Z")), Month { year: 2027, month: 1 });
    }
}
