//! What is known of pictures, and the small pictures the window draws.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::library::{Pictures, Previews};
use crate::media::{Pixels, thumbnail};
use crate::model::image::{ImageRef, PictureState, Sha256};
use crate::model::preflight::Facts;
use crate::model::{Draft, Trouble};

use super::filmstrips;
use super::jobs::blocking;
use super::judge::{Seen, see};
use super::prepare::local_pictures;
use super::snapshot::{Thumb, ThumbKey};

/// How many small pictures are kept.
const MAX_THUMBS: usize = 400;
/// Filmstrips are large, and seen one at a time.
const MAX_FILMSTRIPS: usize = 8;
const THUMB_SIDE: u32 = 384;
const LARGE_SIDE: u32 = 2048;
/// Large ones are kept for the picture that is worked on, and the one before it.
const MAX_LARGE: usize = 2;
/// A file this heavy is decoded alone.
const LARGE_BYTES: u64 = 4 << 20;
const GATE: u32 = 2;

/// A file as it looked when it was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    changed: Option<SystemTime>,
}

impl Stamp {
    /// `None` where there is no such file.
    pub fn of(path: &Path) -> Option<Self> {
        let file = std::fs::metadata(path).ok()?;
        Some(Self { bytes: file.len(), changed: file.modified().ok() })
    }
}

/// What a small picture is made from.
pub enum Source {
    Picture(PathBuf),
    Large(PathBuf),
    Poster { clip: PathBuf, sha256: Sha256, previews: Previews },
}

impl Source {
    fn make(self) -> Option<Pixels> {
        match self {
            Self::Picture(path) => of_file(&path, THUMB_SIDE),
            Self::Large(path) => of_file(&path, LARGE_SIDE),
            Self::Poster { clip, sha256, previews } => filmstrips::poster(&previews, &sha256, &clip),
        }
    }
}

fn of_file(path: &Path, side: u32) -> Option<Pixels> {
    thumbnail::of_file(path, side).inspect_err(|error| tracing::info!(%error, "no small picture")).ok()
}

pub struct Images {
    pub facts: Arc<Facts>,
    pub thumbs: Arc<HashMap<ThumbKey, Thumb>>,
    stamps: HashMap<ImageRef, Option<Stamp>>,
    /// Known pictures that are being looked at again; their facts stay until something else is found.
    looking: Vec<ImageRef>,
    /// Least recently wanted first.
    wanted: VecDeque<ThumbKey>,
    /// Decoders at once: two small ones or one large.
    gate: Arc<Semaphore>,
}

impl Default for Images {
    fn default() -> Self {
        Self {
            facts: Arc::default(),
            thumbs: Arc::default(),
            stamps: HashMap::new(),
            looking: Vec::new(),
            wanted: VecDeque::new(),
            gate: Arc::new(Semaphore::new(GATE as usize)),
        }
    }
}

impl Images {
    /// The work of measuring a picture; `None` where it is under way or there is nothing to measure.
    /// The work answers `None` where the file is as it was.
    pub fn measure(
        &mut self,
        image: &ImageRef,
        pictures: Pictures,
    ) -> Option<impl Future<Output = Option<Seen>> + Send + use<>> {
        let path = image.path()?.to_owned();
        if self.looking.contains(image) {
            return None;
        }
        self.looking.push(image.clone());
        if !self.facts.contains_key(image) {
            Arc::make_mut(&mut self.facts).insert(image.clone(), PictureState::Measuring);
        }
        let (known, gate, image) = (self.stamps.get(image).copied().flatten(), Arc::clone(&self.gate), image.clone());
        Some(async move {
            let stamp = blocking(move || Stamp::of(&path)).await;
            if known.is_some() && stamp == known {
                return None;
            }
            let _open = pass(gate, stamp).await;
            Some(blocking(move || see(image, &pictures)).await)
        })
    }

    pub fn learn(&mut self, image: ImageRef, stamp: Option<Stamp>, state: PictureState) {
        self.unchanged(&image);
        // Only of a file that changed: the first look must not take away a small picture that is just being made.
        let is_changed = self.stamps.insert(image.clone(), stamp).is_some_and(|before| before != stamp);
        for thumb in [ThumbKey::Picture(image.clone()), ThumbKey::Large(image.clone())] {
            if is_changed && self.thumbs.contains_key(&thumb) {
                Arc::make_mut(&mut self.thumbs).remove(&thumb);
            }
        }
        Arc::make_mut(&mut self.facts).insert(image, state);
    }

    /// A place among the decoders, for work that reads this picture.
    pub fn place(&self, image: &ImageRef) -> impl Future<Output = Option<OwnedSemaphorePermit>> + Send + use<> {
        let (gate, path) = (Arc::clone(&self.gate), image.path().map(Path::to_owned));
        async move {
            let stamp = blocking(move || path.and_then(|path| Stamp::of(&path))).await;
            pass(gate, stamp).await
        }
    }

    pub fn unchanged(&mut self, image: &ImageRef) {
        self.looking.retain(|looked| looked != image);
    }

    /// The worker broke down over this picture.
    pub fn broke(&mut self, image: &ImageRef) {
        self.learn(image.clone(), None, PictureState::Unusable(Trouble::new("engine-worker-broke")));
    }

