//! The playhead thread: shows each frame when it is due, and sleeps in between.

use std::sync::Arc;
use std::time::Duration;

use super::clock::Clock;
use super::desk::Desk;
use super::playhead::Playhead;
use super::sound::SoundOut;

/// Until when nothing happens by itself.
enum Next {
    /// The window or the decode thread has something new.
    Change,
    /// The next frame is due.
    After(Duration),
    /// The window has something to look at now.
    Wake,
}

pub fn run(desk: &Desk, sound: Arc<SoundOut>) {
    let mut clock = Clock::new(sound);
    let mut jumps_followed = 0;
    loop {
        let mut playhead = desk.playhead();
        if playhead.is_closing {
            return;
        }
        if playhead.jumps != jumps_followed || !playhead.is_playing {
            jumps_followed = playhead.jumps;
            clock.stop();
        }
        let before = playhead.current;
        let next = advance(&mut playhead, &mut clock);
        if playhead.current != before {
            // The decode thread sleeps while it is far enough ahead.
            desk.notify();
        }
        match next {
            Next::Change => desk.wait(playhead, None),
            Next::After(due) => desk.wait(playhead, Some(due)),
            Next::Wake => {
                drop(playhead);
                desk.wake();
            }
        }
    }
}

fn advance(playhead: &mut Playhead, clock: &mut Clock) -> Next {
    let Some(timeline) = playhead.timeline.clone() else {
        return Next::Change;
    };
    if !playhead.is_playing {
        return if playhead.show_current() { Next::Wake } else { Next::Change };
    }
    if !clock.is_running() {
        // Time begins when there is something to see.
        if !playhead.cache.has(playhead.current) {
            return Next::Change;
        }
        clock.start(playhead.position_secs);
    }
    let now = clock.now_secs().unwrap_or(playhead.position_secs);
    if now >= timeline.end_secs {
        clock.stop();
        playhead.reach_end();
        return Next::Wake;
    }
    playhead.move_to(now);
    if playhead.show_newest() {
        return Next::Wake;
    }
    let due = timeline.start_of(playhead.current + 1) - now;
    Next::After(Duration::from_secs_f64(due.clamp(0.001, 1.0)))
}
