//! What stops a whole vendor, above every screen: one line a vendor, until a person has seen to it.

use egui::accesskit::{Live, Role};
use egui::{Align, Layout, Panel, Ui};

use super::action::{Outbox, Route};
use super::context::UiContext;
use super::icons;
use super::theme::{self, color, size};
use super::widgets::Button;
use crate::engine::Command;
use crate::engine::snapshot::AccountCard;

/// Takes room only where there is something to say, and none where the account's own card says it.
pub fn banners_ui(ui: &mut Ui, cx: &UiContext<'_>, route: &Route, out: &mut Outbox) {
    if *route == Route::Settings {
        return;
    }
    for account in cx.snapshot.accounts.iter() {
        let Some(why) = &account.stopped else { continue };
        let text = cx.words.say(why);
        let panel = Panel::top(account.vendor).frame(theme::banner()).resizable(false).show_separator_line(false);
        panel.show(ui, |ui| banner_ui(ui, cx, account, &text, out));
    }
}

fn banner_ui(ui: &mut Ui, cx: &UiContext<'_>, account: &AccountCard, text: &str, out: &mut Outbox) {
    ui.horizontal(|ui| {
        ui.label(theme::icon(icons::WARNING, size::ICON).color(color::WARNING));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let args = [("vendor", account.name.into())];
            let name = cx.words.with("account-try-again-of", &args);
            if Button::new(cx.say("account-try-again")).name(&name).icon(icons::REPEAT).show(ui).clicked() {
                out.tell(Command::TryAgain { vendor: account.vendor });
            }
            let name = cx.words.with("banner-settings-of", &args);
            if Button::new(cx.say("banner-settings")).name(&name).icon(icons::KEY).show(ui).clicked() {
                out.open(Route::Settings);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.vertical(|ui| {
                    let label = ui.add(egui::Label::new(theme::body(text)).wrap());
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_role(Role::Alert);
                        node.set_live(Live::Polite);
                        node.set_label(text);
                    });
                    ui.label(theme::small(waiting(cx, account)));
                });
            });
        });
    });
}

/// Wishes of this vendor that wait. The queue shows them, so nothing seems lost.
fn waiting(cx: &UiContext<'_>, account: &AccountCard) -> String {
    let waits = |task: &crate::model::Task| {
        *task.vendor == *account.vendor && !task.is_practice && task.remote.is_none() && task.state().is_under_way()
    };
    let count = cx.snapshot.queue.iter().filter(|card| waits(&card.task)).count();
    cx.words.with("banner-waiting", &[("count", count.into())])
}
