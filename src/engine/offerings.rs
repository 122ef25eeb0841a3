//! Offerings as their vendors sell them today. A vendor that tells which modes a model takes is asked once a day, with a
//! live key and for a window; what it said is kept in the library and counts until it says otherwise.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::model::cap::Span;
use crate::model::{Mode, Row};
use crate::vendors::outcome::of_live_modes;
use crate::vendors::{self, Request};

use super::accounts::Door;
use super::event::{Event, Job};
use super::lanes::Lane;
use super::run::{Run, now_millis};
use super::start::Audience;
use super::timers::Timer;
use super::transport::Came;

/// The rows that are other than shipped, and who was asked.
#[derive(Default)]
pub struct Offerings {
    grown: Arc<[&'static Row]>,
    /// The day each question was last asked in this session: one that is lost is not asked again at once.
    asked: HashMap<String, String>,
    /// The end of the day it was last looked at.
    midnight: Option<i64>,
}

/// What a vendor said, and the day it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    day: String,
    modes: Vec<Mode>,
}

impl Offerings {
    /// The row as it is sold today.
    pub fn row(&self, offering: &str) -> Option<&'static Row> {
        self.grown.iter().copied().find(|row| row.id == offering).or_else(|| vendors::row(offering))
    }

    fn is_due(&self, what: &str, told: Option<&Told>, today: &str) -> bool {
        let was_asked = self.asked.get(what).is_some_and(|day| day == today);
        !was_asked && told.is_none_or(|told| told.day != today)
    }
}

impl Run {
    /// Keys or addresses may be others, or the day is: what is known counts, and what is due is asked for.
    pub fn look_at_offerings(&mut self) {
        let today = self.calendar.date(now_millis()).to_string();
        let is_asking = self.options.audience == Audience::Window && self.network.route().is_ok();
        let mut grown = Vec::new();
        for row in vendors::rows() {
            let Ok(door) = self.accounts.live_door(row.vendor) else { continue };
            let Some(request) = door.vendor.live_modes(&door.base_url, row) else { continue };
            let what = question(row, &door.base_url);
            let told = self.told(&what);
            let today_row = told.as_ref().map_or(row, |told| door.vendor.row_with(row, &told.modes));
            if !std::ptr::eq(today_row, row) {
                grown.push(today_row);
            }
            if is_asking && self.offerings.is_due(&what, told.as_ref(), &today) {
                self.offerings.asked.insert(what, today.clone());
                self.ask_modes(row, door, request);
            }
            self.wake_tomorrow();
        }
        self.offerings.grown = grown.into();
        self.screen.offerings(&self.offerings.grown);
    }

    fn ask_modes(&mut self, row: &'static Row, door: Door, request: Request) {
        self.lanes.asks(Lane::Poll(row.vendor), 1, Instant::now());
        let (transport, base_url) = (self.transport.clone(), Arc::clone(&door.base_url));
        self.jobs.spawn(Job::Other("offerings"), async move {
            let came = match transport.poll(&door, &request).await {
                Ok(came) => came,
                Err(error) => Came::NeverLeft { why: error.to_string() },
            };
            Event::ModesCame { row, base_url, came }
        });
    }

    /// An unclear answer changes nothing, and is not asked for again today.
    pub fn on_modes(&mut self, row: &'static Row, base_url: &str, came: &Came) {
        let Some(vendor) = vendors::by_id(row.vendor) else { return };
        if let Came::NeverLeft { why } = came {
            return tracing::info!(offering = row.id, why, "nobody was reached who could tell its modes");
        }
        let what = question(row, base_url);
        let known = || self.told(&what).map(|told| told.modes);
        let modes = of_live_modes(vendor, came.wire()).or_else(known).unwrap_or_default();
        let told = Told { day: self.calendar.date(now_millis()).to_string(), modes };
        let kept = serde_json::to_string(&told).map(|told| self.library.set_told(&what, &told));
        match kept {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "what a vendor told cannot be kept"),
            Err(error) => tracing::warn!(%error, "what a vendor told cannot be written"),
        }
        self.look_at_offerings();
    }

    fn told(&self, what: &str) -> Option<Told> {
        let text = self.library.told(what).unwrap_or_else(|error| {
            tracing::warn!(%error, "what a vendor told cannot be read");
            None
        });
        serde_json::from_str(&text?).ok()
    }

    /// A window that stays open asks again on the next day.
    fn wake_tomorrow(&mut self) {
        let now = now_millis();
        let midnight = self.calendar.of(Span::Day, now).end;
        if self.options.audience == Audience::Window && self.offerings.midnight != Some(midnight) {
            self.offerings.midnight = Some(midnight);
            let wait = u64::try_from(midnight.saturating_sub(now)).unwrap_or_default();
            self.timers.set(Duration::from_millis(wait.saturating_add(1_000)), Timer::Offerings);
        }
    }
}

/// One offering at one address: a twin is asked for itself.
fn question(row: &Row, base_url: &str) -> String {
    format!("modes {} {base_url}", row.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_is_asked_once_a_day() {
        let mut offerings = Offerings::default();
        let told = |day: &str| Told { day: day.to_owned(), modes: vec![Mode::Std] };
        assert!(offerings.is_due("it", None, "2026-11-27"), "it was never asked");
        assert!(!offerings.is_due("it", Some(&told("2026-11-27")), "2026-11-27"), "it said so today");
        assert!(offerings.is_due("it", Some(&told("2026-11-26")), "2026-11-27"), "that was yesterday");
        offerings.asked.insert("it".to_owned(), "2026-11-27".to_owned());
        assert!(!offerings.is_due("it", Some(&told("2026-11-26")), "2026-11-27"), "it is being asked");
        assert!(offerings.is_due("it", None, "2026-11-28"));
        assert!(offerings.is_due("another address", None, "2026-11-27"));
    }

    #[test]
    fn what_was_told_is_read_back() {
        let told = Told { day: "2026-11-27".to_owned(), modes: Mode::ALL.to_vec() };
        let text = serde_json::to_string(&told).unwrap();
        assert_eq!(serde_json::from_str::<Told>(&text).unwrap(), told);
    }
}
