//! The ledger: what a month of live videos cost, by day, by project or by vendor. The engine sums; nothing is added here.

use egui::accesskit::Role;
use egui::{Align, Align2, Layout, Pos2, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, pos2};

use super::action::Outbox;
use super::context::UiContext;
use super::dialog::{FileAsk, Wanted};
use super::icons;
use super::said;
use super::theme::{self, color, size};
use super::widgets::{self, Button, Segment};
use crate::engine::Command;
use crate::engine::snapshot::{LedgerLine, LedgerPage, LedgerQuery, Month, Phase};
use crate::model::ledger::{By, Sums};

/// Lines asked for above and below what is seen.
const MARGIN_LINES: usize = 20;
/// How many are asked for before the table is known.
const FIRST_PAGE: usize = 60;

/// What the screen remembers between frames.
#[derive(Default)]
pub struct Ledger {
    by: By,
    /// `None` until somebody turns a page: the month it is now.
    month: Option<Month>,
    asked: Option<LedgerQuery>,
    files: FileAsk<Month>,
}

impl Ledger {
    /// The screen is opened anew: what was asked for before is asked for again.
    pub fn open(&mut self) {
        self.asked = None;
    }
}

pub fn ledger_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Ledger, out: &mut Outbox) {
    take_file(ui, cx, state, out);
    egui::Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        ui.set_max_width(size::LEDGER.min(ui.available_width()));
        header_ui(ui, cx, state);
        if let Phase::Closed(why) = &cx.snapshot.phase {
            widgets::empty_ui(ui, icons::ERROR, &cx.words.say(why), "");
            return;
        }
        let page = &*cx.snapshot.ledger;
        totals_ui(ui, cx, page);
        ui.add_space(size::GAP_M);
        choice_ui(ui, cx, state, page);
        ui.add_space(size::GAP_S);
        let is_here = page.query.by == state.by && state.month.is_none_or(|month| month == page.query.month);
        if !is_here || page.query.len == 0 {
            ask(state, 0, FIRST_PAGE, out);
        } else if page.total == 0 {
            widgets::empty_ui(ui, icons::LEDGER, cx.say("ledger-empty"), cx.say("ledger-empty-hint"));
            ask(state, 0, FIRST_PAGE, out);
        } else {
            table_ui(ui, cx, state, page, out);
        }
    });
}

fn take_file(ui: &Ui, cx: &UiContext<'_>, state: &mut Ledger, out: &mut Outbox) {
    let answer = state.files.poll(&ui.ctx().clone(), cx.words);
    if let Some((month, path)) = answer.and_then(|(month, paths)| Some((month, paths.into_iter().next()?))) {
        out.tell(Command::ExportLedger { month, path });
    }
}

fn header_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Ledger) {
    let row = Vec2::new(ui.available_width(), size::CONTROL_LARGE);
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        let month = cx.snapshot.ledger.query.month;
        let has_any = cx.snapshot.ledger.whole.videos > 0;
        let button = Button::new(cx.say("ledger-export")).icon(icons::SAVE).tip(cx.say("ledger-export-tip"));
        if button.enabled(has_any).show(ui).clicked() {
            let name = format!("shotloom-{month}.csv");
            state.files.ask(&ui.ctx().clone(), cx.words, Wanted::Save { name }, month);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.label(theme::display(cx.say("ledger-title")));
            ui.label(theme::small(cx.say("ledger-why")).color(color::TEXT_FAINT));
        });
    });
    ui.add_space(size::GAP_S);
}

/// Today and this month, whatever month is looked at.
fn totals_ui(ui: &mut Ui, cx: &UiContext<'_>, page: &LedgerPage) {
    ui.columns(2, |columns| {
        total_ui(&mut columns[0], cx, "ledger-today", &page.today);
        total_ui(&mut columns[1], cx, "ledger-this-month", &page.this_month);
    });
}

