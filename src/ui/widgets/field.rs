//! Text boxes with their own ground, hint and count.

use std::sync::Arc;

use egui::text::CCursorRange;
use egui::{EventFilter, Frame, Galley, Id, Rect, Response, Stroke, TextBuffer, TextEdit, Ui};

use crate::ui::theme::{self, color, size};

/// One line of text. The name is for screen readers; a label beside it is the caller's.
pub fn text_line(ui: &mut Ui, text: &mut String, name: &str, hint: &str) -> Response {
    ui.add(line(text, hint)).accessible_name(name)
}

/// The same, known by its own id: it keeps the caret when something appears or goes before it.
pub fn text_line_of(ui: &mut Ui, id: Id, text: &mut String, name: &str, hint: &str) -> Response {
    ui.add(line(text, hint).id(id)).accessible_name(name)
}

/// A secret on one line: shown as dots, and never told to a screen reader.
pub fn secret_line_of(ui: &mut Ui, id: Id, text: &mut String, name: &str, hint: &str) -> Response {
    ui.add(line(text, hint).id(id).password(true)).accessible_name(name)
}

fn line<'a>(text: &'a mut String, hint: &str) -> TextEdit<'a> {
    TextEdit::singleline(text)
        .hint_text(theme::body(hint).color(color::TEXT_FAINT))
        .desired_width(f32::INFINITY)
        .margin(egui::Margin::symmetric(10, 6))
        .min_size(egui::vec2(0.0, size::CONTROL))
}

/// Lays out the text of a box in its own inks.
pub type Layouter<'a> = &'a mut dyn FnMut(&Ui, &dyn TextBuffer, f32) -> Arc<Galley>;

/// A box for many lines, as it looks.
pub struct Area<'a> {
    pub id: Id,
    pub name: &'a str,
    pub hint: &'a str,
    pub height: f32,
    /// How many characters the vendor will count, and how many it takes.
    pub count: Option<(usize, usize)>,
    /// Tab and Escape are the box's: something is open in it that they act on.
    pub keeps_keys: bool,
    /// The caret was put somewhere else: that place is to be seen.
    pub reveals_caret: bool,
}

/// A box for many lines, drawn.
pub struct Written {
    pub response: Response,
    /// The selection while the box has the keyboard.
    pub cursor: Option<CCursorRange>,
    /// Where the caret stands on the screen, no farther out than the box.
    pub caret: Option<Rect>,
}

/// Many lines in a box of a fixed height that scrolls, with the count in its corner.
pub fn text_area(ui: &mut Ui, text: &mut String, area: &Area<'_>, layouter: Layouter<'_>) -> Written {
    let is_over = area.count.is_some_and(|(used, max)| used > max);
    let has_focus = ui.memory(|memory| memory.has_focus(area.id));
    let line = match (is_over, has_focus) {
        (true, _) => Stroke::new(size::HAIRLINE, color::ERROR),
        (false, true) => Stroke::new(size::HAIRLINE, color::FOCUS),
        (false, false) => Stroke::new(size::HAIRLINE, color::LINE),
    };
    let frame = theme::field().stroke(line);
    let whole = Rect::from_min_size(ui.next_widget_position(), egui::vec2(ui.available_width(), area.height));
    // The box is one thing to the mouse: a click on its margin or its count writes in it, too.
    let ground = ui.interact(whole, area.id.with("ground"), egui::Sense::click());
    let ground = ground.on_hover_cursor(egui::CursorIcon::Text);
    let footer = if area.count.is_some() { 16.0 } else { 0.0 };
    let inner = (area.height - frame.total_margin().sum().y).max(20.0);
    let mut written = frame
        .show(ui, |ui| {
            ui.set_height(inner);
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 0.0;
            let scroll = egui::ScrollArea::vertical()
                .id_salt(area.id.with("scroll"))
                .max_height(inner - footer)
                .auto_shrink(false);
            let shown = scroll.show(ui, |ui| {
                let rows = ((inner - footer) / 20.0).floor().max(1.0);
                edit_ui(ui, text, area, layouter, rows as usize)
            });
            if let Some((used, max)) = area.count {
                counter_ui(ui, used, max);
            }
            shown.inner
        })
        .inner;
    written.caret = written.caret.map(|caret| {
        let seen = whole.shrink(size::HAIRLINE);
        caret.translate(seen.clamp(caret.min) - caret.min)
    });
    // After the editor, which gives the focus up on any click beside its lines.
    if ground.clicked() {
        written.response.request_focus();
    }
    written
}

fn edit_ui(ui: &mut Ui, text: &mut String, area: &Area<'_>, layouter: Layouter<'_>, rows: usize) -> Written {
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, tab: area.keeps_keys, escape: area.keeps_keys };
    let shown = TextEdit::multiline(text)
        .id(area.id)
        .font(theme::font(size::TEXT_PROMPT, egui::FontFamily::Proportional))
        .hint_text(theme::body(area.hint).color(color::TEXT_FAINT))
        .frame(Frame::NONE)
        .margin(egui::Margin::ZERO)
        .desired_width(f32::INFINITY)
        .desired_rows(rows)
        .event_filter(filter)
        .layouter(layouter)
        .show(ui);
    let response = shown.response.response.accessible_name(area.name);
    let origin = shown.galley_pos.to_vec2();
    let caret = shown.cursor_range.map(|range| shown.galley.pos_from_cursor(range.primary).translate(origin));
    if let Some(caret) = caret.filter(|_| area.reveals_caret) {
        ui.scroll_to_rect(caret, None);
    }
    Written { response, cursor: shown.cursor_range, caret }
}

fn counter_ui(ui: &mut Ui, used: usize, max: usize) {
    let tint = if used > max {
        color::ERROR
    } else if used * 10 > max * 9 {
        color::WARNING
    } else {
        color::TEXT_FAINT
    };
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Max), |ui| {
        ui.label(theme::figures(format!("{used} / {max}")).color(tint));
    });
}
