use std::path::Path;
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use super::*;
use crate::media::decode;

/// A player, and a person who waits for it.
pub(super) struct Room {
    pub player: Player,
    woken: Arc<(Mutex<u64>, Condvar)>,
}

fn clip(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media").join(name)
}

impl Room {
    pub fn with(name: &str, server: SoundServer) -> Self {
        Self::by(name, server, || None)
    }

    pub fn by(name: &str, server: SoundServer, ffmpeg: FindFfmpeg) -> Self {
        let woken = Arc::new((Mutex::new(0), Condvar::new()));
        let bell = Arc::clone(&woken);
        let player = Player::open_by(clip(name), Means { server, budget: Budget::WATCH, ffmpeg }, move || {
            *bell.0.lock().unwrap() += 1;
            bell.1.notify_all();
        });
        Self { player, woken }
    }

    /// Whatever the playhead is on is on the screen, exactly.
    fn exact(&self, number: usize) -> Arc<Pixels> {
        let what = format!("frame {number} exactly");
        self.until(&what, |state| state.shown_frame == Some(number) && !state.is_soft);
        self.picture()
    }

    fn silent(name: &str) -> Self {
        Self::with(name, SoundServer::Nowhere)
    }

    fn wakes(&self) -> u64 {
        *self.woken.0.lock().unwrap()
    }

    /// Looks at the player until it is as wanted.
    pub fn until(&self, what: &str, is_so: impl Fn(&PlayerState) -> bool) -> PlayerState {
        let begun = Instant::now();
        loop {
            let state = self.player.state();
            if is_so(&state) {
                return state;
            }
            assert!(begun.elapsed() < Duration::from_secs(15), "{what}: {state:?}");
            let count = self.woken.0.lock().unwrap();
            drop(self.woken.1.wait_timeout(count, Duration::from_millis(20)));
        }
    }

    /// The next picture that comes.
    pub fn picture(&self) -> Arc<Pixels> {
        let begun = Instant::now();
        loop {
            if let Some(picture) = self.player.take_picture() {
                return picture;
            }
            assert!(begun.elapsed() < Duration::from_secs(15), "no picture: {:?}", self.player.state());
            let count = self.woken.0.lock().unwrap();
            drop(self.woken.1.wait_timeout(count, Duration::from_millis(20)));
        }
    }

