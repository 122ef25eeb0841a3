//! The sheets above a screen: every key there is, and every draft.

use egui::{Context, Id, Modal, ScrollArea, Sense, Ui, Vec2, WidgetInfo, accesskit::Role};

use super::action::Outbox;
use super::context::UiContext;
use super::theme::{self, color, size};
use super::verb::{Entry, TABLE, Verb, keys_text};
use super::{icons, said, widgets};
use crate::engine::Command;
use crate::engine::snapshot::{DraftId, DraftLine};

/// The help sheet; false when it is done with.
pub fn help_ui(ctx: &Context, cx: &UiContext<'_>) -> bool {
    let id = Id::unique("help");
    let mut is_open = true;
    let area = Modal::default_area(id).accessible_name(cx.say("help-title"));
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(size::SHEET);
        is_open = !widgets::sheet_title(ui, cx.say("help-title"), cx.say("close"));
        let height = (ui.ctx().content_rect().height() - 140.0).max(200.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            // The scroll bar stands beside the keys, not on them.
            ui.set_max_width(ui.available_width() - size::GAP_L);
            ui.spacing_mut().item_spacing = Vec2::new(size::GAP_XL, 2.0);
            let rows: Vec<&Entry> = TABLE.iter().filter(|entry| !entry.keys.is_empty()).collect();
            let half = rows.len().div_ceil(2);
            ui.columns(2, |columns| {
                for (index, entry) in rows.into_iter().enumerate() {
                    help_row_ui(&mut columns[index / half], cx, entry);
                }
            });
        });
    });
    is_open && !shown.should_close()
}

fn help_row_ui(ui: &mut Ui, cx: &UiContext<'_>, entry: &Entry) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_XS;
        ui.label(theme::icon(entry.icon, size::ICON_SMALL).color(color::TEXT_FAINT));
        ui.label(theme::body(entry.verb.label(cx.words)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            for keys in entry.keys.iter().rev() {
                theme::key_cap().show(ui, |ui| ui.label(theme::small(keys_text(keys)).color(color::TEXT)));
            }
        });
    });
}

/// The drafts sheet while it is open.
#[derive(Default)]
pub struct Drafts {
    search: String,
}

/// Every draft, the newest first; false when it is done with.
pub fn drafts_ui(
    ctx: &Context,
    cx: &UiContext<'_>,
    state: &mut Drafts,
    open: Option<&DraftId>,
    out: &mut Outbox,
) -> bool {
    let id = Id::unique("drafts");
    let mut is_open = true;
    let area = Modal::default_area(id).accessible_name(cx.say("drafts-title"));
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(size::PALETTE);
        is_open = !widgets::sheet_title(ui, cx.say("drafts-title"), cx.say("close"));
        ui.horizontal(|ui| {
            widgets::verb_button(ui, cx.words, Verb::NewDraft, true, out);
            widgets::verb_button(ui, cx.words, Verb::OpenFile, true, out);
            widgets::text_line(ui, &mut state.search, cx.say("drafts-search"), cx.say("drafts-search"));
        });
        let wanted = state.search.to_lowercase();
        let lines: Vec<&DraftLine> =
            cx.snapshot.drafts.iter().filter(|line| line.heading.to_lowercase().contains(&wanted)).collect();
        if lines.is_empty() {
            widgets::empty_ui(ui, icons::DRAFTS, cx.say("drafts-none"), "");
        }
        ScrollArea::vertical().max_height(400.0).show_rows(ui, 44.0, lines.len(), |ui, rows| {
            for line in &lines[rows] {
                is_open &= !draft_line_ui(ui, cx, line, open == Some(&line.id), out);
            }
        });
    });
    is_open && !shown.should_close()
}

/// True when the draft was opened.
fn draft_line_ui(ui: &mut Ui, cx: &UiContext<'_>, line: &DraftLine, is_here: bool, out: &mut Outbox) -> bool {
    let heading = if line.heading.trim().is_empty() { cx.say("draft-untitled") } else { &*line.heading };
    let (rect, row) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 44.0), Sense::click());
    row.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_here, heading));
    if is_here || row.hovered() {
        let fill = if is_here { color::ACCENT_SOFT } else { color::RAISED_HOVER };
        ui.painter().rect_filled(rect, size::RADIUS_M, fill);
    }
    widgets::focus_ring(ui, &row, size::RADIUS_M);
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(Vec2::new(10.0, 4.0))));
    inside.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        if widgets::icon_button(ui, icons::DELETE, &format!("{}: {heading}", cx.say("draft-delete"))).clicked() {
            out.tell(Command::DeleteDraft(line.id.clone()));
        }
        if widgets::icon_button(ui, icons::COPY, &format!("{}: {heading}", cx.say("draft-duplicate"))).clicked() {
            out.tell(Command::DuplicateDraft(line.id.clone()));
        }
        ui.label(theme::caption(said::ago(cx.words, cx.now_millis, line.changed_at_millis)));
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add(egui::Label::new(theme::body(heading)).truncate());
        });
    });
    if row.clicked() {
        out.tell(Command::OpenDraft(line.id.clone()));
    }
    row.clicked()
}
