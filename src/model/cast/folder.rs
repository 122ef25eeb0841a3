//! The cast as a folder anybody can read: `cast.json` with every word, and the pictures under names of their own.
//!
//! ```text
//! cast.json      { "shotloom_cast": 1, "elements": [ { "id", "name", "description", "notes", "archived",
//!                  "images": ["fox/front.png", "https://…"], "videos": ["https://…"] } ] }
//! fox/front.png  a picture; the first of `images` is the frontal one
//! ```
//!
//! Pure: what goes where. Reading and writing the files is the engine's.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Member;
use crate::model::image::ImageRef;
use crate::model::trouble::Trouble;

/// The file that makes a folder a cast.
pub const FILE: &str = "cast.json";
const VERSION: u64 = 1;

/// More than anybody's cast, and more pictures than any vendor takes: beyond it a file is made to fill the memory.
const MAX_ELEMENTS: usize = 5_000;
const MAX_IMAGES: usize = 16;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    shotloom_cast: u64,
    pub elements: Vec<Entry>,
}

/// One of the cast. An image is a web address, or a path inside the folder whose parts are separated by `/`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    #[serde(default)]
    pub id: Arc<str>,
    pub name: Arc<str>,
    #[serde(default)]
    pub description: Arc<str>,
    #[serde(default)]
    pub notes: Arc<str>,
    #[serde(default)]
    pub archived: bool,
    #[serde(default)]
    pub images: Vec<String>,
    #[serde(default)]
    pub videos: Vec<Arc<str>>,
}

/// A folder to be written: its manifest, and which file goes where in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub manifest: Manifest,
    pub copies: Vec<(PathBuf, String)>,
}

impl Plan {
    pub fn of(members: &[Member]) -> Self {
        let mut folders = Names { taken: HashSet::from([FILE.to_owned()]) };
        let mut copies = Vec::new();
        let elements = members.iter().map(|member| entry(member, &mut folders, &mut copies)).collect();
        Self { manifest: Manifest { shotloom_cast: VERSION, elements }, copies }
    }
}

fn entry(member: &Member, folders: &mut Names, copies: &mut Vec<(PathBuf, String)>) -> Entry {
    let mut files = Names::default();
    let mut folder = None;
    let mut placed = |image: &ImageRef| match image {
        ImageRef::Url(url) => url.to_string(),
        ImageRef::File(path) => {
            let folder = folder.get_or_insert_with(|| folders.free(&member.name, "element"));
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let place = format!("{folder}/{}", files.free(&name, "picture"));
            copies.push((path.to_path_buf(), place.clone()));
            place
        }
    };
    Entry {
        id: member.id.clone(),
        name: member.name.clone(),
        description: member.description.clone(),
        notes: member.notes.clone(),
        archived: member.is_archived,
        images: member.images.iter().map(&mut placed).collect(),
        videos: member.videos.clone(),
    }
}

impl Manifest {
    /// As it is written, for people too.
    pub fn text(&self) -> String {
        // Our own plain structs always become JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Reads a `cast.json`; what is wrong with it, in one sentence.
    pub fn read(text: &str) -> Result<Self, Trouble> {
        let broken = |detail: String| Trouble::new("cast-folder-broken").with("detail", detail);
        let value: serde_json::Value =
            serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| broken(error.to_string()))?;
        match value.get("shotloom_cast") {
            Some(version) if version.as_u64() == Some(VERSION) => {}
            Some(version) if version.as_u64().is_some_and(|found| found > VERSION) => {
                return Err(Trouble::new("cast-folder-newer"));
            }
            Some(_) | None => return Err(Trouble::new("cast-folder-not-ours")),
        }
        let read: Self = serde_json::from_value(value).map_err(|error| broken(error.to_string()))?;
        if read.elements.len() > MAX_ELEMENTS {
            return Err(broken(format!("elements: {} > {MAX_ELEMENTS}", read.elements.len())));
        }
        match read.elements.iter().find(|entry| entry.images.len() > MAX_IMAGES) {
            Some(entry) => Err(broken(format!("{}: {} > {MAX_IMAGES}", entry.name, entry.images.len()))),
            None => Ok(read),
        }
    }
}

/// The parts of a path inside the folder; `None` for one that leads out of it, or that some system reads otherwise.
pub fn parts(image: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = image.split('/').collect();
    let is_plain = |part: &&str| {
        !part.is_empty() && *part != "." && *part != ".." && !part.contains(['\\', ':', '\0']) && !part.ends_with(' ')
    };
    parts.iter().all(is_plain).then_some(parts)
}

/// Names that are given once, on systems that take `A` for `a` too.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
}