    /// Waits until nothing moves any more.
    fn settle(&self) {
        let mut seen = (self.wakes(), Instant::now());
        while seen.1.elapsed() < Duration::from_millis(250) {
            let now = self.wakes();
            if now != seen.0 {
                seen = (now, Instant::now());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn frame(name: &str, number: usize) -> Pixels {
    decode::frame(&clip(name), number).unwrap()
}

#[test]
fn a_clip_opens_paused_on_its_first_frame_and_then_nothing_moves() {
    let room = Room::silent("tiny.mp4");
    assert_eq!(*room.picture(), frame("tiny.mp4", 0));
    assert_eq!(room.player.take_picture(), None);
    room.settle();
    let wakes = room.wakes();
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(room.wakes(), wakes, "a standing clip wakes nobody");
    let state = room.player.state();
    assert_eq!((state.frame_number, state.frame_count, state.is_playing), (0, 48, false));
    assert!((state.duration_secs - 2.0).abs() < 1e-6);
    assert_eq!(room.player.stats(), Stats { shown: 1, ..Stats::default() });
}

#[test]
fn without_a_device_a_clip_plays_by_the_clock_to_its_end_and_counts_every_frame() {
    let room = Room::silent("tiny.mp4");
    room.picture();
    let begun = Instant::now();
    room.player.play();
    let state = room.until("the end", |state| state.is_ended);
    let took = begun.elapsed();
    let stats = room.player.stats();
    assert_eq!(stats.shown + stats.dropped, 48, "{stats:?}");
    assert!(took >= Duration::from_millis(1990), "{took:?}");
    assert_eq!((state.frame_number, state.is_playing, state.sound), (47, false, SoundState::NoDevice));
    assert_eq!(state.position_secs, state.duration_secs);
}

#[test]
fn a_clip_whose_sound_needs_an_ffmpeg_says_so_and_plays_by_the_clock() {
    let room = Room::by("tiny_opus.mp4", SoundServer::Desktop, || None);
    room.picture();
    room.until("its sound is known", |state| state.sound == SoundState::NeedsFfmpeg);
    room.player.play();
    room.until("the end", |state| state.is_ended);
}

#[test]
fn a_clip_whose_sound_nobody_can_decode_says_so() {
    let room = Room::by("tiny_opus.mp4", SoundServer::Desktop, || Some(Ffmpeg::at("/bin/true")));
    room.until("its sound is known", |state| state.sound == SoundState::Undecodable);
}

#[test]
fn playing_an_ended_clip_starts_it_over() {
    let room = Room::silent("tiny.mp4");
    room.player.seek(1.9);
    room.until("opened", |state| state.frame_number == 45);
    room.player.play();
    room.until("the end", |state| state.is_ended);
    room.player.toggle();
    let again = room.player.state();
    assert!(again.is_playing && !again.is_ended && again.frame_number < 40);
}

#[test]
fn a_paused_clip_wakes_nobody() {
    let room = Room::silent("tiny.mp4");
    room.player.play();
    room.until("some frames", |state| state.frame_number >= 5);
    room.player.pause();
    room.settle();
    let (wakes, state) = (room.wakes(), room.player.state());
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(room.wakes(), wakes);
    assert_eq!(room.player.state(), state);
}

#[test]
fn a_seek_shows_exactly_the_frame_of_that_moment() {
    let room = Room::silent("tiny.mp4");
    assert_eq!(*room.picture(), frame("tiny.mp4", 0));
    for (secs, number) in [(1.0, 24), (0.51, 12), (99.0, 47), (-1.0, 0), (1.99, 47)] {
        room.player.seek(secs);
        assert_eq!(*room.picture(), frame("tiny.mp4", number), "{secs} s");
        assert_eq!(room.player.state().frame_number, number);
    }
}

#[test]
fn of_many_seeks_the_latest_wins() {
    let room = Room::silent("editlist.mp4");
    room.until("opened", |state| state.frame_count == 35);
    (0..35).rev().chain(0..30).for_each(|number| room.player.seek(1.66 + f64::from(number) / 24.0));
    let wanted = room.player.state().frame_number;
    let last = frame("editlist.mp4", wanted);
    while *room.picture() != last {}
    room.settle();
    assert_eq!(room.player.state().frame_number, wanted);
    assert!(room.player.stats().shown < 20, "{:?}", room.player.stats());
}

#[test]
fn a_seek_before_the_clip_is_open_is_kept() {
    let room = Room::silent("tiny.mp4");
    room.player.seek(1.0);
    let wanted = frame("tiny.mp4", 24);
    while *room.picture() != wanted {}
}

#[test]
fn stepping_goes_frame_by_frame_both_ways_and_stops_at_the_ends() {
    let room = Room::silent("tiny.mp4");
    room.picture();
    room.player.seek(1.0);
    room.picture();
    let steps = [Step::Forward, Step::Forward, Step::Back, Step::Back, Step::Back, Step::Back];
    for (step, number) in steps.into_iter().zip([25, 26, 25, 24, 23, 22]) {
        room.player.step(step);
        assert_eq!(*room.picture(), frame("tiny.mp4", number));
        assert_eq!(room.player.state().frame_number, number);
    }
    room.player.seek(0.0);
    room.player.step(Step::Back);
    assert_eq!(room.player.state().frame_number, 0);
    room.player.seek(2.0);
    room.player.step(Step::Forward);
    assert_eq!(room.player.state().frame_number, 47);
}

#[test]
fn a_step_pauses() {
    let room = Room::silent("tiny.mp4");
    room.player.play();
    room.until("some frames", |state| state.frame_number >= 3);
    room.player.step(Step::Forward);
    assert!(!room.player.state().is_playing);
}

#[test]
fn a_looping_clip_begins_again_and_does_not_end() {
    let room = Room::silent("tiny.mp4");
    room.player.set_looping(true);
    room.player.seek(1.5);
    room.player.play();
    room.until("near the end", |state| state.frame_number >= 40);
    room.until("the start again", |state| state.is_playing && !state.is_ended && (1..20).contains(&state.frame_number));
}

#[test]
fn pictures_much_larger_than_their_space_are_made_smaller() {
    let room = Room::silent("x_slices.mp4");
    room.player.set_max_size(320, 320);
    // The first may have been made before the window knew its size.
    let small = std::iter::repeat_with(|| room.picture()).find(|picture| picture.width < 640).unwrap();
    assert_eq!((small.width, small.height), (320, 180));
    room.settle();
    room.player.set_max_size(300, 300);
    room.settle();
    assert_eq!(room.player.take_picture(), None, "a little smaller is no reason to decode again");
    room.player.set_max_size(2000, 2000);
    assert_eq!(*room.picture(), frame("x_slices.mp4", 0));
    room.player.set_max_size(500, 500);
    room.settle();
    assert_eq!(room.player.take_picture(), None, "nor is a little larger than needed");
}

#[test]
fn a_clip_that_cannot_be_played_says_why_and_wakes_the_window_for_it() {
    for (name, rule) in
        [("tiny_hevc.mp4", "clip-unsupported"), ("garbage.mp4", "clip-not-mp4"), ("none.mp4", "clip-missing")]
    {
        let room = Room::silent(name);
        room.player.play();
        let state = room.until(name, |state| state.trouble.is_some());
        assert_eq!(state.trouble.unwrap().rule, rule);
        room.until(name, |_| room.wakes() > 0);
        assert!(!room.player.state().is_playing);
    }
}

#[test]
fn a_clip_without_sound_says_so() {
    let room = Room::silent("vfr.mp4");
    room.until("no track", |state| state.sound == SoundState::NoTrack && state.frame_count == 58);
}

#[test]
fn dropping_a_player_ends_its_threads() {
    let room = Room::silent("tiny.mp4");
    room.player.play();
    room.until("some frames", |state| state.frame_number >= 2);
    let (desk, sound) = (Arc::downgrade(&room.player.desk), Arc::downgrade(&room.player.sound));
    drop(room);
    let begun = Instant::now();
    while desk.strong_count() + sound.strong_count() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "threads live on");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn backwards_every_frame_is_passed_and_the_start_is_the_end() {
    let room = Room::silent("tiny.mp4");
    room.picture();
    room.player.seek(1.0);
    room.player.set_rate(-1.0);
    let begun = Instant::now();
    room.player.play();
    let state = room.until("the start", |state| state.is_ended);
    assert!(begun.elapsed() >= Duration::from_millis(990), "{:?}", begun.elapsed());
    assert_eq!((state.frame_number, state.position_secs, state.is_playing), (0, 0.0, false));
    assert_eq!(*room.exact(0), frame("tiny.mp4", 0));
    assert!(room.player.stats().shown > 12, "{:?}", room.player.stats());
    assert_eq!(room.player.stats().dropped, 0, "only the clip's own speed drops");
    room.player.play();
    let again = room.until("it plays back again", |state| state.frame_number < 47 && state.is_playing);
    assert!(again.frame_number > 20, "from the end: {again:?}");
}

#[test]
fn at_four_times_the_speed_a_clip_lasts_a_quarter() {
    let room = Room::silent("tiny.mp4");
    room.picture();
    room.player.set_rate(4.0);
    let begun = Instant::now();
    room.player.play();
    room.until("the end", |state| state.is_ended);
    let took = begun.elapsed();
    assert!(took >= Duration::from_millis(490) && took < Duration::from_millis(1500), "{took:?}");
    assert_eq!(room.player.state().rate, 4.0);
}

#[test]
fn no_rate_is_zero_or_faster_than_eight() {
    let room = Room::silent("tiny.mp4");
    for (asked, given) in [(0.0, 1.0), (f32::NAN, 1.0), (100.0, 8.0), (-100.0, -8.0), (2.0, 2.0)] {
        room.player.set_rate(asked);
        assert_eq!(room.player.state().rate, given, "{asked}");
    }
}

#[test]
fn between_in_and_out_a_loop_never_leaves_them() {
    let room = Room::silent("tiny.mp4");
    room.picture();
    room.player.set_looping(true);
    room.player.set_range(Some(1.0), Some(1.25));
    room.player.seek(1.0);
    room.player.play();
    let begun = Instant::now();
    let mut rounds = 0;
    let mut before = 0;
    while begun.elapsed() < Duration::from_millis(900) {
        let state = room.player.state();
        assert!((24..30).contains(&state.frame_number), "{state:?}");
        rounds += usize::from(state.frame_number < before);
        before = state.frame_number;
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(rounds >= 2, "{rounds} rounds");
}

#[test]
fn without_a_loop_playing_stops_at_out_on_the_frame_before_it_and_starts_over_at_in() {
    let room = Room::silent("tiny.mp4");
    room.picture();
    room.player.set_range(Some(0.5), Some(0.75));
    room.player.seek(0.5);
    room.player.play();
    let state = room.until("out", |state| state.is_ended);
    assert_eq!((state.frame_number, state.position_secs), (17, 0.75));
    assert_eq!((state.in_secs, state.out_secs), (Some(0.5), Some(0.75)));
    room.player.play();
    let again = room.player.state();
    assert!(again.is_playing && again.frame_number >= 12, "{again:?}");
    room.player.set_range(None, None);
    room.until("the end of all", |state| state.is_ended && state.frame_number == 47);
}

#[test]
fn a_range_beyond_the_clips_end_plays_its_last_frame() {
    for rate in [1.0, -1.0] {
        let room = Room::silent("tiny.mp4");
        room.player.set_range(Some(5.0), None);
        room.player.set_looping(true);
        room.player.set_rate(rate);
        room.player.play();
        room.until("its last frame", |state| state.shown_frame == Some(47));
    }
}

#[test]
fn where_no_picture_can_be_decoded_the_word_for_it_stays() {
    let mut bytes = std::fs::read(clip("tiny.mp4")).unwrap();
    let at = bytes.windows(4).position(|name| name == b"mdat").unwrap();
    let len = u32::from_be_bytes(bytes[at - 4..at].try_into().unwrap()) as usize;
    bytes[at + 4..at - 4 + len].fill(0x55);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("noise.mp4");
    std::fs::write(&path, bytes).unwrap();
    let room = Room::silent(path.to_str().unwrap());
    room.player.seek(1.99);
    room.until("a word", |state| state.trouble.is_some());
    room.settle();
    assert_eq!(room.player.state().trouble.map(|trouble| trouble.rule), Some("clip-lost-frame".into()));
}

#[test]
fn a_scrub_comes_to_rest_on_the_exact_frame() {
    let room = Room::silent("x_slices.mp4");
    room.picture();
    room.settle();
    for tenth in [1, 5, 9, 14, 18, 12, 7, 3] {
        room.player.scrub(f64::from(tenth) / 10.0 + 0.01);
    }
    assert_eq!(*room.exact(7), frame("x_slices.mp4", 7));
}

#[test]
fn stand_ins_of_the_whole_clip_are_made_while_nobody_waits() {
    let room = Room::silent("x_slices.mp4");
    room.picture();
    room.until("they are made", |_| room.player.desk.playhead().proxies.missing(0, false).is_none());
    let playhead = room.player.desk.playhead();
    let picture = playhead.proxies.picture(45).unwrap();
    assert_eq!((picture.width, picture.height), (640, 360), "small enough as it is");
}

#[test]
fn a_frame_is_found_by_its_number_and_its_time() {
    let room = Room::silent("vfr.mp4");
    assert_eq!(Room::silent("none.mp4").player.frame_time(3), None);
    room.picture();
    let reader = decode::ClipReader::open(&clip("vfr.mp4")).unwrap();
    for (number, shown) in reader.movie().video.shown.iter().enumerate() {
        assert_eq!(room.player.frame_time(number), Some(shown.at_secs));
        assert_eq!(room.player.frame_at(shown.at_secs + 1e-4), Some(number));
    }
    room.player.seek_frame(31);
    assert_eq!(*room.exact(31), frame("vfr.mp4", 31));
    room.player.seek_frame(4000);
    assert_eq!(room.player.state().frame_number, 57);
}

#[test]
fn a_follower_stands_where_its_leader_stands_and_moves_with_it() {
    let (leader, follower) = (Room::silent("tiny.mp4"), Room::silent("x_slices.mp4"));
    leader.picture();
    follower.picture();
    follower.player.follow(Some((&leader.player, 0.5)));
    assert!(follower.player.is_following());
    leader.player.seek(0.25);
    assert_eq!(*follower.exact(18), frame("x_slices.mp4", 18), "half a second later in its own clip");
    leader.player.step(Step::Forward);
    follower.until("the next frame", |state| state.frame_number == 19);
    leader.player.play();
    leader.until("the leader's end", |state| state.is_ended);
    let state = follower.until("its own end, with the leader's", |state| !state.is_playing);
    assert_eq!(state.frame_number, 47, "it stands on its last frame while the leader goes on");
    leader.player.seek(0.0);
    follower.until("back", |state| state.frame_number == 12);
    follower.player.follow(None);
    leader.player.seek(1.0);
    assert!(!follower.player.is_following());
    follower.player.step(Step::Forward);
    assert_eq!(*follower.exact(13), frame("x_slices.mp4", 13), "let go, it goes its own way");
}

#[test]
fn a_follower_whose_leader_is_gone_stands_still_and_can_go_on_alone() {
    let (leader, follower) = (Room::silent("tiny.mp4"), Room::silent("tiny.mp4"));
    leader.picture();
    follower.picture();
    follower.player.follow(Some((&leader.player, 0.0)));
    leader.player.seek(1.0);
    follower.until("there", |state| state.frame_number == 24);
    drop(leader);
    let begun = Instant::now();
    while follower.player.is_following() {
        assert!(begun.elapsed() < Duration::from_secs(10), "the leader lives on");
        std::thread::sleep(Duration::from_millis(5));
    }
    follower.player.play();
    follower.until("the end", |state| state.is_ended);
}
