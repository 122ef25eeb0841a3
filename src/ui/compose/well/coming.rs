//! Pixels of the clipboard on their way to a file of the library.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{ColorImage, Context, Id};
use poll_promise::Promise;

use crate::engine::Command;
use crate::engine::command::Pixels;
use crate::engine::snapshot::RepairState;
use crate::model::{ImageRef, Trouble};
use crate::ui::action::Outbox;

/// Tickets of pasted pixels begin here: those below are the desk's, for its repairs.
const FIRST_TICKET: u64 = 1 << 40;
/// So many after them are the draft's, then come the cast's.
const CASTS_TICKETS: u64 = 1 << 30;

#[derive(Default)]
pub struct Coming {
    list: Vec<One>,
    given: u64,
}

/// One picture, and the well it is for; without one it is for the first free well.
struct One {
    well: Option<Id>,
    state: State,
}

enum State {
    /// The window's pixels become the engine's, on a thread: a screen of them is too much for a frame.
    Unpacking(Promise<Arc<Pixels>>),
    Keeping(u64),
}

/// A picture that came, or why it did not.
pub type Arrival = (Option<Id>, Result<ImageRef, Trouble>);

impl Coming {
    pub fn begin(&mut self, ctx: &Context, well: Option<Id>, pixels: Arc<ColorImage>) {
        let (sender, promise) = Promise::new();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            sender.send(Arc::new(unpacked(&pixels)));
            ctx.request_repaint();
        });
        self.list.push(One { well, state: State::Unpacking(promise) });
    }

    /// Those of the cast's screen, with tickets of their own.
    pub fn of_cast() -> Self {
        Self { list: Vec::new(), given: CASTS_TICKETS }
    }

    /// Nothing is on its way to another draft; its tickets are not given again.
    pub fn left_behind(&self) -> Self {
        Self { list: Vec::new(), given: self.given }
    }

    /// Something is on its way to this well.
    pub fn has(&self, well: Id) -> bool {
        self.list.iter().any(|one| one.well == Some(well))
    }

    /// Call it every frame: it tells the engine what was unpacked, and brings what the engine kept.
    pub fn follow(&mut self, known: &BTreeMap<u64, RepairState>, out: &mut Outbox) -> Vec<Arrival> {
        let mut arrived = Vec::new();
        for One { well, state } in std::mem::take(&mut self.list) {
            match self.next(state, known, out) {
                Ok(state) => self.list.push(One { well, state }),
                Err(came) => arrived.push((well, came)),
            }
        }
        arrived
    }

    fn next(
        &mut self,
        state: State,
        known: &BTreeMap<u64, RepairState>,
        out: &mut Outbox,
    ) -> Result<State, Result<ImageRef, Trouble>> {
        match state {
            State::Unpacking(promise) => match promise.try_take() {
                Ok(pixels) => {
                    let ticket = FIRST_TICKET + self.given;
                    self.given += 1;
                    out.tell(Command::KeepPixels { pixels, ticket });
                    Ok(State::Keeping(ticket))
                }
                Err(promise) => Ok(State::Unpacking(promise)),
            },
            State::Keeping(ticket) => match known.get(&ticket) {
                Some(RepairState::Done(image)) => Err(Ok(image.clone())),
                Some(RepairState::Failed(why)) => Err(Err(why.clone())),
                Some(RepairState::UnderWay) | None => Ok(State::Keeping(ticket)),
            },
        }
    }
}

fn unpacked(image: &ColorImage) -> Pixels {
    let side = |length: usize| u32::try_from(length).unwrap_or_default();
    let rgba = image.pixels.iter().flat_map(|pixel| pixel.to_srgba_unmultiplied()).collect();
    Pixels { width: side(image.width()), height: side(image.height()), rgba }
}
