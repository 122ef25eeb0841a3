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

/// A text as a name, everything that a mention cannot say turned into single underscores.
pub fn legal_name(text: &str) -> String {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined = words.join("_");
    if joined.is_empty() || mention::is_reserved(&joined) { "subject".to_owned() } else { joined }
}
