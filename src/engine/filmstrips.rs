//! Filmstrips of clips: made once, one at a time, on a thread that gives way to everything, and not while somebody
//! watches a clip.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use crate::library::{PreviewKind, Previews};
use crate::media::background::yield_to_everything_else;
use crate::media::{Pixels, preview, worker};
use crate::model::{Clip, Sha256, TaskId};

use super::event::{Event, Job};
use super::jobs::blocking;
use super::run::Run;
use super::snapshot::ThumbKey;
use super::start::Audience;

/// What is to be made, and what is being made.
#[derive(Default)]
pub struct Filmstrips {
    /// Somebody looks at these; the newest wish stands last and comes first.
    wished: Vec<Wish>,
    /// Of clips that were finished, for the day somebody looks at them.
    later: VecDeque<Wish>,
    is_working: bool,
    gate: Arc<Gate>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    pub sha256: Sha256,
    pub path: PathBuf,
}

impl Filmstrips {
    fn wish(&mut self, wish: Wish) {
        self.later.retain(|later| *later != wish);
        self.wished.retain(|wished| *wished != wish);
        self.wished.push(wish);
    }

    fn next(&mut self) -> Option<Wish> {
        if self.is_working {
            return None;
        }
        self.wished.pop().or_else(|| self.later.pop_front())
    }

    /// The engine ends: what is being made is given up.
    pub fn close(&self) {
        self.gate.change(|state| state.is_closed = true);
    }
}

/// Where the worker waits while a clip is watched.
#[derive(Default)]
struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

#[derive(Default)]
struct GateState {
    is_watching: bool,
    is_closed: bool,
}

