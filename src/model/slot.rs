//! The places of a draft that hold a picture each, and how pictures get from one to another.

use super::capabilities::Capabilities;
use super::draft::{Draft, Frames};
use super::image::ImageRef;
use super::lineage::PicturePlace;
use super::preflight::Place;
use super::trouble::Trouble;

/// Which end of the video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    First,
    Last,
}

impl Side {
    pub fn frame(self, frames: &Frames) -> Option<&ImageRef> {
        match self {
            Self::First => frames.first.as_ref(),
            Self::Last => frames.last.as_ref(),
        }
    }

    pub fn frame_mut(self, frames: &mut Frames) -> &mut Option<ImageRef> {
        match self {
            Self::First => &mut frames.first,
            Self::Last => &mut frames.last,
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Last,
            Self::Last => Self::First,
        }
    }

    /// The word it goes by.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "frame-first",
            Self::Last => "frame-last",
        }
    }
}

/// One place for a picture. A place in a list may be the empty one behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    Frame(Side),
    Reference(usize),
    Element(usize, usize),
}

impl Slot {
    /// The place behind the last picture of an element.
    pub fn behind(draft: &Draft, element: usize) -> Self {
        Self::Element(element, draft.elements.get(element).map_or(0, |element| element.images.len()))
    }

    /// Where preflight speaks of it.
    pub fn place(self) -> Place {
        match self {
            Self::Frame(Side::First) => Place::FirstFrame,
            Self::Frame(Side::Last) => Place::LastFrame,
            Self::Reference(i) => Place::Reference(i),
            Self::Element(i, j) => Place::ElementImage(i, j),
        }
    }

    /// Where a frame of a clip goes that is meant for it; in a list behind the last.
    pub fn frame_place(self, draft: &Draft) -> Option<PicturePlace> {
        match self {
            Self::Frame(Side::First) => Some(PicturePlace::FirstFrame),
            Self::Frame(Side::Last) => Some(PicturePlace::LastFrame),
            Self::Reference(_) => Some(PicturePlace::Reference),
            Self::Element(i, _) => draft.elements.get(i).map(|element| PicturePlace::View(element.key())),
        }
    }

    pub fn picture(self, draft: &Draft) -> Option<&ImageRef> {
        match self {
            Self::Frame(side) => side.frame(&draft.frames),
            Self::Reference(i) => draft.references.get(i),
            Self::Element(i, j) => draft.elements.get(i)?.images.get(j),
        }
    }

    /// Puts a picture here; in a list at the end where there is no such place yet.
    pub fn put(self, draft: &mut Draft, image: ImageRef) {
        match self {
            Self::Frame(side) => *side.frame_mut(&mut draft.frames) = Some(image),
            Self::Reference(i) => put_in(&mut draft.references, i, image),
            Self::Element(i, j) => {
                if let Some(element) = draft.elements.get_mut(i) {
                    put_in(&mut element.images, j, image);
                }
            }
        }
    }

    /// Empties it; a list closes up.
    pub fn clear(self, draft: &mut Draft) -> Option<ImageRef> {
        match self {
            Self::Frame(side) => side.frame_mut(&mut draft.frames).take(),
            Self::Reference(i) => take_from(&mut draft.references, i),
            Self::Element(i, j) => take_from(&mut draft.elements.get_mut(i)?.images, j),
        }
    }

    /// A picture that is carried to such a place leaves its own; to any other it goes as a copy: an element must not
    /// lose its face because it is a frame too.
    pub fn is_moved_to(self, to: Self) -> bool {
        match (self, to) {
            (Self::Frame(_), Self::Frame(_)) | (Self::Reference(_), Self::Reference(_)) => true,
            (Self::Element(one, _), Self::Element(other, _)) => one == other,
            (Self::Frame(_) | Self::Reference(_) | Self::Element(..), _) => false,
        }
    }

