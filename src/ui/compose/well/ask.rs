//! What a well asks: whether to replace the picture in it, and for a web address.

use egui::{Context, Id, Key, Popup, PopupCloseBehavior, Response};

use super::picture::short_name;
use super::state::{Mail, Taken};
use super::{Asked, Well, Wells, text};
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Weight};

/// A full well was offered something: replace, change places where both are the draft's, or leave it.
pub(super) fn question_ui(
    response: &Response,
    cx: &UiContext<'_>,
    well: &Well<'_>,
    wells: &mut Wells,
) -> Option<Asked> {
    let mut question = wells.question.take_if(|question| question.well == well.id)?;
    let old = well.picture?;
    let swaps_with = question.from.filter(|from| well.slot.is_some_and(|here| from.is_moved_to(here)));
    let args = [("old", short_name(old).into()), ("new", (&*question.name).into())];
    let title = cx.words.with("well-replace-question", &args);
    let (mut is_open, mut asked, mut is_answered) = (true, None, false);
    let popup = Popup::from_response(response).id(response.id.with("question")).open_bool(&mut is_open);
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).width(size::TOOLTIP).gap(size::GAP_XS);
    popup.frame(theme::popover()).accessible_name(cx.say("well-question")).show(|ui| {
        ui.set_width(size::TOOLTIP);
        ui.label(theme::body(&title));
        ui.add_space(size::GAP_XS);
        ui.horizontal_wrapped(|ui| {
            let replace = widgets::button(ui, cx.say("well-replace"), Weight::Primary, true);
            if std::mem::take(&mut question.is_new) {
                replace.request_focus();
            }
            if replace.clicked() {
                asked = Some(question.asked.clone());
            }
            if let Some(from) = swaps_with
                && widgets::button(ui, cx.say("well-swap"), Weight::Normal, true).clicked()
            {
                asked = Some(Asked::Swap(from));
            }
            is_answered = widgets::button(ui, cx.say("dialog-cancel"), Weight::Quiet, true).clicked();
        });
    });
    if asked.is_none() && !is_answered && is_open {
        wells.question = Some(question);
    } else {
        response.request_focus();
    }
    asked
}

/// The box for a web address.
pub fn address_ui(ctx: &Context, cx: &UiContext<'_>, wells: &mut Wells) {
    let Some((well, mut text)) = wells.address.take() else {
        return;
    };
    let (mut is_done, mut is_cancelled) = (false, false);
    let read = text::address(&text);
    let closed = widgets::modal(ctx, "picture-address", cx.say("well-address-title"), |ui| {
        ui.label(theme::small(cx.say("well-address-why")));
        let id = Id::unique("picture-address-field");
        let field = widgets::text_line_of(ui, id, &mut text, cx.say("well-address-title"), "https://");
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !field.has_focus() && !is_entered {
            field.request_focus();
        }
        if let (Err(why), false) = (&read, text.trim().is_empty()) {
            ui.label(theme::small(cx.words.say(why)).color(color::WARNING));
        }
        ui.add_space(size::GAP_S);
        ui.horizontal(|ui| {
            let use_it = widgets::button(ui, cx.say("well-address-use"), Weight::Primary, read.is_ok());
            is_done = use_it.clicked() || is_entered;
            is_cancelled = widgets::button(ui, cx.say("dialog-cancel"), Weight::Quiet, true).clicked();
        });
    });
    match text::address(&text) {
        Ok(image) if is_done => wells.post(ctx, well, Mail::Bring(Taken::of(vec![image]))),
        Ok(_) | Err(_) if closed || is_cancelled => ctx.memory_mut(|memory| memory.request_focus(well)),
        Ok(_) | Err(_) => wells.address = Some((well, text)),
    }
}
