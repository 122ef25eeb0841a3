//! "See the wire": the exact request of a draft or a task, what the vendor answered, and a report for its support.

use egui::{ComboBox, Context, Id, Label, Modal, ScrollArea, TextEdit, Ui};

use super::action::Outbox;
use super::context::UiContext;
use super::theme::{self, color, size};
use super::widgets::{self, Button, Segment, Weight};
use super::{icons, offering, sheets};
use crate::engine::Command;
use crate::engine::snapshot::{Exchange, ExchangeStep, Wire, WireKind, WireOf, WireRequest};
use crate::model::Task;

/// What the sheet remembers.
#[derive(Default)]
pub struct WireView {
    tab: Tab,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    #[default]
    Json,
    Curl,
    Answers,
    Report,
}

/// Draws it while the engine shows a wire.
pub fn wire_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut WireView, out: &mut Outbox) {
    let Some(wire) = &cx.snapshot.wire else { return };
    if wire.task.is_none() && matches!(state.tab, Tab::Answers | Tab::Report) {
        state.tab = Tab::Json;
    }
    let id = Id::unique("wire");
    let area = Modal::default_area(id).accessible_name(cx.say("wire-title"));
    let mut is_open = true;
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(theme::sheet_width(ui.ctx()));
        is_open = !sheets::title_ui(ui, cx, cx.say("wire-title"));
        ui.horizontal(|ui| {
            tabs_ui(ui, cx, state, wire);
            if let WireOf::Draft { draft, offering } = &wire.of
                && let Some(other) = offering_ui(ui, cx, offering)
            {
                let of = WireOf::Draft { draft: draft.clone(), offering: other.into() };
                out.tell(Command::ShowWire(Some(of)));
            }
        });
        ui.label(theme::small(cx.say("wire-why")));
        ui.add_space(size::GAP_XS);
        let height = (ui.ctx().content_rect().height() - 220.0).max(160.0);
        ScrollArea::vertical().auto_shrink([false, true]).max_height(height).min_scrolled_height(height).show(
            ui,
            |ui| match state.tab {
                Tab::Json => requests_ui(ui, cx, wire, |request| &request.json),
                Tab::Curl => requests_ui(ui, cx, wire, |request| &request.curl),
                Tab::Answers => answers_ui(ui, cx, wire),
                Tab::Report => report_ui(ui, cx, wire),
            },
        );
    });
    if !is_open || shown.should_close() {
        out.tell(Command::ShowWire(None));
    }
}

fn tabs_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut WireView, wire: &Wire) {
    let all = [Tab::Json, Tab::Curl, Tab::Answers, Tab::Report];
    let count = if wire.task.is_some() { all.len() } else { 2 };
    let segments: Vec<Segment<'_, Tab>> = all[..count]
        .iter()
        .map(|tab| {
            let word = match tab {
                Tab::Json => "wire-json",
                Tab::Curl => "wire-curl",
                Tab::Answers => "wire-answers",
                Tab::Report => "wire-report",
            };
            Segment { value: *tab, label: cx.say(word), tip: "", is_enabled: true }
        })
        .collect();
    if let Some(tab) = widgets::segmented(ui, cx.say("wire-title"), state.tab, &segments) {
        state.tab = tab;
    }
}

