//! The bar that sends: what stands in the way, how many, what it costs, and the button.

use egui::{Align, Layout, Popup, PopupCloseBehavior, ScrollArea, Ui};

use super::cost::{Asker, balance_ui, button_text, cost};
use super::remarks;
use crate::engine::Command;
use crate::engine::snapshot::{KeyState, Phase};
use crate::model::preflight::{self, Finding, Severity};
use crate::model::task::MAX_WISHES;
use crate::model::{Draft, Row, Trouble};
use crate::ui::action::{Outbox, Route};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Weight};
use crate::ui::{icons, keys};

/// What the bar remembers.
#[derive(Default)]
pub struct Order {
    more: u32,
    wants_practice: bool,
    asker: Asker,
    /// A finding whose words are to be shown.
    pub shows: Option<Finding>,
    /// The batch that was sent last: a second click before the engine counted on is no second wish.
    sent: Option<u64>,
}

/// What stands in the way beside the draft itself.
enum Hindrance {
    Starting,
    Closed(Trouble),
    LookingForKey,
}

impl Order {
    pub fn is_practice(&self, cx: &UiContext<'_>, draft: &Draft) -> bool {
        let account = cx.row(&draft.offering).and_then(|row| cx.account(row.vendor));
        account.is_some_and(|account| self.wants_practice || account.is_practice)
    }

    pub fn toggle_practice(&mut self) {
        self.wants_practice = !self.wants_practice;
    }

    fn count(&self) -> u32 {
        self.more + 1
    }

    /// The one way to send: a draft that passes preflight, once per batch.
    pub fn submit(&mut self, cx: &UiContext<'_>, desk: &mut Desk, row: &Row) -> Result<Command, Trouble> {
        match hindrance(cx, row) {
            Some(Hindrance::Starting) => return Err(Trouble::new("order-starting")),
            Some(Hindrance::Closed(why)) => return Err(why),
            Some(Hindrance::LookingForKey) => return Err(Trouble::new("order-looking-for-key")),
            None => {}
        }
        let batch = cx.snapshot.next_batch;
        if self.sent == Some(batch) {
            return Err(Trouble::new("order-already-sent"));
        }
        desk.settle();
        let submission = preflight::clear(&desk.draft, row, &cx.snapshot.facts).map_err(|findings| {
            let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
            Trouble::new("order-has-errors").with("count", errors)
        })?;
        self.sent = Some(batch);
        let practice = self.is_practice(cx, &desk.draft);
        Ok(Command::Submit { batch, submission: Box::new(submission), count: self.count(), practice })
    }
}

fn hindrance(cx: &UiContext<'_>, row: &Row) -> Option<Hindrance> {
    match &cx.snapshot.phase {
        Phase::Starting => return Some(Hindrance::Starting),
        Phase::Closed(why) => return Some(Hindrance::Closed(why.clone())),
        Phase::Open => {}
    }
    match cx.account(row.vendor).map(|account| account.key) {
        None => Some(Hindrance::Starting),
        Some(KeyState::Looking) => Some(Hindrance::LookingForKey),
        Some(KeyState::Absent | KeyState::Environment | KeyState::Keyring | KeyState::Session) => None,
    }
}

pub fn order_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    state: &mut Order,
    desk: &mut Desk,
    row: &'static Row,
    out: &mut Outbox,
) {
    let top = ui.max_rect().top() - 1.0;
    ui.painter().hline(ui.clip_rect().x_range(), top, egui::Stroke::new(size::HAIRLINE, color::LINE));
    if !state.is_practice(cx, &desk.draft) && hindrance(cx, row).is_none() {
        state.asker.tick(ui, cx, desk, row, out);
    }
    ui.horizontal_centered(|ui| {
        if let Some(finding) = summary_ui(ui, cx, desk, row, out) {
            state.shows = Some(finding);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            generate_ui(ui, cx, state, desk, row, out);
            ui.add_space(size::GAP_XS);
            price_ui(ui, cx, state, desk, row, out);
            practice_ui(ui, cx, state, row, out);
            ui.add_space(size::GAP_XS);
            let shown = format!("×{}", state.count());
            if let Some(count) =
                widgets::stepper(ui, cx.say("order-count"), u64::from(state.count()), 1..=u64::from(MAX_WISHES), &shown)
            {
                state.more = u32::try_from(count - 1).unwrap_or(0);
            }
        });
    });
}

/// How many remarks there are; a click lists them all, with their repairs.
fn summary_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row, out: &mut Outbox) -> Option<Finding> {
    let count = |severity| desk.findings().iter().filter(|finding| finding.severity == severity).count();
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| (severity, count(severity)));
    let Some((worst, first)) = counts.into_iter().find(|(_, count)| *count > 0) else {
        ui.label(theme::icon(icons::CHECK, size::ICON).color(color::GOOD));
        ui.label(theme::small(cx.say("findings-none")));
        return None;
    };
    let id = match worst {
        Severity::Error => "findings-errors",
        Severity::Warning => "findings-warnings",
        Severity::Note => "findings-notes",
    };
    let label = cx.words.with(id, &[("count", first.into())]);
    let (icon, _, _) = widgets::severity_look(worst);
    let is_mistake = |f: &Finding| f.severity == Severity::Error && !remarks::is_obvious(f, desk.judged_draft());
    let is_serious = desk.findings().iter().any(is_mistake);
    let weight = if is_serious { Weight::Danger } else { Weight::Quiet };
    let button = Button::new(&label).icon(icon).weight(weight).tip(cx.say("findings-tip")).show(ui);
    let popup = Popup::menu(&button).width(size::MODAL).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let shown = popup.frame(theme::popover()).accessible_name(cx.say("findings-title")).show(|ui| {
        ui.set_width(size::MODAL);
        ui.horizontal(|ui| {
            ui.label(theme::title(cx.say("findings-title")));
            if desk.safe_fixes() > 0 {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    widgets::verb_button(ui, cx.words, Verb::FixAll, true, out);
                });
            }
        });
        let room = ScrollArea::vertical().max_height(320.0).min_scrolled_height(320.0);
        let finding = room.show(ui, |ui| list_ui(ui, cx, desk, row)).inner;
        if finding.is_some() {
            ui.close();
        }
        finding
    });
    shown.and_then(|shown| shown.inner)
}

