//! A named subject with reference pictures, written `@name` in any prompt.

use std::sync::Arc;

use super::image::ImageRef;
use super::mention;

/// A draft owns copies of its elements; `cast_id` remembers the library's one it came from.
/// `images[0]` is the frontal picture. An element with `videos` is a video element and has no images.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    pub name: Arc<str>,
    pub description: Arc<str>,
    pub images: Vec<ImageRef>,
    pub videos: Vec<Arc<str>>,
    pub cast_id: Option<Arc<str>>,
}

impl Element {
    pub fn named(name: &str) -> Self {
        Self { name: name.into(), description: "".into(), images: Vec::new(), videos: Vec::new(), cast_id: None }
    }

    /// The name a new element starts with: the first free one.
    pub fn free_name(elements: &[Self]) -> String {
        let is_free = |name: &String| elements.iter().all(|element| *element.name != **name);
        (1..).map(|number| format!("subject{number}")).find(is_free).unwrap_or_default()
    }
}

/// An element as one knows it again: in the meantime others may have come before it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ElementKey {
    pub name: Arc<str>,
    pub cast_id: Option<Arc<str>>,
}

impl Element {
    pub fn key(&self) -> ElementKey {
        ElementKey { name: self.name.clone(), cast_id: self.cast_id.clone() }
    }
}

impl ElementKey {
    /// Its number among these: one of the cast is known by its id whatever it is called by now, any other by its name.
    pub fn find(&self, elements: &[Element]) -> Option<usize> {
        let is_same = |element: &Element| self.cast_id.is_some() && element.cast_id == self.cast_id;
        let by_id = elements.iter().position(is_same);
        by_id.or_else(|| elements.iter().position(|element| element.name == self.name))
    }
}

/// A text as a name, everything that a mention cannot say turned into single underscores.
pub fn legal_name(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined = words.join("_");
    if joined.is_empty() || mention::is_reserved(&joined) { "subject".to_owned() } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_known_again_by_the_cast_and_else_by_its_name() {
        let of_cast = |name: &str, id: &str| Element { cast_id: Some(id.into()), ..Element::named(name) };
        let key = of_cast("fox", "c1").key();
        assert_eq!(key.find(&[Element::named("fox"), of_cast("vixen", "c1")]), Some(1));
        assert_eq!(key.find(&[Element::named("hat"), Element::named("fox")]), Some(1), "it left the cast");
        assert_eq!(Element::named("fox").key().find(&[of_cast("vixen", "c1")]), None);
    }
}
