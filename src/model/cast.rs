//! The cast: the library's elements, known across drafts by their id. A draft owns copies.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::Draft;
use super::element::{self, Element};
use super::image::ImageRef;
use super::mention;

pub mod folder;
mod search;

pub use search::Search;

/// One of the cast.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub id: Arc<str>,
    pub name: Arc<str>,
    pub description: Arc<str>,
    /// `images[0]` is the frontal picture.
    pub images: Vec<ImageRef>,
    pub videos: Vec<Arc<str>>,
    /// For people; it is never sent.
    pub notes: Arc<str>,
    /// Not offered to drafts any more; those that have it keep their copies.
    pub is_archived: bool,
    /// Where the library's own copies among `images` were taken from, by copy.
    pub origins: BTreeMap<ImageRef, ImageRef>,
    pub changed_at_millis: i64,
}

impl Member {
    /// An element kept under this id.
    pub fn of(element: &Element, id: &str) -> Self {
        Self {
            id: id.into(),
            name: element.name.clone(),
            description: element.description.clone(),
            images: element.images.clone(),
            videos: element.videos.clone(),
            notes: "".into(),
            is_archived: false,
            origins: BTreeMap::new(),
            changed_at_millis: 0,
        }
    }

    /// A draft's copy of it.
    pub fn element(&self) -> Element {
        Element {
            name: self.name.clone(),
            description: self.description.clone(),
            images: self.images.clone(),
            videos: self.videos.clone(),
            cast_id: Some(self.id.clone()),
        }
    }

    /// Whether a draft's copy says the same. A picture is the same as the file its copy was taken from.
    pub fn is_like(&self, element: &Element) -> bool {
        let is_same = |(mine, its): (&ImageRef, &ImageRef)| mine == its || self.origins.get(mine) == Some(its);
        self.name == element.name
            && self.description == element.description
            && self.videos == element.videos
            && self.images.len() == element.images.len()
            && self.images.iter().zip(&element.images).all(is_same)
    }

    /// Brought up to a draft's copy. Pictures that are in the library already stay the library's.
    #[must_use]
    pub fn taking(&self, element: &Element) -> Self {
        let copies: BTreeMap<&ImageRef, &ImageRef> = self
            .origins
            .iter()
            .filter(|(copy, _)| self.images.contains(copy))
            .map(|(copy, from)| (from, copy))
            .collect();
        let own = |image: &ImageRef| copies.get(image).map_or_else(|| image.clone(), |copy| (*copy).clone());
        let images: Vec<ImageRef> = element.images.iter().map(own).collect();
        let mut taken = Self { images, ..Self::of(element, &self.id) };
        (taken.notes, taken.is_archived) = (self.notes.clone(), self.is_archived);
        taken.origins = self.origins.clone();
        taken.forget_origins();
        taken
    }

    /// The library has copies of these pictures now.
    pub fn own(&mut self, copies: &BTreeMap<ImageRef, ImageRef>) {
        for image in &mut self.images {
            if let Some(copy) = copies.get(image) {
                self.origins.insert(copy.clone(), std::mem::replace(image, copy.clone()));
            }
        }
        self.forget_origins();
    }

    /// Another one that starts as this one, under a name of its own.
    #[must_use]
    pub fn twin(&self, id: &str, cast: &[Self]) -> Self {
        let name = free_name(&self.name, cast.iter().map(|member| &*member.name));
        Self { id: id.into(), name, is_archived: false, changed_at_millis: 0, ..self.clone() }
    }

    /// What was changed between two states of it, done to it as it is now. What is the same in both stays as it is.
    #[must_use]
    pub fn with_change(&self, from: &Self, to: &Self) -> Self {
        let mut now = self.clone();
        let text = |now: &mut Arc<str>, from: &Arc<str>, to: &Arc<str>| {
            if from != to {
                *now = to.clone();
            }
        };
        text(&mut now.name, &from.name, &to.name);
        text(&mut now.description, &from.description, &to.description);
        text(&mut now.notes, &from.notes, &to.notes);
        if from.videos != to.videos {
            now.videos.clone_from(&to.videos);
        }
        if from.is_archived != to.is_archived {
            now.is_archived = to.is_archived;
        }
        if from.images != to.images {
            // The library may have copied a picture meanwhile.
            let copies: BTreeMap<&ImageRef, &ImageRef> = self.origins.iter().map(|(copy, from)| (from, copy)).collect();
            let own = |image: &ImageRef| copies.get(image).map_or_else(|| image.clone(), |copy| (*copy).clone());
            now.images = to.images.iter().map(own).collect();
            now.origins.extend(to.origins.clone());
            now.forget_origins();
        }
        now
    }

    fn forget_origins(&mut self) {
        let images = &self.images;
        self.origins.retain(|copy, _| images.contains(copy));
    }
}

