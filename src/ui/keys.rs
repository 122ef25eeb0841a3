//! Which verbs were asked for by keys in this frame. Heard before any widget draws, so that undo is never eaten by
//! a text box; single letters are left alone where somebody is writing.

use egui::{Context, Event, Id, Key, KeyboardShortcut, Modifiers};

use super::action::Route;
use super::composing;
use super::verb::{Reach, TABLE, Verb};
use super::widgets;

/// Takes the keys of verbs that mean something here out of the frame's input.
pub fn heard(ctx: &Context, route: &Route) -> Vec<Verb> {
    if composing::holds_keys(ctx) {
        return Vec::new();
    }
    let listening = Listening::now(ctx);
    let is_menu_open = egui::Popup::is_any_open(ctx);
    let was_writing = was_writing(ctx);
    let is_repeating = is_repeating(ctx);
    let mut rows: Vec<(KeyboardShortcut, Verb)> = TABLE
        .iter()
        .filter(|entry| reaches(entry.reach, route))
        .flat_map(|entry| entry.keys.iter().map(|keys| (*keys, entry.verb)))
        .filter(|(keys, _)| listening.may_take(keys))
        // A key that is held down makes one wish.
        .filter(|(_, verb)| !(is_repeating && verb.is_once()))
        // Escape closes the menu that is open, before anything else.
        .filter(|(keys, _)| !(is_menu_open && keys.logical_key == Key::Escape))
        // And it leaves the text box that has the keyboard: egui took that away before this frame began.
        .filter(|(keys, _)| !(was_writing && keys.logical_key == Key::Escape))
        .collect();
    // egui takes Ctrl+Shift+Z for Ctrl+Z too: the more exact ones are asked first.
    rows.sort_by_key(|(keys, _)| std::cmp::Reverse(weight(keys)));
    let mut verbs: Vec<Verb> = ctx.input_mut(|input| {
        rows.into_iter().filter(|(keys, _)| input.consume_shortcut(keys)).map(|(_, verb)| verb).collect()
    });
    verbs.extend(clipboard(ctx, route, &listening));
    verbs
}

/// Notes who has the keyboard at the end of a frame.
pub fn note_writing(ctx: &Context) {
    let is_writing = ctx.text_edit_focused();
    ctx.data_mut(|data| data.insert_temp(writing_id(), is_writing));
}

/// Whether somebody was writing when the last frame ended.
fn was_writing(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(writing_id())).unwrap_or(false)
}

fn writing_id() -> Id {
    Id::unique("who-was-writing")
}

/// Copy, cut and paste reach the window as events of their own, not as keys. They are the text box's where one
/// writes, and the label's where its text is marked.
fn clipboard(ctx: &Context, route: &Route, listening: &Listening) -> Vec<Verb> {
    if listening.is_text_focused || has_marked_text(ctx) {
        return Vec::new();
    }
    let (is_compose, is_clip) = (reaches(Reach::Compose, route), reaches(Reach::Clip, route));
    let verb_of = |event: &Event| match event {
        Event::Copy if is_clip => Some(Verb::CopyFrame),
        Event::Copy if is_compose => Some(Verb::CopyShots),
        Event::Cut if is_compose => Some(Verb::CutShots),
        Event::Paste(_) if is_compose => Some(Verb::PasteShots),
        _ => None,
    };
    // Once a frame: what is pasted twice in one is one text.
    ctx.input(|input| input.events.iter().find_map(verb_of)).into_iter().collect()
}

fn has_marked_text(ctx: &Context) -> bool {
    let labels = ctx.plugin_opt::<egui::text_selection::LabelSelectionState>();
    labels.is_some_and(|labels| labels.lock().has_selection())
}

/// Whether a verb means something on this screen.
pub fn reaches(reach: Reach, route: &Route) -> bool {
    match (reach, route) {
        (Reach::Everywhere, _) => true,
        (Reach::Compose | Reach::Stage | Reach::Desk, Route::Compose) => true,
        (Reach::Desk, Route::Cast) => true,
        (Reach::Clip | Reach::Stage | Reach::Watching, Route::Clip(_)) => true,
        (Reach::Compare | Reach::Stage | Reach::Watching | Reach::Choosing, Route::Compare) => true,
        (Reach::Gallery | Reach::Choosing, Route::Gallery) => true,
        (Reach::Compose | Reach::Clip | Reach::Stage | Reach::Desk | Reach::Gallery, _) => false,
        (Reach::Compare | Reach::Watching | Reach::Choosing, _) => false,
    }
}

/// Who has the keyboard.
struct Listening {
    is_text_focused: bool,
    claims_alt_arrows: bool,
    is_anything_focused: bool,
}

impl Listening {
    fn now(ctx: &Context) -> Self {
        Self {
            is_text_focused: ctx.text_edit_focused(),
            claims_alt_arrows: widgets::claims_alt_arrows(ctx),
            is_anything_focused: ctx.memory(|memory| memory.focused().is_some()),
        }
    }

    fn may_take(&self, keys: &KeyboardShortcut) -> bool {
        if is_function_key(keys.logical_key) {
            return true;
        }
        if is_of_the_clipboard(keys) {
            return false;
        }
        if self.is_text_focused && is_of_text(keys) {
            return false;
        }
        let is_arrow = matches!(keys.logical_key, Key::ArrowLeft | Key::ArrowRight);
        if self.claims_alt_arrows && keys.modifiers == Modifiers::ALT && is_arrow {
            return false;
        }
        let is_plain = !keys.modifiers.command && !keys.modifiers.ctrl;
        if self.is_text_focused {
            return !is_plain;
        }
        // Space and arrows belong to the focused button or slider.
        let drives_widgets = matches!(
            keys.logical_key,
            Key::Space | Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End
        );
        !(is_plain && !keys.modifiers.alt && drives_widgets && self.is_anything_focused)
    }
}

/// A key is held down: what it asks for was asked for already.
pub fn is_repeating(ctx: &Context) -> bool {
    ctx.input(|input| input.events.iter().any(|event| matches!(event, Event::Key { pressed: true, repeat: true, .. })))
}

fn is_function_key(key: Key) -> bool {
    matches!(key, Key::F1 | Key::F2 | Key::F11)
}

/// They come as events, see `clipboard`.
fn is_of_the_clipboard(keys: &KeyboardShortcut) -> bool {
    keys.modifiers == Modifiers::COMMAND && matches!(keys.logical_key, Key::C | Key::X | Key::V)
}

/// What a text box does with this key goes before what a verb does.
fn is_of_text(keys: &KeyboardShortcut) -> bool {
    keys.modifiers == Modifiers::COMMAND && keys.logical_key == Key::A
}

fn weight(keys: &KeyboardShortcut) -> u8 {
    let modifiers = keys.modifiers;
    u8::from(modifiers.shift) + u8::from(modifiers.alt) + u8::from(modifiers.command)
}
