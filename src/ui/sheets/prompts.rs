//! Everything that was ever sent in words, newest first: found by any piece of it, taken up again by Enter.

use egui::{Context, Key, Modifiers, ScrollArea, Ui, Vec2};

use super::{
    Outcome, Reel, foot_ui, is_pressed, list_height, paint_ui, row_ui, search_ui, sheet, steps, walked, words_ui,
};
use crate::engine::snapshot::PromptLine;
use crate::model::sent::Wording;
use crate::ui::action::Outbox;
use crate::ui::context::UiContext;
use crate::ui::theme::{self, color, size};
use crate::ui::widgets::{self, Segment};
use crate::ui::{icons, said};

/// The sheet while it is open.
#[derive(Default)]
pub struct Prompts {
    search: String,
    is_negative: bool,
    reel: Reel,
    chosen: usize,
}

impl Prompts {
    pub fn new(is_negative: bool) -> Self {
        Self { is_negative, ..Self::default() }
    }
}

pub fn prompts_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut Prompts, out: &mut Outbox) -> Outcome {
    let mut taken = None;
    let is_closed = sheet(ctx, cx, "prompts", cx.say("prompts-title"), |ui| {
        let steps = steps(ui);
        head_ui(ui, cx, state);
        state.reel.look_for(state.is_negative, &state.search);
        let ask = state.reel.follow(cx.snapshot, state.chosen);
        ask.into_iter().for_each(|command| out.tell(command));
        state.chosen = walked(state.chosen, steps, state.reel.lines().len());
        let inserts = is_pressed(ui, Modifiers::SHIFT, Key::Enter);
        let replaces = is_pressed(ui, Modifiers::NONE, Key::Enter);
        if let Some(line) = state.reel.lines().get(state.chosen) {
            if inserts {
                taken = Some(Outcome::Insert(line.text.to_string()));
            } else if replaces {
                taken = Some(Outcome::Replace(line.text.to_string()));
            }
        }
        taken = list_ui(ui, cx, state, steps != 0, out).or(taken.take());
        chosen_ui(ui, state.reel.lines().get(state.chosen));
        foot_ui(ui, cx.say("prompts-hint"));
    });
    match taken {
        Some(outcome) => outcome,
        None if is_closed => Outcome::Closed,
        None => Outcome::Open,
    }
}

fn head_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompts) {
    ui.horizontal(|ui| {
        let sides = [(false, "prompts-wanted"), (true, "prompts-unwanted")].map(|(value, label)| Segment {
            value,
            label: cx.say(label),
            tip: "",
            is_enabled: true,
        });
        if let Some(side) = widgets::segmented(ui, cx.say("prompts-side"), state.is_negative, &sides) {
            state.is_negative = side;
            state.chosen = 0;
        }
        search_ui(ui, cx, "prompts-search", &mut state.search, &mut state.chosen);
    });
    ui.add_space(size::GAP_XS);
}

fn list_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Prompts, follows: bool, out: &mut Outbox) -> Option<Outcome> {
    let count = state.reel.lines().len();
    if count == 0 && !state.reel.is_waiting() {
        let (title, hint) = match state.search.trim() {
            "" => ("prompts-empty", "prompts-empty-hint"),
            _ => ("prompts-none-found", "prompts-none-found-hint"),
        };
        widgets::empty_ui(ui, icons::HISTORY, cx.say(title), cx.say(hint));
        return None;
    }
    let mut scroll = ScrollArea::vertical().max_height(list_height(ui) - size::PROMPT_WHOLE).auto_shrink([false, true]);
    if follows {
        // Rows are all of one height: the chosen one stands in the middle.
        let middle = (list_height(ui) - size::PROMPT_WHOLE - size::PROMPT_ROW) / 2.0;
        scroll = scroll.vertical_scroll_offset((state.chosen as f32 * size::PROMPT_ROW - middle).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut taken = None;
    let mut last_seen = 0;
    scroll.show_rows(ui, size::PROMPT_ROW, count, |ui, rows| {
        last_seen = rows.end;
        for index in rows {
            let is_chosen = index == state.chosen;
            let line = &state.reel.lines()[index];
            let done = line_ui(ui, cx, line, is_chosen);
            taken = done.or(taken.take());
        }
    });
    let ask = state.reel.follow(cx.snapshot, last_seen);
    ask.into_iter().for_each(|command| out.tell(command));
    taken
}

fn line_ui(ui: &mut Ui, cx: &UiContext<'_>, line: &PromptLine, is_chosen: bool) -> Option<Outcome> {
    // A list shows one paragraph.
    let words = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let place = place(cx, line);
    let (rect, row) = row_ui(ui, size::PROMPT_ROW, &words, &place, is_chosen);
    let mut taken = row.clicked().then(|| Outcome::Replace(line.text.to_string()));
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(Vec2::new(10.0, 8.0))));
    inside.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let insert = format!("{}: {words}", cx.say("prompts-insert"));
        if widgets::icon_button(ui, icons::ADD, &insert).clicked() {
            taken = Some(Outcome::Insert(line.text.to_string()));
        }
        ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let width = ui.available_width();
            words_ui(ui, theme::body(&*words), width);
            words_ui(ui, theme::caption(place).color(color::TEXT_FAINT), width);
        });
    });
    taken
}

/// The chosen prompt as far as there is room: two takes of one text differ at their ends.
fn chosen_ui(ui: &mut Ui, line: Option<&PromptLine>) {
    let Some(line) = line else {
        return;
    };
    ui.add_space(size::GAP_S);
    theme::field().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height(size::PROMPT_WHOLE);
        let font = theme::font(size::TEXT_BODY, egui::FontFamily::Proportional);
        let mut job = egui::text::LayoutJob::simple(line.text.to_string(), font, color::TEXT, ui.available_width());
        job.wrap.max_rows = 4;
        let galley = ui.painter().layout_job(job);
        paint_ui(ui, galley);
    });
}

/// Where and when it was used: "Shot · Fox at dusk · 3 days ago · 4 times".
fn place(cx: &UiContext<'_>, line: &PromptLine) -> String {
    let wording = match line.wording {
        Wording::Whole => "prompts-of-video",
        Wording::Shot => "prompts-of-shot",
        Wording::Negative => "prompts-unwanted",
    };
    let uses = cx.words.with("prompts-uses", &[("count", line.uses.into())]);
    let ago = said::ago(cx.words, cx.now_millis, line.key.used_at_millis);
    let parts = [cx.say(wording), line.title.trim(), &ago, if line.uses > 1 { &uses } else { "" }];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
