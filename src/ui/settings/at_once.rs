//! How many videos a vendor makes at once, and whether it is paused.

use egui::{Ui, Vec2};

use super::change;
use crate::engine::Command;
use crate::engine::settings::MOST_AT_ONCE;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, size};
use crate::ui::widgets;

pub fn at_once_ui(ui: &mut Ui, cx: &UiContext<'_>, out: &mut Outbox) {
    ui.add(egui::Label::new(theme::small(cx.say("at-once-why"))).wrap());
    for account in cx.snapshot.accounts.iter() {
        ui.horizontal(|ui| {
            ui.allocate_ui(Vec2::new(size::PRICE_NAME, size::CONTROL), |ui| {
                ui.set_min_width(size::PRICE_NAME);
                ui.label(theme::body(account.name));
            });
            let now = u64::from(cx.snapshot.settings.at_once(account.vendor));
            let name = cx.words.with("at-once-of", &[("vendor", account.name.into())]);
            let range = 1..=u64::from(MOST_AT_ONCE);
            if let Some(wanted) = widgets::stepper(ui, &name, now, range, &now.to_string()) {
                let wanted = u8::try_from(wanted).unwrap_or(MOST_AT_ONCE);
                change(cx, out, |settings| {
                    settings.at_once.insert(account.vendor.to_owned(), wanted);
                });
            }
            let is_paused = cx.snapshot.settings.is_paused(account.vendor);
            let label = cx.words.with("at-once-pause", &[("vendor", account.name.into())]);
            if widgets::toggle(ui, is_paused, &label, true).clicked() {
                let vendor = account.vendor.into();
                out.tell(if is_paused { Command::ContinueVendor(vendor) } else { Command::PauseVendor(vendor) });
            }
        });
    }
}