/// A name for one of the cast as near to the wanted one as can be. A number stands in front: behind, it would make one
/// name begin the other, and vendors that look for names in a text could not tell them apart.
pub fn free_name<'a>(wanted: &str, taken: impl Iterator<Item = &'a str>) -> Arc<str> {
    let is_fine = mention::is_valid_name(wanted) && !mention::is_reserved(wanted);
    let base = if is_fine { wanted.to_owned() } else { element::legal_name(wanted) };
    let taken: std::collections::HashSet<&str> = taken.collect();
    let numbered = (2_usize..).map(|number| format!("no{number}_{base}"));
    // One of so many is free.
    let mut tries = std::iter::once(base.clone()).chain(numbered).take(taken.len() + 1);
    tries.find(|name| !taken.contains(&**name)).unwrap_or(base).into()
}

/// New ones from pictures, named after their files: each an element of its own, or all of them views of one.
pub fn from_pictures(
    pictures: &[ImageRef],
    are_one: bool,
    cast: &[Member],
    mut new_id: impl FnMut() -> String,
) -> Vec<Member> {
    let mut taken: Vec<Arc<str>> = cast.iter().map(|member| member.name.clone()).collect();
    let each = if are_one { pictures.len().max(1) } else { 1 };
    let mut made = Vec::new();
    for views in pictures.chunks(each) {
        let stem = stem(&views[0]);
        let name = free_name(&stem, taken.iter().map(|name| &**name));
        // What a name cannot say is said of it: 狐狸.png is a 狐狸, whatever it is called.
        let says_more = stem.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        let description = if says_more { stem.trim() } else { "" };
        taken.push(name.clone());
        let element = Element { description: description.into(), images: views.to_vec(), ..Element::named(&name) };
        made.push(Member::of(&element, &new_id()));
    }
    made
}

/// What a picture's file is called, without its ending.
fn stem(picture: &ImageRef) -> String {
    match picture {
        ImageRef::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        ImageRef::Url(url) => {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let name = path.rsplit('/').next().unwrap_or_default();
            name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
        }
    }
}

/// An element of a draft that the cast calls otherwise by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewName {
    pub cast_id: Arc<str>,
    pub here: Arc<str>,
    pub there: Arc<str>,
}

/// The elements of a draft that another draft gave new names since. A name that another element has here already is
/// not offered: two of one name cannot be told apart.
pub fn new_names(draft: &Draft, cast: &[Member]) -> Vec<NewName> {
    let is_taken = |name: &str| draft.elements.iter().any(|element| &*element.name == name);
    let of = |element: &Element| {
        let id = element.cast_id.as_ref()?;
        let member = cast.iter().find(|member| member.id == *id)?;
        let is_other = member.name != element.name && !is_taken(&member.name);
        is_other.then(|| NewName { cast_id: id.clone(), here: element.name.clone(), there: member.name.clone() })
    };
    draft.elements.iter().filter_map(of).collect()
}

/// A draft said that its own name stays, though the cast has this one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeptName {
    pub draft: Arc<str>,
    pub cast_id: Arc<str>,
    /// The cast's name that it does without.
    pub name: Arc<str>,
}

impl NewName {
    /// The draft's word that it keeps its own.
    pub fn kept(&self, draft: &Arc<str>) -> KeptName {
        KeptName { draft: draft.clone(), cast_id: self.cast_id.clone(), name: self.there.clone() }
    }