impl Names {
    fn free(&mut self, wanted: &str, otherwise: &str) -> String {
        let (stem, ending) = match wanted.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && (1..=5).contains(&ending.len()) => {
                (stem, format!(".{}", plain(ending)))
            }
            Some(_) | None => (wanted, String::new()),
        };
        let stem = match plain(stem).trim_matches([' ', '.']) {
            "" => otherwise.to_owned(),
            stem if is_device(stem) => format!("{stem}_"),
            stem => stem.to_owned(),
        };
        let candidate = |number: usize| {
            if number == 1 { format!("{stem}{ending}") } else { format!("{stem} {number}{ending}") }
        };
        let mut tries = (1..=self.taken.len() + 1).map(candidate);
        let name = tries.find(|name| !self.taken.contains(&name.to_lowercase())).unwrap_or_else(|| candidate(0));
        self.taken.insert(name.to_lowercase());
        name
    }
}

/// What every system takes as part of a name, and no longer than any allows.
fn plain(text: &str) -> String {
    let is_fine = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '(' | ')' | '.');
    text.chars().map(|c| if is_fine(c) { c } else { '_' }).take(60).collect()
}

/// Names that are devices on Windows, whatever their ending.
fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_numbered = |port: &str| {
        name.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(&*name, "con" | "prn" | "aux" | "nul") || is_numbered("com") || is_numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Element;

    fn member(name: &str, images: &[&str]) -> Member {
        let images = images.iter().map(|image| ImageRef::parse(image)).collect();
        Member::of(&Element { images, ..Element::named(name) }, name)
    }

    fn places(members: &[Member]) -> Vec<String> {
        Plan::of(members).copies.into_iter().map(|(_, place)| place).collect()
    }

    #[test]
    fn pictures_lie_in_a_folder_of_their_element_under_their_own_names() {
        let fox = member("fox", &["/l/a/front.png", "https://example.com/x.png", "/l/b/front.png", "/l/FRONT.PNG"]);
        assert_eq!(places(std::slice::from_ref(&fox)), ["fox/front.png", "fox/front 2.png", "fox/FRONT 3.PNG"]);
        let images = &Plan::of(&[fox]).manifest.elements[0].images;
        assert_eq!(images[1], "https://example.com/x.png");
    }

    #[test]
    fn names_that_one_system_or_another_refuses_are_not_given() {
        let odd = member("con", &["/l/红狐狸.png", "/l/a:b?.png", "/l/...", "/l/nul.png", "/l/no ending"]);
        let place = |name: &str| format!("con_/{name}");
        let expected = ["红狐狸.png", "a_b_.png", "picture", "nul_.png", "no ending"].map(place);
        assert_eq!(places(&[odd]), expected);
        let twice = [member("Fox", &["/l/a.png"]), member("fox", &["/l/a.png"])];
        assert_eq!(places(&twice), ["Fox/a.png", "fox 2/a.png"]);
        assert!(places(&[member("a", &[&format!("/l/{}.png", "x".repeat(200))])])[0].len() < 80);
    }

    #[test]
    fn a_manifest_reads_back_as_it_was_written() {
        let fox = Member { notes: "a\nb \"c\"".into(), is_archived: true, ..member("fox", &["/l/front.png"]) };
        let manifest = Plan::of(&[fox]).manifest;
        assert_eq!(Manifest::read(&manifest.text()), Ok(manifest.clone()));
        assert_eq!(Manifest::read(&format!("\u{feff}{}", manifest.text())), Ok(manifest));
    }

    #[test]
    fn what_is_no_cast_is_told_from_a_broken_one_and_a_newer_one() {
        let rule = |text: &str| Manifest::read(text).map_err(|trouble| trouble.rule);
        for text in ["[]", "{}", r#"{"shotloom":1}"#, r#"{"shotloom_cast":"1"}"#, "7"] {
            assert_eq!(rule(text), Err("cast-folder-not-ours".to_owned()), "{text}");
        }
        assert_eq!(rule(r#"{"shotloom_cast":2,"elements":[]}"#), Err("cast-folder-newer".to_owned()));
        for text in ["", "{", r#"{"shotloom_cast":1}"#, r#"{"shotloom_cast":1,"elements":[{"name":7}]}"#] {
            assert_eq!(rule(text), Err("cast-folder-broken".to_owned()), "{text}");
        }
        assert!(rule(r#"{"shotloom_cast":1,"elements":[{"name":"fox"}]}"#).is_ok());
    }

    #[test]
    fn a_picture_outside_of_the_folder_is_not_reached() {
        assert_eq!(parts("fox/front 2.png"), Some(vec!["fox", "front 2.png"]));
        for image in ["", "/etc/passwd", "../x.png", "fox/../../x", "a//b", ".", "C:\\x.png", "fox\\x.png", "a/b "] {
            assert_eq!(parts(image), None, "{image}");
        }
    }
}
