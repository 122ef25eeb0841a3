//! Verbs on the open draft: what a key, a button or the palette does to its shots and frames. Each does the whole of
//! what it says, or nothing and says why.

use crate::model::script::Script;
use crate::model::storyboard::{Balance, BoardRules, Clipping, Refusal};
use crate::model::{Capabilities, Cut, Secs, Shot, ShotId, Storyboard, Trouble};

use super::desk::Desk;
use super::verb::Verb;

/// The length of a shot that is added, where there is room for it.
const NEW_SHOT: Secs = Secs(3);

/// What a person hears when a verb was refused, and the verb that would help.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub said: Trouble,
    pub offer: Option<Verb>,
}

impl From<Trouble> for Refused {
    fn from(said: Trouble) -> Self {
        Self { said, offer: None }
    }
}

impl From<Refusal> for Refused {
    fn from(why: Refusal) -> Self {
        let offer = matches!(why, Refusal::TooManyShots { .. }).then_some(Verb::MergeShots);
        Self { said: Trouble::from(why), offer }
    }
}

impl Desk {
    /// Does something to the shots from inside a drawing function; what is refused is said at the end of the frame.
    pub fn attempt<T>(&mut self, verb: impl FnOnce(&mut Storyboard) -> Result<T, Refusal>) -> Option<T> {
        verb(&mut self.draft.storyboard).map_err(|why| self.refused = Some(why)).ok()
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

    /// Takes what a script came to for the shots; those there were are gone until undo. A script that was written for
    /// it is kept as the prompt where there is none, headings and all.
    pub fn take_script(&mut self, script: &Script, text: Option<&str>) {
        let shots = script.shots.iter().map(|shot| (shot.prompt.clone(), shot.secs));
        let Ok(first) = self.draft.storyboard.rewrite(shots) else {
            return;
        };
        self.draft.cut = Cut::ByHand;
        if let Some(text) = text.filter(|_| self.draft.prompt.trim().is_empty()) {
            self.draft.prompt = text.into();
        }
        self.select(first);
    }

    /// Cuts the shot the playhead stands in, there; the selected one in the middle where it stands on a border.
    pub fn split_shot(&mut self, rules: &BoardRules, playhead_secs: f64) -> Result<(), Refusal> {
        let (id, head) = match self.shot_around(playhead_secs) {
            Some(found) => found,
            None => {
                let shot = self.shot().ok_or(Refusal::NoSuchShot)?;
                (shot.id(), Secs(shot.secs().0.div_ceil(2)))
            }
        };
        let new = self.draft.storyboard.split(id, head, rules)?;
        self.select(new);
        Ok(())
    }

    /// The shot that this moment is inside of, and the whole second in it that is nearest.
    fn shot_around(&self, secs: f64) -> Option<(ShotId, Secs)> {
        let mut from = 0_u64;
        for shot in self.draft.storyboard.shots() {
            let to = from.saturating_add(shot.secs().0);
            if (from as f64) < secs && secs < to as f64 {
                let head = (secs - from as f64).round() as u64;
                return Some((shot.id(), Secs(head.min(shot.secs().0.saturating_sub(1)).max(1))));
            }
            from = to;
        }
        None
    }

    /// Joins the selected shots where they stand side by side; a single one with the next, the last with the one
    /// before it.
    pub fn merge_shots(&mut self) -> Result<(), Refusal> {
        let selected = self.selected();
        let board = &mut self.draft.storyboard;
        let first = selected.first().and_then(|id| board.index_of(*id)).ok_or(Refusal::NoSuchShot)?;
        let shots = board.shots();
        let run = shots[first..].iter().zip(&selected).take_while(|(shot, id)| shot.id() == **id).count();
        let (from, count) = match selected.len() {
            1 if first + 1 == shots.len() => (first.checked_sub(1).ok_or(Refusal::NoSuchShot)?, 2),
            1 => (first, 2),
            all if all == run => (first, all),
            _ => return Err(Refusal::NotSideBySide),
        };
        let kept = shots[from].id();
        board.merge(kept, count)?;
        self.select(kept);
        Ok(())
    }

    /// Appends a shot after the last one.
    pub fn add_shot(&mut self, rules: &BoardRules) -> Result<(), Refusal> {
        let is_first = self.draft.storyboard.shots().is_empty();
        let secs = if is_first { NEW_SHOT.max(rules.min_total) } else { NEW_SHOT };
        let new = self.draft.storyboard.add("", secs, rules)?;
        self.select(new);
        Ok(())
    }

    /// Copies the selected shots behind the last of them.
    pub fn duplicate_shots(&mut self, rules: &BoardRules) -> Result<(), Refusal> {
        let new = self.draft.storyboard.duplicate(&self.selected(), rules)?;
        self.select_these(new);
        Ok(())
    }

    /// Deletes the selected shots; their right neighbour is next, else the last one.
    pub fn delete_shots(&mut self, rules: &BoardRules) -> Result<(), Refusal> {
        let gone = self.selected();
        let index = gone.first().and_then(|id| self.draft.storyboard.index_of(*id)).ok_or(Refusal::NoSuchShot)?;
        self.draft.storyboard.delete(&gone, rules)?;
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

    /// Moves the selected shots together by places, -1 one earlier.
    pub fn shift_shots(&mut self, by: isize) -> Result<(), Refusal> {
        self.draft.storyboard.shift(&self.selected(), by)
    }

    /// Shares the seconds out among the selected shots, or among all where one alone is selected.
    pub fn balance(&mut self, by: Balance) -> Result<(), Refusal> {
        let selected = self.selected();
        let among = if selected.len() > 1 { &selected[..] } else { &[] };
        self.draft.storyboard.balance(among, by)
    }

    /// Locks the length of the selected shots; frees it where all of them are locked.
    pub fn toggle_lock(&mut self) -> Result<(), Refusal> {
        let selected = self.selected();
        if selected.is_empty() {
            return Err(Refusal::NoSuchShot);
        }
        let is_locked = |id| self.draft.storyboard.shot(id).is_some_and(|shot| shot.is_locked);
        let all_are = selected.iter().copied().all(is_locked);
        self.draft.storyboard.set_locked(&selected, !all_are);
        Ok(())
    }

    /// The selected shots as text for the clipboard; `None` where there is no shot.
    pub fn copied_shots(&self) -> Option<String> {
        let board = &self.draft.storyboard;
        let selected = self.selected();
        let shots = selected.iter().filter_map(|id| board.shot(*id));
        (!selected.is_empty()).then(|| Clipping::of(shots).write())
    }

    /// Puts the shots of the clipboard in behind the selected ones.
    pub fn paste_shots(&mut self, clipping: Clipping, rules: &BoardRules) -> Result<(), Refusal> {
        let board = &self.draft.storyboard;
        let after = self.selected().last().and_then(|id| board.index_of(*id)).map_or(0, |index| index + 1);
        let new = self.draft.storyboard.insert(after, clipping.0, rules)?;
        self.select_these(new);
        Ok(())
    }

    pub fn swap_frames(&mut self) {
        let frames = &mut self.draft.frames;
        std::mem::swap(&mut frames.first, &mut frames.last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::storyboard::TotalRule;

    const RULES: BoardRules =
        BoardRules { min_total: Secs(3), max_total: Secs(15), max_shots: 6, total: TotalRule::Kept };

    /// Splits a draft of these lengths, whose first shot is selected.
    fn split(secs: &[u64], at: f64) -> Result<Vec<u64>, Refusal> {
        let mut desk = Desk::new("v/m");
        let shots = secs.iter().map(|secs| ("".into(), Secs(*secs), false));
        desk.draft.storyboard = Storyboard::from_file(shots, None);
        desk.split_shot(&RULES, at)?;
        Ok(desk.draft.storyboard.shots().iter().map(|shot| shot.secs().0).collect())
    }

    #[test]
    fn a_split_is_the_whole_second_nearest_to_the_playhead_in_its_shot() {
        assert_eq!(split(&[4, 3], 5.4), Ok(vec![4, 1, 2]));
        assert_eq!(split(&[4, 3], 4.3), Ok(vec![4, 1, 2]));
        assert_eq!(split(&[4, 3], 3.7), Ok(vec![3, 1, 3]));
        assert_eq!(split(&[4, 3], 6.9), Ok(vec![4, 2, 1]));
        assert_eq!(split(&[4, 3], 0.2), Ok(vec![1, 3, 3]));
        assert_eq!(split(&[4, 1, 4], 4.5), Err(Refusal::TooShortToSplit));
    }

    #[test]
    fn on_a_border_the_selected_shot_is_split_in_the_middle() {
        for at in [0.0, 4.0, 7.0] {
            assert_eq!(split(&[4, 3], at), Ok(vec![2, 2, 3]), "{at}");
        }
    }
}
