//! The inks of a prompt: mentions in the accent, unknown ones underlined, what is too much for the vendor tinted.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use egui::text::{ByteIndex, LayoutJob, LayoutSection, TextFormat};
use egui::{Galley, Stroke, Ui};

use crate::model::mention::{self, Meaning};
use crate::model::{Draft, Row};
use crate::ui::theme::{self, color, size};

/// Everything but the text that its inks depend on.
#[derive(Clone, Copy)]
pub struct Inks<'a> {
    pub draft: &'a Draft,
    pub row: &'a Row,
    /// As many characters as the vendor takes, counted as it counts.
    pub max: usize,
}

/// One text as it was last laid out. Nothing is parsed again while nothing changes; the glyphs are kept by egui,
/// under the job that stands here.
#[derive(Default)]
pub struct Inked {
    job: LayoutJob,
    key: u64,
    is_known: bool,
    built: usize,
    /// What was selected when it was drawn last.
    pub caret: Option<(usize, usize)>,
}

impl Inked {
    pub fn layout(&mut self, ui: &Ui, text: &str, wrap_width: f32, inks: Inks<'_>) -> Arc<Galley> {
        let key = inks.key();
        let is_fresh = self.is_known && self.key == key && self.job.text == text;
        if !is_fresh {
            self.job = job(ui, text, inks);
            self.key = key;
            self.is_known = true;
            self.built += 1;
        }
        self.job.wrap.max_width = wrap_width;
        ui.fonts_mut(|fonts| fonts.layout_job(self.job.clone()))
    }

    /// The text as it was last seen.
    pub fn text(&self) -> Option<&str> {
        self.is_known.then_some(self.job.text.as_str())
    }
}

impl Inks<'_> {
    fn key(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        self.max.hash(&mut hasher);
        self.row.id.hash(&mut hasher);
        self.draft.references.len().hash(&mut hasher);
        for element in &self.draft.elements {
            element.name.hash(&mut hasher);
        }
        hasher.finish()
    }
}

fn job(ui: &Ui, text: &str, inks: Inks<'_>) -> LayoutJob {
    let font = theme::font(size::TEXT_PROMPT, egui::FontFamily::Proportional);
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font)) + ui.spacing().extra_text_line_spacing;
    let plain = TextFormat { line_height: Some(line), ..TextFormat::simple(font, color::TEXT) };
    let sections = spans(text, inks).into_iter().map(|span| LayoutSection {
        leading_space: 0.0,
        byte_range: ByteIndex(span.range.start)..ByteIndex(span.range.end),
        format: format(&plain, &span),
    });
    LayoutJob {
        sections: sections.collect(),
        text: text.to_owned(),
        keep_trailing_whitespace: true,
        break_on_newline: true,
        ..LayoutJob::default()
    }
}

fn format(plain: &TextFormat, span: &Span) -> TextFormat {
    let mut format = plain.clone();
    match span.meaning {
        None => {}
        Some(Meaning::Element) => format.color = color::ACCENT_TEXT,
        Some(Meaning::Reference) => format.color = color::NOTE,
        Some(Meaning::Nothing) => format.underline = Stroke::new(size::HAIRLINE, color::WARNING),
    }
    if span.is_too_much {
        format.background = color::ERROR_SOFT;
        // A wider ground would lie on the tails of the letters above.
        format.expand_bg = 0.0;
        if span.meaning.is_none() {
            format.color = color::ERROR;
        }
    }
    format
}

/// A run of one ink, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    range: Range<usize>,
    meaning: Option<Meaning>,
    is_too_much: bool,
}

fn spans(text: &str, inks: Inks<'_>) -> Vec<Span> {
    let fits = mention::fitting(text, inks.draft, inks.row.caps.mentions, inks.max);
    let mut spans = Vec::new();
    let mut push = |range: Range<usize>, meaning| {
        // The limit falls between two characters, and never into a mention.
        for part in [range.start..range.end.min(fits), range.start.max(fits)..range.end] {
            if !part.is_empty() {
                let is_too_much = part.start >= fits;
                spans.push(Span { range: part, meaning, is_too_much });
            }
        }
    };
    let mut done = 0;
    for mention in mention::find(text) {
        push(done..mention.range.start, None);
        done = mention.range.end;
        push(mention.range, Some(mention::meaning(mention.name, inks.draft)));
    }
    push(done..text.len(), None);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Element, ImageRef};

    fn scene(max: usize) -> (Draft, &'static Row, usize) {
        let row = crate::vendors::row(crate::vendors::DEFAULT_OFFERING).unwrap();
        let elements = vec![Element::named("fox")];
        (Draft { elements, references: vec![ImageRef::file("a.png")], ..Draft::new(row.id) }, row, max)
    }

    /// Each run with a letter for its ink; a capital is too much.
    fn inks(text: &str, max: usize) -> Vec<(&str, char)> {
        let (draft, row, max) = scene(max);
        let letter = |span: &Span| {
            let letter = match span.meaning {
                None => 't',
                Some(Meaning::Element) => 'e',
                Some(Meaning::Reference) => 'r',
                Some(Meaning::Nothing) => 'n',
            };
            if span.is_too_much { letter.to_ascii_uppercase() } else { letter }
        };
        let spans = spans(text, Inks { draft: &draft, row, max });
        spans.iter().map(|span| (&text[span.range.clone()], letter(span))).collect()
    }

    #[test]
    fn mentions_have_an_ink_by_what_they_name() {
        let expected = [("@fox", 'e'), (" 在", 't'), ("@image1", 'r'), ("旁 ", 't'), ("@cat", 'n')];
        assert_eq!(inks("@fox 在@image1旁 @cat", 2500), expected);
    }

    #[test]
    fn the_tint_begins_where_the_vendor_stops_counting_not_where_the_letters_end() {
        // `<<<element_1>>>` is fifteen characters for the vendor.
        assert_eq!(inks("雪 @fox runs", 19), [("雪 ", 't'), ("@fox", 'e'), (" r", 't'), ("uns", 'T')]);
        assert_eq!(inks("雪 @fox", 16), [("雪 ", 't'), ("@fox", 'E')]);
        assert_eq!(inks("", 0), []);
    }

    #[test]
    fn nothing_is_parsed_again_while_nothing_changes() {
        let (mut draft, row, max) = scene(2500);
        let mut inked = Inked::default();
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut lay = |draft: &Draft, text: &str, width: f32| {
            let mut built = 0;
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                inked.layout(ui, text, width, Inks { draft, row, max });
                built = inked.built;
            });
            output.textures_delta.clear();
            built
        };
        let built = [lay(&draft, "@fox", 300.0), lay(&draft, "@fox", 300.0), lay(&draft, "@fox", 200.0)];
        assert_eq!(built, [1, 1, 1]);
        draft.title = "Another".into();
        assert_eq!(lay(&draft, "@fox", 200.0), 1);
        draft.elements[0].name = "vixen".into();
        assert_eq!(lay(&draft, "@fox", 200.0), 2);
        assert_eq!(lay(&draft, "@fox runs", 200.0), 3);
    }
}
