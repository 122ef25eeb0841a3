//! A submit: judged, struck by a fault if one was asked for, charged, and only then answered.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::time::Duration;

use super::desk::{Desk, disk_trouble, lock, unsigned};
use super::dialect::{Dialect, Refusal};
use super::fault::{self, Fault, Kind, Stage, Times};
use super::ledger::{Charge, Seen};
use super::order::Judged;
use super::pictures::Given;
use super::reply::{Heard, Manner, Reply};
use super::store::Input;
use super::task::{Fate, Task};
use super::time::{iso, now_ms};

const LATE_SECS: u64 = 3;
const SLOW_SECS: u64 = 5;
const RETRY_AFTER_SECS: u64 = 1;

impl Desk {
    pub(super) fn submit(&self, dialect: &dyn Dialect, endpoint: &str, heard: &Heard) -> Reply {
        let mut seen = Seen {
            time: iso(now_ms()),
            endpoint: endpoint.to_owned(),
            bytes: heard.body.len(),
            task: None,
            fault: None,
            refused: None,
        };
        let reply = match self.judge(dialect, endpoint, heard) {
            Ok((judged, asked)) => self.take_order(dialect, judged, &asked, heard, &mut seen),
            Err(refusal) => {
                seen.refused = Some(refusal.detail.to_string());
                dialect.refused(&refusal)
            }
        };
        match self.requests.append(&seen) {
            Ok(_) => reply,
            Err(error) => disk_trouble(dialect, &error),
        }
    }

    fn take_order(
        &self,
        dialect: &dyn Dialect,
        judged: Judged,
        asked: &[Fault],
        heard: &Heard,
        seen: &mut Seen,
    ) -> Reply {
        let strike = self.strike_submit(asked, heard);
        seen.fault = strike.as_ref().map(|fault| fault.name().to_owned());
        if let Some(reply) = strike.as_ref().and_then(|fault| self.before_charge(dialect, fault)) {
            return reply;
        }
        let task = match self.accept(dialect, &seen.endpoint, judged, asked) {
            Ok(task) => task,
            Err(error) => return disk_trouble(dialect, &error),
        };
        seen.task = Some(task.id.clone());
        let accepted = dialect.accepted(&task);
        match strike {
            Some(fault) => after_charge(dialect, &fault, accepted),
            None => accepted,
        }
    }

    fn strike_submit(&self, asked: &[Fault], heard: &Heard) -> Option<Fault> {
        let is_of_submit = |fault: &Fault| fault.is_at(Stage::BeforeCharge) || fault.is_at(Stage::AfterCharge);
        let of_prompt = asked.iter().filter(|fault| is_of_submit(fault)).find(|fault| self.still_strikes(fault, heard));
        of_prompt.cloned().or_else(|| fault::take(&mut lock(&self.faults), is_of_submit))
    }

    /// A fault of a prompt counts equal requests: its prompt comes back unchanged with every one.
    fn still_strikes(&self, fault: &Fault, heard: &Heard) -> bool {
        let Times::Count(count) = fault.times else { return true };
        let mut hasher = DefaultHasher::new();
        (&heard.path, &heard.body, fault.kind).hash(&mut hasher);
        let mut struck = lock(&self.struck);
        let so_far = struck.entry(hasher.finish()).or_default();
        *so_far = so_far.saturating_add(1);
        *so_far <= count
    }

