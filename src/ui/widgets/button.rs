//! Buttons, drawn by us: one shape, four weights, every state visible.

use egui::text::LayoutJob;
use egui::{
    Align, Color32, NumExt as _, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetText, accesskit::Role,
};

use super::focus_ring;
use crate::ui::icons::Icon;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::{Outbox, fonts};
use crate::words::Words;

/// How loud a button is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do here.
    Primary,
    /// The same where no money is involved.
    Practice,
    Normal,
    /// No ground until the mouse is on it.
    Quiet,
    Danger,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scale {
    Small,
    Usual,
    Large,
}

/// A button with an icon, a text or both.
#[must_use]
pub struct Button<'a> {
    text: Option<&'a str>,
    icon: Option<Icon>,
    name: Option<&'a str>,
    tip: Option<&'a str>,
    weight: Weight,
    is_enabled: bool,
    is_selected: bool,
    scale: Scale,
    min_width: f32,
    fills_width: bool,
}

impl<'a> Button<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text: Some(text),
            icon: None,
            name: None,
            tip: None,
            weight: Weight::Normal,
            is_enabled: true,
            is_selected: false,
            scale: Scale::Usual,
            min_width: 0.0,
            fills_width: false,
        }
    }

    /// Only an icon: `name` is what it is called.
    pub fn of_icon(icon: Icon, name: &'a str) -> Self {
        Self { text: None, icon: Some(icon), name: Some(name), tip: Some(name), weight: Weight::Quiet, ..Self::new("") }
    }

    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// What a screen reader says, where that is more than the text.
    pub fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    pub fn tip(mut self, tip: &'a str) -> Self {
        self.tip = Some(tip);
        self
    }

    pub fn weight(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    pub fn enabled(mut self, is_enabled: bool) -> Self {
        self.is_enabled = is_enabled;
        self
    }

    pub fn selected(mut self, is_selected: bool) -> Self {
        self.is_selected = is_selected;
        self
    }

    pub fn large(mut self) -> Self {
        self.scale = Scale::Large;
        self
    }

    /// For a line of small text.
    pub fn small(mut self) -> Self {
        self.scale = Scale::Small;
        self
    }

    pub fn min_width(mut self, width: f32) -> Self {
        self.min_width = width;
        self
    }

    /// As wide as there is room; a text too long for one line takes two.
    pub fn fill_width(mut self) -> Self {
        self.fills_width = true;
        self
    }

    pub fn show(self, ui: &mut Ui) -> Response {
        let (height, icon_points, text_points, side) = match self.scale {
            Scale::Small => (size::CONTROL_SMALL, size::ICON_SMALL, size::TEXT_SMALL, 6.0),
            Scale::Usual => (size::CONTROL, size::ICON, size::TEXT_BODY, 10.0),
            Scale::Large => (size::CONTROL_LARGE, size::ICON_LARGE, size::TEXT_PROMPT, 16.0),
        };
        let words = self.text.filter(|text| !text.is_empty()).map(|text| {
            let family = if self.scale == Scale::Large { fonts::semibold() } else { fonts::medium() };
            let room = if self.fills_width { ui.available_width() - 2.0 * side } else { f32::INFINITY };
            let font = theme::font(text_points, family);
            let mut job = LayoutJob::simple(text.to_owned(), font, Color32::PLACEHOLDER, room);
            job.halign = if self.fills_width { Align::Center } else { Align::LEFT };
            ui.painter().layout_job(job)
        });
        let glyph = self.icon.map(|icon| {
            let font = theme::icon_font(icon_points);
            ui.painter().layout_no_wrap(icon.codepoint.to_owned(), font, Color32::PLACEHOLDER)
        });
        let widths = [words.as_ref(), glyph.as_ref()].map(|galley| galley.map_or(0.0, |galley| galley.size().x));
        let gap = if words.is_some() && glyph.is_some() { 6.0 } else { 0.0 };
        let padding = if words.is_some() { side } else { 5.0 };
        let content = widths[0] + widths[1] + gap;
        let min_width = if self.fills_width { ui.available_width() } else { self.min_width };
        let height = words.as_ref().map_or(height, |words| height.at_least(words.size().y + side));
        let wanted = Vec2::new((content + 2.0 * padding).at_least(min_width).at_least(height), height);

        let sense = if self.is_enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(wanted, sense);
        let name = self.name.or(self.text).unwrap_or_default().to_owned();
        let (is_enabled, is_selected) = (self.is_enabled && ui.is_enabled(), self.is_selected);
        response.widget_info(|| {
            let info = WidgetInfo::labeled(Role::Button, is_enabled, &name);
            if is_selected { WidgetInfo { selected: Some(true), ..info } } else { info }
        });
        if ui.is_rect_visible(rect) {
            let look = self.look(&response);
            let radius = size::RADIUS_M;
            ui.painter().rect(rect, radius, look.fill, Stroke::new(size::HAIRLINE, look.line), StrokeKind::Inside);
            let mut x = rect.center().x - content / 2.0;
            if let Some(glyph) = glyph {
                let at = egui::pos2(x, rect.center().y - glyph.size().y / 2.0);
                x += glyph.size().x + gap;
                ui.painter().galley(at, glyph, look.ink);
            }
            if let Some(words) = words {
                // Centred lines reach left of their own origin.
                let at = egui::pos2(x - words.rect.left(), rect.center().y - words.size().y / 2.0);
                ui.painter().galley(at, words, look.ink);
            }
            focus_ring(ui, &response, radius);
        }
        self.with_tip(response)
    }

    fn with_tip(&self, response: Response) -> Response {
        let Some(tip) = self.tip.filter(|tip| !tip.is_empty()) else {
            return response;
        };
        response.on_hover_text(WidgetText::from(theme::small(tip).color(color::TEXT)))
    }

    fn look(&self, response: &Response) -> Look {
        if !self.is_enabled {
            let fill = match self.weight {
                Weight::Quiet => color::NONE,
                Weight::Primary | Weight::Practice | Weight::Normal | Weight::Danger => color::RAISED,
            };
            let line = if fill == color::NONE { color::NONE } else { color::LINE };
            return Look { fill, line, ink: color::DISABLED };
        }
        let state = if response.is_pointer_button_down_on() {
            2
        } else {
            usize::from(response.hovered() || response.has_focus())
        };
        let pick = |fills: [Color32; 3]| fills[state];
        match self.weight {
            Weight::Primary => Look {
                fill: pick([color::ACCENT, color::ACCENT_HOVER, color::ACCENT_PRESSED]),
                line: color::NONE,
                ink: color::TEXT_ON_ACCENT,
            },
            Weight::Practice => Look {
                fill: pick([color::PRACTICE, color::PRACTICE_HOVER, color::PRACTICE_PRESSED]),
                line: color::NONE,
                ink: color::TEXT_ON_PRACTICE,
            },
            Weight::Normal | Weight::Quiet if self.is_selected => Look {
                fill: pick([color::ACCENT_SOFT, color::ACCENT_SOFT, color::RAISED_PRESSED]),
                line: color::NONE,
                ink: color::ACCENT_TEXT,
            },
            Weight::Normal => Look {
                fill: pick([color::RAISED, color::RAISED_HOVER, color::RAISED_PRESSED]),
                line: pick([color::LINE, color::LINE_STRONG, color::LINE_STRONG]),
                ink: color::TEXT,
            },
            Weight::Quiet => Look {
                fill: pick([color::NONE, color::RAISED_HOVER, color::RAISED_PRESSED]),
                line: color::NONE,
                ink: pick([color::TEXT_MUTED, color::TEXT, color::TEXT]),
            },
            Weight::Danger => Look {
                fill: pick([color::NONE, color::ERROR_SOFT, color::RAISED_PRESSED]),
                line: color::NONE,
                ink: color::ERROR,
            },
        }
    }
}

