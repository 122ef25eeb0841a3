//! Small pictures on the graphics card: uploaded once when the engine brings them, freed when it drops them.

use std::collections::{HashMap, HashSet};

use egui::{ColorImage, Context, TextureHandle, TextureOptions};

use crate::engine::snapshot::{Snapshot, Thumb, ThumbKey};

/// Textures of the snapshot's small pictures, and which ones were asked for.
#[derive(Default)]
pub struct Thumbs {
    here: HashMap<ThumbKey, TextureHandle>,
    broken: HashSet<ThumbKey>,
    asked: HashSet<ThumbKey>,
}

/// A small picture as a screen finds it.
#[derive(Clone, Copy)]
pub enum Picture<'a> {
    Here(&'a TextureHandle),
    /// Asked for, or being made.
    Coming,
    Broken,
    /// Nobody asked yet.
    Absent,
}

impl Thumbs {
    pub fn get(&self, key: &ThumbKey) -> Picture<'_> {
        match self.here.get(key) {
            Some(texture) => Picture::Here(texture),
            None if self.broken.contains(key) => Picture::Broken,
            None if self.asked.contains(key) => Picture::Coming,
            None => Picture::Absent,
        }
    }

    /// Whether this wish is new and must be sent.
    pub fn ask(&mut self, key: &ThumbKey) -> bool {
        self.asked.insert(key.clone())
    }

    /// Follows a new snapshot.
    pub fn follow(&mut self, ctx: &Context, snapshot: &Snapshot) {
        self.here.retain(|key, _| snapshot.thumbs.contains_key(key));
        self.broken.retain(|key| snapshot.thumbs.contains_key(key));
        for (key, thumb) in snapshot.thumbs.iter() {
            match thumb {
                Thumb::Coming => {}
                Thumb::Broken => {
                    self.broken.insert(key.clone());
                    self.asked.remove(key);
                }
                Thumb::Here(pixels) if !self.here.contains_key(key) => {
                    let size = [pixels.width as usize, pixels.height as usize];
                    if size[0] * size[1] * 4 != pixels.rgba.len() {
                        continue;
                    }
                    let image = ColorImage::from_rgba_unmultiplied(size, &pixels.rgba);
                    let texture = ctx.load_texture("thumb", image, TextureOptions::LINEAR);
                    self.here.insert(key.clone(), texture);
                    self.asked.remove(key);
                }
                Thumb::Here(_) => {}
            }
        }
    }
}