    fn before_charge(&self, dialect: &dyn Dialect, fault: &Fault) -> Option<Reply> {
        let refused = |status, detail: &'static str| dialect.refused(&Refusal::new(status, detail));
        let inside = |status, detail: &'static str| dialect.refused(&Refusal::new(status, detail).inside_200());
        let busy = |status, detail: &'static str| {
            dialect.refused(&Refusal::new(status, detail).retry_after(fault.secs_or(RETRY_AFTER_SECS)))
        };
        Some(match fault.kind {
            Kind::AnswerLostEarly => refused(500, "").said(Manner::Dropped),
            Kind::Error500 => refused(500, "Internal server error (practice fault)"),
            Kind::Error503 => refused(503, "Service unavailable (practice fault)"),
            Kind::Busy429 => busy(429, "Too many requests (practice fault)"),
            Kind::Busy455 => busy(455, "The system is busy (practice fault)"),
            Kind::Daily429 => {
                let daily = Refusal::new(429, "Daily spend limit reached (practice fault)");
                dialect.refused(&Refusal { retry_after_secs: fault.secs, ..daily })
            }
            Kind::Refused422In200 => inside(422, "prompt: not accepted (practice fault)"),
            Kind::NoMoneyIn200 => inside(402, "Insufficient balance (practice fault)"),
            Kind::BusyIn200 => inside(429, "Too many requests (practice fault)"),
            Kind::UploadForgotten => {
                self.uploads.forget_all();
                refused(400, "the picture cannot be fetched: it is not there, or no longer")
            }
            Kind::KeyRefused => refused(401, "Invalid API key (practice fault)"),
            Kind::NoMoney => refused(402, "Insufficient balance (practice fault)"),
            Kind::Redirect => Reply::of(302, "text/plain", "").with("location", format!("{}/practice/moved", self.url)),
            _ => return None,
        })
    }

    fn accept(&self, dialect: &dyn Dialect, endpoint: &str, judged: Judged, asked: &[Fault]) -> io::Result<Task> {
        let asked_of_task = |kind| {
            let of_prompt = asked.iter().find(|fault| fault.kind == kind).cloned();
            of_prompt.or_else(|| fault::take(&mut lock(&self.faults), |fault| fault.kind == kind))
        };
        let is_of_life = |fault: &&Fault| {
            fault.is_at(Stage::Poll) || fault.is_at(Stage::CompletedPoll) || fault.is_at(Stage::Download)
        };
        let task = Task {
            id: dialect.new_id(),
            vendor: dialect.vendor().to_owned(),
            endpoint: endpoint.to_owned(),
            accepted_at_ms: now_ms(),
            bill: judged.bill(),
            order: judged.order,
            fate: match [Kind::FailedTask, Kind::CancelledTask].map(asked_of_task) {
                [Some(_), _] => Fate::Failure,
                [None, Some(_)] => Fate::Cancellation,
                [None, None] => Fate::Video,
            },
            extra_secs: asked_of_task(Kind::Slow).map_or(0, |fault| fault.secs_or(SLOW_SECS)),
            end: None,
            link: None,
            faults: asked.iter().filter(is_of_life).cloned().collect(),
        };
        for (input, given) in [(Input::First, judged.first), (Input::Last, judged.last)] {
            if let Some(bytes) = given.map(Given::into_bytes).filter(|_| task.needs_rendering()) {
                self.store.save_input(&task.id, input, &bytes)?;
            }
        }
        self.store.save(&task)?;
        self.ledger.append_synced(&charge(&task))?;
        lock(&self.tasks).insert(task.id.clone(), task.clone());
        // The renderer lives as long as the desk; were it gone, the next start would draw what is unfinished.
        drop(self.queue.send(task.id.clone()));
        Ok(task)
    }

    fn judge(&self, dialect: &dyn Dialect, endpoint: &str, heard: &Heard) -> Result<(Judged, Vec<Fault>), Refusal> {
        if !dialect.is_signed(heard) {
            return Err(unsigned());
        }
        let judged = dialect.judge(endpoint, heard, &self.uploads)?;
        let mut texts: Vec<&str> = judged.order.shots.iter().map(|shot| shot.text.as_str()).collect();
        // A vendor's own cut repeats one prompt; its faults were asked for once.
        texts.dedup();
        let asked = texts.into_iter().map(fault::in_prompt).collect::<Result<Vec<_>, _>>();
        let asked = asked.map_err(|error| Refusal::bad(format!("prompt: {error}")))?;
        Ok((judged, asked.concat()))
    }
}

fn after_charge(dialect: &dyn Dialect, fault: &Fault, accepted: Reply) -> Reply {
    match fault.kind {
        Kind::AnswerLost => accepted.said(Manner::Dropped),
        Kind::LateAnswer => accepted.said(Manner::After(Duration::from_secs(fault.secs_or(LATE_SECS)))),
        Kind::ErrorAfterCharge => dialect.refused(&Refusal::new(500, "Internal server error (practice fault)")),
        Kind::Error500In200 => {
            dialect.refused(&Refusal::new(500, "Internal server error (practice fault)").inside_200())
        }
        Kind::Html200 => Reply::html(200),
        Kind::CutJson => accepted.cut_in_half(),
        Kind::Empty200 => Reply::of(200, "application/json", ""),
        Kind::Hang => accepted.said(Manner::Never),
        _ => accepted,
    }
}

fn charge(task: &Task) -> Charge {
    Charge {
        task: task.id.clone(),
        time: iso(task.accepted_at_ms),
        vendor: task.vendor.clone(),
        endpoint: task.endpoint.clone(),
        seconds: task.order.seconds,
        mode: task.order.quality.word().to_owned(),
        sound: task.order.sound,
        amount_micro_usd: task.bill.micro_usd,
        milli_credits: task.bill.milli_credits,
    }
}
