//! The cast in and out as a folder. Going out it is there as a whole or not at all; coming in, what is wrong with it
//! is said, and the good part comes in.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engine::Command;
use crate::engine::snapshot::{Notice, Tone};
use crate::library::{LibraryError, Pictures, files};
use crate::media::probe::{self, PictureError};
use crate::model::cast::folder::{Entry, FILE, Manifest, Plan, parts};
use crate::model::cast::{self, Member};
use crate::model::{ImageRef, Trouble, mention};

/// No cast has a longer list; a file that has is something else.
const MAX_MANIFEST_BYTES: usize = 16 << 20;
/// How many names and paths one sentence holds.
const MAX_NAMED: usize = 3;

/// What a folder holds, its pictures in the library already.
pub struct Found {
    from: PathBuf,
    members: Vec<Member>,
    /// Those that are in the cast exactly so.
    known: usize,
    /// Pictures that could not be taken.
    gaps: Vec<String>,
}

/// What comes in of it, under ids and names that nobody has.
pub struct Settled {
    pub members: Vec<Member>,
    from: PathBuf,
    known: usize,
    gaps: Vec<String>,
    /// What it was called, and what it is called now.
    renamed: Vec<(Arc<str>, Arc<str>)>,
}

/// Writes a folder that was not there, or was empty. Blocks.
pub fn export(mut members: Vec<Member>, to: &Path) -> Notice {
    let gaps = leave_out_missing(&mut members);
    match written(&Plan::of(&members), to) {
        Ok(()) if gaps.is_empty() => {
            let said = Trouble::new("cast-exported").with("count", members.len());
            Notice { tone: Tone::Good, said: said.with("path", to.display().to_string()), undo: None }
        }
        Ok(()) => {
            let said = Trouble::new("cast-exported-gaps").with("count", gaps.len()).with("paths", listed(&gaps));
            Notice { tone: Tone::Bad, said, undo: None }
        }
        Err(said) => Notice { tone: Tone::Bad, said, undo: None },
    }
}

/// Pictures that are not there any more; what there is goes all the same.
fn leave_out_missing(members: &mut [Member]) -> Vec<String> {
    let mut gaps = Vec::new();
    for member in members {
        member.images.retain(|image| {
            let is_there = image.path().is_none_or(|path| fs::metadata(path).is_ok_and(|found| found.is_file()));
            if !is_there {
                gaps.push(image.to_string());
            }
            is_there
        });
    }
    gaps
}

fn written(plan: &Plan, to: &Path) -> Result<(), Trouble> {
    let to = std::path::absolute(to).map_err(|error| failed(to, error))?;
    let is_taken = match fs::read_dir(&to) {
        Ok(mut inside) => inside.next().is_some(),
        Err(_) => fs::symlink_metadata(&to).is_ok(),
    };
    if is_taken {
        return Err(Trouble::new("cast-export-taken").with("path", to.display().to_string()));
    }
    let parent = to.parent().unwrap_or(Path::new("/"));
    let mut beside = tempfile::Builder::new();
    beside.prefix(".shotloom-");
    // It is the person's own folder, as readable as any.
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o777));
    let half = beside.tempdir_in(parent).map_err(|error| failed(parent, error))?;
    for (from, place) in &plan.copies {
        let path = half.path().join(place);
        let folder = path.parent().unwrap_or(half.path());
        fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
        fs::copy(from, &path).map_err(|error| failed(from, error))?;
    }
    let manifest = half.path().join(FILE);
    files::write_durably_outside(&manifest, plan.manifest.text().as_bytes()).map_err(|error| Trouble::from(&error))?;
    // An empty folder of this name gives way.
    let _ = fs::remove_dir(&to);
    fs::rename(half.path(), &to).map_err(|error| failed(&to, error))?;
    // It has another name by now: there is nothing left to clean up.
    let _ = half.keep();
    files::sync_dir(parent).map_err(|error| Trouble::from(&error))
}

fn failed(path: &Path, error: std::io::Error) -> Trouble {
    Trouble::from(&LibraryError::io(path)(error))
}

/// Reads a folder, or its `cast.json`, and takes its pictures into the library. Blocks.
pub fn import(from: &Path, cast: &[Member], pictures: &Pictures) -> Result<Found, Trouble> {
    let is_manifest = from.file_name().is_some_and(|name| name.eq_ignore_ascii_case(FILE));
    let folder = if is_manifest { from.parent().unwrap_or(from) } else { from };
    if from.is_file() && !is_manifest {
        let name = from.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Err(Trouble::new("cast-not-a-folder").with("name", name));
    }
    let manifest = read_manifest(folder)?;
    let mut found = Found { from: folder.to_owned(), members: Vec::new(), known: 0, gaps: Vec::new() };
    for entry in &manifest.elements {
        let loaded: Vec<Loaded> = entry.images.iter().map(|image| load(folder, image)).collect();
        let known = cast.iter().find(|member| member.id == entry.id && !entry.id.is_empty());
        if known.is_some_and(|member| is_same(member, entry, &loaded)) {
            found.known += 1;
            continue;
        }
        let mut images = Vec::new();
        for (image, loaded) in entry.images.iter().zip(loaded) {
            match loaded {
                Loaded::Link(link) => images.push(link),
                Loaded::Picture { bytes, name } => images.push(super::keep_picture(&bytes, &name, pictures)?),
                Loaded::Gap => found.gaps.push(image.clone()),
            }
        }
        found.members.push(member(entry, images));
    }
    Ok(found)
}

