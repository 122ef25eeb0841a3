//! Pictures as the model sees them: where one is, and what was measured of it. Never its pixels.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::trouble::Trouble;

/// Where a picture is: a web address the vendor fetches itself, or a file on this disk.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ImageRef {
    Url(Arc<str>),
    File(Arc<Path>),
}

impl ImageRef {
    /// Reads what a storyboard file or a person wrote. Relative paths are left relative.
    pub fn parse(text: &str) -> Self {
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        if lower.starts_with("http://") || lower.starts_with("https://") {
            Self::Url(text.into())
        } else {
            Self::file(text)
        }
    }

    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File(Arc::from(path.into()))
    }

    /// The file, for a local picture.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Url(_) => None,
        }
    }
}

impl fmt::Display for ImageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Url(url) => f.write_str(url),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl Serialize for ImageRef {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ImageRef {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::parse(&String::deserialize(deserializer)?))
    }
}

/// The SHA-256 of a file's bytes, in lower-case hex.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sha256(Arc<str>);

impl Sha256 {
    pub fn from_hex(hex: &str) -> Option<Self> {
        let is_hash = hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        is_hash.then(|| Self(hex.to_ascii_lowercase().into()))
    }

    pub fn from_digest(digest: [u8; 32]) -> Self {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(64);
        for byte in digest {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A picture's true format, by its bytes, never by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    Jpeg,
    Png,
    Gif,
    Bmp,
    Tiff,
    Webp,
    Avif,
    Heic,
}

impl PictureFormat {
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
            Self::Webp => "WebP",
            Self::Avif => "AVIF",
            Self::Heic => "HEIC",
        }
    }

    /// What a file of it is called at its end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Bmp => "bmp",
            Self::Tiff => "tiff",
            Self::Webp => "webp",
            Self::Avif => "avif",
            Self::Heic => "heic",
        }
    }

    /// What every vendor takes (vendors.md §1.6).
    pub fn is_legal(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

/// How a picture stores colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColorKind {
    Grey,
    Rgb,
    Palette,
    Cmyk,
}

/// What was measured of a local picture as it was given. Width and height are after EXIF orientation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PictureFacts {
    pub format: PictureFormat,
    pub bytes: u64,
    pub width: u32,
    pub height: u32,
    pub color: ColorKind,
    pub bits: u8,
    pub has_alpha: bool,
    pub is_animated: bool,
    /// A colour profile other than sRGB is embedded.
    pub has_foreign_profile: bool,
    /// EXIF orientation, 1 (upright) to 8.
    pub orientation: u8,
}

impl PictureFacts {
    /// "16:9", or "1.91:1" where no small numbers say it.
    pub fn ratio_text(&self) -> String {
        ratio_text(self.width, self.height)
    }

    /// Long side over short side, 1.0 or more.
    pub fn stretch(&self) -> f64 {
        let (long, short) = (self.width.max(self.height), self.width.min(self.height));
        f64::from(long) / f64::from(short.max(1))
    }
}

/// "16:9", or "1.91:1" where no small numbers say it.
pub fn ratio_text(width: u32, height: u32) -> String {
    let (mut a, mut b) = (width.max(1), height.max(1));
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let (w, h) = (width.max(1) / a, height.max(1) / a);
    if w <= 32 && h <= 32 {
        return format!("{w}:{h}");
    }
    let ratio = f64::from(width) / f64::from(height.max(1));
    if ratio >= 1.0 { format!("{ratio:.2}:1") } else { format!("1:{:.2}", 1.0 / ratio) }
}

/// A measured picture: its facts, and the prepared bytes that would be sent.
/// `prepared` is absent when the picture is illegal as it stands (its finding says why).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    pub facts: PictureFacts,
    pub prepared: Option<Prepared>,
}

/// The bytes that go on the wire: upright, 8-bit sRGB, without metadata, kept under their hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prepared {
    pub sha256: Sha256,
    pub bytes: u64,
    pub format: PictureFormat,
    pub width: u32,
    pub height: u32,
}

/// What is known of a local picture right now.
#[derive(Debug, Clone, PartialEq)]
pub enum PictureState {
    Measuring,
    Measured(Measured),
    /// It is no picture we can read; the trouble says why in one sentence.
    Unusable(Trouble),
}
