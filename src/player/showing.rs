//! The playhead thread: shows each frame when it is due, and sleeps in between. Colour is made here, a frame ahead of
//! its time, so that neither the window nor the decoder waits for it.

use std::sync::Arc;
use std::time::Duration;

use super::clock::Clock;
use super::desk::Desk;
use super::follow::Reading;
use super::meter::Meter;
use super::playhead::{Playhead, Shown};
use super::sound::SoundOut;
use crate::media::Pixels;
use crate::media::decode::{Look, Yuv};

/// A scrub shows stand-ins no faster than this: each costs a texture, and the right one is on its way.
const BETWEEN_STAND_INS: Duration = Duration::from_millis(30);

/// No screen shows more pictures than this a second, whatever the speed.
const LEAST_WAIT: Duration = Duration::from_millis(12);

/// What happens next by itself.
enum Next {
    /// The window or the decode thread has something new.
    Change,
    /// The next frame is due.
    After(Duration),
    /// The window has something to look at now.
    Wake,
    /// A picture is to be painted first.
    Paint(Order),
}

struct Order {
    shown: Shown,
    picture: Arc<Yuv>,
    look: Look,
    size: Option<(u32, u32)>,
    /// It is not yet its turn.
    is_ahead: bool,
    jumps: u64,
}

pub fn run(desk: &Desk, sound: Arc<SoundOut>) {
    let mut clock = Clock::new(sound);
    let mut jumps_followed = 0;
    let mut meter = Meter::asked();
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
        let next = match desk.ties().read() {
            Some((Some(reading), offset_secs)) => {
                clock.stop();
                go_along(&mut playhead, &reading, offset_secs)
            }
            Some((None, _)) => Next::Change,
            None => advance(&mut playhead, &mut clock),
        };
        desk.ties().write(&playhead);
        if let Some(meter) = &mut meter {
            let has_gone_round = playhead.is_playing && playhead.current < before && playhead.rate > 0.0;
            meter.see(playhead.is_playing, has_gone_round, playhead.stats, (playhead.carrier, clock.sound()));
        }
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
            Next::Paint(order) => {
                drop(playhead);
                let painted = Arc::new(order.look.paint(&order.picture, order.size));
                if hang(&mut desk.playhead(), &order, painted) {
                    desk.wake();
                }
            }
        }
    }
}

fn advance(playhead: &mut Playhead, clock: &mut Clock) -> Next {
    if playhead.timeline.is_none() {
        return Next::Change;
    }
    if !playhead.is_playing {
        return show(playhead).unwrap_or(Next::Change);
    }
    if !clock.is_running() {
        // Time begins when there is something to see.
        if playhead.rate == 1.0 && !playhead.cache.has(playhead.current) {
            return show(playhead).unwrap_or(Next::Change);
        }
        clock.start(playhead.position_secs, playhead.rate);
    }
    let now = clock.now_secs().unwrap_or(playhead.position_secs);
    let (first, end) = playhead.bounds();
    if playhead.rate > 0.0 && now >= end {
        clock.stop();
        playhead.reach_end();
        return Next::Wake;
    }
    if playhead.rate < 0.0 && now <= first {
        clock.stop();
        playhead.reach_start();
        return Next::Wake;
    }
    playhead.move_to(now);
    show(playhead).or_else(|| paint_ahead(playhead)).unwrap_or_else(|| Next::After(until_due(playhead, now)))
}

/// As `advance`, by a leader's time.
fn go_along(playhead: &mut Playhead, reading: &Reading, offset_secs: f64) -> Next {
    let was_playing = playhead.is_playing;
    playhead.follow(reading, offset_secs);
    if playhead.timeline.is_none() {
        return Next::Change;
    }
    if !playhead.is_playing {
        // Stopped by its leader: the window may want to know.
        return show(playhead).unwrap_or(if was_playing { Next::Wake } else { Next::Change });
    }
    let now = playhead.position_secs;
    show(playhead).or_else(|| paint_ahead(playhead)).unwrap_or_else(|| Next::After(until_due(playhead, now)))
}

/// Puts what the playhead is on upon the screen, or orders it to be painted. None: it is there, or not yet decoded.
fn show(playhead: &mut Playhead) -> Option<Next> {
    let (shown, picture) = match choose(playhead)? {
        Choice::Picture(shown, picture) => (shown, picture),
        Choice::Later(due) => return Some(Next::After(due)),
    };
    if let Some((_, painted)) = playhead.ready.take_if(|(ready, _)| *ready == shown) {
        playhead.show(shown, painted);
        return Some(Next::Wake);
    }
    order(playhead, shown, picture, false).map(Next::Paint)
}