    /// Carries what is here to another place.
    pub fn carry(self, to: Self, draft: &mut Draft) {
        let Some(image) = self.picture(draft).cloned() else {
            return;
        };
        match (self, to) {
            (Self::Reference(from), Self::Reference(to)) => reorder(&mut draft.references, from, to),
            (Self::Element(i, from), Self::Element(j, to)) if i == j => {
                if let Some(element) = draft.elements.get_mut(i) {
                    reorder(&mut element.images, from, to);
                }
            }
            (from, to) => {
                if from.is_moved_to(to) {
                    from.clear(draft);
                }
                to.put(draft, image);
            }
        }
    }

    /// Exchanges two pictures.
    pub fn swap(self, other: Self, draft: &mut Draft) {
        let (here, there) = (self.picture(draft).cloned(), other.picture(draft).cloned());
        if let (Some(here), Some(there)) = (here, there) {
            self.put(draft, there);
            other.put(draft, here);
        }
    }

    /// Why this place takes no picture at all, for a picture that is not in the draft yet.
    pub fn refuses(self, draft: &Draft, caps: &Capabilities) -> Option<Trouble> {
        let is_new = self.picture(draft).is_none();
        match self {
            Self::Frame(_) if !caps.frames.takes_frames => Some(Trouble::new("well-no-frames")),
            Self::Frame(_) => None,
            Self::Reference(_) if caps.max_references == 0 => Some(Trouble::new("well-no-references")),
            Self::Reference(_) if is_new && draft.references.len() >= caps.max_references => {
                Some(Trouble::new("well-full").with("limit", caps.max_references))
            }
            Self::Reference(_) => None,
            Self::Element(i, _) => {
                let limit = caps.elements.max_images;
                let is_full = draft.elements.get(i).is_some_and(|element| element.images.len() >= limit);
                (is_new && is_full).then(|| Trouble::new("well-full").with("limit", limit))
            }
        }
    }
}

fn put_in(list: &mut Vec<ImageRef>, at: usize, image: ImageRef) {
    match list.get_mut(at) {
        Some(place) => *place = image,
        None => list.push(image),
    }
}

fn take_from(list: &mut Vec<ImageRef>, at: usize) -> Option<ImageRef> {
    (at < list.len()).then(|| list.remove(at))
}

fn reorder(list: &mut Vec<ImageRef>, from: usize, to: usize) {
    if let Some(image) = take_from(list, from) {
        list.insert(to.min(list.len()), image);
    }
}

/// Puts pictures into their places, the first one at `at` whatever is there, the others into the free places behind it:
/// the other frame, the rest of the list. Returns how many had no place.
pub fn fill(draft: &mut Draft, caps: &Capabilities, at: Slot, images: Vec<ImageRef>) -> usize {
    let mut images = images.into_iter();
    let Some(first) = images.next() else {
        return 0;
    };
    at.put(draft, first);
    spread(draft, caps, at, images)
}

/// Puts pictures into free places: first frame, last frame, then references where the offering takes them. Returns
/// how many had no place.
pub fn fill_free(draft: &mut Draft, caps: &Capabilities, images: Vec<ImageRef>) -> usize {
    spread(draft, caps, Slot::Frame(Side::First), images.into_iter())
}

fn spread(draft: &mut Draft, caps: &Capabilities, at: Slot, images: impl Iterator<Item = ImageRef>) -> usize {
    let mut left = 0;
    for image in images {
        match free(draft, caps, at) {
            Some(slot) => slot.put(draft, image),
            None => left += 1,
        }
    }
    left
}

