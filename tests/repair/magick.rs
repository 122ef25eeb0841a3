//! Pixels of repaired pictures beside ImageMagick's: within 2 of 255 in the mean.

use std::path::{Path, PathBuf};
use std::process::Command;

use image::{ImageFormat, RgbImage};
use shotloom::media::repair::repair_bytes;
use shotloom::model::repair::{Canvas, CropRect, Fill, Repair};

use crate::common::has;
use crate::inks::{self, Inks};
use crate::made::{encoded, glass, gradient, with_profile};

/// A folder with the given picture in it and what ImageMagick made of it.
struct Case {
    dir: tempfile::TempDir,
    given: Vec<u8>,
}

impl Case {
    fn new(given: Vec<u8>) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::write(dir.path().join("given"), &given).expect("room for a picture");
        Self { dir, given }
    }

    fn sample(name: &str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures").join(name);
        Self::new(std::fs::read(path).expect("a sample"))
    }

    fn file(&self, name: &str) -> String {
        self.dir.path().join(name).display().to_string()
    }

    /// Our repair beside ImageMagick's; how far they are apart in the mean.
    fn apart(&self, steps: &[Repair], arguments: &[&str]) -> f64 {
        let given = self.file("given") + "[0]";
        let made = self.file("made.png");
        convert(&[&[given.as_str(), "-auto-orient"], arguments, &["-depth", "8", &format!("PNG24:{made}")]].concat());
        let ours = repair_bytes(&self.given, steps).expect("it can be repaired");
        difference(&pixels_of(&ours.bytes), &pixels(Path::new(&made)))
    }
}

fn convert(arguments: &[&str]) {
    let output = Command::new("convert").args(arguments).output().expect("ImageMagick runs");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn pixels(path: &Path) -> RgbImage {
    pixels_of(&std::fs::read(path).expect("it was made"))
}

fn pixels_of(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("a picture").into_rgb8()
}

fn difference(ours: &RgbImage, theirs: &RgbImage) -> f64 {
    assert_eq!(ours.dimensions(), theirs.dimensions());
    let sum: u64 = ours.iter().zip(theirs.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / ours.len() as f64
}

#[track_caller]
fn near(name: &str, apart: f64) {
    assert!(apart <= 2.0, "{name}: {apart:.2} of 255 apart from ImageMagick");
}

#[test]
fn every_format_is_converted_as_imagemagick_does() {
    if !has("convert") {
        return;
    }
    for name in ["anim.gif", "anim.png", "interlaced.png", "webp_named.png", "grey.jpg", "orientation_6.jpg"] {
        let case = Case::sample(name);
        near(name, case.apart(&[Repair::Convert], &["-background", "white", "-flatten"]));
    }
    for format in [ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP] {
        let case = Case::new(encoded(gradient(320, 200), format));
        near(&format!("{format:?}"), case.apart(&[Repair::Convert], &[]));
    }
    let deep = Case::new(encoded(image::DynamicImage::from(gradient(320, 200)).into_rgb16(), ImageFormat::Tiff));
    near("16-bit TIFF", deep.apart(&[Repair::Convert], &[]));
}

#[test]
fn a_transparent_picture_is_laid_on_the_chosen_colour() {
    if !has("convert") {
        return;
    }
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Tiff] {
        let case = Case::new(encoded(glass(320, 200), format));
        for (color, name) in [([255; 3], "white"), ([0; 3], "black"), ([200, 40, 90], "rgb(200,40,90)")] {
            let apart = case.apart(&[Repair::Flatten(color)], &["-background", name, "-flatten"]);
            near(&format!("{format:?} on {name}"), apart);
        }
    }
    let palette = Case::sample("palette_transparent.png");
    near("palette", palette.apart(&[Repair::Flatten([9, 99, 199])], &["-background", "rgb(9,99,199)", "-flatten"]));
}

#[test]
fn crops_pads_and_scales_are_imagemagicks() {
    if !has("convert") {
        return;
    }
    let case = Case::sample("plain.jpg");
    let rect = CropRect { x: 101, y: 53, width: 333, height: 217 };
    near("crop", case.apart(&[Repair::Crop(rect)], &["-crop", "333x217+101+53", "+repage"]));
    let turned = Case::sample("orientation_6.jpg");
    near("crop of a turned one", turned.apart(&[Repair::Crop(rect)], &["-crop", "333x217+101+53", "+repage"]));
    let solid = Repair::Pad { to: Canvas::Size { width: 800, height: 600 }, fill: Fill::Solid([30, 60, 90]) };
    let extent = ["-background", "rgb(30,60,90)", "-gravity", "center", "-extent", "800x600"];
    near("solid pad", case.apart(&[solid], &extent));
    let small = Case::new(encoded(gradient(120, 90), ImageFormat::Png));
    let scaled = ["-filter", "Lanczos", "-resize", "400x300!"];
    near("scaled up", small.apart(&[Repair::ScaleUp { min_side: 300 }], &scaled));
}

#[test]
fn a_blurred_pad_is_the_picture_out_of_focus_under_itself() {
    if !has("convert") {
        return;
    }
    let case = Case::sample("plain.jpg");
    let given = case.file("given");
    let blurred = Repair::Pad { to: Canvas::Ratio { width: 16, height: 9 }, fill: Fill::Blurred };
    // 640×480 on 854×480: filled by its middle, blurred by a fortieth of the canvas.
    let ground = ["-gravity", "center", "-resize", "854x480^", "-extent", "854x480", "-blur", "0x21.35"];
    let apart = case.apart(&[blurred], &[&ground[..], &[given.as_str(), "-gravity", "center", "-composite"]].concat());
    near("blurred pad", apart);
}

#[test]
fn foreign_colours_are_managed_as_imagemagick_manages_them() {
    if !has("convert") {
        return;
    }
    let srgb = moxcms::ColorProfile::new_srgb().encode().expect("a profile");
    let wide = [
        ("P3", moxcms::ColorProfile::new_display_p3()),
        ("Adobe RGB", moxcms::ColorProfile::new_adobe_rgb()),
        ("BT.2020", moxcms::ColorProfile::new_bt2020()),
    ];
    for (name, profile) in wide {
        let icc = profile.encode().expect("a profile");
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let case = Case::new(with_profile(&gradient(320, 200), &icc, format));
            let (source, target) = (case.file("own.icc"), case.file("srgb.icc"));
            std::fs::write(&source, &icc).expect("room for a profile");
            std::fs::write(&target, &srgb).expect("room for a profile");
            // ImageMagick does not always see the profile inside a PNG: it is told.
            let told = ["-profile", source.as_str(), "-profile", target.as_str()];
            near(&format!("{name} {format:?}"), case.apart(&[Repair::Convert], &told));
        }
    }
}

