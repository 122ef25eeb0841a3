//! What ImageMagick makes of the same picture by the same steps.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use shotloom::media::probe;
use shotloom::model::image::PictureFormat;
use shotloom::model::repair::{CropRect, Repair, size_after};

use crate::common;
use crate::given::icc;

/// As EXIF counts them.
const ORIENTATIONS: [&str; 8] =
    ["TopLeft", "TopRight", "BottomRight", "BottomLeft", "LeftTop", "RightTop", "RightBottom", "LeftBottom"];
/// Of 255, in the mean over all samples.
const CLOSE: f64 = 2.0;

/// By how much our picture differs from ImageMagick's; nothing where it is close, or where there is no ImageMagick.
pub fn difference(given: &Path, steps: &[Repair], ours: &[u8], folder: &Path) -> Option<String> {
    static IS_HERE: OnceLock<bool> = OnceLock::new();
    if !IS_HERE.get_or_init(|| common::has("convert")) {
        return None;
    }
    let file = folder.join("ours");
    std::fs::write(&file, ours).expect("a writable folder");
    let facts = probe::probe(given).expect("a picture that was measured");
    let size = size_after(steps, (facts.width, facts.height));
    // Around a padded picture everybody paints differently: only its middle is compared.
    let middle = CropRect::middle((facts.width.min(size.0), facts.height.min(size.1)), size);
    let is_padded = steps.iter().any(|step| matches!(step, Repair::Pad { .. }));
    let mut wanted = opened(given, folder);
    let mut found = vec![format!("{}[0]", file.display())];
    for step in steps {
        match step {
            Repair::Convert | Repair::Flatten([255, 255, 255]) | Repair::FitBytes { .. } | Repair::Pad { .. } => {}
            Repair::Flatten([r, g, b]) => wanted[1] = format!("rgb({r},{g},{b})"),
            Repair::Crop(CropRect { x, y, width, height }) => {
                wanted.extend(["-crop".to_owned(), format!("{width}x{height}+{x}+{y}"), "+repage".to_owned()]);
            }
            Repair::ScaleUp { .. } => {
                let size = format!("{}x{}!", size.0, size.1);
                wanted.extend(["-filter", "Lanczos", "-resize", &size].map(str::to_owned));
            }
        }
    }
    if is_padded {
        let CropRect { x, y, width, height } = middle;
        found.extend(["-crop".to_owned(), format!("{width}x{height}+{x}+{y}"), "+repage".to_owned()]);
    }
    let (wanted, found) = (samples(&wanted), samples(&found));
    if wanted.len() != found.len() {
        return Some(format!("has {} samples, ImageMagick's {}", found.len(), wanted.len()));
    }
    let sum: u64 = wanted.iter().zip(&found).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let mean = sum as f64 / wanted.len() as f64;
    (mean > CLOSE).then(|| format!("differs from ImageMagick's by {mean:.2}"))
}

/// The first picture, upright, in sRGB, on white.
fn opened(given: &Path, folder: &Path) -> Vec<String> {
    let srgb = folder.join("srgb.icc");
    std::fs::write(&srgb, icc("srgb")).expect("a writable folder");
    let mut words = vec!["-background".to_owned(), "white".to_owned(), format!("{}[0]", given.display())];
    let facts = probe::probe(given).expect("a picture that was measured");
    if matches!(facts.format, PictureFormat::Png | PictureFormat::Webp) {
        // It looks for EXIF in other formats only, and has to be told.
        words.extend(["-orient", ORIENTATIONS[usize::from(facts.orientation) - 1]].map(str::to_owned));
    }
    words.extend(["-auto-orient", "-alpha", "remove", "-alpha", "off"].map(str::to_owned));
    // What stands in a PNG it may find fault with; told again, it is the same profile.
    if given.to_string_lossy().contains("display-p3") {
        let p3 = folder.join("p3.icc");
        std::fs::write(&p3, icc("display-p3")).expect("a writable folder");
        words.extend(["-profile".to_owned(), p3.display().to_string()]);
    }
    // Where there is a profile it is converted, else the channels are taken as they are.
    let convert = if facts.has_foreign_profile {
        ["-profile".to_owned(), srgb.display().to_string()]
    } else {
        ["-colorspace".to_owned(), "sRGB".to_owned()]
    };
    words.extend(convert);
    words
}

/// Eight bits of red, green and blue, row by row.
fn samples(words: &[String]) -> Vec<u8> {
    let output = Command::new("convert").args(words).args(["-type", "TrueColor", "-depth", "8", "rgb:-"]).output();
    let output = output.expect("ImageMagick runs");
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}
