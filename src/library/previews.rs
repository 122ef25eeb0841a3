//! `cache/`: posters and filmstrips of clips, under the clip's hash. All of it can be made again, so the folder may be
//! deleted at any time; a file that is not what was written is thrown away and made anew.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use sha2::Digest as _;

use crate::model::Sha256;

use super::error::{LibraryError, Result};
use super::files;

/// As much as previews may take on the disk: some ten thousand clips.
const MAX_BYTES: u64 = 1 << 30;

/// Pruning goes a little further than it must, or every new file would prune again.
const PRUNED_TO: f64 = 0.9;

/// A file's time of use is worth a write this often.
const USE_IS_NOTED: Duration = Duration::from_secs(3600);

/// How a file begins; what follows is the checksum and what was kept.
const MAGIC: &[u8] = b"SLprev1\n";
const SUM_BYTES: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PreviewKind {
    Poster,
    Filmstrip,
}

impl PreviewKind {
    const ALL: [Self; 2] = [Self::Poster, Self::Filmstrip];

    fn folder(self) -> &'static str {
        match self {
            Self::Poster => "posters",
            Self::Filmstrip => "filmstrips",
        }
    }
}

/// The previews of a library. A handle for the workers that make them: it may leave the engine's thread.
#[derive(Debug, Clone)]
pub struct Previews {
    dir: PathBuf,
    max_bytes: u64,
    /// What lies there; none until somebody looked.
    bytes: Arc<Mutex<Option<u64>>>,
}

impl Previews {
    pub(super) fn of(library: &Path) -> Self {
        Self { dir: library.join("cache"), max_bytes: MAX_BYTES, bytes: Arc::default() }
    }

    /// What was kept of a clip, if it is here and whole.
    pub fn get(&self, kind: PreviewKind, clip: &Sha256) -> Option<Vec<u8>> {
        let path = self.path(kind, clip);
        let bytes = fs::read(&path).ok()?;
        let kept = unsealed(&bytes, kind, clip).map(<[u8]>::to_vec);
        if kept.is_some() {
            note_use(&path);
        } else {
            self.remove(&path, bytes.len() as u64);
        }
        kept
    }

    /// Whether there is something to get; it may turn out to be damaged.
    pub fn has(&self, kind: PreviewKind, clip: &Sha256) -> bool {
        self.path(kind, clip).exists()
    }

    /// Keeps a preview. Not synced: one that a power cut damages is made again.
    pub fn put(&self, kind: PreviewKind, clip: &Sha256, preview: &[u8]) -> Result<()> {
        let path = self.path(kind, clip);
        let folder = self.dir.join(kind.folder());
        fs::create_dir_all(&folder).map_err(LibraryError::io(&folder))?;
        let before = fs::metadata(&path).map_or(0, |found| found.len());
        let sealed = [MAGIC, &sum(preview, kind, clip)[..], preview].concat();
        files::write_unsynced(&path, &sealed)?;
        let mut known = self.bytes();
        *known = known.map(|known| known.saturating_sub(before).saturating_add(sealed.len() as u64));
        if known.is_some_and(|known| known > self.max_bytes) {
            *known = Some(self.prune());
        }
        Ok(())
    }

    /// Bytes on the disk. The first call looks at every file.
    pub fn size(&self) -> u64 {
        let mut bytes = self.bytes();
        let size = bytes.unwrap_or_else(|| self.measure());
        let size = if size > self.max_bytes { self.prune() } else { size };
        *bytes = Some(size);
        size
    }

    /// The same without a look at the disk; nothing until `size` was asked once, and while somebody looks.
    pub fn known_size(&self) -> Option<u64> {
        self.bytes.try_lock().ok().and_then(|bytes| *bytes)
    }

    /// Throws all previews away.
    pub fn clear(&self) {
        let mut bytes = self.bytes();
        for found in self.found() {
            // What cannot be removed is still counted.
            let _ = fs::remove_file(found.path);
        }
        *bytes = Some(self.measure());
    }