/// A CMYK JPEG as ImageMagick writes it: Adobe's marker, inks upside down.
fn printed() -> Vec<u8> {
    let rgb = Case::new(encoded(gradient(320, 200), ImageFormat::Png));
    let made = rgb.file("cmyk.jpg");
    convert(&[&rgb.file("given"), "-colorspace", "CMYK", "-quality", "98", &made]);
    std::fs::read(&made).expect("it was made")
}

#[test]
fn print_colours_without_a_profile_come_out_as_imagemagicks() {
    if !has("convert") {
        return;
    }
    let sample = Case::sample("cmyk.jpg");
    near("cmyk.jpg", sample.apart(&[Repair::Convert], &["-colorspace", "sRGB"]));
    let printed = printed();
    for (name, inks) in [("CMYK", Inks::Cmyk), ("YCCK", Inks::Ycck)] {
        let given = inks::called(&printed, inks);
        near(name, Case::new(given).apart(&[Repair::Convert], &["-colorspace", "sRGB"]));
    }
}

#[test]
fn print_colours_with_a_profile_are_managed_as_imagemagick_manages_them() {
    if !has("convert") {
        return;
    }
    let printed = printed();
    for (name, inks) in [("CMYK", Inks::Cmyk), ("YCCK", Inks::Ycck)] {
        let given = inks::called(&printed, inks);
        let case = Case::new(inks::with_profile(&given, &inks::profile()));
        let target = case.file("srgb.icc");
        let srgb = moxcms::ColorProfile::new_srgb().encode().expect("a profile");
        std::fs::write(&target, srgb).expect("room for a profile");
        near(name, case.apart(&[Repair::Convert], &["-profile", &target]));
        let plain = repair_bytes(&given, &[Repair::Convert]).expect("it can be repaired");
        let managed = repair_bytes(&case.given, &[Repair::Convert]).expect("it can be repaired");
        let apart = difference(&pixels_of(&plain.bytes), &pixels_of(&managed.bytes));
        assert!(apart > 5.0, "{name}: the profile changes nothing ({apart:.2})");
    }
}

#[test]
fn avif_is_converted_as_imagemagick_does() {
    if !has("convert") || !has("ffmpeg") {
        return;
    }
    near("AVIF", Case::sample("avif_named.png").apart(&[Repair::Convert], &[]));
}
