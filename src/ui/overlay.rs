//! What lies above the screen: the palette, the help, and the sheets. One at a time.

use egui::Context;

use super::action::{Outbox, Route};
use super::carets::{self, Written};
use super::compose::Compose;
use super::compose::prompt::Carets;
use super::context::UiContext;
use super::desk::Desk;
use super::palette::{self, Palette};
use super::sheets::{self, Outcome};
use super::{keys, lists, offering};
use crate::engine::Command;
use crate::engine::snapshot::DraftQuery;
use crate::model::TextOf;

/// What can be opened above the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    Palette,
    Help,
    WhoCan,
    Drafts,
    Prompts,
    Snippets,
}

#[derive(Default)]
pub struct Overlay {
    open: Open,
    /// Where somebody wrote when it was opened: the caret goes back there.
    caret: Option<Written>,
    /// What came of the one that was closed in the last frame. Its layer takes the keyboard from everything below it
    /// for one frame more, so nothing gets it back sooner.
    came: Option<Outcome>,
}

#[derive(Default)]
enum Open {
    #[default]
    Nothing,
    Palette(Palette),
    Help,
    WhoCan,
    Drafts(sheets::Drafts),
    Prompts(Box<sheets::Prompts>),
    Snippets(sheets::Snippets),
}

impl Overlay {
    pub fn is_open(&self) -> bool {
        !matches!(self.open, Open::Nothing)
    }

    pub fn show(&mut self, ctx: &Context, sheet: Sheet, compose: &mut Compose) {
        self.open = match sheet {
            Sheet::Palette => Open::Palette(Palette::default()),
            Sheet::Help => Open::Help,
            Sheet::WhoCan => Open::WhoCan,
            Sheet::Drafts => Open::Drafts(sheets::Drafts::default()),
            Sheet::Prompts => {
                let is_negative = compose.carets().last() == Some(TextOf::NegativePrompt);
                Open::Prompts(Box::new(sheets::Prompts::new(is_negative)))
            }
            Sheet::Snippets => Open::Snippets(sheets::Snippets::default()),
        };
        // From the palette to a sheet, it is still the caret of before.
        self.caret = self.caret.take().or_else(|| carets::now(ctx));
    }

    /// Another draft lies on the desk: whatever stood above it is gone, its caret too.
    pub fn close(&mut self) {
        *self = Self::default();
    }
}

pub fn overlay_ui(
    ctx: &Context,
    cx: &UiContext<'_>,
    overlay: &mut Overlay,
    route: &Route,
    desk: &mut Desk,
    compose: &mut Compose,
    out: &mut Outbox,
) {
    if let Some(outcome) = overlay.came.take() {
        finish(ctx, overlay, compose, outcome);
    }
    let closed = |is_open: bool| if is_open { Outcome::Open } else { Outcome::Closed };
    let outcome = match &mut overlay.open {
        Open::Nothing => return,
        Open::Palette(state) => {
            closed(palette::palette_ui(ctx, cx, state, |entry| keys::reaches(entry.reach, route), out))
        }
        Open::Help => closed(lists::help_ui(ctx, cx)),
        Open::WhoCan => closed(offering::who_ui(ctx, cx, desk)),
        Open::Drafts(state) => sheets::drafts_ui(ctx, cx, state, desk, out),
        Open::Prompts(state) => sheets::prompts_ui(ctx, cx, state, out),
        Open::Snippets(state) => sheets::snippets_ui(ctx, cx, state, out),
    };
    if outcome == Outcome::Open {
        return;
    }
    if matches!(overlay.open, Open::Drafts(_)) {
        // Nobody looks at the list any more: it need not be read again with every change.
        out.tell(Command::BrowseDrafts(DraftQuery::default()));
    }
    overlay.open = Open::Nothing;
    overlay.came = Some(outcome);
    ctx.request_repaint();
}

fn finish(ctx: &Context, overlay: &mut Overlay, compose: &mut Compose, outcome: Outcome) {
    match outcome {
        // From the palette to a sheet: the caret waits for that one's end.
        Outcome::Open | Outcome::Closed if overlay.is_open() => {}
        Outcome::Open | Outcome::Closed => {
            if let Some(caret) = overlay.caret.take() {
                carets::put(ctx, caret);
            }
        }
        Outcome::Insert(text) => written(overlay, compose).insert(text),
        Outcome::InsertPhrase(text) => written(overlay, compose).insert_phrase(text),
        Outcome::Replace(text) => written(overlay, compose).replace(text),
    }
    ctx.request_repaint();
}

/// Words go into a prompt and the caret with them: the place of before is of no use to the next sheet.
fn written<'a>(overlay: &mut Overlay, compose: &'a mut Compose) -> &'a mut Carets {
    overlay.caret = None;
    compose.carets()
}