    /// Sweeps away what a crash left half-written.
    pub(super) fn sweep(&self) {
        for kind in PreviewKind::ALL {
            files::sweep(&self.dir.join(kind.folder()));
        }
    }

    fn path(&self, kind: PreviewKind, clip: &Sha256) -> PathBuf {
        self.dir.join(kind.folder()).join(clip.as_str())
    }

    fn bytes(&self) -> MutexGuard<'_, Option<u64>> {
        // A number is as good as its last owner left it, and `measure` finds the truth.
        self.bytes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remove(&self, path: &Path, len: u64) {
        tracing::info!(path = %path.display(), "a damaged preview is made anew");
        if fs::remove_file(path).is_ok()
            && let Some(known) = self.bytes().as_mut()
        {
            *known = known.saturating_sub(len);
        }
    }

    fn measure(&self) -> u64 {
        self.found().map(|found| found.bytes).sum()
    }

    /// Removes what was used longest ago; the bytes that are left.
    fn prune(&self) -> u64 {
        let mut found: Vec<Found> = self.found().collect();
        found.sort_by_key(|found| found.used_at);
        let mut left: u64 = found.iter().map(|found| found.bytes).sum();
        let goal = (self.max_bytes as f64 * PRUNED_TO) as u64;
        for old in found {
            if left <= goal {
                break;
            }
            if fs::remove_file(&old.path).is_ok() {
                left -= old.bytes;
            }
        }
        left
    }

    fn found(&self) -> impl Iterator<Item = Found> {
        let folders = PreviewKind::ALL.map(|kind| self.dir.join(kind.folder()));
        let entries = folders.into_iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
        entries.filter_map(|entry| {
            let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            let used_at = found.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            Some(Found { path: entry.path(), bytes: found.len(), used_at })
        })
    }
}

struct Found {
    path: PathBuf,
    bytes: u64,
    used_at: SystemTime,
}

/// A file's time of change is its time of use: nothing else is to be kept of it.
fn note_use(path: &Path) {
    let now = SystemTime::now();
    let noted = fs::metadata(path).and_then(|found| found.modified());
    let is_fresh = noted.is_ok_and(|noted| now.duration_since(noted).is_ok_and(|since| since < USE_IS_NOTED));
    if !is_fresh {
        // Where times cannot be written, the oldest file goes first.
        let _ = File::options().append(true).open(path).and_then(|file| file.set_modified(now));
    }
}

fn unsealed<'a>(bytes: &'a [u8], kind: PreviewKind, clip: &Sha256) -> Option<&'a [u8]> {
    let (sealed, preview) = bytes.strip_prefix(MAGIC)?.split_at_checked(SUM_BYTES)?;
    (sealed == sum(preview, kind, clip)).then_some(preview)
}