fn read_manifest(folder: &Path) -> Result<Manifest, Trouble> {
    let path = folder.join(FILE);
    let told = |trouble: Trouble| trouble.with("path", path.display().to_string());
    let bytes = probe::read_file(&path).map_err(|error| match error {
        PictureError::Missing { .. } | PictureError::NotRegular { .. } => told(Trouble::new("cast-folder-none")),
        other => told(Trouble::new("cast-folder-broken").with("detail", other.to_string())),
    })?;
    if bytes.len() > MAX_MANIFEST_BYTES {
        return Err(told(Trouble::new("cast-folder-not-ours")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| told(Trouble::new("cast-folder-broken").with("detail", error.to_string())))?;
    Manifest::read(&text).map_err(told)
}

/// An image of an entry as it was found.
enum Loaded {
    Link(ImageRef),
    Picture { bytes: Vec<u8>, name: String },
    Gap,
}

fn load(folder: &Path, image: &str) -> Loaded {
    let link = ImageRef::parse(image);
    if link.path().is_none() {
        return Loaded::Link(link);
    }
    let Some(parts) = parts(image) else { return Loaded::Gap };
    let path = parts.iter().fold(folder.to_owned(), |path, part| path.join(part));
    // A link that leads out of the folder would bring in what nobody meant to share.
    let is_inside = || Some(fs::canonicalize(&path).ok()?.starts_with(fs::canonicalize(folder).ok()?));
    if is_inside() != Some(true) {
        return Loaded::Gap;
    }
    match probe::read_file(&path) {
        Ok(bytes) => Loaded::Picture { bytes, name: parts.last().copied().unwrap_or_default().to_owned() },
        Err(_) => Loaded::Gap,
    }
}

/// Whether it is in the cast exactly so, its pictures byte by byte.
fn is_same(member: &Member, entry: &Entry, loaded: &[Loaded]) -> bool {
    let is_same = |(image, loaded): (&ImageRef, &Loaded)| match (image.path(), loaded) {
        (None, Loaded::Link(link)) => image == link,
        (Some(path), Loaded::Picture { bytes, .. }) => fs::read(path).is_ok_and(|mine| mine == *bytes),
        (None, Loaded::Picture { .. } | Loaded::Gap) | (Some(_), Loaded::Link(_) | Loaded::Gap) => false,
    };
    let entry = self::member(entry, member.images.clone());
    let texts = |member: &Member| (member.name.clone(), member.description.clone(), member.notes.clone());
    texts(member) == texts(&entry)
        && (&member.videos, member.is_archived) == (&entry.videos, entry.is_archived)
        && member.images.len() == loaded.len()
        && member.images.iter().zip(loaded).all(is_same)
}

fn member(entry: &Entry, images: Vec<ImageRef>) -> Member {
    let Entry { id, name, description, notes, archived, images: _, videos } = entry.clone();
    let element = crate::model::Element { name, description, images, videos, cast_id: None };
    Member { notes, is_archived: archived, ..Member::of(&element, &id) }
}

/// Gives everything that came an id and a name that nobody has.
pub fn settle(found: Found, cast: &[Member], mut new_id: impl FnMut() -> String) -> Settled {
    let mut ids: HashSet<Arc<str>> = cast.iter().map(|member| member.id.clone()).collect();
    let mut names: HashSet<Arc<str>> = cast.iter().map(|member| member.name.clone()).collect();
    let Found { from, mut members, known, gaps } = found;
    let mut renamed = Vec::new();
    for member in &mut members {
        if !is_id(&member.id) || ids.contains(&member.id) {
            member.id = new_id().into();
        }
        let is_fine = mention::is_valid_name(&member.name) && !mention::is_reserved(&member.name);
        if !is_fine || names.contains(&member.name) {
            let free = cast::free_name(&member.name, names.iter().map(|name| &**name));
            renamed.push((std::mem::replace(&mut member.name, free.clone()), free));
        }
        ids.insert(member.id.clone());
        names.insert(member.name.clone());
    }
    Settled { members, from, known, gaps, renamed }
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

impl Settled {
    /// What a person hears of it, each in one sentence.
    pub fn notices(&self) -> Vec<Notice> {
        let plain = |said: Trouble| Notice { tone: Tone::Plain, said, undo: None };
        let mut notices = Vec::new();
        if self.members.is_empty() {
            let rule = if self.known > 0 { "cast-import-known" } else { "cast-import-empty" };
            notices.push(plain(Trouble::new(rule).with("path", self.from.display().to_string())));
        } else {
            let ids = self.members.iter().map(|member| member.id.clone()).collect();
            let said = Trouble::new("cast-imported").with("count", self.members.len()).with("known", self.known);
            notices.push(Notice { tone: Tone::Good, said, undo: Some(Command::DropFromCast(ids)) });
        }
        if !self.renamed.is_empty() {
            let names: Vec<String> = self.renamed.iter().map(|(old, new)| format!("{old} → @{new}")).collect();
            let said = Trouble::new("cast-import-renamed").with("count", names.len()).with("names", listed(&names));
            notices.push(plain(said));
        }
        if !self.gaps.is_empty() {
            let said = Trouble::new("cast-import-gaps").with("count", self.gaps.len());
            let said = said.with("paths", listed(&self.gaps));
            notices.push(Notice { tone: Tone::Bad, said, undo: None });
        }
        notices
    }
}

/// The first few of many.
fn listed(all: &[String]) -> String {
    let more = if all.len() > MAX_NAMED { ", …" } else { "" };
    all[..all.len().min(MAX_NAMED)].join(", ") + more
}

#[cfg(test)]
mod tests;
