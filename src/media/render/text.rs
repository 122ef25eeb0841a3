//! Text in a picture: Inter, and Noto Sans SC for what Inter lacks.

use ab_glyph::{Font, FontRef, GlyphId, InvalidFont, PxScale, ScaleFont, point};

use super::canvas::{Canvas, Rgb};
use crate::fonts;

/// Which face the Latin letters come in. Chinese has one weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Medium,
    SemiBold,
    /// Figures of one width.
    Tabular,
}

pub(super) struct Faces {
    medium: FontRef<'static>,
    semi_bold: FontRef<'static>,
    tabular: FontRef<'static>,
    chinese: FontRef<'static>,
}

/// Size and colour of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    pub weight: Weight,
    /// The em, in pixels.
    pub em: f32,
    pub colour: Rgb,
    /// From 0 (nothing) to 1.
    pub cover: f32,
    /// Extra space behind each letter, in pixels.
    pub spacing: f32,
}

impl Faces {
    pub fn load() -> Result<Self, InvalidFont> {
        Ok(Self {
            medium: FontRef::try_from_slice(fonts::INTER_MEDIUM)?,
            semi_bold: FontRef::try_from_slice(fonts::INTER_SEMIBOLD)?,
            tabular: FontRef::try_from_slice(fonts::INTER_TABULAR)?,
            chinese: FontRef::try_from_slice(fonts::NOTO_SC)?,
        })
    }

    /// Draws one line from `x`, its letters standing on `baseline`.
    pub fn draw(&self, canvas: &mut Canvas, text: &str, x: f32, baseline: f32, ink: Ink) {
        let mut pen = x;
        for letter in text.chars() {
            let Some((font, id)) = self.glyph(letter, ink.weight) else { continue };
            let scale = scale_for(font, ink.em);
            if let Some(outline) = font.outline_glyph(id.with_scale_and_position(scale, point(pen, baseline))) {
                let corner = outline.px_bounds().min;
                outline.draw(|dx, dy, cover| {
                    let (x, y) = (corner.x as i32 + dx as i32, corner.y as i32 + dy as i32);
                    canvas.blend(x, y, ink.colour, cover.min(1.0) * ink.cover);
                });
            }
            pen += font.as_scaled(scale).h_advance(id) + ink.spacing;
        }
    }

    pub fn width(&self, text: &str, ink: Ink) -> f32 {
        text.chars().map(|letter| self.advance(letter, ink)).sum()
    }

    /// Breaks text into lines no wider than `width`: at spaces, between Chinese characters, and inside a word only
    /// where the word alone is too wide. Stops after `most` lines and one more, which tells that there is more.
    pub fn wrap(&self, text: &str, width: f32, ink: Ink, most: usize) -> Vec<String> {
        let mut lines = Lines { done: Vec::new(), line: String::new(), used: 0.0, width };
        for paragraph in text.lines() {
            for word in words(paragraph) {
                lines.break_before(self.width(word.trim_end(), ink));
                for letter in word.chars() {
                    lines.push(letter, self.advance(letter, ink));
                }
                if lines.done.len() > most {
                    return lines.done;
                }
            }
            lines.end();
        }
        lines.done
    }

    /// Cuts a line so that it fits with "…" behind it.
    pub fn ellipsis(&self, line: &str, width: f32, ink: Ink) -> String {
        let room = width - self.advance('…', ink);
        let mut cut = line.to_owned();
        while !cut.is_empty() && self.width(&cut, ink) > room {
            cut.pop();
        }
        cut.truncate(cut.trim_end_matches([' ', ',', '.', '，', '。', '、']).len());
        cut.push('…');
        cut
    }

    fn advance(&self, letter: char, ink: Ink) -> f32 {
        self.glyph(letter, ink.weight)
            .map_or(0.0, |(font, id)| font.as_scaled(scale_for(font, ink.em)).h_advance(id) + ink.spacing)
    }

