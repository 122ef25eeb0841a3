//! The picture on its stage: as large as fits or enlarged, moved by the mouse; or why there is none.

use egui::accesskit::Role;
use egui::{Align, CursorIcon, Layout, Rect, Response, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2};

use super::playing::Playing;
use super::{bar, tools};
use crate::engine::Command;
use crate::engine::snapshot::{TaskCard, ThumbKey};
use crate::ui::action::Outbox;
use crate::ui::compose::well::Carried;
use crate::ui::context::UiContext;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::thumbs::Picture;
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Weight};

/// How much a turn of the wheel enlarges: a notch of fifty points by a quarter.
const PER_POINT: f32 = 0.0045;

pub fn picture_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    card: &TaskCard,
    playing: &mut Playing,
    rect: Rect,
    out: &mut Outbox,
) {
    let response = ui.interact(rect, egui::Id::unique("viewer-picture"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Video, true, cx.say("viewer-picture")));
    ui.painter().rect_filled(rect, 0, color::STAGE);
    let stage = playing.lay(ui, rect);
    playing.take_picture(ui);
    let poster = card.clip.as_ref().map(|clip| cx.picture(&ThumbKey::Poster(clip.sha256.clone()), out));
    match (playing.texture(), poster) {
        (Some(texture), _) => {
            let place = playing.view.place(&stage);
            let whole = theme::WHOLE_PICTURE;
            ui.painter_at(rect).image(texture.id(), place, whole, color::UNTINTED);
        }
        (None, Some(Picture::Here(texture))) => theme::paint_fit(ui, texture, rect, 0),
        (None, Some(Picture::Coming | Picture::Broken | Picture::Absent) | None) => {}
    }
    if let Some(trouble) = playing.player.state().trouble {
        trouble_ui(ui, cx, card, rect, &cx.words.say(&trouble), out);
        return;
    }
    // Enlarged, the picture itself is moved; as a whole, its frame is carried away.
    if playing.view.is_fit() && response.drag_started() {
        let state = playing.player.state();
        let seen = state.shown_frame.filter(|_| state.is_playing).unwrap_or(state.frame_number);
        if let Some(carried) = Carried::frame_of(card, seen as u64) {
            egui::DragAndDrop::set_payload(ui.ctx(), carried);
        }
    }
    hand_ui(ui, cx, playing, &response, out);
    widgets::focus_ring(ui, &response, 0);
}

/// What mouse and keys do to the picture itself.
fn hand_ui(ui: &Ui, cx: &UiContext<'_>, playing: &mut Playing, response: &Response, out: &mut Outbox) {
    let Some(stage) = playing.stage() else {
        return;
    };
    bar::step_by_keys(ui, response, &playing.player);
    if response.double_clicked() {
        out.ask(Verb::FullScreen);
    }
    // Both halves of a double click go on and stop again: it ends as it was.
    if response.clicked() {
        playing.toggle();
    }
    if !playing.view.is_fit() {
        let icon = if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab };
        response.clone().on_hover_cursor(icon);
        if response.dragged() {
            playing.view.pan(&stage, -response.drag_delta());
        }
    }
    if let Some(pointer) = response.hover_pos() {
        let (turned, pinched) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = (turned * PER_POINT).exp() * pinched;
        if (factor - 1.0).abs() > f32::EPSILON {
            playing.view.zoom_at(&stage, pointer, factor);
        }
    }
    response.context_menu(|ui| {
        ui.set_min_width(size::FRAME_MENU);
        tools::frame_menu_ui(ui, cx, out);
    });
}

/// Why nothing plays, and what else can be done with the file.
fn trouble_ui(ui: &mut Ui, cx: &UiContext<'_>, card: &TaskCard, rect: Rect, said: &str, out: &mut Outbox) {
    let room = Vec2::new((rect.width() - 2.0 * size::GAP_XL).min(size::MODAL), rect.height() / 2.0 + size::TROUBLE);
    let place = Rect::from_min_size(pos2(rect.center().x - room.x / 2.0, rect.center().y - size::TROUBLE), room);
    let layout = Layout::top_down(Align::Center);
    let mut inside = ui.new_child(UiBuilder::new().id_salt("trouble").max_rect(place).layout(layout));
    theme::floating().show(&mut inside, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::icon(icons::ERROR, size::ICON_EMPTY).color(color::ERROR));
        ui.add(egui::Label::new(theme::body(said)).wrap());
        ui.add_space(size::GAP_XS);
        if Button::new(cx.say("card-outside")).icon(icons::MOVIE).show(ui).clicked() {
            out.tell(Command::OpenOutside(card.task.id.clone()));
        }
        if Button::new(cx.say("card-show")).icon(icons::FOLDER).weight(Weight::Quiet).show(ui).clicked() {
            out.tell(Command::ShowInFolder(card.task.id.clone()));
        }
    });
}
