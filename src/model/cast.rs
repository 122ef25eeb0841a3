//! The cast: the library's elements, known across drafts by their id. A draft owns copies.

use std::sync::Arc;

use super::draft::Draft;
use super::element::Element;
use super::image::ImageRef;

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

    #[test]
    fn a_copy_knows_where_it_came_from() {
        assert_eq!(Member::of(&fox(), "c1").element(), fox());
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
