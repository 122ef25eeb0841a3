//! Verbs on the open draft: what a key, a button or the palette does to its shots and frames.

use crate::model::storyboard::Refusal;
use crate::model::{Capabilities, Cut, Secs, Shot, ShotId, Trouble};

use super::desk::Desk;

/// The length of a shot that is added, where the row has room for it.
const NEW_SHOT: Secs = Secs(3);

impl Desk {
    /// The shot that is being worked on: the selected one, else the first.
    pub fn shot(&self) -> Option<&Shot> {
        let shots = self.draft.storyboard.shots();
        let selected = self.selection.shots.first().and_then(|id| self.draft.storyboard.index_of(*id));
        shots.get(selected.unwrap_or(0))
    }

    pub fn select(&mut self, shot: ShotId) {
        self.selection.shots = vec![shot];
    }

    /// Where the shot that is being worked on begins.
    pub fn shot_start(&self) -> Secs {
        let id = self.shot().map(Shot::id);
        self.draft.storyboard.shots().iter().take_while(|shot| Some(shot.id()) != id).map(Shot::secs).sum()
    }

    /// Gives the cut to somebody else. Nothing is lost: the prompt, the seconds and the shots all stay; a first
    /// shot is written from the prompt where there is none yet.
    pub fn cut(&mut self, cut: Cut, caps: &Capabilities) {
        self.draft.cut = cut;
        if cut != Cut::ByHand || !self.draft.storyboard.shots().is_empty() {
            return;
        }
        let fits = self.draft.prompt.chars().count() <= caps.shot_prompt_max;
        let words = if fits { &*self.draft.prompt } else { "" };
        let shot = self.draft.storyboard.push(words, self.draft.seconds);
        self.select(shot);
    }

    /// Cuts the selected shot at the playhead where that stands inside it, else in the middle.
    pub fn split_shot(&mut self, caps: &Capabilities, playhead_secs: f64) -> Result<(), Refusal> {
        let (id, secs) = self.shot().map(|shot| (shot.id(), shot.secs().0)).ok_or(Refusal::NoSuchShot)?;
        let inside = (playhead_secs - self.shot_start().0 as f64).round();
        let is_inside = inside >= 1.0 && inside < secs as f64;
        let head = if is_inside { inside as u64 } else { secs.div_ceil(2) };
        let new = self.draft.storyboard.split(id, Secs(head), caps.max_shots)?;
        self.select(new);
        Ok(())
    }

    /// Appends a shot after the last one.
    pub fn add_shot(&mut self, caps: &Capabilities) -> Result<(), Refusal> {
        if self.draft.storyboard.shots().len() >= caps.max_shots {
            return Err(Refusal::TooManyShots);
        }
        let room = caps.max_seconds.0.saturating_sub(self.draft.storyboard.total().0);
        let new = self.draft.storyboard.push("", Secs(NEW_SHOT.0.min(room.max(1))));
        self.select(new);
        Ok(())
    }

    pub fn duplicate_shot(&mut self, caps: &Capabilities) -> Result<(), Refusal> {
        let id = self.shot().map(Shot::id).ok_or(Refusal::NoSuchShot)?;
        let new = self.draft.storyboard.duplicate(id, caps.max_shots)?;
        self.select(new);
        Ok(())
    }

    /// Deletes the shot; its right neighbour is next, else the last one.
    pub fn delete_shot(&mut self) -> Result<(), Refusal> {
        let id = self.shot().map(Shot::id).ok_or(Refusal::NoSuchShot)?;
        let index = self.draft.storyboard.index_of(id).ok_or(Refusal::NoSuchShot)?;
        self.draft.storyboard.delete(id)?;
        let shots = self.draft.storyboard.shots();
        if let Some(next) = shots.get(index).or(shots.last()).map(Shot::id) {
            self.select(next);
        }
        Ok(())
    }

    /// Rolls the border after the selected shot by whole seconds; after the last shot, the one before it.
    pub fn move_border(&mut self, by: i64) -> Result<(), Refusal> {
        let id = self.shot().map(Shot::id).ok_or(Refusal::NoSuchShot)?;
        let shots = self.draft.storyboard.shots();
        let index = self.draft.storyboard.index_of(id).ok_or(Refusal::NoSuchShot)?;
        let border = index.min(shots.len().saturating_sub(2));
        let left = shots.get(border).map(Shot::id).ok_or(Refusal::NoSuchShot)?;
        self.draft.storyboard.move_border(left, by).map(|_| ())
    }

    pub fn reorder_shot(&mut self, by: isize) -> Result<(), Refusal> {
        let id = self.shot().map(Shot::id).ok_or(Refusal::NoSuchShot)?;
        self.draft.storyboard.reorder(id, by)
    }

    pub fn swap_frames(&mut self) {
        let frames = &mut self.draft.frames;
        std::mem::swap(&mut frames.first, &mut frames.last);
    }
}

/// What a refused verb says.
pub fn refusal(refusal: Refusal, caps: &Capabilities) -> Trouble {
    match refusal {
        Refusal::NoSuchShot => Trouble::new("compose-no-such-shot"),
        Refusal::TooShortToSplit => Trouble::new("compose-too-short-to-split"),
        Refusal::LastShot => Trouble::new("compose-last-shot"),
        Refusal::TooManyShots => Trouble::new("compose-too-many-shots").with("max", caps.max_shots),
    }
}
