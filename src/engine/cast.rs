//! The cast: what a person keeps of a draft's elements for every other draft, with pictures of the library's own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::library::{self, Pictures};
use crate::media::probe;
use crate::model::cast::{KeptName, Member};
use crate::model::{ImageRef, Trouble};

use super::Command;
use super::event::{Event, Job};
use super::jobs::blocking;
use super::run::{Run, now_millis};
use super::snapshot::{Notice, Tone};

pub mod folder;

/// What came of copying the pictures of one of the cast into the library.
pub struct Owned {
    id: Arc<str>,
    /// By the file each was taken from.
    copies: BTreeMap<ImageRef, ImageRef>,
    failed: Vec<(ImageRef, Trouble)>,
    /// A person brought these just now: they are told what failed.
    is_news: bool,
}

/// Pictures are copied for one member at a time.
static TURN: Semaphore = Semaphore::const_new(1);

impl Run {
    /// Reads the cast for the first time. One of an older library names files outside; from now on it has its own.
    pub fn open_cast(&mut self) {
        let Some(cast) = self.show_cast() else { return };
        if cast.unreadable > 0 {
            self.screen.notify_bad(Trouble::new("cast-unreadable").with("count", cast.unreadable));
        }
        for member in &cast.members {
            self.own_pictures(member, |_| false);
        }
    }

    /// Reads the cast for the window.
    pub fn show_cast(&mut self) -> Option<library::StoredCast> {
        let read = self.library.cast().and_then(|cast| Ok((cast, self.library.kept_names()?)));
        match read {
            Ok((cast, kept_names)) => {
                self.screen.cast(cast.members.clone(), kept_names);
                Some(cast)
            }
            Err(error) => {
                self.library_failed(&error);
                None
            }
        }
    }

    pub fn keep_in_cast(&mut self, members: &[Member]) {
        let before: Vec<Option<Member>> =
            members.iter().map(|member| self.library.cast_member(&member.id).ok().flatten()).collect();
        let done = self.library.keep_in_cast(members, now_millis());
        if !self.settle_cast(done) {
            return;
        }
        self.say_what_was_kept(members, &before);
        for (member, before) in members.iter().zip(&before) {
            let knew = |image: &ImageRef| before.as_ref().is_some_and(|before| before.images.contains(image));
            self.own_pictures(member, |image| !knew(image));
        }
    }

    /// New ones, and those that went to the archive or came back, are spoken of. An edit speaks for itself.
    fn say_what_was_kept(&self, members: &[Member], before: &[Option<Member>]) {
        let pairs = || members.iter().zip(before);
        let new: Vec<&Member> = pairs().filter(|(_, before)| before.is_none()).map(|(member, _)| member).collect();
        let moved: Vec<&Member> = pairs()
            .filter(|(member, before)| before.as_ref().is_some_and(|before| before.is_archived != member.is_archived))
            .map(|(member, _)| member)
            .collect();
        if !new.is_empty() {
            self.say_of_cast("cast-kept", &new, None);
        }
        if let Some(first) = moved.first() {
            let rule = if first.is_archived { "cast-archived" } else { "cast-brought-back" };
            let undo = Command::KeepInCast(before.iter().flatten().cloned().collect());
            self.say_of_cast(rule, &moved, Some(undo));
        }
    }

    pub fn rename_in_cast(&mut self, id: &str, name: &str) {
        let member = match self.library.cast_member(id) {
            Ok(Some(member)) => Member { name: name.into(), ..member },
            Ok(None) => return,
            Err(error) => return self.library_failed(&error),
        };
        let done = self.library.keep_in_cast(std::slice::from_ref(&member), now_millis());
        if self.settle_cast(done) {
            self.say_of_cast("cast-renamed", &[&member], None);
        }
    }

    pub fn drop_from_cast(&mut self, ids: &[Arc<str>]) {
        let dropped: Vec<Member> = ids.iter().filter_map(|id| self.library.cast_member(id).ok().flatten()).collect();
        let done = self.library.drop_from_cast(ids);
        if self.settle_cast(done) && !dropped.is_empty() {
            let named: Vec<&Member> = dropped.iter().collect();
            self.say_of_cast("cast-dropped", &named, Some(Command::KeepInCast(dropped.clone())));
        }
    }

    pub fn keep_name(&mut self, kept: &KeptName) {
        let done = self.library.keep_name(kept);
        self.settle_cast(done);
    }

