//! Repairs of the draft's pictures: asked of the engine, and put in their places as one step when they come.

use std::collections::BTreeMap;

use super::{Desk, Pending};
use crate::engine::Command;
use crate::engine::snapshot::RepairState;
use crate::model::preflight::{Finding, Fix, Place, Severity};
use crate::model::repair::Repair;
use crate::model::{ImageRef, Row, Trouble};

/// So many tickets are the draft's, then come the cast's.
const CASTS_TICKETS: u64 = 1 << 32;

/// What is under way.
#[derive(Default)]
pub struct Repairs {
    /// The ticket that was given out last.
    last_ticket: u64,
    /// Not told yet.
    asked: Vec<Command>,
    groups: Vec<Group>,
}

/// What becomes one step together.
struct Group {
    jobs: Vec<Job>,
    /// The draft's own safe repairs go with them.
    with_draft: bool,
}

/// A picture that is being made, and where it goes.
struct Job {
    ticket: u64,
    places: Vec<Place>,
    old: ImageRef,
    answer: Option<Answer>,
}

enum Answer {
    Made(ImageRef),
    /// It was told when it came.
    Failed,
}

impl Group {
    fn is_ready(&self) -> bool {
        self.jobs.iter().all(|job| job.answer.is_some())
    }
}

impl Repairs {
    /// Another draft came: what was begun for the last one is not put anywhere.
    pub fn left_behind(self) -> Self {
        Self { last_ticket: self.last_ticket, asked: self.asked, groups: Vec::new() }
    }

    /// Those of the cast's screen, with tickets of their own.
    pub fn of_cast() -> Self {
        Self { last_ticket: CASTS_TICKETS, ..Self::default() }
    }

    fn is_at(&self, place: Place) -> bool {
        self.groups.iter().flat_map(|group| &group.jobs).any(|job| job.places.contains(&place))
    }

    fn begin(&mut self, image: &ImageRef, places: Vec<Place>, repairs: &[Repair]) -> Job {
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        self.asked.push(Command::Repair { image: image.clone(), repairs: repairs.to_vec(), ticket });
        Job { ticket, places, old: image.clone(), answer: None }
    }
}

impl Desk {
    /// Has another picture made of the one at this place, which goes there once it is made. Where preflight wants the
    /// very same of the same picture elsewhere, it goes there as well.
    pub fn repair(&mut self, place: Place, repairs: &[Repair]) {
        let Some(image) = self.draft.picture_at(place).cloned() else { return };
        if self.repairs.is_at(place) {
            return;
        }
        let is_same = |finding: &&Finding| {
            let fixes = finding.fix.iter().chain(&finding.other_fixes);
            fixes.into_iter().any(|fix| matches!(fix, Fix::RepairPicture { repairs: other, .. } if other == repairs))
        };
        let others = self.judged.findings.iter().filter(is_same).map(|finding| finding.place);
        let mut places = vec![place];
        for other in others {
            let is_free = !places.contains(&other) && !self.repairs.is_at(other);
            if is_free && self.draft.picture_at(other) == Some(&image) {
                places.push(other);
            }
        }
        let job = self.repairs.begin(&image, places, repairs);
        self.repairs.groups.push(Group { jobs: vec![job], with_draft: false });
    }

    /// What was begun for the pictures that lay here is not put anywhere.
    pub fn leave_repairs(&mut self) {
        self.repairs = std::mem::take(&mut self.repairs).left_behind();
    }

    /// The library has a copy of this picture now, which stands in its place: so will what is made of it.
    pub fn was_copied(&mut self, from: &ImageRef, to: &ImageRef) {
        let jobs = self.repairs.groups.iter_mut().flat_map(|group| &mut group.jobs);
        jobs.filter(|job| job.old == *from).for_each(|job| job.old = to.clone());
    }

    /// A picture for this place is being made.
    pub fn is_repairing(&self, place: Place) -> bool {
        self.repairs.is_at(place)
    }

    /// How many mistakes `fix_all` would put right.
    pub fn safe_fixes(&self) -> usize {
        self.findings().iter().filter(|finding| safe_fix(finding).is_some()).count()
    }

    /// Puts right whatever can be without losing anything or costing more. It is one step, once all pictures are made.
    pub fn fix_all(&mut self) {
        let mut wanted: Vec<(ImageRef, &[Repair], Vec<Place>)> = Vec::new();
        for fix in self.judged.findings.iter().filter_map(safe_fix) {
            let Fix::RepairPicture { place, repairs } = fix else { continue };
            let Some(image) = self.draft.picture_at(*place).filter(|_| !self.repairs.is_at(*place)) else { continue };
            match wanted.iter_mut().find(|(other, same, _)| other == image && *same == repairs) {
                Some((.., places)) if places.contains(place) => {}
                Some((.., places)) => places.push(*place),
                None => wanted.push((image.clone(), repairs, vec![*place])),
            }
        }
        let repairs = &mut self.repairs;
        let jobs = wanted.into_iter().map(|(image, steps, places)| repairs.begin(&image, places, steps)).collect();
        self.repairs.groups.push(Group { jobs, with_draft: true });
    }