fn total_ui(ui: &mut Ui, cx: &UiContext<'_>, title: &str, sums: &Sums) {
    theme::card().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = 0.0;
        ui.label(theme::label(cx.words.get(title)));
        ui.label(theme::display(said::amounts(cx.words, sums.counted)));
        let args = [("videos", sums.videos.into()), ("seconds", sums.seconds.into())];
        ui.label(theme::small(cx.words.with("ledger-videos", &args)));
        for remark in remarks(cx, sums) {
            ui.add(egui::Label::new(theme::small(remark).color(color::TEXT_FAINT)).wrap());
        }
    });
}

/// What a sum does not say by itself.
fn remarks(cx: &UiContext<'_>, sums: &Sums) -> Vec<String> {
    let mut remarks = Vec::new();
    let mut say = |id: &str, count: u64| {
        if count > 0 {
            remarks.push(cx.words.with(id, &[("count", count.into())]));
        }
    };
    say("ledger-unknown", sums.unknown);
    say("ledger-unpriced", sums.counted.unpriced);
    say("ledger-refunded", sums.refunded);
    if !sums.unsettled.is_empty() {
        let amount = said::amounts(cx.words, sums.unsettled);
        remarks.push(cx.words.with("ledger-unsettled", &[("amount", amount.into())]));
    }
    remarks
}

/// Which month, and what its lines are.
fn choice_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Ledger, page: &LedgerPage) {
    ui.horizontal(|ui| {
        let shown = state.month.unwrap_or(page.query.month);
        if widgets::icon_button(ui, icons::EARLIER, cx.say("ledger-month-before")).clicked() {
            state.month = Some(shown.before());
        }
        ui.label(theme::strong(shown.to_string()));
        let may_go_on = shown < page.now;
        let later = Button::of_icon(icons::LATER, cx.say("ledger-month-after")).enabled(may_go_on);
        if later.show(ui).clicked() {
            state.month = Some(shown.after());
        }
        ui.add_space(size::GAP_M);
        let segments = By::ALL.map(|by| Segment { value: by, label: cx.say(word(by)), tip: "", is_enabled: true });
        if let Some(by) = widgets::segmented(ui, cx.say("ledger-by"), state.by, &segments) {
            state.by = by;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if shown != page.now && page.whole.videos > 0 {
                ui.label(theme::strong(said::amounts(cx.words, page.whole.counted)));
            }
        });
    });
}

fn word(by: By) -> &'static str {
    match by {
        By::Day => "ledger-by-day",
        By::Project => "ledger-by-project",
        By::Vendor => "ledger-by-vendor",
    }
}

fn table_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Ledger, page: &LedgerPage, out: &mut Outbox) {
    let columns = Columns::new(ui.available_width());
    head_ui(ui, cx, &columns);
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
        let height = size::LEDGER_LINE;
        ui.set_height(height * page.total as f32);
        let corner = ui.max_rect().min;
        let first = (viewport.min.y / height).floor().max(0.0) as usize;
        let last = ((viewport.max.y / height).ceil().max(0.0) as usize).min(page.total);
        for index in first.min(last)..last {
            let at = corner + Vec2::new(0.0, index as f32 * height);
            let rect = Rect::from_min_size(at, Vec2::new(columns.width, height));
            // A line whose page is on its way stands empty for a moment.
            if let Some(line) = index.checked_sub(page.query.first).and_then(|at| page.lines.get(at)) {
                line_ui(ui, cx, page.query.by, line, rect, &columns);
            }
        }
        let first = first.saturating_sub(MARGIN_LINES);
        ask(state, first, (last + MARGIN_LINES).saturating_sub(first).max(FIRST_PAGE), out);
    });
}

/// Where the figures of a line end; its name takes the rest.
struct Columns {
    width: f32,
    ends: [f32; 5],
}

impl Columns {
    const NAMES: [&'static str; 5] = [
        "ledger-column-videos",
        "ledger-column-seconds",
        "ledger-column-estimate",
        "ledger-column-billed",
        "ledger-column-counted",
    ];
    /// Their widths, as shares of a line; the name has what is left.
    const SHARES: [f32; 5] = [0.08, 0.1, 0.17, 0.17, 0.18];

