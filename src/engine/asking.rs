//! What a vendor tells for nothing: what is left on an account, and what a draft would cost. Asked with a live key only,
//! and no more often than is polite.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::library::fingerprint;
use crate::model::preflight::Submission;
use crate::model::price::Money;
use crate::model::{Draft, Row, Task, TaskState};
use crate::vendors::outcome::{BalanceAnswer, of_balance, of_estimate};
use crate::vendors::{self, Job as Wish};

use super::accounts::Door;
use super::body::{Shelves, pack};
use super::event::{Event, Job};
use super::lanes::Lane;
use super::run::{Run, now_millis};
use super::snapshot::{BalanceCard, Estimate, EstimateSaid};
use super::start::Audience;
use super::submit::Order;
use super::timers::Timer;
use super::transport::{Came, Transport};

/// An account is not asked for its balance more often than this.
const BALANCE_GAP: Duration = Duration::from_secs(60);

/// Estimates that are remembered: a person goes back and forth between a few drafts.
const MAX_ESTIMATES: usize = 200;

/// What was asked and what is known.
#[derive(Default)]
pub struct Asking {
    balances: HashMap<&'static str, Asked>,
    /// By the request's fingerprint.
    estimates: HashMap<String, Money>,
    /// The newest question; an answer to an older one is nobody's.
    ticket: u64,
    job: Option<AbortHandle>,
}

struct Asked {
    at: Instant,
    /// It is asked again when the gap has passed.
    is_due: bool,
}

impl Run {
    /// Asks what is left on an account, now or as soon as it is polite.
    pub fn ask_balance(&mut self, vendor: &str) {
        let Ok(door) = self.accounts.live_door(vendor) else { return };
        let Some(request) = door.vendor.balance(&door.base_url) else { return };
        let (now, vendor) = (Instant::now(), door.vendor.id());
        let gap = self.options.pace.millis(u64::try_from(BALANCE_GAP.as_millis()).unwrap_or(u64::MAX));
        if let Some(asked) = self.asking.balances.get_mut(vendor)
            && now < asked.at + gap
        {
            if !std::mem::replace(&mut asked.is_due, true) {
                self.timers.set(asked.at + gap - now, Timer::Balance(vendor));
            }
            return;
        }
        self.asking.balances.insert(vendor, Asked { at: now, is_due: false });
        self.lanes.asks(Lane::Poll(vendor), 1, now);
        let (transport, base_url) = (self.transport.clone(), Arc::clone(&door.base_url));
        self.jobs.spawn(Job::Other("balance"), async move {
            let came = match transport.poll(&door, &request).await {
                Ok(came) => came,
                Err(error) => Came::NeverLeft { why: error.to_string() },
            };
            Event::BalanceCame { vendor, base_url, came }
        });
    }

    pub fn balance_is_due(&mut self, vendor: &'static str) {
        if self.asking.balances.get(vendor).is_some_and(|asked| asked.is_due) {
            self.asking.balances.remove(vendor);
            self.ask_balance(vendor);
        }
    }

    pub fn on_balance(&mut self, vendor: &'static str, base_url: &str, came: &Came) {
        // An answer from an address that was left meanwhile says nothing of this one.
        let is_here = self.accounts.origin(vendor, false).is_ok_and(|now| *now == *base_url);
        let Some(translator) = vendors::by_id(vendor).filter(|_| is_here) else { return };
        match of_balance(translator, came.wire()) {
            BalanceAnswer::Balance(balance) => {
                self.screen.balance(vendor, Some(BalanceCard { balance, at_millis: now_millis() }));
            }
            BalanceAnswer::Refused(_) => self.screen.balance(vendor, None),
            // What was known stands, with its age.
            BalanceAnswer::Trouble(trouble) => tracing::info!(vendor, code = trouble.code, "no balance"),
        }
    }

    /// A live task came to its end at the vendor: what is left is another amount now.
    pub fn note_end(&mut self, task: &Task, before: TaskState) {
        let is_there = |state| matches!(state, TaskState::Sending | TaskState::Running);
        let has_ended = is_there(before) && !is_there(task.state());
        if has_ended && !task.is_practice && self.options.audience == Audience::Window {
            let vendor = Arc::clone(&task.vendor);
            self.ask_balance(&vendor);
        }
    }