    /// What the engine is to be told.
    pub fn due_repairs(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.repairs.asked)
    }

    /// Takes in what was made, at the end of a frame. Whether the draft is another one now, and what is to be said.
    pub fn take_repaired(
        &mut self,
        row: Option<&Row>,
        known: &BTreeMap<u64, RepairState>,
        now: f64,
    ) -> (bool, Vec<Trouble>) {
        let mut troubles = Vec::new();
        for job in self.repairs.groups.iter_mut().flat_map(|group| &mut group.jobs).filter(|job| job.answer.is_none()) {
            job.answer = match known.get(&job.ticket) {
                Some(RepairState::Done(image)) => Some(Answer::Made(image.clone())),
                Some(RepairState::Failed(trouble)) => {
                    troubles.push(trouble.clone());
                    Some(Answer::Failed)
                }
                Some(RepairState::UnderWay) | None => None,
            };
        }
        let mut has_changed = false;
        // Whatever a hand is at comes first: a word that is written, a border that is held.
        while self.pending == Pending::Nothing
            && let Some(at) = self.repairs.groups.iter().position(Group::is_ready)
        {
            let group = self.repairs.groups.remove(at);
            has_changed |= self.put_in_place(&group, row, now);
        }
        (has_changed, troubles)
    }

    fn put_in_place(&mut self, group: &Group, row: Option<&Row>, now: f64) -> bool {
        for job in &group.jobs {
            let Some(Answer::Made(new)) = &job.answer else { continue };
            for place in &job.places {
                self.draft.replace_picture(*place, &job.old, new);
            }
        }
        if let Some(row) = row.filter(|_| group.with_draft) {
            let fixes: Vec<Fix> = self.judged.findings.iter().filter_map(safe_fix).cloned().collect();
            fixes.iter().for_each(|fix| fix.apply(&mut self.draft, row));
        }
        let has_changed = self.draft != self.seen;
        if has_changed {
            self.seen = self.draft.clone();
            self.history.settle(&self.seen, &self.selection);
            self.unsaved_since.get_or_insert(now);
        }
        has_changed
    }
}