    fn new(width: f32) -> Self {
        let mut end = width - size::GAP_M;
        let mut ends = [0.0; 5];
        for (at, share) in Self::SHARES.into_iter().enumerate().rev() {
            ends[at] = end;
            end -= width * share;
        }
        Self { width, ends }
    }

    fn name_end(&self) -> f32 {
        self.ends[0] - self.width * Self::SHARES[0]
    }
}

fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, columns: &Columns) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(columns.width, size::LEDGER_HEAD), Sense::hover());
    let font = theme::font(size::TEXT_SMALL, super::fonts::medium());
    for (end, name) in columns.ends.iter().zip(Columns::NAMES) {
        let at = pos2(rect.left() + end, rect.center().y);
        ui.painter().text(at, Align2::RIGHT_CENTER, cx.say(name), font.clone(), color::TEXT_MUTED);
    }
    let line = egui::Stroke::new(size::HAIRLINE, color::LINE_STRONG);
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
}

fn line_ui(ui: &Ui, cx: &UiContext<'_>, by: By, line: &LedgerLine, rect: Rect, columns: &Columns) {
    let sums = &line.sums;
    let name = name_of(cx, by, &line.name);
    let known = |amounts: crate::model::price::Amounts| said::amounts_or_none(cx.words, amounts);
    let figures = [
        sums.videos.to_string(),
        cx.words.with("seconds", &[("seconds", sums.seconds.into())]),
        known(sums.estimate),
        known(sums.billed),
        known(sums.counted),
    ];
    let response = ui.interact(rect, ui.scope_id().with((by, &line.name)), Sense::hover());
    let spoken = format!(
        "{name}: {}",
        figures
            .iter()
            .zip(Columns::NAMES)
            .map(|(figure, column)| format!("{} {figure}", cx.say(column)))
            .collect::<Vec<_>>()
            .join(", ")
    );
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, &spoken));
    if response.hovered() {
        ui.painter().rect_filled(rect, size::RADIUS_S, color::RAISED);
    }
    let painter = ui.painter_at(rect);
    let body = theme::font(size::TEXT_BODY, egui::FontFamily::Proportional);
    let place = Rect::from_min_max(rect.min, pos2(rect.left() + columns.name_end(), rect.bottom()));
    let galley = elided(ui, &name, body, place.width() - size::GAP_M);
    let at = Pos2::new(rect.left() + size::GAP_S, rect.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, color::TEXT);
    let font = theme::font(size::TEXT_SMALL, super::fonts::tabular());
    for (index, (end, figure)) in columns.ends.iter().zip(&figures).enumerate() {
        let ink = if index == Columns::NAMES.len() - 1 { color::TEXT } else { color::TEXT_MUTED };
        let at = pos2(rect.left() + end, rect.center().y);
        painter.text(at, Align2::RIGHT_CENTER, figure, font.clone(), ink);
    }
    painter.hline(rect.x_range(), rect.bottom(), egui::Stroke::new(size::HAIRLINE, color::LINE));
    let remarks = remarks(cx, sums);
    if !remarks.is_empty() {
        response.on_hover_text(theme::small(remarks.join("\n")).color(color::TEXT));
    }
}

/// One line of a text, as much of it as there is room for.
fn elided(ui: &Ui, text: &str, font: egui::FontId, width: f32) -> std::sync::Arc<egui::Galley> {
    let mut job = egui::text::LayoutJob::single_section(text.to_owned(), egui::TextFormat::simple(font, color::TEXT));
    job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
    ui.painter().layout_job(job)
}

fn name_of(cx: &UiContext<'_>, by: By, name: &str) -> String {
    match by {
        By::Day => name.to_owned(),
        By::Project if name.is_empty() => cx.say("draft-untitled").to_owned(),
        By::Project => name.to_owned(),
        By::Vendor => cx.account(name).map_or(name, |account| account.name).to_owned(),
    }
}

fn ask(state: &mut Ledger, first: usize, len: usize, out: &mut Outbox) {
    let query = LedgerQuery { month: state.month.unwrap_or_default(), by: state.by, first, len };
    if state.asked.as_ref() != Some(&query) {
        state.asked = Some(query.clone());
        out.tell(Command::BrowseLedger(query));
    }
}
