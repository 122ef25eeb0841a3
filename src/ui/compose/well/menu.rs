//! The menu of a well: everything that can be done with the mouse there, by name and key.

use egui::{Id, Key, KeyboardShortcut, Modifiers, Popup, Response, SetOpenCommand, Ui};

use super::picture::facts_of;
use super::{Asked, Well, Wells};
use crate::ui::context::UiContext;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{self, color, size};
use crate::ui::verb::keys_text;

const ENTER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::Enter);
const COPY: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::C);
const CUT: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::X);
const PASTE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::V);
const DELETE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::Delete);

fn id_of(response: &Response) -> Id {
    response.id.with("menu")
}

/// Opens it at the well.
pub(super) fn open(response: &Response) {
    Popup::open_id(&response.ctx, id_of(response));
}

pub(super) fn menu_ui(response: &Response, cx: &UiContext<'_>, well: &Well<'_>, wells: &mut Wells) -> Option<Asked> {
    let is_asked = response.secondary_clicked();
    let opens = is_asked.then_some(SetOpenCommand::Bool(true));
    let popup = Popup::menu(response).id(id_of(response)).open_memory(opens).width(size::MENU);
    let is_at_pointer = is_asked || Popup::position_of_id(&response.ctx, id_of(response)).is_some();
    let popup = if is_at_pointer { popup.at_pointer_fixed() } else { popup };
    let shown = popup.accessible_name(well.name).show(|ui| {
        ui.set_width(size::MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        lines_ui(ui, cx, well, wells)
    });
    shown.and_then(|shown| shown.inner)
}

fn lines_ui(ui: &mut Ui, cx: &UiContext<'_>, well: &Well<'_>, wells: &mut Wells) -> Option<Asked> {
    let mut asked = None;
    let takes = well.refuses.is_none();
    if line_ui(ui, icons::FOLDER, cx.say("well-choose"), &keys_text(&ENTER), takes) {
        asked = Some(Asked::Choose);
    }
    if line_ui(ui, icons::PASTE, cx.say("well-paste"), &keys_text(&PASTE), takes) {
        wells.ask_paste(ui.ctx(), well.id);
    }
    if line_ui(ui, icons::LINK, cx.say("well-address"), "", takes) {
        wells.address = Some((well.id, String::new()));
    }
    let Some(image) = well.picture else {
        return asked;
    };
    ui.separator();
    if line_ui(ui, icons::CROP, cx.say("well-crop"), "", facts_of(cx, image).is_some()) {
        asked = Some(Asked::Crop);
    }
    ui.separator();
    for (name, slot) in &well.moves {
        if line_ui(ui, icons::SWAP, name, "", true) {
            asked = Some(Asked::MoveTo(*slot));
        }
    }
    if line_ui(ui, icons::CUT, cx.say("well-cut"), &keys_text(&CUT), true) {
        wells.keep(ui.ctx(), image, well.slot, true);
    }
    if line_ui(ui, icons::COPY, cx.say("well-copy"), &keys_text(&COPY), true) {
        wells.keep(ui.ctx(), image, well.slot, false);
    }
    ui.separator();
    if line_ui(ui, icons::DELETE, cx.say("well-remove"), &keys_text(&DELETE), true) {
        asked = Some(Asked::Remove);
    }
    asked
}

fn line_ui(ui: &mut Ui, icon: Icon, label: &str, keys: &str, is_enabled: bool) -> bool {
    let button = egui::Button::new((theme::icon(icon, size::ICON_SMALL), theme::body(label)))
        .right_text(theme::small(keys).color(color::TEXT_FAINT))
        .frame_when_inactive(false)
        .min_size(egui::vec2(ui.available_width(), size::CONTROL));
    let was_clicked = ui.add_enabled(is_enabled, button).accessible_name(label).clicked();
    if was_clicked {
        ui.close();
    }
    was_clicked
}
