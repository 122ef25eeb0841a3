//! Which shots are selected on the desk. The first of `Selection.shots` is the one that is worked on: its prompt is
//! in the editor. The last one is where the selection began: extending it goes from there.

use crate::model::storyboard::Refusal;
use crate::model::{Secs, Shot, ShotId};

use super::desk::Desk;

impl Desk {
    /// The shot that is being worked on: the selected one, else the first.
    pub fn shot(&self) -> Option<&Shot> {
        let shots = self.draft.storyboard.shots();
        let selected = self.selection.shots.iter().find_map(|id| self.draft.storyboard.index_of(*id));
        shots.get(selected.unwrap_or(0))
    }

    /// Every selected shot as they stand on the timeline, at least the one that is worked on.
    pub fn selected(&self) -> Vec<ShotId> {
        let working_on = self.shot().map(Shot::id);
        let is_selected = |id: &ShotId| self.selection.shots.contains(id) || working_on == Some(*id);
        self.draft.storyboard.shots().iter().map(Shot::id).filter(is_selected).collect()
    }

    pub fn is_selected(&self, shot: ShotId) -> bool {
        self.selection.shots.contains(&shot) || self.shot().map(Shot::id) == Some(shot)
    }

    /// A plain click: this one alone.
    pub fn select(&mut self, shot: ShotId) {
        self.selection.shots = vec![shot];
    }

    /// Shift+click: everything from where the selection began to here.
    pub fn extend_selection(&mut self, to: ShotId) {
        let board = &self.draft.storyboard;
        let began = self.selection.shots.iter().rev().find_map(|id| board.index_of(*id)).unwrap_or(0);
        let Some(to) = board.index_of(to) else {
            return;
        };
        let mut shots: Vec<ShotId> = board.shots()[began.min(to)..=began.max(to)].iter().map(Shot::id).collect();
        if began < to {
            shots.reverse();
        }
        self.selection.shots = shots;
    }

    /// Ctrl+click: this one too, or no longer. One stays selected.
    pub fn toggle_selection(&mut self, shot: ShotId) {
        let mut shots = self.selected();
        if shots.len() > 1 && shots.contains(&shot) {
            self.selection.shots.retain(|id| *id != shot);
            return;
        }
        // In the order in which they came, the newest first.
        shots.clone_from(&self.selection.shots);
        shots.retain(|id| *id != shot);
        shots.insert(0, shot);
        self.selection.shots = shots;
    }

    /// All of them; the one that is worked on stays.
    pub fn select_all(&mut self) -> Result<(), Refusal> {
        let working_on = self.shot().map(Shot::id).ok_or(Refusal::NoSuchShot)?;
        self.selection.shots = self.draft.storyboard.shots().iter().map(Shot::id).collect();
        self.selection.shots.sort_by_key(|id| *id != working_on);
        Ok(())
    }

    /// Shift+arrow: extends the selection by shots, -1 one earlier.
    pub fn extend_by(&mut self, by: isize) -> Result<(), Refusal> {
        let board = &self.draft.storyboard;
        let here = self.shot().and_then(|shot| board.index_of(shot.id()));
        let to = here.and_then(|here| here.checked_add_signed(by)).and_then(|to| board.shots().get(to)).map(Shot::id);
        self.extend_selection(to.ok_or(Refusal::NoSuchShot)?);
        Ok(())
    }

    /// Takes these shots for the selection, the first of them to work on.
    pub(super) fn select_these(&mut self, shots: Vec<ShotId>) {
        self.selection.shots = shots;
    }

    /// Where the shot that is being worked on begins.
    pub fn shot_start(&self) -> Secs {
        let id = self.shot().map(Shot::id);
        self.draft.storyboard.shots().iter().take_while(|shot| Some(shot.id()) != id).map(Shot::secs).sum()
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Secs, ShotId, Storyboard};
    use crate::ui::Desk;

    fn desk() -> (Desk, Vec<ShotId>) {
        let mut desk = Desk::new("v/m");
        desk.draft.storyboard = Storyboard::from_file((0..5).map(|_| ("".into(), Secs(2), false)), None);
        let ids = desk.draft.storyboard.shots().iter().map(|shot| shot.id()).collect();
        (desk, ids)
    }

    #[test]
    fn a_selection_is_extended_from_where_it_began() {
        let (mut desk, ids) = desk();
        desk.select(ids[2]);
        desk.extend_selection(ids[4]);
        assert_eq!(desk.selected(), ids[2..=4]);
        desk.extend_selection(ids[0]);
        assert_eq!(desk.selected(), ids[0..=2]);
        assert_eq!(desk.shot().unwrap().id(), ids[0]);
    }

    #[test]
    fn shift_and_an_arrow_go_one_shot_further_and_back() {
        let (mut desk, ids) = desk();
        desk.select(ids[1]);
        for by in [1, 1, -1] {
            desk.extend_by(by).unwrap();
        }
        assert_eq!(desk.selected(), ids[1..=2]);
        while desk.extend_by(1).is_ok() {}
        assert_eq!(desk.selected(), ids[1..=4]);
    }

    #[test]
    fn one_shot_stays_selected() {
        let (mut desk, ids) = desk();
        desk.select(ids[1]);
        desk.toggle_selection(ids[3]);
        assert_eq!((desk.selected(), desk.shot().unwrap().id()), (vec![ids[1], ids[3]], ids[3]));
        desk.toggle_selection(ids[3]);
        desk.toggle_selection(ids[1]);
        assert_eq!(desk.selected(), [ids[1]]);
    }

    #[test]
    fn all_are_selected_and_the_one_at_work_stays() {
        let (mut desk, ids) = desk();
        desk.select(ids[3]);
        desk.select_all().unwrap();
        assert_eq!((desk.selected(), desk.shot().unwrap().id()), (ids.clone(), ids[3]));
    }
}