/// Of the preview and of whose it is: one that lies under another clip's name is none of that clip.
fn sum(preview: &[u8], kind: PreviewKind, clip: &Sha256) -> [u8; SUM_BYTES] {
    let named = sha2::Sha256::new().chain_update(kind.folder()).chain_update(clip.as_str());
    named.chain_update(preview).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::super::story;
    use super::PreviewKind::{Filmstrip, Poster};
    use super::*;

    fn previews(max_bytes: u64) -> (tempfile::TempDir, Previews) {
        let dir = tempfile::tempdir().unwrap();
        let previews = Previews { max_bytes, ..Previews::of(dir.path()) };
        (dir, previews)
    }

    fn clip(number: u8) -> Sha256 {
        story::hash(&[number])
    }

    /// As if it had been used so many hours ago.
    fn age(previews: &Previews, number: u8, hours: u64) {
        let file = File::options().append(true).open(previews.path(Poster, &clip(number))).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(hours * 3600)).unwrap();
    }

    #[test]
    fn what_is_kept_comes_back_to_its_own_clip_and_kind() {
        let (_dir, previews) = previews(MAX_BYTES);
        assert_eq!(previews.get(Poster, &clip(1)), None);
        previews.put(Poster, &clip(1), b"poster").unwrap();
        previews.put(Filmstrip, &clip(1), b"strip").unwrap();
        assert_eq!(previews.get(Poster, &clip(1)).unwrap(), b"poster");
        assert_eq!(previews.get(Filmstrip, &clip(1)).unwrap(), b"strip");
        assert_eq!(previews.get(Poster, &clip(2)), None);
    }

    #[test]
    fn a_damaged_a_cut_or_a_strange_file_is_thrown_away() {
        for damage in [
            (|bytes| bytes[50] ^= 1) as fn(&mut Vec<u8>),
            |bytes| bytes.truncate(45),
            |bytes| bytes.truncate(3),
            |bytes| bytes[9] ^= 0x80,
            |bytes| *bytes = b"something else".to_vec(),
        ] {
            let (_dir, previews) = previews(MAX_BYTES);
            previews.put(Poster, &clip(1), &[7; 64]).unwrap();
            previews.size();
            let path = previews.path(Poster, &clip(1));
            let mut bytes = fs::read(&path).unwrap();
            damage(&mut bytes);
            fs::write(&path, &bytes).unwrap();
            assert_eq!(previews.get(Poster, &clip(1)), None);
            assert!(!path.exists());
        }
    }

    #[test]
    fn one_under_another_clips_name_is_not_believed() {
        let (_dir, previews) = previews(MAX_BYTES);
        previews.put(Poster, &clip(1), b"poster").unwrap();
        fs::rename(previews.path(Poster, &clip(1)), previews.path(Poster, &clip(2))).unwrap();
        assert_eq!(previews.get(Poster, &clip(2)), None);
    }

    #[test]
    fn the_size_is_known_after_every_change() {
        let (dir, previews) = previews(MAX_BYTES);
        assert_eq!(previews.known_size(), None);
        previews.put(Poster, &clip(1), &[0; 100]).unwrap();
        assert_eq!(previews.size(), 140);
        previews.put(Poster, &clip(2), &[0; 100]).unwrap();
        previews.put(Poster, &clip(2), &[0; 60]).unwrap();
        assert_eq!(previews.known_size(), Some(240));
        assert_eq!(Previews::of(dir.path()).size(), 240, "as the next start finds it");
        previews.clear();
        assert_eq!((previews.known_size(), previews.get(Poster, &clip(1))), (Some(0), None));
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let (_dir, previews) = previews(10 * 140);
        for number in 0..10 {
            previews.put(Poster, &clip(number), &[0; 100]).unwrap();
            age(&previews, number, 100 - u64::from(number));
        }
        previews.size();
        // The oldest of all, looked at now.
        assert!(previews.get(Poster, &clip(0)).is_some());
        previews.put(Poster, &clip(10), &[0; 100]).unwrap();
        let left: Vec<u8> = (0..=10).filter(|n| previews.path(Poster, &clip(*n)).exists()).collect();
        assert_eq!(left, [0, 3, 4, 5, 6, 7, 8, 9, 10]);
        assert_eq!(previews.known_size(), Some(9 * 140));
    }

    #[test]
    fn a_folder_that_grew_too_large_is_pruned_when_it_is_measured() {
        let (dir, previews) = previews(MAX_BYTES);
        for number in 0..10 {
            previews.put(Poster, &clip(number), &[0; 100]).unwrap();
        }
        let small = Previews { max_bytes: 5 * 140, ..Previews::of(dir.path()) };
        assert_eq!(small.size(), 4 * 140);
    }

    #[test]
    fn the_folder_may_be_deleted_at_any_time() {
        let (_dir, previews) = previews(MAX_BYTES);
        previews.put(Poster, &clip(1), b"poster").unwrap();
        fs::remove_dir_all(&previews.dir).unwrap();
        assert_eq!(previews.get(Poster, &clip(1)), None);
        previews.put(Poster, &clip(1), b"poster").unwrap();
        assert!(previews.get(Poster, &clip(1)).is_some());
    }
}