fn list_ui(ui: &mut Ui, cx: &UiContext<'_>, desk: &mut Desk, row: &Row) -> Option<Finding> {
    let mut sorted: Vec<&Finding> = desk.findings().iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut answered = None;
    for finding in sorted {
        if let Some(answer) = remarks::remark_ui(ui, cx, desk, finding) {
            answered = Some((answer, finding.clone()));
        }
    }
    remarks::answer(answered, desk, row)
}

/// With a key one may practise all the same.
fn practice_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Order, row: &Row, out: &mut Outbox) {
    if cx.account(row.vendor).is_none_or(|account| account.is_practice) {
        return;
    }
    let tip = Verb::Practise.tip(cx.words);
    let button = Button::of_icon(Verb::Practise.icon(), Verb::Practise.label(cx.words)).tip(&tip);
    if button.selected(state.wants_practice).show(ui).clicked() {
        out.ask(Verb::Practise);
    }
}

fn price_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Order, desk: &Desk, row: &Row, out: &mut Outbox) {
    if state.is_practice(cx, &desk.draft) {
        ui.label(theme::strong(cx.say("price-free")).color(color::PRACTICE));
        let has_no_key = cx.account(row.vendor).is_some_and(|account| account.key == KeyState::Absent);
        if has_no_key {
            let add = Button::new(cx.say("order-add-key"))
                .icon(icons::KEY)
                .weight(Weight::Quiet)
                .tip(cx.say("order-add-key-tip"));
            if add.show(ui).clicked() {
                out.open(Route::Settings);
            }
        }
        return;
    }
    // A known price stands on the button itself.
    let cost = cost(cx, &desk.draft, row, state.count());
    let (word, tip) = match (&cost.stop, cost.total) {
        (Some(stop), Some(_)) => (Some("cap-reached"), stop.clone()),
        (_, None) if cost.is_asking => (Some("price-asking"), String::new()),
        (Some(stop), None) => (Some("cap-unknown"), stop.clone()),
        (None, None) => (Some("price-unknown"), cost.remarks.join("\n")),
        (None, Some(_)) => (None, String::new()),
    };
    if let Some(word) = word {
        let tint = if cost.stop.is_some() { color::WARNING } else { color::TEXT_MUTED };
        ui.label(theme::small(cx.say(word)).color(tint)).on_hover_text(tip);
    }
    balance_ui(ui, cx, row, out);
}

fn generate_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Order, desk: &Desk, row: &Row, out: &mut Outbox) {
    let is_practice = state.is_practice(cx, &desk.draft);
    let mut reasons = reasons(cx, desk, row);
    let (label, remarks) = if is_practice {
        (cx.say("order-generate-practice").to_owned(), Vec::new())
    } else {
        let cost = cost(cx, &desk.draft, row, state.count());
        reasons.extend(cost.stop);
        (button_text(cx, cost.total), cost.remarks)
    };
    let heard = if reasons.is_empty() { remarks.join(". ") } else { reasons.join(". ") };
    let tip = if reasons.is_empty() {
        [vec![Verb::Generate.tip(cx.words)], remarks].concat().join("\n")
    } else {
        reasons.join("\n")
    };
    let weight = if is_practice { Weight::Practice } else { Weight::Primary };
    let is_ready = reasons.is_empty();
    let button = Button::new(&label).icon(icons::GENERATE).weight(weight).large().tip(&tip).enabled(is_ready);
    let response = button.show(ui);
    if !heard.is_empty() {
        // What a tooltip tells the eye.
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(heard));
    }
    // One click is one wish: the second half of a double click and a key that repeats are none.
    let is_echo = keys::is_echo(&response);
    if response.clicked() && !is_echo {
        out.ask(Verb::Generate);
    }
}

/// Why nothing can be sent now, each in one sentence.
fn reasons(cx: &UiContext<'_>, desk: &Desk, row: &Row) -> Vec<String> {
    let hindrance = match hindrance(cx, row) {
        Some(Hindrance::Starting) => Some(cx.say("order-starting").to_owned()),
        Some(Hindrance::Closed(why)) => Some(cx.words.say(&why)),
        Some(Hindrance::LookingForKey) => Some(cx.say("order-looking-for-key").to_owned()),
        None => None,
    };
    let errors = desk.findings().iter().filter(|finding| finding.severity == Severity::Error);
    hindrance.into_iter().chain(errors.map(|finding| cx.words.finding(finding))).collect()
}