enum Choice {
    Picture(Shown, Arc<Yuv>),
    Later(Duration),
}

fn choose(playhead: &Playhead) -> Option<Choice> {
    let current = playhead.current;
    let on_screen = playhead.shown;
    if on_screen == Some(Shown { number: current, is_soft: false }) {
        return None;
    }
    if let Some(picture) = playhead.cache.picture(current) {
        return Some(exact(current, picture));
    }
    if on_screen.is_some_and(|shown| shown.number == current) {
        return None;
    }
    if let Some(picture) = playhead.proxies.picture(current) {
        return Some(stand_in(playhead, current, picture));
    }
    if playhead.is_playing {
        return late(playhead, on_screen?.number);
    }
    let (number, picture) = playhead.proxies.nearest(current).filter(|_| playhead.is_scrubbing)?;
    if on_screen.is_some_and(|shown| shown.number.abs_diff(current) <= number.abs_diff(current)) {
        return None;
    }
    match BETWEEN_STAND_INS.checked_sub(playhead.shown_since.elapsed()) {
        Some(wait) if on_screen.is_some() => Some(Choice::Later(wait)),
        Some(_) | None => Some(stand_in(playhead, number, picture)),
    }
}

/// While playing a late frame is better than none: the newest there is up to the current one.
fn late(playhead: &Playhead, on_screen: usize) -> Option<Choice> {
    let current = playhead.current;
    if playhead.rate < 0.0 {
        let (number, picture) = playhead.proxies.oldest(current..on_screen)?;
        return Some(stand_in(playhead, number, picture));
    }
    let passed = on_screen + 1..current + 1;
    let (whole, small) = (playhead.cache.newest(passed.clone()), playhead.proxies.newest(passed));
    match (whole, small) {
        (Some((number, picture)), small) if small.is_none_or(|(newer, _)| newer <= number) => {
            Some(exact(number, picture))
        }
        (_, Some((number, picture))) => Some(stand_in(playhead, number, picture)),
        (Some(_) | None, None) => None,
    }
}

fn exact(number: usize, picture: &Arc<Yuv>) -> Choice {
    Choice::Picture(Shown { number, is_soft: false }, Arc::clone(picture))
}

fn stand_in(playhead: &Playhead, number: usize, picture: &Arc<Yuv>) -> Choice {
    Choice::Picture(Shown { number, is_soft: playhead.proxies.shrink_by() > 1 }, Arc::clone(picture))
}

/// The picture that will be due next, so that it needs only to be shown then.
fn paint_ahead(playhead: &Playhead) -> Option<Next> {
    let next = if playhead.rate > 0.0 { playhead.current + 1 } else { playhead.current.checked_sub(1)? };
    let Choice::Picture(shown, picture) = (match playhead.cache.picture(next) {
        Some(picture) => exact(next, picture),
        None => stand_in(playhead, next, playhead.proxies.picture(next)?),
    }) else {
        return None;
    };
    let is_ready = playhead.ready.as_ref().is_some_and(|(ready, _)| *ready == shown);
    if is_ready { None } else { order(playhead, shown, picture, true).map(Next::Paint) }
}

fn order(playhead: &Playhead, shown: Shown, picture: Arc<Yuv>, is_ahead: bool) -> Option<Order> {
    let (look, size, jumps) = (playhead.look?, playhead.picture_size(), playhead.jumps);
    Some(Order { shown, picture, look, size, is_ahead, jumps })
}

/// Takes a painted picture. True: it is on the screen.
fn hang(playhead: &mut Playhead, order: &Order, painted: Arc<Pixels>) -> bool {
    if playhead.picture_size() != order.size {
        return false;
    }
    if order.is_ahead {
        playhead.ready = Some((order.shown, painted));
        return false;
    }
    if playhead.jumps != order.jumps && playhead.current != order.shown.number {
        return false;
    }
    playhead.show(order.shown, painted);
    true
}