fn free(draft: &Draft, caps: &Capabilities, at: Slot) -> Option<Slot> {
    let open = |slot: &Slot| slot.picture(draft).is_none() && slot.refuses(draft, caps).is_none();
    let next_reference = Slot::Reference(draft.references.len());
    match at {
        Slot::Frame(_) => [Slot::Frame(Side::First), Slot::Frame(Side::Last), next_reference].into_iter().find(open),
        Slot::Reference(_) => Some(next_reference).filter(open),
        Slot::Element(i, _) => {
            let count = draft.elements.get(i)?.images.len();
            Some(Slot::Element(i, count)).filter(open)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Element;

    const FIRST: Slot = Slot::Frame(Side::First);
    const LAST: Slot = Slot::Frame(Side::Last);

    fn caps(id: &str) -> Capabilities {
        crate::vendors::rows().find(|row| row.id == id).unwrap().caps.clone()
    }

    fn usual() -> Capabilities {
        caps(crate::vendors::DEFAULT_OFFERING)
    }

    /// An offering that takes references.
    fn omni() -> Capabilities {
        crate::vendors::rows().find(|row| row.caps.max_references > 3).unwrap().caps.clone()
    }

    fn files(names: &[&str]) -> Vec<ImageRef> {
        names.iter().map(ImageRef::file).collect()
    }

    #[test]
    fn several_pictures_fill_the_wells_in_order() {
        let mut draft = Draft::new("v/m");
        assert_eq!(fill_free(&mut draft, &usual(), files(&["a", "b", "c"])), 1);
        assert_eq!(FIRST.picture(&draft), Some(&ImageRef::file("a")));
        assert_eq!(LAST.picture(&draft), Some(&ImageRef::file("b")));

        let mut draft = Draft::new("v/m");
        assert_eq!(fill_free(&mut draft, &omni(), files(&["a", "b", "c", "d"])), 0);
        assert_eq!(draft.references, files(&["c", "d"]));
    }

    #[test]
    fn the_first_of_several_replaces_where_it_fell_and_the_rest_take_free_places() {
        let mut draft = Draft::new("v/m");
        LAST.put(&mut draft, ImageRef::file("old"));
        assert_eq!(fill(&mut draft, &usual(), LAST, files(&["new", "more", "much"])), 1);
        assert_eq!(
            (FIRST.picture(&draft), LAST.picture(&draft)),
            (Some(&ImageRef::file("more")), Some(&ImageRef::file("new")))
        );
    }

    #[test]
    fn a_list_closes_up_and_takes_no_more_than_the_row_says() {
        let mut draft = Draft::new("v/m");
        let caps = omni();
        let names: Vec<String> = (0..=caps.max_references).map(|i| i.to_string()).collect();
        let images = names.iter().map(ImageRef::file).collect();
        assert_eq!(fill(&mut draft, &caps, Slot::Reference(0), images), 1);
        assert_eq!(Slot::Reference(9).refuses(&draft, &caps).unwrap().rule, "well-full");
        Slot::Reference(0).clear(&mut draft);
        assert_eq!(draft.references[0], ImageRef::file("1"));
        Slot::Reference(2).carry(Slot::Reference(0), &mut draft);
        assert_eq!(draft.references[..3], files(&["3", "1", "2"]));
    }

    #[test]
    fn a_frame_moves_to_the_other_end_and_an_elements_picture_is_copied() {
        let mut draft = Draft::new("v/m");
        draft.elements.push(Element { images: files(&["fox"]), ..Element::named("fox") });
        Slot::Element(0, 0).carry(FIRST, &mut draft);
        assert_eq!((draft.elements[0].images.len(), FIRST.picture(&draft)), (1, Some(&ImageRef::file("fox"))));
        FIRST.carry(LAST, &mut draft);
        assert_eq!((FIRST.picture(&draft), LAST.picture(&draft)), (None, Some(&ImageRef::file("fox"))));
    }

    #[test]
    fn two_frames_change_places() {
        let mut draft = Draft::new("v/m");
        fill_free(&mut draft, &usual(), files(&["a", "b"]));
        FIRST.swap(LAST, &mut draft);
        assert_eq!(
            (FIRST.picture(&draft), LAST.picture(&draft)),
            (Some(&ImageRef::file("b")), Some(&ImageRef::file("a")))
        );
    }

    #[test]
    fn a_place_says_why_it_takes_nothing() {
        let (draft, caps) = (Draft::new("v/m"), usual());
        assert_eq!(Slot::Reference(0).refuses(&draft, &caps).unwrap().rule, "well-no-references");
        assert_eq!(FIRST.refuses(&draft, &caps), None);
        let mut without = usual();
        without.frames.takes_frames = false;
        assert_eq!(FIRST.refuses(&draft, &without).unwrap().rule, "well-no-frames");
    }
}
