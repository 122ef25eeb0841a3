//! Several players on one playhead: a follower shows what its leader's time says, and is not heard.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

use super::desk::Desk;
use super::playhead::Playhead;

/// A leader that has not looked at its clock for so long stands still, for all its followers know.
const MOST_UNREAD: Duration = Duration::from_millis(100);

/// A leader's time, and when it was read.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    at: Instant,
    secs: f64,
    pub rate: f64,
    pub is_playing: bool,
    pub is_looping: bool,
    pub is_ended: bool,
    pub is_scrubbing: bool,
    pub jumps: u64,
}

impl Reading {
    pub fn of(playhead: &Playhead) -> Self {
        Self {
            at: Instant::now(),
            secs: playhead.position_secs,
            rate: playhead.rate,
            is_playing: playhead.is_playing,
            is_looping: playhead.is_looping,
            is_ended: playhead.is_ended,
            is_scrubbing: playhead.is_scrubbing,
            jumps: playhead.jumps,
        }
    }

    pub fn now_secs(&self) -> f64 {
        if !self.is_playing {
            return self.secs;
        }
        self.secs + self.at.elapsed().min(MOST_UNREAD).as_secs_f64() * self.rate
    }
}

/// What a follower reads and a leader writes; each lock is held for a moment, and no other is taken under it.
#[derive(Default)]
pub struct Ties {
    face: Mutex<Option<Reading>>,
    leader: Mutex<Option<Leader>>,
    followers: Mutex<Vec<Weak<Desk>>>,
}

#[derive(Clone)]
struct Leader {
    desk: Weak<Desk>,
    offset_secs: f64,
}

impl Ties {
    /// The leader's time, as its followers see it from now on.
    pub fn write(&self, playhead: &Playhead) {
        *lock(&self.face) = Some(Reading::of(playhead));
    }

    /// What the leader says, and this clip's offset to it. None: this clip leads itself.
    pub fn read(&self) -> Option<(Option<Reading>, f64)> {
        let leader = lock(&self.leader).clone()?;
        // A leader that is gone leaves its followers where they stand.
        let desk = leader.desk.upgrade()?;
        let reading = *lock(&desk.ties().face);
        Some((reading, leader.offset_secs))
    }

    pub fn is_following(&self) -> bool {
        lock(&self.leader).as_ref().is_some_and(|leader| leader.desk.strong_count() > 0)
    }

    pub fn followers(&self) -> Vec<Arc<Desk>> {
        let mut followers = lock(&self.followers);
        followers.retain(|follower| follower.strong_count() > 0);
        followers.iter().filter_map(Weak::upgrade).collect()
    }
}

/// `follower` goes where `leader` goes, `offset_secs` later in its own clip; without a leader it goes its own way.
pub fn tie(follower: &Arc<Desk>, leader: Option<(&Arc<Desk>, f64)>) {
    let ties = follower.ties();
    if let Some(old) = lock(&ties.leader).take().and_then(|old| old.desk.upgrade()) {
        lock(&old.ties().followers).retain(|tied| !std::ptr::eq(tied.as_ptr(), Arc::as_ptr(follower)));
    }
    if let Some((desk, offset_secs)) = leader.filter(|(desk, _)| !Arc::ptr_eq(desk, follower)) {
        *lock(&ties.leader) = Some(Leader { desk: Arc::downgrade(desk), offset_secs });
        lock(&desk.ties().followers).push(Arc::downgrade(follower));
        let playhead = desk.playhead();
        desk.ties().write(&playhead);
    }
    follower.edit(|playhead| {
        // A follower that is let go stands where it was until told otherwise; its clock begins anew.
        playhead.jumps += 1;
        playhead.leader_jumps = u64::MAX;
    });
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
