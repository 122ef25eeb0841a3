//! Below the stage: the settings that are not the same in all of the clips, word by word where they are words.

use egui::text::{LayoutJob, TextFormat};
use egui::{Label, ScrollArea, Ui, Vec2};

use crate::engine::snapshot::TaskCard;
use crate::model::contrast::{Contrast, Setting, Value, contrast, spans};
use crate::model::{Draft, ImageRef, Row as Offering, TaskId};
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};

/// What sets the clips apart, worked out when they change and not in every frame.
#[derive(Default)]
pub struct Apart {
    of: Vec<TaskId>,
    rows: Vec<Row>,
}

struct Row {
    contrast: Contrast,
    /// Each clip's text in pieces: its own ones are marked.
    words: Option<Vec<Vec<(String, bool)>>>,
}

impl Apart {
    pub fn follow(&mut self, cards: &[TaskCard]) {
        if self.of.len() == cards.len() && self.of.iter().zip(cards).all(|(id, card)| *id == card.task.id) {
            return;
        }
        self.of = cards.iter().map(|card| card.task.id.clone()).collect();
        let drafts: Vec<&Draft> = cards.iter().map(|card| &*card.task.draft).collect();
        self.rows = contrast(&drafts).into_iter().map(Row::of).collect();
    }
}

impl Row {
    fn of(contrast: Contrast) -> Self {
        let has_words = contrast.values.iter().any(|value| value.text().is_some());
        let words = has_words.then(|| {
            let texts: Vec<&str> = contrast.values.iter().map(|value| value.text().unwrap_or_default()).collect();
            let piece = |span: &crate::model::contrast::Span<'_>| (span.text.to_owned(), span.is_own);
            spans(&texts).iter().map(|spans| spans.iter().map(piece).collect()).collect()
        });
        Self { contrast, words }
    }
}

pub fn apart_ui(ui: &mut Ui, cx: &UiContext<'_>, apart: &Apart, cards: &[TaskCard]) {
    ui.add_space(size::GAP_S);
    if apart.rows.is_empty() {
        ui.label(theme::small(cx.say("compare-same")));
        ui.add_space(size::GAP_S);
        return;
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::new(size::GAP_M, size::GAP_XS);
        let count = cards.len().max(1) as f32;
        let wide = ((ui.available_width() - size::APART_NAME - count * size::GAP_M) / count).max(40.0);
        egui::Grid::new("apart").num_columns(cards.len() + 1).striped(true).show(ui, |ui| {
            for row in &apart.rows {
                ui.scope(|ui| {
                    ui.set_width(size::APART_NAME);
                    ui.add(Label::new(theme::label(name_of(cx, &row.contrast.setting))).truncate());
                });
                for index in 0..cards.len() {
                    ui.scope(|ui| {
                        ui.set_width(wide);
                        ui.add(Label::new(job_of(cx, row, index, wide)).wrap().selectable(true));
                    });
                }
                ui.end_row();
            }
        });
    });
}

fn name_of(cx: &UiContext<'_>, setting: &Setting) -> String {
    let plain = |id: &str| cx.words.get(id).to_owned();
    match setting {
        Setting::Offering => plain("option-offering"),
        Setting::Mode => plain("option-mode"),
        Setting::Cut => plain("cut-title"),
        Setting::Length => plain("apart-length"),
        Setting::AspectRatio => plain("option-ratio"),
        Setting::Sound => plain("option-sound"),
        Setting::Watermark => plain("option-watermark"),
        Setting::Prompt => plain("prompt-title"),
        Setting::Shot(index) => cx.words.with("apart-shot", &[("number", (index + 1).into())]),
        Setting::NegativePrompt => plain("negative-title"),
        Setting::FirstFrame => plain("apart-first-frame"),
        Setting::LastFrame => plain("apart-last-frame"),
        Setting::Element(name) => format!("@{name}"),
        Setting::References => plain("references-title"),
    }
}

/// A clip's value; words in pieces, what is its own in the accent.
fn job_of(cx: &UiContext<'_>, row: &Row, index: usize, wide: f32) -> LayoutJob {
    let font = theme::font(size::TEXT_SMALL, egui::FontFamily::Proportional);
    let format = |tint| TextFormat { font_id: font.clone(), color: tint, ..TextFormat::default() };
    let mut job = LayoutJob::default();
    job.wrap.max_width = wide;
    let Some(value) = row.contrast.values.get(index) else { return job };
    let pieces = row.words.as_ref().and_then(|words| words.get(index)).filter(|_| value.text().is_some());
    if let Value::Shot { secs, .. } = value {
        job.append(&format!("{secs} s · "), 0.0, format(color::TEXT));
    }
    match pieces {
        Some(pieces) => {
            for (text, is_own) in pieces {
                let tint = if *is_own { color::TEXT } else { color::TEXT_FAINT };
                let ground = if *is_own { color::ACCENT_SOFT } else { color::NONE };
                job.append(text, 0.0, TextFormat { background: ground, ..format(tint) });
            }
        }
        None => job.append(&value_text(cx, value), 0.0, format(color::TEXT)),
    }
    job
}

fn value_text(cx: &UiContext<'_>, value: &Value) -> String {
    match value {
        Value::Absent => cx.say("apart-none").to_owned(),
        Value::Offering(id) => cx.row(id).map_or_else(|| id.to_string(), |row| offering_text(cx, row)),
        Value::Mode(mode) => mode.word().to_owned(),
        Value::Cut(cut) => cx.words.get(&format!("cut-{}", cut.word())).to_owned(),
        Value::Secs(secs) => cx.words.with("apart-seconds", &[("seconds", secs.0.into())]),
        Value::AspectRatio(ratio) => ratio.word().to_owned(),
        Value::Switch(is_on) => cx.say(if *is_on { "apart-on" } else { "apart-off" }).to_owned(),
        Value::Text(text) | Value::Shot { prompt: text, .. } => text.to_string(),
        Value::Picture(image) => picture_text(image),
        Value::Element(element) => {
            let count = element.images.len() + element.videos.len();
            let pictures = cx.words.with("apart-pictures", &[("count", count.into())]);
            let about = element.description.trim();
            if about.is_empty() { pictures } else { format!("{pictures} · {about}") }
        }
        Value::Pictures(images) => images.iter().map(picture_text).collect::<Vec<_>>().join(", "),
    }
}

fn offering_text(cx: &UiContext<'_>, row: &Offering) -> String {
    let vendor = cx.account(row.vendor).map_or(row.vendor, |account| account.name);
    format!("{vendor} · {}", row.model_name)
}

/// The end of a name is what tells two of them apart.
fn picture_text(image: &ImageRef) -> String {
    match image {
        ImageRef::File(path) => {
            path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
        }
        ImageRef::Url(url) => url.to_string(),
    }
}
