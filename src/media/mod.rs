//! Pictures and video, no network.

pub mod audio;
pub mod background;
pub mod clip;
pub mod decode;
pub mod demux;
pub mod measure;
pub mod mux;
pub mod prepare;
pub mod preview;
pub mod probe;
pub mod render;
pub mod repair;
pub mod still;
pub mod thumbnail;
pub mod worker;

/// Decoded pixels, 8-bit sRGB RGBA, rows top to bottom without padding.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pixels({}×{})", self.width, self.height)
    }
}