/// The way out of a mistake that may be taken together with others.
fn safe_fix(finding: &Finding) -> Option<&Fix> {
    let is_error = finding.severity == Severity::Error;
    finding.fix.as_ref().filter(|fix| is_error && fix.is_safe())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::engine::snapshot::{Desk as Opened, DraftId, Snapshot};
    use crate::model::image::{ColorKind, Measured, PictureFacts, PictureFormat, PictureState};
    use crate::model::preflight::Facts;
    use crate::model::{Draft, Element};
    use crate::vendors;

    fn row() -> &'static Row {
        vendors::row(vendors::DEFAULT_OFFERING).unwrap()
    }

    /// A WebP as the first frame and as an element's picture.
    fn desk() -> Desk {
        let mut draft = Draft::new(row().id);
        draft.prompt = "@fox".into();
        draft.frames.first = Some(ImageRef::file("dusk.webp"));
        let images = vec![ImageRef::file("dusk.webp"), ImageRef::file("side.png")];
        draft.elements = vec![Element { images, ..Element::named("fox") }];
        let opened = Opened { id: DraftId("d1".into()), draft: Arc::new(draft), opened: 1 };
        let mut desk = Desk::new("v/m");
        desk.follow(&Snapshot { desk: Some(opened), ..Snapshot::default() });
        judge(&mut desk);
        desk
    }

    fn judge(desk: &mut Desk) {
        let state = |format| {
            let facts = PictureFacts {
                format,
                bytes: 9,
                width: 1280,
                height: 720,
                color: ColorKind::Rgb,
                bits: 8,
                has_alpha: false,
                is_animated: false,
                has_foreign_profile: false,
                orientation: 1,
            };
            PictureState::Measured(Measured { facts, prepared: None })
        };
        let facts = [("dusk.webp", PictureFormat::Webp), ("side.png", PictureFormat::Webp)];
        let facts: Facts = facts.map(|(name, format)| (ImageRef::file(name), state(format))).into();
        desk.judge(Some(row()), &[row()], &Arc::new(facts));
    }

    fn fix_of(desk: &Desk, place: Place) -> Vec<Repair> {
        let finding = desk.findings_at(|at| at == place).find_map(|finding| finding.fix.clone());
        match finding {
            Some(Fix::RepairPicture { repairs, .. }) => repairs,
            other => panic!("{other:?}"),
        }
    }

    fn answers(tickets: &[(u64, &str)]) -> BTreeMap<u64, RepairState> {
        tickets.iter().map(|(ticket, name)| (*ticket, RepairState::Done(ImageRef::file(*name)))).collect()
    }

    fn first(desk: &Desk) -> String {
        desk.draft.frames.first.as_ref().unwrap().to_string()
    }

    #[test]
    fn a_repaired_picture_takes_its_places_in_one_step() {
        let mut desk = desk();
        let repairs = fix_of(&desk, Place::FirstFrame);
        desk.repair(Place::FirstFrame, &repairs);
        assert!(desk.is_repairing(Place::FirstFrame) && desk.is_repairing(Place::ElementImage(0, 0)));
        // A second click while it is being made.
        desk.repair(Place::ElementImage(0, 0), &repairs);
        let asked = desk.due_repairs();
        assert!(matches!(&asked[..], [Command::Repair { ticket: 1, .. }]), "{asked:?}");
        assert_eq!(desk.take_repaired(Some(row()), &BTreeMap::new(), 1.0), (false, Vec::new()));
        assert_eq!(desk.take_repaired(Some(row()), &answers(&[(1, "dusk.png")]), 2.0), (true, Vec::new()));
        assert_eq!(first(&desk), "dusk.png");
        assert_eq!(desk.draft.elements[0].images[0], ImageRef::file("dusk.png"));
        assert!(!desk.is_repairing(Place::FirstFrame));
        desk.undo(3.0);
        assert_eq!((first(&desk).as_str(), desk.steps().can_undo), ("dusk.webp", false));
        assert_eq!(desk.draft.elements[0].images[0], ImageRef::file("dusk.webp"));
    }

    #[test]
    fn a_picture_that_is_not_there_any_more_is_not_replaced() {
        let mut desk = desk();
        let repairs = fix_of(&desk, Place::FirstFrame);
        desk.repair(Place::FirstFrame, &repairs);
        desk.draft.frames.first = Some(ImageRef::file("other.png"));
        desk.tick(1.0);
        desk.take_repaired(Some(row()), &answers(&[(1, "dusk.png")]), 2.0);
        assert_eq!(first(&desk), "other.png");
    }

    #[test]
    fn a_repair_that_fails_is_said_and_the_picture_stays() {
        let mut desk = desk();
        let repairs = fix_of(&desk, Place::FirstFrame);
        desk.repair(Place::FirstFrame, &repairs);
        let failed = BTreeMap::from([(1, RepairState::Failed(Trouble::new("picture-empty")))]);
        assert_eq!(desk.take_repaired(Some(row()), &failed, 1.0), (false, vec![Trouble::new("picture-empty")]));
        assert_eq!(desk.take_repaired(Some(row()), &failed, 1.0), (false, Vec::new()), "it is said once");
        assert_eq!((first(&desk).as_str(), desk.is_repairing(Place::FirstFrame)), ("dusk.webp", false));
    }

    #[test]
    fn a_word_that_is_written_comes_before_the_picture() {
        let mut desk = desk();
        let repairs = fix_of(&desk, Place::FirstFrame);
        desk.repair(Place::FirstFrame, &repairs);
        desk.draft.prompt = "@fox runs".into();
        desk.is_typing();
        desk.tick(1.0);
        let made = answers(&[(1, "dusk.png")]);
        assert!(!desk.take_repaired(Some(row()), &made, 1.0).0);
        desk.tick(5.0);
        assert!(desk.take_repaired(Some(row()), &made, 5.0).0);
        desk.undo(6.0);
        assert_eq!((first(&desk).as_str(), &*desk.draft.prompt), ("dusk.webp", "@fox runs"));
        desk.undo(6.0);
        assert_eq!(&*desk.draft.prompt, "@fox");
    }

    #[test]
    fn all_safe_repairs_are_one_step_once_the_last_picture_is_made() {
        let mut desk = desk();
        desk.draft.elements.push(Element::named("image1"));
        desk.tick(1.0);
        judge(&mut desk);
        assert_eq!(desk.safe_fixes(), 4, "three places of two pictures, and a name");
        desk.fix_all();
        assert_eq!(desk.due_repairs().len(), 2, "each picture is made once");
        let mut made = answers(&[(1, "dusk.png")]);
        assert!(!desk.take_repaired(Some(row()), &made, 2.0).0);
        made.extend(answers(&[(2, "side.jpg")]));
        assert!(desk.take_repaired(Some(row()), &made, 3.0).0);
        let images = desk.draft.elements[0].images.clone();
        assert_eq!(
            (first(&desk).as_str(), images),
            ("dusk.png", ["dusk.png", "side.jpg"].map(ImageRef::file).to_vec())
        );
        assert_ne!(&*desk.draft.elements[1].name, "image1");
        desk.undo(4.0);
        assert_eq!((first(&desk).as_str(), &*desk.draft.elements[1].name), ("dusk.webp", "image1"));
    }

    #[test]
    fn what_is_made_for_a_draft_that_left_goes_nowhere() {
        let mut desk = desk();
        let repairs = fix_of(&desk, Place::FirstFrame);
        desk.repair(Place::FirstFrame, &repairs);
        let draft = Arc::new(desk.draft.clone());
        let opened = Opened { id: DraftId("d2".into()), draft, opened: 2 };
        desk.follow(&Snapshot { desk: Some(opened), ..Snapshot::default() });
        desk.take_repaired(Some(row()), &answers(&[(1, "dusk.png")]), 1.0);
        assert_eq!(first(&desk), "dusk.webp");
        judge(&mut desk);
        desk.repair(Place::FirstFrame, &repairs);
        let asked = desk.due_repairs();
        assert!(matches!(asked[..], [_, Command::Repair { ticket: 2, .. }]), "no ticket is given twice: {asked:?}");
    }
}