    /// Copies what lies outside of the library into it: a file that is moved or thrown away takes nothing along.
    fn own_pictures(&self, member: &Member, is_news: impl Fn(&ImageRef) -> bool) {
        let dir = self.library.dir();
        let is_outside = |path: &Path| !path.starts_with(dir);
        let outside: Vec<ImageRef> =
            member.images.iter().filter(|image| image.path().is_some_and(is_outside)).cloned().collect();
        if outside.is_empty() {
            return;
        }
        let is_news = outside.iter().any(is_news);
        let (id, pictures) = (member.id.clone(), self.library.pictures());
        self.jobs.spawn(Job::Other("cast pictures"), async move {
            // One after the other: a disk that does not answer must not take every thread there is.
            let _turn = TURN.acquire().await;
            Event::CastPictures(blocking(move || own(id, outside, is_news, &pictures)).await)
        });
    }

    /// Whatever was done to it meanwhile: a picture that it still names is the library's from now on.
    pub fn on_cast_pictures(&mut self, owned: Owned) {
        let Owned { id, copies, failed, is_news } = owned;
        let member = match self.library.cast_member(&id) {
            Ok(Some(member)) => member,
            Ok(None) => return,
            Err(error) => return self.library_failed(&error),
        };
        let mut now = member.clone();
        now.own(&copies);
        if now != member {
            let done = self.library.keep_in_cast(std::slice::from_ref(&now), now_millis());
            self.settle_cast(done);
        }
        for (image, why) in failed.into_iter().filter(|_| is_news) {
            tracing::info!(rule = why.rule, "a picture of the cast could not be copied");
            let said = Trouble::new("cast-picture-not-kept").with("name", &*now.name).with("path", image.to_string());
            self.screen.notify_bad(said);
        }
    }

    /// Writes these as a folder that another library takes in.
    pub fn export_cast(&mut self, ids: &[Arc<str>], to: PathBuf) {
        let Ok(cast) = self.library.cast().inspect_err(|error| self.library_failed(error)) else { return };
        let members = cast.members.into_iter().filter(|member| ids.contains(&member.id)).collect();
        self.jobs.spawn(Job::Other("export"), async move {
            Event::Said(Some(blocking(move || folder::export(members, &to)).await))
        });
    }

    pub fn import_cast(&mut self, from: PathBuf) {
        let Ok(cast) = self.library.cast().inspect_err(|error| self.library_failed(error)) else { return };
        let pictures = self.library.pictures();
        self.jobs.spawn(Job::Other("import"), async move {
            Event::CastFolder(blocking(move || folder::import(&from, &cast.members, &pictures)).await)
        });
    }

    pub fn on_cast_folder(&mut self, found: Result<folder::Found, Trouble>) {
        let found = match found {
            Ok(found) => found,
            Err(trouble) => return self.screen.notify_bad(trouble),
        };
        let cast = match self.library.cast() {
            Ok(cast) => cast.members,
            Err(error) => return self.library_failed(&error),
        };
        let settled = folder::settle(found, &cast, || uuid::Uuid::now_v7().to_string());
        let done = self.library.keep_in_cast(&settled.members, now_millis());
        if self.settle_cast(done) {
            settled.notices().into_iter().for_each(|notice| self.screen.notify(notice));
        }
    }

    /// Whether it is done; a person is told where it is not.
    fn settle_cast(&mut self, done: library::Result<()>) -> bool {
        match &done {
            Ok(()) => {
                self.show_cast();
            }
            Err(error) => self.library_failed(error),
        }
        done.is_ok()
    }

    /// One by its name, several by their number.
    fn say_of_cast(&self, rule: &str, members: &[&Member], undo: Option<Command>) {
        let name = members.first().map_or("", |member| &*member.name);
        let said = Trouble::new(rule).with("name", name).with("count", members.len());
        self.screen.notify(Notice { tone: Tone::Plain, said, undo });
    }
}

fn own(id: Arc<str>, outside: Vec<ImageRef>, is_news: bool, pictures: &Pictures) -> Owned {
    let mut owned = Owned { id, copies: BTreeMap::new(), failed: Vec::new(), is_news };
    for image in outside {
        match copy(&image, pictures) {
            Ok(copy) => {
                owned.copies.insert(image, copy);
            }
            Err(why) => owned.failed.push((image, why)),
        }
    }
    owned
}

fn copy(image: &ImageRef, pictures: &Pictures) -> Result<ImageRef, Trouble> {
    let path = image.path().ok_or_else(|| Trouble::new("engine-no-local-picture"))?;
    let bytes = probe::read_file(path).map_err(|error| Trouble::from(&error))?;
    keep_picture(&bytes, &path.file_name().unwrap_or_default().to_string_lossy(), pictures)
}

/// A picture as the library's own, under a name that a person knows it by.
fn keep_picture(bytes: &[u8], name: &str, pictures: &Pictures) -> Result<ImageRef, Trouble> {
    pictures.add_named(bytes, name).map(ImageRef::file).map_err(|error| Trouble::from(&error))
}
