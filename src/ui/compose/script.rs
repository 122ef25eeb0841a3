//! A pasted script, or the prompt, cut into shots: the text on one side, the shots it comes to on the other, before
//! anything is changed.

use egui::accesskit::Role;
use egui::{Align, Context, Id, Key, Label, Layout, Modal, Modifiers, ScrollArea, TextBuffer, Ui};

use crate::model::script::{self, Note, Script, ScriptShot};
use crate::model::storyboard::BoardRules;
use crate::model::{Arg, Cut, Draft, Row, Secs, Shot, mention};
use crate::ui::composing;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{self, color, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Area, Weight};

/// The script while its box is open.
#[derive(Default)]
pub struct Cutting {
    open: Option<Open>,
    /// What was written or pasted in it when it was left by Esc or a click beside it: that is easily done by mistake.
    kept: Option<String>,
}

struct Open {
    text: String,
    /// It stands as it was opened.
    is_untouched: bool,
    is_new: bool,
    /// What it comes to, and under which rules it was read.
    read: Option<(Secs, BoardRules, Script)>,
}

/// What the box was left with.
enum Left {
    Open,
    Beside,
    Dropped,
    Applied,
}

impl Cutting {
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Starts with what was left here, else with the shots there are, else with the prompt.
    pub fn start(&mut self, draft: &Draft) {
        if let Some(text) = self.kept.take() {
            self.open = Some(Open { text, is_untouched: false, is_new: true, read: None });
            return;
        }
        let shots = draft.storyboard.shots();
        let are_written = draft.cut == Cut::ByHand && shots.iter().any(|shot| !shot.prompt.trim().is_empty());
        let text = if are_written { script::write(shots) } else { draft.prompt.to_string() };
        self.open = Some(Open { text, is_untouched: true, is_new: true, read: None });
    }
}

/// True when the draft has other shots now.
pub fn script_ui(ctx: &Context, cx: &UiContext<'_>, state: &mut Cutting, desk: &mut Desk, row: &Row) -> bool {
    let Some(open) = &mut state.open else {
        return false;
    };
    // Before the text box, to which it would be a new line.
    let is_entered = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let mut left = Left::Open;
    let id = Id::unique("script");
    let title = cx.say("script-title");
    let area = Modal::default_area(id).accessible_name(title);
    let shown = Modal::new(id).area(area).frame(theme::floating()).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(size::PAGE.min(ui.ctx().content_rect().width() - 2.0 * size::GAP_XL));
        ui.label(theme::title(title));
        ui.label(theme::small(cx.say("script-why")).color(color::TEXT_MUTED));
        ui.add_space(size::GAP_S);
        let height = (ui.ctx().content_rect().height() - 250.0).clamp(size::NEGATIVE, size::SEARCH + size::WELL);
        ui.spacing_mut().item_spacing.x = size::GAP_L;
        ui.columns(2, |sides| {
            sides[0].with_layout(Layout::top_down(Align::LEFT), |ui| text_ui(ui, cx, open, height));
            let script = open.read(desk.draft.total(), cx.board_rules(row));
            let side = &mut sides[1];
            side.with_layout(Layout::top_down(Align::LEFT), |ui| shots_ui(ui, cx, script, &desk.draft, row, height));
        });
        ui.add_space(size::GAP_S);
        let count = open.read(desk.draft.total(), cx.board_rules(row)).shots.len();
        left = buttons_ui(ui, cx, count, desk.draft.storyboard.shots());
        if is_entered && count > 0 {
            left = Left::Applied;
        }
    });
    if matches!(left, Left::Open) && shown.should_close() && !composing::is_under_way(ctx) {
        left = Left::Beside;
    }
    match left {
        Left::Open => {}
        Left::Beside => {
            let written = state.open.take().filter(|open| !open.is_untouched && !open.text.trim().is_empty());
            state.kept = written.map(|open| open.text);
        }
        Left::Dropped => state.open = None,
        Left::Applied => {
            let script = open.read(desk.draft.total(), cx.board_rules(row)).clone();
            desk.take_script(&script, (!open.is_untouched).then_some(&*open.text));
            state.open = None;
            return true;
        }
    }
    false
}

impl Open {
    /// What the text comes to; read anew only where something is other than last time.
    fn read(&mut self, length: Secs, rules: BoardRules) -> &Script {
        let is_fresh = self.read.as_ref().is_some_and(|(of, by, _)| (*of, *by) == (length, rules));
        if !is_fresh {
            self.read = None;
        }
        &self.read.get_or_insert_with(|| (length, rules, script::read(&self.text, length, &rules))).2
    }
}

