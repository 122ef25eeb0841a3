//! Adding an element: a new one, or one of the cast, found by any of its words.

use std::sync::Arc;

use egui::{Id, Key, Modifiers, Popup, PopupCloseBehavior, ScrollArea, Ui};

use crate::model::cast::{Member, Search};
use crate::model::{Draft, Row};
use crate::ui::action::Outbox;
use crate::ui::compose::subject::Subject;
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::icons;
use crate::ui::theme::{self, size};
use crate::ui::verb::Verb;
use crate::ui::widgets::{self, Button, Weight};

/// What the open menu remembers.
#[derive(Default)]
pub struct Picker {
    is_open: bool,
    search: String,
    /// 0 is a new element, then those that were found.
    chosen: usize,
    found: Vec<usize>,
    of: Option<Asked>,
}

/// What was looked for, in what, and beside how many that are here already.
type Asked = (Arc<[Member]>, String, usize);

/// A button that adds an element; with a cast, a menu that also offers its members.
pub fn add_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Picker, desk: &mut Desk, row: &Row, out: &mut Outbox) {
    let has_room = row.caps.elements.has_room(&desk.draft);
    let tip = if has_room { Verb::AddElement.tip(cx.words) } else { cx.say("elements-full").to_owned() };
    let add = Button::new(cx.say("elements-add")).icon(icons::ADD).weight(Weight::Quiet).tip(&tip);
    let add = add.name(Verb::AddElement.label(cx.words)).enabled(has_room).show(ui);
    let is_offered = |member: &Member| !member.is_archived && !is_here(&desk.draft, &member.id);
    if !cx.snapshot.cast.iter().any(is_offered) {
        if add.clicked() {
            out.ask(Verb::AddElement);
        }
        return;
    }
    let popup = Popup::menu(&add).width(size::MENU).frame(theme::floating().inner_margin(egui::Margin::same(6)));
    let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside).accessible_name(cx.say("cast-add"));
    let shown = popup.show(|ui| {
        ui.set_width(size::MENU);
        ui.spacing_mut().item_spacing.y = 0.0;
        if menu_ui(ui, cx, state, desk, out) {
            ui.close();
        }
    });
    if shown.is_none() {
        *state = Picker::default();
    }
}

fn is_here(draft: &Draft, id: &Arc<str>) -> bool {
    draft.elements.iter().any(|element| element.cast_id.as_ref() == Some(id))
}

/// True when something was chosen. While one searches, the first one found is meant.
fn menu_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &mut Picker, desk: &mut Desk, out: &mut Outbox) -> bool {
    let before = state.search.clone();
    let steps = steps(ui);
    let (name, hint) = (cx.say("cast-search"), cx.say("cast-search-hint"));
    let field = widgets::text_line_of(ui, Id::unique("cast-picker"), &mut state.search, name, hint);
    if !std::mem::replace(&mut state.is_open, true) {
        field.request_focus();
    }
    state.look(cx, &desk.draft);
    if state.search != before {
        state.chosen = usize::from(!state.search.trim().is_empty() && !state.found.is_empty());
    }
    state.chosen = state.chosen.saturating_add_signed(steps).min(state.found.len());
    // Enter gives up the box that it was pressed in.
    let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.add_space(size::GAP_XS);
    let is_new = line_ui(ui, cx, None, state.chosen == 0, out);
    let picked = list_ui(ui, cx, state, steps != 0, out);
    let entered = is_entered.then_some(state.chosen);
    if is_new || entered == Some(0) {
        out.ask(Verb::AddElement);
        return true;
    }
    let picked = picked.or(entered.and_then(|chosen| chosen.checked_sub(1)));
    if let Some(member) = picked.and_then(|line| cx.snapshot.cast.get(*state.found.get(line)?)) {
        desk.draft.elements.push(member.element());
        return true;
    }
    ui.separator();
    let all = Button::new(cx.say("cast-open")).icon(icons::CAST).weight(Weight::Quiet).small();
    let is_left = all.show(ui).clicked();
    if is_left {
        out.ask(Verb::Cast);
    }
    is_left
}

impl Picker {
    /// Looks again where something is other than last time.
    fn look(&mut self, cx: &UiContext<'_>, draft: &Draft) {
        let cast = &cx.snapshot.cast;
        let is_same = self.of.as_ref().is_some_and(|(known, search, here)| {
            Arc::ptr_eq(known, cast) && (&**search, *here) == (&*self.search, draft.elements.len())
        });
        if is_same {
            return;
        }
        let search = Search::parse(&self.search);
        let fits = |member: &Member| !member.is_archived && !is_here(draft, &member.id) && search.finds(member);
        self.found = (0..cast.len()).filter(|index| fits(&cast[*index])).collect();
        self.of = Some((Arc::clone(cast), self.search.clone(), draft.elements.len()));
    }
}

/// How far the arrows walk in this frame.
fn steps(ui: &Ui) -> isize {
    ui.input_mut(|input| {
        let down = input.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
        down.cast_signed() - input.count_and_consume_key(Modifiers::NONE, Key::ArrowUp).cast_signed()
    })
}

/// The cast, only as far as it is seen; the line that was clicked.
fn list_ui(ui: &mut Ui, cx: &UiContext<'_>, state: &Picker, follows: bool, out: &mut Outbox) -> Option<usize> {
    ui.horizontal(|ui| {
        ui.set_height(size::LABEL_ROW);
        ui.add_space(size::GAP_XS);
        let none = state.found.is_empty();
        ui.label(theme::caption(cx.say(if none { "cast-none-found" } else { "cast-title" })));
    });
    let height = size::CONTROL * 8.0;
    let mut list = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
    if let Some(line) = state.chosen.checked_sub(1).filter(|_| follows) {
        // In the middle, where there is something on both sides.
        list = list.vertical_scroll_offset((line as f32 * size::CONTROL - height / 2.0).max(0.0));
    }
    let mut picked = None;
    list.show_rows(ui, size::CONTROL, state.found.len(), |ui, lines| {
        for line in lines {
            let member = state.found.get(line).and_then(|index| cx.snapshot.cast.get(*index));
            if member.is_some_and(|member| line_ui(ui, cx, Some(member), state.chosen == line + 1, out)) {
                picked = Some(line);
            }
        }
    });
    picked
}

/// One of the cast, or a new element where it is none; true when it was chosen.
fn line_ui(ui: &mut Ui, cx: &UiContext<'_>, member: Option<&Member>, is_chosen: bool, out: &mut Outbox) -> bool {
    let Some(member) = member else {
        let new =
            Subject { name: cx.say("mention-new").to_owned(), count: String::new(), picture: None, icon: icons::ADD };
        return new.show(ui, cx, is_chosen, out).clicked();
    };
    let subject = Subject {
        name: format!("@{}", member.name),
        count: cx.words.with("mention-pictures", &[("count", member.images.len().into())]),
        picture: member.images.first(),
        icon: icons::ELEMENT,
    };
    let line = subject.show(ui, cx, is_chosen, out);
    let is_clicked = line.clicked();
    if !member.description.is_empty() {
        line.on_hover_text(&*member.description);
    }
    is_clicked
}
