//! Where the library lies.

use egui::{Align, Id, Key, Layout, Ui, Vec2};

use crate::engine::Command;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::dialog::{FileAsk, Wanted};
use crate::ui::icons;
use crate::ui::said;
use crate::ui::theme::{self, size};
use crate::ui::widgets::{self, Button, Weight};

/// What is typed and not yet sent.
#[derive(Default)]
pub struct Library {
    asking: FileAsk<()>,
    /// Another folder, while it is being typed.
    folder: Option<String>,
}

/// The folder in use, to be changed by a dialog or by hand.
pub fn library_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Library, out: &mut Outbox) {
    let answer = state.asking.poll(&ui.ctx().clone(), cx.words);
    if let Some(folder) = answer.and_then(|((), paths)| paths.into_iter().next()) {
        out.tell(Command::ChooseLibrary(folder));
    }
    ui.label(theme::small(cx.say("settings-library-why")));
    let folder = cx.snapshot.library.display().to_string();
    let mut typed = state.folder.take().unwrap_or_else(|| folder.clone());
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let button = Button::new(cx.say("settings-library-choose")).icon(icons::FOLDER);
        if button.show(ui).clicked() {
            state.asking.ask(&ui.ctx().clone(), cx.words, Wanted::Folder, ());
        }
        let is_other = !typed.trim().is_empty() && typed != folder;
        let mut is_wanted =
            is_other && Button::new(cx.say("settings-library-use")).weight(Weight::Primary).show(ui).clicked();
        let field = widgets::text_line_of(ui, Id::unique("library"), &mut typed, cx.say("settings-library"), &folder);
        is_wanted |= is_other && field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_wanted {
            out.tell(Command::ChooseLibrary(typed.trim().into()));
        }
        state.folder = (!is_wanted && (is_other || field.has_focus())).then_some(typed);
    });
    ui.add_space(size::GAP_S);
    previews_ui(ui, cx, out);
}

/// How much the previews take, and how to be rid of them.
fn previews_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    let row = Vec2::new(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let bytes = cx.snapshot.previews_bytes;
        let has_any = bytes.is_some_and(|bytes| bytes > 0);
        if Button::new(cx.say("settings-previews-clear")).icon(icons::DELETE).enabled(has_any).show(ui).clicked() {
            out.tell(Command::ClearPreviews);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let said = match bytes {
                Some(bytes) => cx.words.with("settings-previews", &[("size", said::bytes(bytes).into())]),
                None => cx.say("settings-previews-counting").to_owned(),
            };
            ui.label(theme::body(said));
        });
    });
    ui.label(theme::small(cx.say("settings-previews-why")));
}
