//! How a draft goes on from a frame of a clip, and where in a draft such a frame may go.

use std::sync::Arc;

use super::draft::{ContinuedFrom, Draft, Frames};
use super::element::{Element, ElementKey};
use super::image::ImageRef;
use super::storyboard::Storyboard;

/// A place of a draft that takes a picture.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PicturePlace {
    FirstFrame,
    LastFrame,
    /// One more view of an element.
    View(ElementKey),
    /// An element that this picture begins.
    NewElement,
    Reference,
}

impl Draft {
    /// A draft for what happens next: it begins with this frame, and everything stays as it was but the words. What
    /// was said of one scene is not true of the one after it.
    #[must_use]
    pub fn continuing(&self, from: ContinuedFrom, first: ImageRef) -> Self {
        let shots = self.storyboard.shots().iter().map(|shot| ("".into(), shot.secs(), shot.is_locked));
        Self {
            title: next_title(&self.title),
            prompt: "".into(),
            storyboard: Storyboard::from_file(shots.collect::<Vec<_>>(), None),
            frames: Frames { first: Some(first), last: None },
            continued_from: Some(from),
            ..self.clone()
        }
    }

    /// Puts a frame of a clip into its place; whatever stood there alone gives way. False: there is no such element.
    pub fn put_frame(&mut self, place: &PicturePlace, image: ImageRef, from: ContinuedFrom) -> bool {
        match place {
            PicturePlace::FirstFrame => {
                self.frames.first = Some(image);
                self.continued_from = Some(from);
            }
            PicturePlace::LastFrame => self.frames.last = Some(image),
            PicturePlace::View(key) => {
                let found = key.find(&self.elements);
                let Some(element) = found.and_then(|index| self.elements.get_mut(index)) else {
                    return false;
                };
                element.images.push(image);
            }
            PicturePlace::NewElement => {
                let name = Element::free_name(&self.elements);
                self.elements.push(Element { images: vec![image], ..Element::named(&name) });
            }
            PicturePlace::Reference => self.references.push(image),
        }
        true
    }

    /// A draft whose first frame was exchanged since `before` goes on from nothing any more.
    pub fn forget_lineage(&mut self, before: &Self) {
        let is_another = self.frames.first != before.frames.first;
        if is_another && self.continued_from == before.continued_from {
            self.continued_from = None;
        }
    }
}

/// "Fox", "Fox 2", "Fox 3": what follows is told from what it follows.
pub fn next_title(title: &str) -> Arc<str> {
    let title = title.trim();
    let (name, number) = title.rsplit_once(' ').unwrap_or((title, ""));
    match number.parse::<u32>() {
        Ok(number) if number >= 2 => format!("{name} {}", number.saturating_add(1)).into(),
        Ok(_) | Err(_) if title.is_empty() => "".into(),
        Ok(_) | Err(_) => format!("{title} 2").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cut, Mode, Secs};

    fn from() -> ContinuedFrom {
        ContinuedFrom { task: "task-1".into(), frame: 119 }
    }

    fn fox() -> Draft {
        let shots = [("the fox runs", 4, false), ("it stops", 5, true)];
        Draft {
            title: "Fox at dusk".into(),
            prompt: "a fox".into(),
            negative_prompt: "blur".into(),
            cut: Cut::ByHand,
            mode: Some(Mode::Pro),
            sound: true,
            storyboard: Storyboard::from_file(shots.map(|(text, secs, is)| (text.into(), Secs(secs), is)), None),
            frames: Frames { first: Some(ImageRef::file("a.png")), last: Some(ImageRef::file("b.png")) },
            elements: vec![Element { images: vec![ImageRef::file("fox.png")], ..Element::named("fox") }],
            ..Draft::new("v/m")
        }
    }

    #[test]
    fn what_goes_on_keeps_options_elements_and_lengths_and_begins_with_the_frame() {
        let before = fox();
        let next = before.continuing(from(), ImageRef::file("last.png"));
        assert_eq!(
            (&next.elements, next.mode, next.sound, next.cut),
            (&before.elements, before.mode, true, Cut::ByHand)
        );
        assert_eq!(&*next.negative_prompt, "blur");
        assert_eq!(next.total(), Secs(9));
        assert_eq!(next.frames, Frames { first: Some(ImageRef::file("last.png")), last: None });
        assert_eq!(next.continued_from, Some(from()));
    }

    #[test]
    fn what_goes_on_has_words_of_its_own() {
        let next = fox().continuing(from(), ImageRef::file("last.png"));
        assert!(next.prompt.is_empty() && next.storyboard.shots().iter().all(|shot| shot.prompt.is_empty()));
        assert_eq!(&*next.title, "Fox at dusk 2");
    }

    #[test]
    fn a_frame_goes_where_it_is_wanted() {
        let picture = || ImageRef::file("p.png");
        let mut draft = fox();
        let fox_view = PicturePlace::View(draft.elements[0].key());
        // Others may have come before it by the time the frame is there.
        draft.elements.insert(0, Element::named("owl"));
        assert!(draft.put_frame(&PicturePlace::LastFrame, picture(), from()));
        assert_eq!((draft.frames.last.clone(), draft.continued_from.clone()), (Some(picture()), None));
        assert!(draft.put_frame(&fox_view, picture(), from()));
        assert_eq!(draft.elements[1].images.len(), 2);
        assert!(draft.put_frame(&PicturePlace::NewElement, picture(), from()));
        assert_eq!((&*draft.elements[2].name, draft.elements[2].images.len()), ("subject1", 1));
        assert!(draft.put_frame(&PicturePlace::Reference, picture(), from()));
        assert_eq!(draft.references, [picture()]);
        assert!(!draft.put_frame(&PicturePlace::View(Element::named("hat").key()), picture(), from()));
        assert!(draft.put_frame(&PicturePlace::FirstFrame, picture(), from()));
        assert_eq!((draft.frames.first, draft.continued_from), (Some(picture()), Some(from())));
    }

    #[test]
    fn another_first_frame_goes_on_from_nothing() {
        let before = fox().continuing(from(), ImageRef::file("last.png"));
        let mut draft = Draft { prompt: "on".into(), ..before.clone() };
        draft.forget_lineage(&before);
        assert_eq!(draft.continued_from, Some(from()));
        draft.frames.first = None;
        draft.forget_lineage(&before);
        assert_eq!(draft.continued_from, None);
        let mut draft = before.clone();
        let other = ContinuedFrom { task: "task-2".into(), frame: 0 };
        draft.put_frame(&PicturePlace::FirstFrame, ImageRef::file("c.png"), other.clone());
        draft.forget_lineage(&before);
        assert_eq!(draft.continued_from, Some(other));
    }

    #[test]
    fn what_follows_has_a_title_of_its_own_where_there_is_one() {
        assert_eq!(&*next_title("Fox"), "Fox 2");
        assert_eq!(&*next_title("Fox 2"), "Fox 3");
        assert_eq!(&*next_title("Room 1"), "Room 1 2");
        assert_eq!(&*next_title("黄昏的狐狸"), "黄昏的狐狸 2");
        assert_eq!(&*next_title(" "), "");
    }
}