/// The same draft at another offering.
fn offering_ui(ui: &mut Ui, cx: &UiContext<'_>, here: &str) -> Option<&'static str> {
    let name = cx.row(here).map_or_else(|| here.to_owned(), |row| offering::name(cx, row));
    let mut picked = None;
    let combo = ComboBox::from_id_salt("wire-offering").selected_text(theme::body(&*name)).width(size::OFFERING);
    let response = combo.show_ui(ui, |ui| {
        for row in cx.rows {
            if ui.selectable_label(row.id == here, theme::body(offering::name(cx, row))).clicked() {
                picked = Some(row.id);
            }
        }
    });
    response.response.accessible_name(format!("{}: {name}", cx.say("wire-offering")));
    picked
}

fn requests_ui(ui: &mut Ui, cx: &UiContext<'_>, wire: &Wire, text: impl Fn(&WireRequest) -> &String) {
    for trouble in &wire.troubles {
        ui.horizontal(|ui| {
            ui.label(theme::icon(icons::ERROR, size::ICON_SMALL).color(color::ERROR));
            ui.add(Label::new(theme::small(cx.words.say(trouble)).color(color::ERROR)).wrap());
        });
    }
    // The order is what one looks for; what goes up before it stands below.
    let (orders, uploads): (Vec<_>, Vec<_>) =
        wire.requests.iter().partition(|request| request.kind == WireKind::Submit);
    for request in orders.into_iter().chain(uploads) {
        let heading = match request.kind {
            WireKind::Upload { k, of } => cx.words.with("wire-upload", &[("k", k.into()), ("of", of.into())]),
            WireKind::Submit => cx.say("wire-submit").to_owned(),
        };
        block_ui(ui, cx, &heading, text(request));
    }
}

fn answers_ui(ui: &mut Ui, cx: &UiContext<'_>, wire: &Wire) {
    if wire.answers.is_empty() {
        widgets::empty_ui(ui, icons::HISTORY, cx.say("wire-no-answers"), "");
    }
    for answer in &wire.answers {
        block_ui(ui, cx, &answer_line(cx, answer), &answer.body);
    }
}

/// `2026-11-27 13:20:05Z · Order · HTTP 200 · pending`.
fn answer_line(cx: &UiContext<'_>, answer: &Exchange) -> String {
    let step = match answer.step {
        ExchangeStep::Submit => cx.say("wire-submit"),
        ExchangeStep::Poll => cx.say("wire-poll"),
    };
    let status = answer.status.map_or_else(|| cx.say("wire-lost").to_owned(), |status| format!("HTTP {status}"));
    let parts = [time(answer.at_millis), step.to_owned(), status, answer.word.clone()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn report_ui(ui: &mut Ui, cx: &UiContext<'_>, wire: &Wire) {
    let Some(task) = &wire.task else { return };
    block_ui(ui, cx, cx.say("wire-report-why"), &report(cx, task, &wire.answers));
}

/// What a vendor's support needs, line by line. It never holds a key: nothing it is made of does.
fn report(cx: &UiContext<'_>, task: &Task, answers: &[Exchange]) -> String {
    let mut lines = Vec::new();
    let mut add = |word: &str, value: &str| {
        if !value.is_empty() {
            lines.push(format!("{}: {value}", cx.words.get(word)));
        }
    };
    add("wire-report-offering", &task.offering);
    add("wire-report-remote", task.remote.as_deref().unwrap_or_default());
    add("wire-report-trace", task.trace_id.as_deref().unwrap_or_default());
    add("wire-report-address", &format!("{}{}", task.origin, task.endpoint));
    add("wire-report-asked", &time(task.created_at_millis));
    add("wire-report-sent", &task.sent_at_millis.map(time).unwrap_or_default());
    add("wire-report-ended", &task.ended_at_millis.map(time).unwrap_or_default());
    add("wire-report-state", cx.words.state(task.state()));
    add("wire-report-word", task.vendor_word.as_deref().unwrap_or_default());
    add("wire-report-said", &task.trouble.as_ref().map(|trouble| cx.words.say(trouble)).unwrap_or_default());
    add("wire-report-ours", &task.id.0);
    for answer in answers {
        let trace = answer.trace.as_deref().map(|trace| format!(" · {trace}")).unwrap_or_default();
        lines.push(format!("{}{trace}", answer_line(cx, answer)));
    }
    lines.join("\n")
}

/// A heading with its copy button, and the text below it as it is.
fn block_ui(ui: &mut Ui, cx: &UiContext<'_>, heading: &str, text: &str) {
    ui.horizontal(|ui| {
        ui.add(Label::new(theme::small(heading).color(color::TEXT)).wrap());
        let name = format!("{}: {heading}", cx.say("wire-copy"));
        let button = Button::new(cx.say("wire-copy")).name(&name).icon(icons::COPY).weight(Weight::Quiet).small();
        if !text.is_empty() && button.show(ui).clicked() {
            ui.ctx().copy_text(text.to_owned());
        }
    });
    if !text.is_empty() {
        let mut shown = text;
        let code = TextEdit::multiline(&mut shown)
            .font(theme::font(size::TEXT_SMALL, egui::FontFamily::Monospace))
            .desired_width(f32::INFINITY)
            .desired_rows(1);
        ui.add(code).accessible_name(heading);
    }
    ui.add_space(size::GAP_S);
}

/// `2026-11-27 13:20:05Z`.
fn time(millis: i64) -> String {
    let shown = jiff::Timestamp::from_millisecond(millis).map(|at| at.strftime("%Y-%m-%d %H:%M:%SZ").to_string());
    shown.unwrap_or_default()
}
