//! A picture as it stands in a place, and what was measured of it, in words.

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Galley, Rect, TextureHandle, Ui};

use crate::engine::snapshot::ThumbKey;
use crate::model::image::{ColorKind, PictureFormat, PictureState};
use crate::model::{ImageRef, PictureFacts};
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::{icons, said};

/// The last part of a path or an address.
pub fn short_name(image: &ImageRef) -> String {
    let text = image.to_string();
    text.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(&text).to_owned()
}

/// One line that ends in `…` where it is too long.
pub fn clipped(ui: &Ui, text: String, font: FontId, ink: Color32, width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text, font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    ui.painter().layout_job(job)
}

/// A picture as large as it fits, or what stands for it.
pub fn paint_fit(ui: &Ui, cx: &UiContext<'_>, rect: Rect, image: &ImageRef, out: &mut Outbox) {
    let icon = match image {
        ImageRef::Url(_) => icons::LINK,
        ImageRef::File(_) => match cx.picture(&ThumbKey::Picture(image.clone()), out) {
            Picture::Here(texture) => return paint_texture(ui, texture, rect),
            Picture::Coming | Picture::Absent => icons::HOURGLASS,
            Picture::Broken => icons::BROKEN_PICTURE,
        },
    };
    let font = theme::icon_font(size::ICON_LARGE.min(rect.height()));
    ui.painter_at(rect).text(rect.center(), Align2::CENTER_CENTER, icon.codepoint, font, color::TEXT_FAINT);
}

fn paint_texture(ui: &Ui, texture: &TextureHandle, rect: Rect) {
    let natural = texture.size_vec2();
    let scale = (rect.width() / natural.x).min(rect.height() / natural.y);
    let fitted = Rect::from_center_size(rect.center(), natural * scale);
    ui.painter().image(texture.id(), fitted, theme::WHOLE_PICTURE, color::UNTINTED);
}

/// What was measured of a picture, in one line.
pub fn facts_line(cx: &UiContext<'_>, image: &ImageRef) -> String {
    match (image, cx.snapshot.facts.get(image)) {
        (ImageRef::Url(_), _) => cx.say("frame-link").to_owned(),
        (_, Some(PictureState::Measured(measured))) => facts_text(&measured.facts),
        (_, Some(PictureState::Unusable(_))) => cx.say("frame-unusable").to_owned(),
        (_, Some(PictureState::Measuring) | None) => cx.say("frame-measuring").to_owned(),
    }
}

/// "PNG · 1280×720 · 16:9 · 840 KB".
pub fn facts_text(facts: &PictureFacts) -> String {
    let size = format!("{}×{}", facts.width, facts.height);
    [facts.format.name(), &size, &said::ratio(facts.width, facts.height), &said::bytes(facts.bytes)].join(" · ")
}

/// The facts of a measured picture.
pub fn facts_of<'a>(cx: &UiContext<'a>, image: &ImageRef) -> Option<&'a PictureFacts> {
    match cx.snapshot.facts.get(image)? {
        PictureState::Measured(measured) => Some(&measured.facts),
        PictureState::Measuring | PictureState::Unusable(_) => None,
    }
}

/// What is unusual of a picture, in a few words each: "16-bit", "partly transparent", "animated".
pub fn oddities(cx: &UiContext<'_>, image: &ImageRef, facts: &PictureFacts) -> Vec<String> {
    let named = misnamed(image, facts.format).map(|ending| cx.words.with("well-named", &[("ending", ending.into())]));
    let bits = (facts.bits > 8).then(|| cx.words.with("well-bits", &[("bits", facts.bits.into())]));
    let color = match facts.color {
        ColorKind::Rgb => None,
        ColorKind::Grey | ColorKind::Palette | ColorKind::Cmyk => Some(color_word(cx, facts.color).to_owned()),
    };
    let plain = [
        (facts.is_animated, "well-animated"),
        (facts.has_alpha, "well-alpha"),
        (facts.has_foreign_profile, "well-profile"),
        (facts.orientation > 1, "well-turned"),
    ];
    let plain = plain.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| cx.say(word).to_owned());
    named.into_iter().chain(bits).chain(color).chain(plain).collect()
}

fn color_word<'a>(cx: &UiContext<'a>, color: ColorKind) -> &'a str {
    cx.say(match color {
        ColorKind::Grey => "well-grey",
        ColorKind::Rgb => "well-rgb",
        ColorKind::Palette => "well-palette",
        ColorKind::Cmyk => "well-cmyk",
    })
}

/// The ending that says something else than the bytes.
fn misnamed(image: &ImageRef, format: PictureFormat) -> Option<String> {
    let ending = image.path()?.extension()?.to_str()?.to_ascii_lowercase();
    let its_own: &[&str] = match format {
        PictureFormat::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
        PictureFormat::Png => &["png", "apng"],
        PictureFormat::Gif => &["gif"],
        PictureFormat::Bmp => &["bmp", "dib"],
        PictureFormat::Tiff => &["tif", "tiff"],
        PictureFormat::Webp => &["webp"],
        PictureFormat::Avif => &["avif", "avifs"],
        PictureFormat::Heic => &["heic", "heif", "hif"],
    };
    let is_picture_ending = ending.len() <= MAX_ENDING && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_picture_ending && !its_own.contains(&&*ending)).then_some(ending)
}

/// Longer than this, what follows the last dot is part of the name.
const MAX_ENDING: usize = 5;

/// Everything that was measured, a fact a line: for the tooltip, and for who cannot see.
pub fn all_facts(cx: &UiContext<'_>, image: &ImageRef) -> Vec<String> {
    let Some(facts) = facts_of(cx, image) else {
        return vec![facts_line(cx, image)];
    };
    let size = [
        ("width", facts.width.into()),
        ("height", facts.height.into()),
        ("ratio", said::ratio(facts.width, facts.height).into()),
    ];
    let exact = [("bytes", facts.bytes.into()), ("size", said::bytes(facts.bytes).into())];
    let color = [("color", color_word(cx, facts.color).into()), ("bits", facts.bits.into())];
    let alpha = if facts.has_alpha { "well-alpha" } else { "well-opaque" };
    let profile = if facts.has_foreign_profile { "well-profile" } else { "well-srgb" };
    let still = if facts.is_animated { "well-animated" } else { "well-still" };
    let format = match misnamed(image, facts.format) {
        Some(ending) => {
            let args = [("format", facts.format.name().into()), ("ending", ending.into())];
            cx.words.with("well-format-misnamed", &args)
        }
        None => facts.format.name().to_owned(),
    };
    let mut lines = vec![
        format,
        cx.words.with("well-size", &size),
        cx.words.with("well-bytes", &exact),
        cx.words.with("well-color", &color),
        [cx.say(alpha), cx.say(profile), cx.say(still)].join(" · "),
    ];
    if facts.orientation > 1 {
        lines.push(cx.words.with("well-orientation", &[("orientation", facts.orientation.into())]));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_lies_about_its_bytes_is_told() {
        let misnamed = |name: &str, format| misnamed(&ImageRef::file(name), format);
        assert_eq!(misnamed("a.jpg", PictureFormat::Png).as_deref(), Some("jpg"));
        assert_eq!(misnamed("a.JPEG", PictureFormat::Jpeg), None);
        assert_eq!(misnamed("a", PictureFormat::Png), None);
        assert_eq!(misnamed("a.2026 scan of it", PictureFormat::Png), None);
    }
}