    /// What each local picture of a draft looked like when it was measured.
    pub fn stamps_of(&self, draft: &Draft) -> HashMap<ImageRef, Option<Stamp>> {
        let stamp = |image: ImageRef| {
            let stamp = self.stamps.get(&image).copied().flatten();
            (image, stamp)
        };
        local_pictures(draft).into_iter().map(stamp).collect()
    }

    /// The work of making a small picture; `None` where it is here or coming.
    pub fn want(
        &mut self,
        key: &ThumbKey,
        source: Option<Source>,
    ) -> Option<impl Future<Output = Option<Arc<Pixels>>> + Send + use<>> {
        if !self.begin(key) {
            return None;
        }
        let Some(source) = source else {
            self.made(key, None);
            return None;
        };
        let gate = Arc::clone(&self.gate);
        Some(async move {
            let _open = pass(gate, None).await;
            blocking(move || source.make().map(Arc::new)).await
        })
    }

    /// Notes that a small picture is coming; false where it is here or coming already.
    pub fn begin(&mut self, key: &ThumbKey) -> bool {
        self.touch(key);
        if self.thumbs.contains_key(key) {
            return false;
        }
        Arc::make_mut(&mut self.thumbs).insert(key.clone(), Thumb::Coming);
        true
    }

    pub fn made(&mut self, key: &ThumbKey, pixels: Option<Arc<Pixels>>) {
        let thumb = pixels.map_or(Thumb::Broken, Thumb::Here);
        let thumbs = Arc::make_mut(&mut self.thumbs);
        thumbs.insert(key.clone(), thumb);
        while self.wanted.len() > MAX_THUMBS {
            if let Some(oldest) = self.wanted.pop_front() {
                thumbs.remove(&oldest);
            }
        }
        let is_strip = |key: &&ThumbKey| matches!(key, ThumbKey::Filmstrip(_));
        let is_large = |key: &&ThumbKey| matches!(key, ThumbKey::Large(_));
        let strips: Vec<ThumbKey> = self.wanted.iter().filter(is_strip).cloned().collect();
        let large: Vec<ThumbKey> = self.wanted.iter().filter(is_large).cloned().collect();
        for (kind, most) in [(strips, MAX_FILMSTRIPS), (large, MAX_LARGE)] {
            for oldest in kind.iter().take(kind.len().saturating_sub(most)) {
                self.wanted.retain(|wanted| wanted != oldest);
                thumbs.remove(oldest);
            }
        }
    }

    fn touch(&mut self, key: &ThumbKey) {
        self.wanted.retain(|wanted| wanted != key);
        self.wanted.push_back(key.clone());
    }
}

/// A place among the decoders, for as long as it is held.
async fn pass(gate: Arc<Semaphore>, stamp: Option<Stamp>) -> Option<OwnedSemaphorePermit> {
    let is_large = stamp.is_some_and(|stamp| stamp.bytes > LARGE_BYTES);
    gate.acquire_many_owned(if is_large { GATE } else { 1 }).await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_look_at_a_picture_leaves_its_small_one_in_the_making() {
        let mut images = Images::default();
        let image = ImageRef::file("dusk.png");
        let key = ThumbKey::Picture(image.clone());
        assert!(images.want(&key, Some(Source::Picture("dusk.png".into()))).is_some());
        images.learn(image, None, PictureState::Measuring);
        assert!(matches!(images.thumbs.get(&key), Some(Thumb::Coming)));
    }

    #[test]
    fn of_large_pictures_only_the_newest_are_kept() {
        let mut images = Images::default();
        let keys = ["a", "b", "c"].map(|name| ThumbKey::Large(ImageRef::file(name)));
        for key in &keys {
            assert!(images.begin(key));
            images.made(key, Some(Arc::new(Pixels { width: 1, height: 1, rgba: vec![0; 4] })));
        }
        assert_eq!(keys.map(|key| images.thumbs.contains_key(&key)), [false, true, true]);
    }

    #[test]
    fn few_filmstrips_are_held_and_those_seen_last_stay() {
        let mut images = Images::default();
        let strip = |number: usize| ThumbKey::Filmstrip(Sha256::from_hex(&format!("{number:064x}")).unwrap());
        let pixels = || Some(Arc::new(Pixels { width: 1, height: 1, rgba: vec![0; 4] }));
        let poster = ThumbKey::Poster(Sha256::from_hex(&"a".repeat(64)).unwrap());
        images.begin(&poster);
        images.made(&poster, pixels());
        for number in 0..MAX_FILMSTRIPS + 2 {
            assert!(images.begin(&strip(number)));
            images.made(&strip(number), pixels());
            // The first one is looked at again and again.
            assert!(!images.begin(&strip(0)));
        }
        let held: Vec<usize> = (0..MAX_FILMSTRIPS + 2).filter(|n| images.thumbs.contains_key(&strip(*n))).collect();
        assert_eq!((held.len(), held[0], held[1]), (MAX_FILMSTRIPS, 0, 3));
        assert!(images.thumbs.contains_key(&poster));
    }
}
