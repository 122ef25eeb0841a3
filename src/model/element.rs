//! A named subject with reference pictures, written `@name` in any prompt.

use std::sync::Arc;

use super::image::ImageRef;

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
}