fn text_ui(ui: &mut Ui, cx: &UiContext<'_>, open: &mut Open, height: f32) {
    ui.horizontal(|ui| {
        ui.set_height(size::LABEL_ROW);
        ui.label(theme::label(cx.say("script-text")));
    });
    let area = Area {
        id: Id::unique("script-text"),
        name: cx.say("script-text"),
        hint: cx.say("script-hint"),
        height,
        count: None,
        keeps_keys: composing::is_under_way(ui.ctx()),
        reveals_caret: false,
    };
    let font = theme::font(size::TEXT_BODY, egui::FontFamily::Proportional);
    let mut plain = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        ui.painter().layout(text.as_str().to_owned(), font.clone(), color::TEXT, width)
    };
    let written = widgets::text_area(ui, &mut open.text, &area, &mut plain);
    if std::mem::take(&mut open.is_new) {
        written.response.request_focus();
    }
    if written.response.changed() {
        open.is_untouched = false;
        open.read = None;
    }
}

fn shots_ui(ui: &mut Ui, cx: &UiContext<'_>, script: &Script, draft: &Draft, row: &Row, height: f32) {
    let args = [("count", script.shots.len().into()), ("seconds", script.total().0.into())];
    ui.horizontal(|ui| {
        ui.set_height(size::LABEL_ROW);
        ui.label(theme::label(cx.say("prompt-shots")));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(theme::figures(cx.words.with("script-total", &args)).color(color::TEXT_MUTED));
        });
    });
    ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
        ui.set_min_height(height);
        ScrollArea::vertical().id_salt("script-shots").max_height(height).auto_shrink(false).show(ui, |ui| {
            if script.shots.is_empty() {
                widgets::empty_ui(ui, icons::SCRIPT, cx.say("script-none"), cx.say("script-none-hint"));
            }
            ui.spacing_mut().item_spacing.y = size::GAP_XS;
            for note in &script.notes {
                note_ui(ui, cx, note);
            }
            for (index, shot) in script.shots.iter().enumerate() {
                shot_ui(ui, cx, (index, script.shots.len()), shot, draft, row);
            }
        });
    });
}

fn shot_ui(
    ui: &mut Ui,
    cx: &UiContext<'_>,
    (index, count): (usize, usize),
    shot: &ScriptShot,
    draft: &Draft,
    row: &Row,
) {
    let used = mention::rendered_len(&shot.prompt, draft, row.caps.mentions);
    let args = [("shot", (index + 1).into()), ("count", count.into()), ("seconds", shot.secs.0.into())];
    let name = cx.words.with("shot-name", &args);
    theme::field().show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().interact_size.y = size::CONTROL_SMALL;
            let head = |text: String| theme::figures(text).color(color::ACCENT_TEXT);
            ui.label(head((index + 1).to_string()));
            ui.label(theme::figures(cx.words.with("seconds", &[("seconds", shot.secs.0.into())])));
            if used > row.caps.shot_prompt_max {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let over = format!("{used} / {}", row.caps.shot_prompt_max);
                    ui.label(theme::figures(over).color(color::ERROR));
                });
            }
        });
        let is_blank = shot.prompt.is_empty();
        let words = if is_blank { cx.say("script-no-words") } else { &*shot.prompt };
        let ink = if is_blank { color::TEXT_FAINT } else { color::TEXT };
        let label = ui.add(Label::new(theme::body(words).color(ink)).wrap());
        ui.ctx().accesskit_node_builder(label.id, |node| {
            node.set_role(Role::ListItem);
            node.set_label(name);
            node.set_value(words);
        });
    });
}

fn note_ui(ui: &mut Ui, cx: &UiContext<'_>, note: &Note) {
    let args: Vec<(&str, Arg)> = match note {
        Note::LeftOut(text) => vec![("text", text.as_str().into())],
        Note::Joined { found, kept } => vec![("found", (*found).into()), ("kept", (*kept).into())],
        Note::Stretched { written, total } => vec![("written", written.0.into()), ("total", total.0.into())],
    };
    let (id, icon, ink) = match note {
        Note::LeftOut(_) => ("script-left-out", icons::NOTE, color::NOTE),
        Note::Joined { .. } => ("script-joined", icons::WARNING, color::WARNING),
        Note::Stretched { .. } => ("script-stretched", icons::WARNING, color::WARNING),
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_XS;
        ui.spacing_mut().interact_size.y = size::FINDING_ROW;
        ui.label(theme::icon(icon, size::ICON_SMALL).color(ink));
        ui.add(Label::new(theme::small(cx.words.with(id, &args)).color(ink)).wrap());
    });
}

/// What becomes of the shots there are, and the way out.
fn buttons_ui(ui: &mut Ui, cx: &UiContext<'_>, count: usize, present: &[Shot]) -> Left {
    let mut left = Left::Open;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let apply = cx.words.with("script-apply", &[("count", count.into())]);
            if widgets::button(ui, &apply, Weight::Primary, count > 0).clicked() {
                left = Left::Applied;
            }
            if widgets::button(ui, cx.say("dialog-cancel"), Weight::Quiet, true).clicked() {
                left = Left::Dropped;
            }
            if present.iter().any(|shot| !shot.prompt.trim().is_empty()) {
                let args = [("count", present.len().into()), ("keys", Verb::Undo.keys_text().into())];
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = theme::small(cx.words.with("script-replaces", &args)).color(color::TEXT_MUTED);
                    ui.add(Label::new(text).wrap());
                });
            }
        });
    });
    left
}
