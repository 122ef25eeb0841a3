//! Who cuts, and how long the video is where the shots do not say.

use egui::accesskit::Role;
use egui::{Align, CursorIcon, Layout, Rect, Sense, Ui, Vec2, WidgetInfo};

use crate::model::{Cut, Row, Secs};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, lane, size};
use crate::ui::widgets::{self, Segment};

/// The choice of the cut, with what stands at its right.
pub fn cut_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row, right: impl FnOnce(&mut Ui, &mut Desk)) {
    ui.horizontal(|ui| {
        let segments: Vec<Segment<'_, Cut>> = Cut::ALL
            .into_iter()
            .filter(|cut| row.caps.cuts.contains(cut) || *cut == desk.draft.cut)
            .map(|cut| Segment {
                value: cut,
                label: cx.say(cut_label(cut)),
                tip: cx.say(cut_tip(cut)),
                is_enabled: true,
            })
            .collect();
        if let Some(cut) = widgets::segmented(ui, cx.say("cut-title"), desk.draft.cut, &segments) {
            desk.cut(cut, &row.caps);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| right(ui, desk));
    });
}

fn cut_label(cut: Cut) -> &'static str {
    match cut {
        Cut::OneShot => "cut-one-shot",
        Cut::ByVendor => "cut-by-vendor",
        Cut::ByHand => "cut-by-hand",
    }
}

fn cut_tip(cut: Cut) -> &'static str {
    match cut {
        Cut::OneShot => "cut-one-shot-tip",
        Cut::ByVendor => "cut-by-vendor-tip",
        Cut::ByHand => "cut-by-hand-tip",
    }
}

/// The cut and one length for the whole video.
pub fn length_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row) {
    cut_ui(ui, cx, desk, row, |ui, desk| {
        let (least, most) = (row.caps.min_seconds.0, row.caps.max_seconds.0);
        let shown = cx.words.with("seconds", &[("seconds", desk.draft.seconds.0.into())]);
        if let Some(secs) = widgets::stepper(ui, cx.say("length-title"), desk.draft.seconds.0, least..=most, &shown) {
            desk.draft.seconds = Secs(secs);
        }
        ui.label(theme::label(cx.say("length-title")));
    });
    bar_ui(ui, cx, desk, row);
}

/// The length to scale, dragged or moved by arrow keys in whole seconds.
fn bar_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row) {
    let (least, most) = (row.caps.min_seconds.0, row.caps.max_seconds.0);
    let now = desk.draft.seconds.0;
    let (rect, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), lane::RULER + size::LENGTH_BAR), Sense::hover());
    let mut view = super::timeline::View::default();
    view.fit_to(most.max(now));
    let scale = super::timeline::Scale::new(rect, view);
    super::timeline::ruler_ui(ui, cx, &scale, least);
    let bar = Rect::from_min_max(egui::pos2(rect.left(), rect.top() + lane::RULER), rect.max);
    let response = ui.interact(bar, ui.scope_id().with("length-bar"), Sense::click_and_drag());
    let name = cx.words.with("length-name", &[("seconds", now.into())]);
    response.widget_info(|| WidgetInfo { value: Some(now as f64), ..WidgetInfo::labeled(Role::Slider, true, &name) });

    let filled = Rect::from_min_max(bar.min, egui::pos2(scale.x(now as f64), bar.bottom()));
    ui.painter().rect_filled(bar, size::RADIUS_M, color::FIELD);
    let fill = if response.hovered() || response.dragged() { color::RAISED_HOVER } else { color::RAISED };
    ui.painter().rect_filled(filled, size::RADIUS_M, fill);
    let grip = Rect::from_center_size(filled.right_center() - Vec2::new(5.0, 0.0), Vec2::new(3.0, 16.0));
    ui.painter().rect_filled(grip, 2, if response.hovered() { color::ACCENT_TEXT } else { color::LINE_STRONG });
    widgets::focus_ring(ui, &response, size::RADIUS_M);

    let mut wanted = now.saturating_add_signed(widgets::steps_by_keys(ui, &response));
    if let Some(at) = response.interact_pointer_pos() {
        wanted = scale.secs_at(at.x).round().max(0.0) as u64;
        desk.is_dragging();
    }
    if wanted != now {
        desk.draft.seconds = Secs(wanted.clamp(least, most));
    }
    response.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
}