    /// Takes the cast's name over; mentions follow.
    pub fn take(&self, draft: &mut Draft) {
        let is_it = |element: &Element| element.cast_id.as_ref() == Some(&self.cast_id) && element.name == self.here;
        if let Some(index) = draft.elements.iter().position(is_it) {
            draft.rename_element(index, &self.there);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fox() -> Element {
        Element { cast_id: Some("c1".into()), images: vec![ImageRef::file("fox.png")], ..Element::named("fox") }
    }

    fn vixen() -> Member {
        Member { name: "vixen".into(), ..Member::of(&fox(), "c1") }
    }

    fn copies(pairs: &[(&str, &str)]) -> BTreeMap<ImageRef, ImageRef> {
        pairs.iter().map(|(from, copy)| (ImageRef::file(*from), ImageRef::file(*copy))).collect()
    }

    #[test]
    fn a_copy_knows_where_it_came_from() {
        assert_eq!(Member::of(&fox(), "c1").element(), fox());
    }

    #[test]
    fn a_picture_of_the_library_is_the_same_as_the_file_it_was_taken_from() {
        let mut member = Member::of(&fox(), "c1");
        member.own(&copies(&[("fox.png", "/library/fox.png"), ("other.png", "/library/other.png")]));
        assert_eq!(member.images, [ImageRef::file("/library/fox.png")]);
        assert_eq!(member.origins.len(), 1);
        assert!(member.is_like(&fox()) && member.is_like(&member.element()));
        let other = Element { images: vec![ImageRef::file("vixen.png")], ..fox() };
        assert!(!member.is_like(&other));
    }

    #[test]
    fn what_a_draft_brings_keeps_the_pictures_the_library_has_and_the_notes() {
        let mut member = Member { notes: "torn ear".into(), ..Member::of(&fox(), "c1") };
        member.own(&copies(&[("fox.png", "/library/fox.png")]));
        let images = vec![ImageRef::file("side.png"), ImageRef::file("fox.png")];
        let taken = member.taking(&Element { images, description: "red".into(), ..fox() });
        assert_eq!(taken.images, [ImageRef::file("side.png"), ImageRef::file("/library/fox.png")]);
        assert_eq!((&*taken.notes, &*taken.description, taken.origins.len()), ("torn ear", "red", 1));
        assert_eq!(member.taking(&Element { images: Vec::new(), ..fox() }).origins.len(), 0);
    }

    #[test]
    fn undoing_one_change_leaves_the_others() {
        let before = Member::of(&fox(), "c1");
        let after = Member { description: "red".into(), images: Vec::new(), ..before.clone() };
        let mut now = Member { name: "vixen".into(), is_archived: true, ..after.clone() };
        assert_eq!(
            now.with_change(&after, &before),
            Member { name: "vixen".into(), is_archived: true, ..before.clone() }
        );
        now = Member { images: before.images.clone(), ..now };
        now.own(&copies(&[("fox.png", "/library/fox.png")]));
        let two = Member { images: vec![ImageRef::file("side.png"), ImageRef::file("fox.png")], ..before.clone() };
        let images = now.with_change(&before, &two).images;
        assert_eq!(images, [ImageRef::file("side.png"), ImageRef::file("/library/fox.png")]);
    }

    #[test]
    fn a_number_stands_in_front_of_a_name_that_is_taken() {
        let free = |wanted: &str, taken: &[&str]| free_name(wanted, taken.iter().copied()).to_string();
        assert_eq!(free("fox", &[]), "fox");
        assert_eq!(free("fox", &["fox"]), "no2_fox");
        assert_eq!(free("fox", &["fox", "no2_fox", "no3_fox"]), "no4_fox");
        assert_eq!(free("red fox (1)", &[]), "red_fox_1");
        assert_eq!(free("image1", &[]), "subject");
        assert_eq!(free("_a__b_", &[]), "_a__b_");
    }

    #[test]
    fn new_ones_are_called_after_their_files_as_far_as_a_name_can() {
        let pictures: Vec<ImageRef> =
            ["/p/Red Fox.png", "/p/狐狸.png", "/p/fox/red-fox.jpg"].map(ImageRef::file).into();
        let cast = [Member { name: "subject".into(), ..Member::of(&fox(), "c1") }];
        let mut number = 0;
        let mut id = || {
            number += 1;
            format!("n{number}")
        };
        let made = from_pictures(&pictures, false, &cast, &mut id);
        let told: Vec<(&str, &str)> = made.iter().map(|member| (&*member.name, &*member.description)).collect();
        assert_eq!(told, [("Red_Fox", ""), ("no2_subject", "狐狸"), ("red_fox", "")]);
        let one = from_pictures(&pictures, true, &[], &mut id);
        assert_eq!((one.len(), one[0].images.len(), &*one[0].name), (1, 3, "Red_Fox"));
        let link = [ImageRef::parse("https://example.com/a/owl.png?size=2")];
        assert_eq!(&*from_pictures(&link, false, &[], &mut id)[0].name, "owl");
        assert_eq!(from_pictures(&[], true, &[], &mut id), []);
    }

    #[test]
    fn a_twin_has_a_name_of_its_own_and_is_at_work() {
        let old = Member { is_archived: true, notes: "torn ear".into(), ..Member::of(&fox(), "c1") };
        let twin = old.twin("c2", std::slice::from_ref(&old));
        assert_eq!((&*twin.id, &*twin.name, &*twin.notes, twin.is_archived), ("c2", "no2_fox", "torn ear", false));
        assert_eq!(twin.images, old.images);
    }

    #[test]
    fn a_draft_is_offered_the_new_name_and_its_mentions_follow() {
        let mut draft = Draft { prompt: "@fox runs".into(), elements: vec![fox()], ..Draft::new("v/m") };
        let offered = new_names(&draft, &[vixen()]);
        assert_eq!(offered, [NewName { cast_id: "c1".into(), here: "fox".into(), there: "vixen".into() }]);
        offered[0].take(&mut draft);
        assert_eq!((&*draft.prompt, &*draft.elements[0].name), ("@vixen runs", "vixen"));
        assert_eq!(new_names(&draft, &[vixen()]), []);
    }

    #[test]
    fn a_name_that_is_taken_here_is_not_offered_nor_is_one_of_a_stranger() {
        let elements = vec![fox(), Element::named("vixen")];
        assert_eq!(new_names(&Draft { elements, ..Draft::new("v/m") }, &[vixen()]), []);
        let stranger = Element { cast_id: Some("c9".into()), ..fox() };
        assert_eq!(new_names(&Draft { elements: vec![stranger], ..Draft::new("v/m") }, &[vixen()]), []);
    }
}