impl Gate {
    fn change(&self, change: impl FnOnce(&mut GateState)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    /// False: nobody wants it any more.
    fn pass(&self) -> bool {
        let waits = |state: &mut GateState| state.is_watching && !state.is_closed;
        let state = self.changed.wait_while(self.state(), waits).unwrap_or_else(PoisonError::into_inner);
        !state.is_closed
    }

    fn state(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Run {
    /// A filmstrip somebody looks for: from the disk, else made.
    pub fn want_filmstrip(&mut self, sha256: Sha256) {
        let key = ThumbKey::Filmstrip(sha256.clone());
        if !self.images.begin(&key) {
            return;
        }
        self.screen.pictures_changed(&self.images);
        let Some(clip) = self.library.clip_by_hash(&sha256).ok().flatten() else {
            return self.show_thumb(&key, None);
        };
        let (previews, wish) = (self.library.previews(), Wish { sha256, path: clip.path });
        self.jobs.spawn(Job::Thumb(key), async move {
            let sha256 = wish.sha256.clone();
            let pixels = blocking(move || kept(&previews, PreviewKind::Filmstrip, &sha256)).await;
            Event::FilmstripRead { wish, pixels: pixels.map(Arc::new) }
        });
    }

    pub fn on_filmstrip_read(&mut self, wish: Wish, pixels: Option<Arc<Pixels>>) {
        if pixels.is_some() {
            return self.show_thumb(&ThumbKey::Filmstrip(wish.sha256), pixels);
        }
        self.filmstrips.wish(wish);
        self.make_filmstrips();
    }

    /// A clip is finished: its poster and its filmstrip are made while there is time.
    pub fn make_previews_of(&mut self, clip: &Clip) {
        if self.options.audience == Audience::Headless {
            return;
        }
        self.filmstrips.later.push_back(Wish { sha256: clip.sha256.clone(), path: clip.path.clone() });
        self.make_filmstrips();
    }

    pub fn on_filmstrip_made(&mut self, sha256: Sha256, pixels: Option<Arc<Pixels>>) {
        self.filmstrips.is_working = false;
        let key = ThumbKey::Filmstrip(sha256);
        // One that nobody looked for waits on the disk.
        if self.images.thumbs.contains_key(&key) {
            self.images.made(&key, pixels);
        }
        self.show_previews();
        self.make_filmstrips();
    }

    /// Which clips are compared; none when the person is done.
    pub fn compare(&mut self, ids: Vec<TaskId>) {
        self.screen.compare(ids);
        self.rest_while_watching();
    }

    /// Another clip is watched, or none.
    pub fn watch(&mut self, task: Option<TaskId>) {
        self.screen.watch(task);
        self.rest_while_watching();
    }

    /// The clip that is watched plays, or stands.
    pub fn play(&mut self, is_playing: bool) {
        self.screen.play(is_playing);
        self.rest_while_watching();
    }

    /// Background work stands still while a clip is played or compared. One that only stands in the viewer leaves
    /// time: its own filmstrip may be what is being made.
    fn rest_while_watching(&mut self) {
        let is_watching = self.screen.is_watching();
        self.filmstrips.gate.change(|state| state.is_watching = is_watching);
    }

    fn make_filmstrips(&mut self) {
        let Some(wish) = self.filmstrips.next() else { return };
        self.filmstrips.is_working = true;
        let (previews, gate) = (self.library.previews(), Arc::clone(&self.filmstrips.gate));
        let (sender, made) = oneshot::channel();
        let sha256 = wish.sha256.clone();
        // A thread of its own: those of the pool could never be hurried again.
        let spawned = std::thread::Builder::new().name("filmstrip".to_owned()).spawn(move || {
            yield_to_everything_else();
            let made = catch_unwind(AssertUnwindSafe(|| make(&wish, &previews, &gate)));
            // The engine may have ended meanwhile.
            let _ = sender.send(made.unwrap_or_default());
        });
        if let Err(error) = spawned {
            tracing::warn!(%error, "no thread for a filmstrip");
        }
        self.jobs.spawn(Job::Filmstrip(sha256.clone()), async move {
            Event::FilmstripMade { sha256, pixels: made.await.ok().flatten() }
        });
    }

    /// A small picture is here, or never will be.
    pub fn show_thumb(&mut self, key: &ThumbKey, pixels: Option<Arc<Pixels>>) {
        self.images.made(key, pixels);
        self.show_previews();
    }

    /// How much lies on the disk is told along with the pictures.
    fn show_previews(&mut self) {
        self.screen.pictures_changed(&self.images);
        if let known @ Some(_) = self.library.previews().known_size() {
            self.screen.previews(known);
        }
    }

    /// Looks what lies on the disk, and prunes it. Work for the first quiet moment.
    pub fn measure_previews(&mut self) {
        if self.options.audience == Audience::Headless {
            return;
        }
        let previews = self.library.previews();
        self.jobs.spawn(Job::Other("previews"), async move {
            Event::PreviewsMeasured(blocking(move || previews.size()).await)
        });
    }

    pub fn clear_previews(&mut self) {
        let previews = self.library.previews();
        self.jobs.spawn(Job::Other("previews"), async move {
            let left = blocking(move || {
                previews.clear();
                previews.size()
            });
            Event::PreviewsMeasured(left.await)
        });
    }
}

/// A preview from the disk, where it is there and whole.
pub fn kept(previews: &Previews, kind: PreviewKind, sha256: &Sha256) -> Option<Pixels> {
    preview::unpack(&previews.get(kind, sha256)?)
}

/// The poster of a clip: from the disk, else made and kept.
pub fn poster(previews: &Previews, sha256: &Sha256, clip: &Path) -> Option<Pixels> {
    if let Some(pixels) = kept(previews, PreviewKind::Poster, sha256) {
        return Some(pixels);
    }
    let made = worker::poster(clip, preview::POSTER_SIDE);
    let made = made.inspect_err(|trouble| tracing::info!(?trouble, "no poster")).ok()?;
    keep(previews, PreviewKind::Poster, sha256, &made);
    Some(made)
}

fn make(wish: &Wish, previews: &Previews, gate: &Gate) -> Option<Arc<Pixels>> {
    if !gate.pass() {
        return None;
    }
    if !previews.has(PreviewKind::Poster, &wish.sha256) {
        poster(previews, &wish.sha256, &wish.path);
    }
    // Another task may have brought the same file.
    if let Some(pixels) = kept(previews, PreviewKind::Filmstrip, &wish.sha256) {
        return Some(Arc::new(pixels));
    }
    let made = worker::filmstrip(&wish.path, &|| gate.pass());
    let strip = made.inspect_err(|trouble| tracing::info!(?trouble, "no filmstrip")).ok()??;
    keep(previews, PreviewKind::Filmstrip, &wish.sha256, &strip);
    Some(Arc::new(strip))
}

/// A disk that takes no preview is no reason to show none.
fn keep(previews: &Previews, kind: PreviewKind, sha256: &Sha256, pixels: &Pixels) {
    let Some(packed) = preview::pack(pixels) else { return };
    if let Err(error) = previews.put(kind, sha256, &packed) {
        tracing::info!(%error, "a preview is not kept");
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn wish(number: u8) -> Wish {
        let sha256 = Sha256::from_hex(&format!("{number:064x}")).unwrap();
        Wish { sha256, path: PathBuf::from(format!("{number}.mp4")) }
    }

    #[test]
    fn the_newest_wish_comes_first_and_finished_clips_come_last() {
        let mut strips = Filmstrips::default();
        strips.later.extend([wish(8), wish(9)]);
        for number in [1, 2, 1, 9] {
            strips.wish(wish(number));
        }
        let order: Vec<Wish> = std::iter::from_fn(|| strips.next()).collect();
        assert_eq!(order, [9, 1, 2, 8].map(wish));
    }

    #[test]
    fn nothing_begins_while_one_is_made() {
        let mut strips = Filmstrips { is_working: true, ..Filmstrips::default() };
        strips.wish(wish(1));
        assert_eq!(strips.next(), None);
        strips.is_working = false;
        assert_eq!(strips.next(), Some(wish(1)));
    }

    #[test]
    fn the_worker_waits_while_a_clip_is_watched_and_leaves_at_the_end() {
        let gate = Arc::new(Gate::default());
        assert!(gate.pass());
        gate.change(|state| state.is_watching = true);
        let worker = std::thread::spawn({
            let gate = Arc::clone(&gate);
            move || (gate.pass(), gate.pass())
        });
        std::thread::sleep(Duration::from_millis(20));
        assert!(!worker.is_finished());
        gate.change(|state| state.is_watching = false);
        assert_eq!(worker.join().unwrap(), (true, true));
        gate.change(|state| (state.is_watching, state.is_closed) = (true, true));
        assert!(!gate.pass());
    }
}
