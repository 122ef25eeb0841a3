//! Ctrl+K: every verb by a few letters of its name, in either language.

use egui::{Align2, Context, Id, Key, Modal, Modifiers, ScrollArea, Sense, Ui, Vec2, WidgetInfo, accesskit::Role};

use super::action::Outbox;
use super::context::UiContext;
use super::theme::{self, color, size};
use super::verb::{Entry, TABLE};
use super::{icons, widgets};
use crate::engine::Command;
use crate::engine::snapshot::DraftLine;
use crate::model::Language;
use crate::words::Words;

/// The palette while it is open.
#[derive(Default)]
pub struct Palette {
    query: String,
    chosen: usize,
}

/// A line of the palette.
enum Hit<'a> {
    Verb(&'static Entry),
    Draft(&'a DraftLine),
}

/// Draws it; false when it is done with.
pub fn palette_ui(
    ctx: &Context,
    cx: &UiContext<'_>,
    state: &mut Palette,
    reaches: impl Fn(&Entry) -> bool,
    out: &mut Outbox,
) -> bool {
    let id = Id::unique("palette");
    let area = Modal::default_area(id)
        .anchor(Align2::CENTER_TOP, Vec2::new(0.0, 96.0))
        .accessible_name(cx.say("palette-name"));
    let mut is_open = true;
    let frame = theme::floating().inner_margin(egui::Margin::same(8));
    let shown = Modal::new(id).area(area).frame(frame).backdrop_color(color::VEIL).show(ctx, |ui| {
        ui.set_width(size::PALETTE);
        let steps = arrows(ui);
        let field = widgets::text_line(ui, &mut state.query, cx.say("palette-name"), cx.say("palette-hint"));
        field.request_focus();
        if field.changed() {
            state.chosen = 0;
        }
        let hits = hits(cx, &state.query, reaches);
        state.chosen = state.chosen.saturating_add_signed(steps).min(hits.len().saturating_sub(1));
        let is_entered = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if hits.is_empty() {
            widgets::empty_ui(ui, icons::SEARCH, cx.say("palette-nothing"), "");
        }
        let room = ScrollArea::vertical().max_height(380.0);
        room.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, hit) in hits.iter().enumerate() {
                let is_chosen = index == state.chosen;
                let is_clicked = hit_ui(ui, cx, hit, is_chosen, steps != 0);
                if is_clicked || (is_chosen && is_entered) {
                    choose(hit, out);
                    is_open = false;
                }
            }
        });
    });
    is_open && !shown.should_close()
}

fn arrows(ui: &Ui) -> isize {
    ui.input_mut(|input| {
        let down = input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
        let up = input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
        down.cast_signed() - up.cast_signed()
    })
}

fn hits<'a>(cx: &UiContext<'a>, query: &str, reaches: impl Fn(&Entry) -> bool) -> Vec<Hit<'a>> {
    let english = Words::of(Language::English);
    let mut found: Vec<(u32, Hit<'a>)> = TABLE
        .iter()
        .filter(|entry| reaches(entry))
        .filter_map(|entry| {
            let here = fit(query, cx.words.get(entry.label));
            Some((here.max(fit(query, english.get(entry.label)))?, Hit::Verb(entry)))
        })
        .collect();
    if !query.trim().is_empty() {
        let drafts = cx.snapshot.drafts.iter().filter_map(|line| Some((fit(query, &line.heading)?, Hit::Draft(line))));
        found.extend(drafts.take(20));
    }
    // A stable sort: equals stay in the order of the table.
    found.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    found.into_iter().map(|(_, hit)| hit).collect()
}

/// How well the letters of a query stand in a name, in order: letters in a row and at the start of words count
/// more. `None` where they do not.
fn fit(query: &str, name: &str) -> Option<u32> {
    let mut score = 1;
    let mut run = 0;
    let mut before = ' ';
    let mut wanted = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).peekable();
    for letter in name.chars().flat_map(char::to_lowercase) {
        if wanted.peek() == Some(&letter) {
            wanted.next();
            run += 1;
            score += run * 2 + if before == ' ' { 6 } else { 0 };
        } else {
            run = 0;
        }
        before = letter;
    }
    wanted.peek().is_none().then_some(score)
}

fn hit_ui(ui: &mut Ui, cx: &UiContext<'_>, hit: &Hit<'_>, is_chosen: bool, follows: bool) -> bool {
    let (icon, name, keys) = match hit {
        Hit::Verb(entry) => (entry.icon, entry.verb.label(cx.words).to_owned(), entry.verb.keys_text()),
        Hit::Draft(line) => {
            let heading = cx.words.with("palette-open-draft", &[("heading", (&*line.heading).into())]);
            (icons::DRAFTS, heading, String::new())
        }
    };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 34.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, is_chosen, &name));
    if is_chosen || response.hovered() {
        let fill = if is_chosen { color::ACCENT_SOFT } else { color::RAISED_HOVER };
        ui.painter().rect_filled(rect, size::RADIUS_M, fill);
    }
    if is_chosen && follows {
        response.scroll_to_me(None);
    }
    let ink = if is_chosen { color::TEXT } else { color::TEXT_MUTED };
    let painter = ui.painter_at(rect);
    painter.text(
        rect.left_center() + Vec2::new(10.0, 0.0),
        Align2::LEFT_CENTER,
        icon.codepoint,
        theme::icon_font(size::ICON),
        ink,
    );
    let body = theme::font(size::TEXT_BODY, egui::FontFamily::Proportional);
    painter.text(rect.left_center() + Vec2::new(40.0, 0.0), Align2::LEFT_CENTER, &name, body, color::TEXT);
    let small = theme::font(size::TEXT_SMALL, egui::FontFamily::Proportional);
    painter.text(rect.right_center() - Vec2::new(12.0, 0.0), Align2::RIGHT_CENTER, keys, small, color::TEXT_FAINT);
    response.clicked()
}

fn choose(hit: &Hit<'_>, out: &mut Outbox) {
    match hit {
        Hit::Verb(entry) => out.ask(entry.verb),
        Hit::Draft(line) => out.tell(Command::OpenDraft(line.id.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn letters_in_order_are_found_and_others_not() {
        assert!(fit("spl", "Split the shot").is_some());
        assert!(fit("sts", "Split the shot").is_some());
        assert!(fit("xyz", "Split the shot").is_none());
        assert!(fit("分镜", "拆分镜头").is_some());
    }

    #[test]
    fn the_start_of_a_word_beats_its_middle() {
        assert!(fit("sh", "New shot") > fit("sh", "Refresh"));
    }
}