struct Look {
    fill: Color32,
    line: Color32,
    ink: Color32,
}

pub fn button(ui: &mut Ui, text: &str, weight: Weight, is_enabled: bool) -> Response {
    Button::new(text).weight(weight).enabled(is_enabled).show(ui)
}

/// A quiet square button that is called `name`.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str) -> Response {
    Button::of_icon(icon, name).show(ui)
}

/// A button that does a verb, with its own words and tip.
pub fn verb_button(ui: &mut Ui, words: &Words, verb: Verb, is_enabled: bool, out: &mut Outbox) {
    let tip = verb.tip(words);
    let button = Button::new(verb.label(words)).icon(verb.icon()).tip(&tip).enabled(is_enabled);
    if button.show(ui).clicked() {
        out.ask(verb);
    }
}

/// The same without its label.
pub fn verb_icon(ui: &mut Ui, words: &Words, verb: Verb, is_enabled: bool, out: &mut Outbox) {
    let tip = verb.tip(words);
    let button = Button::of_icon(verb.icon(), verb.label(words)).tip(&tip).enabled(is_enabled);
    if button.show(ui).clicked() {
        out.ask(verb);
    }
}

/// The same as a line of a menu, which it closes.
pub fn verb_line(ui: &mut Ui, words: &Words, verb: Verb, is_enabled: bool, out: &mut Outbox) {
    let label = theme::body(verb.label(words));
    let keys = theme::small(verb.keys_text()).color(color::TEXT_FAINT);
    let line = egui::Button::new((theme::icon(verb.icon(), size::ICON_SMALL), label))
        .right_text(keys)
        .frame_when_inactive(false);
    let room = Vec2::new(ui.available_width(), size::CONTROL);
    if ui.add_enabled(is_enabled, line.min_size(room)).accessible_name(verb.label(words)).clicked() {
        out.ask(verb);
        ui.close();
    }
}
