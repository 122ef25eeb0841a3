//! What the keys, the palette and the buttons do to the shots of a draft that is cut by hand.

use egui::{Context, Event, ViewportCommand};

use super::stage::Playhead;
use crate::engine::{Command, Settings};
use crate::model::storyboard::{Balance, BoardRules, Clipping, Refusal};
use crate::model::{Cut, Row, Trouble};
use crate::ui::context::UiContext;
use crate::ui::desk::Desk;
use crate::ui::edits::Refused;
use crate::ui::verb::Verb;

/// Does a verb on the shots; a command for the engine where it comes to one.
pub fn perform(
    ctx: &Context,
    cx: &UiContext<'_>,
    verb: Verb,
    desk: &mut Desk,
    row: &Row,
    playhead: &mut Playhead,
) -> Result<Option<Command>, Refused> {
    // A person's setting, not the draft's: it may be changed under any cut.
    if verb == Verb::LockTotal {
        let settings = &*cx.snapshot.settings;
        return Ok(Some(Command::ChangeSettings(Box::new(Settings {
            keeps_total: !settings.keeps_total,
            ..settings.clone()
        }))));
    }
    if desk.draft.cut != Cut::ByHand {
        return Ok(None);
    }
    let done = edit(ctx, verb, desk, &cx.board_rules(row), playhead.secs())?;
    if done.is_ok() && goes_to_the_shot(verb) {
        playhead.seek(desk.shot_start().0 as f64);
    }
    match done {
        // A border at the edge or a shot at the end: there is nothing to say about it.
        Ok(()) | Err(Refusal::NoSuchShot) => Ok(None),
        Err(why) => Err(why.into()),
    }
}

/// The shots and their selection; every other verb is somebody else's.
fn edit(
    ctx: &Context,
    verb: Verb,
    desk: &mut Desk,
    rules: &BoardRules,
    playhead_secs: f64,
) -> Result<Result<(), Refusal>, Trouble> {
    Ok(match verb {
        Verb::SplitShot => desk.split_shot(rules, playhead_secs),
        Verb::AddShot => desk.add_shot(rules),
        Verb::DuplicateShot => desk.duplicate_shots(rules),
        Verb::DeleteShot => desk.delete_shots(rules),
        Verb::MergeShots => desk.merge_shots(),
        Verb::BalanceEvenly => desk.balance(Balance::Evenly),
        Verb::BalanceByPrompt => desk.balance(Balance::ByPrompt),
        Verb::BorderEarlier => desk.move_border(-1),
        Verb::BorderLater => desk.move_border(1),
        Verb::ShotEarlier => desk.shift_shots(-1),
        Verb::ShotLater => desk.shift_shots(1),
        Verb::LockShot => desk.toggle_lock(),
        Verb::SelectAllShots => desk.select_all(),
        Verb::ExtendEarlier => desk.extend_by(-1),
        Verb::ExtendLater => desk.extend_by(1),
        Verb::CopyShots => copy(ctx, desk),
        Verb::CutShots => cut(ctx, desk, rules),
        Verb::PasteShots => return paste(ctx, desk, rules),
        _ => Ok(()),
    })
}

fn copy(ctx: &Context, desk: &Desk) -> Result<(), Refusal> {
    ctx.copy_text(desk.copied_shots().ok_or(Refusal::NoSuchShot)?);
    Ok(())
}

fn cut(ctx: &Context, desk: &mut Desk, rules: &BoardRules) -> Result<(), Refusal> {
    let copied = desk.copied_shots().ok_or(Refusal::NoSuchShot)?;
    desk.delete_shots(rules)?;
    ctx.copy_text(copied);
    Ok(())
}

fn paste(ctx: &Context, desk: &mut Desk, rules: &BoardRules) -> Result<Result<(), Refusal>, Trouble> {
    let Some(text) = pasted(ctx) else {
        // Asked for by a button or the palette: the text comes with a later frame, and the verb again with it.
        ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
        return Ok(Ok(()));
    };
    let clipping = Clipping::read(&text).ok_or_else(|| Trouble::new("board-nothing-to-paste"))?;
    Ok(desk.paste_shots(clipping, rules))
}

/// The text that was pasted in this frame.
fn pasted(ctx: &Context) -> Option<String> {
    ctx.input(|input| {
        input.events.iter().rev().find_map(|event| match event {
            Event::Paste(text) => Some(text.clone()),
            _ => None,
        })
    })
}

/// Whether the playhead goes where the work is now.
fn goes_to_the_shot(verb: Verb) -> bool {
    matches!(
        verb,
        Verb::SplitShot
            | Verb::AddShot
            | Verb::DuplicateShot
            | Verb::DeleteShot
            | Verb::MergeShots
            | Verb::ShotEarlier
            | Verb::ShotLater
            | Verb::CutShots
            | Verb::PasteShots
            | Verb::ExtendEarlier
            | Verb::ExtendLater
    )
}