    /// The face that has the letter; none for what neither has, such as emoji.
    fn glyph(&self, letter: char, weight: Weight) -> Option<(&FontRef<'static>, GlyphId)> {
        let latin = match weight {
            Weight::Medium => &self.medium,
            Weight::SemiBold => &self.semi_bold,
            Weight::Tabular => &self.tabular,
        };
        [latin, &self.chinese].into_iter().map(|font| (font, font.glyph_id(letter))).find(|(_, id)| id.0 != 0)
    }
}

/// Lines as they fill.
struct Lines {
    done: Vec<String>,
    line: String,
    used: f32,
    width: f32,
}

impl Lines {
    fn break_before(&mut self, word_width: f32) {
        if self.used > 0.0 && self.used + word_width > self.width {
            self.end();
        }
    }

    fn push(&mut self, letter: char, advance: f32) {
        if letter != ' ' && self.used > 0.0 && self.used + advance > self.width && !clings(letter) {
            self.end();
        }
        self.line.push(letter);
        self.used += advance;
    }

    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.done.push(line.trim().to_owned());
        }
        self.used = 0.0;
    }
}

/// `ab_glyph` measures from ascender to descender; type is set by the em.
fn scale_for(font: &FontRef<'static>, em: f32) -> PxScale {
    PxScale::from(em * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0))
}

/// The pieces a line may be broken between, trailing spaces kept with the word before them.
fn words(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut before: Option<char> = None;
    for (at, letter) in text.char_indices() {
        let may_break = before.is_some_and(|before| {
            let after_space = before == ' ' && letter != ' ';
            let between_characters = (is_wide(before) || is_wide(letter)) && letter != ' ';
            (after_space || between_characters) && !clings(letter) && !opens(before)
        });
        if may_break && at > begin {
            pieces.push(&text[begin..at]);
            begin = at;
        }
        before = Some(letter);
    }
    if begin < text.len() {
        pieces.push(&text[begin..]);
    }
    pieces
}

/// Chinese, kana and full-width forms: each may end a line.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// What never begins a line.
fn clings(letter: char) -> bool {
    "，。、；：？！）》」』】”’…—,.;:?!)]}%".contains(letter)
}

/// What never ends one.
fn opens(letter: char) -> bool {
    "（《「『【“‘([{".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INK: Ink = Ink { weight: Weight::Medium, em: 20.0, colour: [255; 3], cover: 1.0, spacing: 0.0 };

    fn wrap(text: &str, width: f32) -> Vec<String> {
        Faces::load().unwrap().wrap(text, width, INK, 99)
    }

    #[test]
    fn a_line_breaks_at_spaces_and_keeps_every_word() {
        let lines = wrap("a red fox crosses the snow at dusk", 120.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.join(" "), "a red fox crosses the snow at dusk");
    }

    #[test]
    fn chinese_breaks_anywhere_but_before_a_full_stop() {
        let lines = wrap("一只红狐狸穿过雪地。它停下来，回头看。", 100.0);
        assert!(lines.len() > 2);
        assert_eq!(lines.concat(), "一只红狐狸穿过雪地。它停下来，回头看。");
        assert!(lines.iter().all(|line| !line.starts_with(['。', '，'])), "{lines:?}");
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        let lines = wrap(&"x".repeat(60), 100.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat().len(), 60);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let faces = Faces::load().unwrap();
        for text in ["snow, snow, and more snow over the frozen lake", "雪地上的红狐狸在黄昏中奔跑"] {
            for line in faces.wrap(text, 130.0, INK, 99) {
                assert!(faces.width(&line, INK) <= 130.0 + INK.em, "{line}");
            }
        }
    }

    #[test]
    fn an_ellipsis_fits_the_width() {
        let faces = Faces::load().unwrap();
        let cut = faces.ellipsis("a red fox crosses the snow", 120.0, INK);
        assert!(cut.ends_with('…'));
        assert!(faces.width(&cut, INK) <= 120.0);
    }
}