    /// Asks what this draft would cost; whatever was asked before is of no interest any more.
    pub fn ask_estimate(&mut self, submission: Submission) {
        if let Some(job) = self.asking.job.take() {
            job.abort();
        }
        let draft = Arc::clone(submission.draft());
        let Some(row) = self.offerings.row(&draft.offering).filter(|_| submission.pictures().is_empty()) else {
            return;
        };
        let Ok(door) = self.accounts.live_door(row.vendor) else { return };
        if let Some(money) = self.asking.known(&draft) {
            return self.screen.estimate(Estimate { draft, said: EstimateSaid::Costs(money) });
        }
        self.screen.estimate(Estimate { draft: Arc::clone(&draft), said: EstimateSaid::Asking });
        self.asking.ticket += 1;
        let ticket = self.asking.ticket;
        self.lanes.asks(Lane::Poll(row.vendor), 1, Instant::now());
        let transport = self.transport.clone();
        let job = self.jobs.spawn(Job::Estimate { ticket, draft: Arc::clone(&draft) }, async move {
            let money = estimate(&transport, &door, row, &submission).await;
            Event::EstimateCame { ticket, draft, money }
        });
        self.asking.job = Some(job);
    }

    pub fn on_estimate(&mut self, ticket: u64, draft: Arc<Draft>, money: Option<Money>) {
        self.asking.learn(&draft, money);
        if ticket == self.asking.ticket {
            let said = money.map_or(EstimateSaid::Nothing, EstimateSaid::Costs);
            self.screen.estimate(Estimate { draft, said });
        }
    }

    /// Whether an order waits for its price: there is a cap, and only the vendor knows what it costs.
    pub fn wants_price(&self, order: &Order) -> bool {
        let has_pictures = order.submission.as_ref().is_none_or(|submission| !submission.pictures().is_empty());
        let is_open = !order.is_practice && !order.is_priced && !has_pictures;
        is_open
            && self.settings.caps.is_any()
            && order.row.caps.has_estimate
            && self.price_of(&order.draft, order.row).is_none()
    }

    /// Asks for an order's price and brings the order back, priced or not.
    pub fn ask_price(&mut self, mut order: Order) {
        order.is_priced = true;
        let (Ok(door), Some(submission)) = (self.accounts.live_door(order.row.vendor), order.submission.clone()) else {
            return self.place(order);
        };
        self.lanes.asks(Lane::Poll(order.row.vendor), 1, Instant::now());
        let transport = self.transport.clone();
        self.jobs.spawn(Job::Judge { batch: order.batch }, async move {
            let money = estimate(&transport, &door, order.row, &submission).await;
            Event::OrderPriced { order: Box::new(order), money }
        });
    }

    pub fn on_priced(&mut self, order: Order, money: Option<Money>) {
        self.asking.learn(&order.draft, money);
        self.place(order);
    }
}

impl Asking {
    /// What the vendor said of this very request.
    pub fn known(&self, draft: &Draft) -> Option<Money> {
        self.estimates.get(&print(draft)).copied()
    }

    fn learn(&mut self, draft: &Draft, money: Option<Money>) {
        if self.estimates.len() >= MAX_ESTIMATES {
            self.estimates.clear();
        }
        if let Some(money) = money {
            self.estimates.insert(print(draft), money);
        }
    }
}

fn print(draft: &Draft) -> String {
    fingerprint(draft, &BTreeMap::new(), false)
}

/// One free question. A draft whose pictures would have to be uploaded first is not asked about.
async fn estimate(transport: &Transport, door: &Door, row: &'static Row, submission: &Submission) -> Option<Money> {
    let mut request = door.vendor.estimate(&Wish { row, base_url: &door.base_url, submission })?;
    crate::vendors::options::apply(&mut request, door.vendor.options(), &door.options);
    let nothing = BTreeMap::new();
    let parcel = pack(&request.content, &Shelves { file: &|_| std::path::PathBuf::new(), uploaded: &nothing }).ok()?;
    let came = transport.submit(door, &request, parcel).ok()?.send().await;
    of_estimate(door.vendor, came.wire())
}