fn until_due(playhead: &Playhead, now: f64) -> Duration {
    let Some(timeline) = &playhead.timeline else { return Duration::MAX };
    let secs = if playhead.rate > 0.0 {
        timeline.start_of(playhead.current + 1) - now
    } else {
        now - timeline.start_of(playhead.current)
    };
    // On the last frame nothing comes due any more; a follower may stand there for as long as its leader plays.
    let is_over = secs <= 0.0;
    let secs = (secs / playhead.rate.abs()).clamp(0.001, 1.0);
    let least = if is_over || playhead.rate.abs() > 1.0 { LEAST_WAIT } else { Duration::ZERO };
    Duration::from_secs_f64(secs).max(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::decode::Chroma;
    use crate::media::demux::{Movie, Orientation, Shown as Moment, VideoSetup, VideoTrack};
    use crate::player::timeline::Timeline;
    use crate::player::{Budget, Carrier};

    /// A clip of 100 frames of 2×2 pixels, ten a second.
    fn playhead() -> Playhead {
        let moment = |number: usize| Moment { sample: number, at_secs: number as f64 / 10.0, secs: 0.1 };
        let video = VideoTrack {
            codec: "h264".to_owned(),
            setup: VideoSetup::Other,
            width: 2,
            height: 2,
            orientation: Orientation::UPRIGHT,
            color: None,
            timescale: 10,
            samples: Vec::new(),
            shown: (0..100).map(moment).collect(),
        };
        let movie = Movie { bytes: 0, video, audio: None };
        let mut playhead = Playhead::new(Budget::WATCH);
        let look = Look::of_tag(None, (1920, 1080), Orientation::UPRIGHT);
        playhead.open(Timeline::of(&movie), look, (1920, 1080), Carrier::Own);
        playhead
    }

    fn picture() -> Arc<Yuv> {
        let planes = [vec![0; 4], vec![0], vec![0]];
        Arc::new(Yuv { width: 2, height: 2, chroma: Chroma::Quarter, planes })
    }

    fn chosen(playhead: &Playhead) -> Option<(usize, bool)> {
        match choose(playhead)? {
            Choice::Picture(shown, _) => Some((shown.number, shown.is_soft)),
            Choice::Later(_) => None,
        }
    }

    #[test]
    fn what_stands_for_a_lost_frame_stays_when_pictures_are_made_in_another_size() {
        let mut playhead = playhead();
        playhead.shown = Some(Shown { number: 0, is_soft: false });
        playhead.jump(5);
        playhead.cache.put_lost(5);
        playhead.max_size = Some((192, 108));
        assert!(playhead.rescale());
        assert_eq!(playhead.shown.map(|shown| shown.number), Some(0));
    }

    fn put(playhead: &mut Playhead, whole: &[usize], small: &[usize]) {
        whole.iter().for_each(|&number| playhead.cache.put(number, picture(), number, None));
        small.iter().for_each(|&number| playhead.proxies.put(number, picture(), number));
    }

    #[test]
    fn a_stand_in_shows_at_once_and_the_frame_itself_when_it_is_there() {
        let mut playhead = playhead();
        put(&mut playhead, &[], &[40]);
        playhead.seek(4.0);
        assert_eq!(chosen(&playhead), Some((40, true)));
        playhead.shown = Some(Shown { number: 40, is_soft: true });
        assert_eq!(chosen(&playhead), None, "it is there already");
        put(&mut playhead, &[40], &[]);
        assert_eq!(chosen(&playhead), Some((40, false)));
        playhead.shown = Some(Shown { number: 40, is_soft: false });
        assert_eq!(chosen(&playhead), None);
    }

    #[test]
    fn a_scrub_takes_the_nearest_and_a_seek_waits_for_its_own() {
        let mut playhead = playhead();
        put(&mut playhead, &[], &[30, 60]);
        playhead.seek(4.0);
        assert_eq!(chosen(&playhead), None);
        playhead.scrub(4.0);
        assert_eq!(chosen(&playhead), Some((30, true)));
        playhead.shown = Some(Shown { number: 45, is_soft: true });
        assert_eq!(chosen(&playhead), None, "what is shown is nearer");
    }

    #[test]
    fn a_late_frame_is_the_newest_on_the_way_whichever_way_it_goes() {
        let mut playhead = playhead();
        playhead.is_playing = true;
        put(&mut playhead, &[12, 14], &[13]);
        playhead.shown = Some(Shown { number: 10, is_soft: false });
        playhead.current = 20;
        assert_eq!(chosen(&playhead), Some((14, false)));
        put(&mut playhead, &[], &[15]);
        assert_eq!(chosen(&playhead), Some((15, true)));
        playhead.rate = -1.0;
        playhead.shown = Some(Shown { number: 20, is_soft: true });
        playhead.current = 14;
        assert_eq!(chosen(&playhead), Some((14, false)));
        playhead.current = 11;
        assert_eq!(chosen(&playhead), Some((13, true)));
    }
}
