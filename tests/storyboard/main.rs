//! Any sequence of verbs on any offering keeps what a storyboard promises, and undo leads all the way back.

mod edit;

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};
use shotloom::model::history::{History, Selection};
use shotloom::model::storyboard::{BoardRules, Secs, Shot, Storyboard, TotalRule};
use shotloom::model::{Cut, Draft, ShotId};
use shotloom::vendors;

use edit::{Edit, any_edit};

/// Sequences a row.
const SEQUENCES: u32 = 10_000;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..ProptestConfig::default() }
}

/// Shots as a person has them: they fit the row.
fn any_start(rules: BoardRules) -> impl Strategy<Value = Vec<(String, u64, bool)>> {
    let shot = ("[a-z雪 ]{0,8}", 1_u64..6, prop::bool::weighted(0.3));
    prop::collection::vec(shot, 1..=rules.max_shots).prop_map(move |mut shots| {
        let bounds = rules.min_total.0..=rules.max_total.0;
        while shots.iter().map(|(_, secs, _)| secs).sum::<u64>() > *bounds.end() {
            if let Some((_, secs, _)) = shots.iter_mut().max_by_key(|(_, secs, _)| *secs) {
                *secs -= 1;
            }
        }
        let wanting = bounds.start().saturating_sub(shots.iter().map(|(_, secs, _)| secs).sum());
        shots[0].1 += wanting;
        shots
    })
}

fn board(shots: &[(String, u64, bool)], declared: Option<u64>) -> Storyboard {
    let shots = shots.iter().map(|(words, secs, locked)| (words.as_str().into(), Secs(*secs), *locked));
    Storyboard::from_file(shots, declared.map(Secs))
}

#[test]
fn ten_thousand_sequences_on_every_offering_keep_the_promises() {
    let (mut rows, mut edits, mut refused) = (0, 0_u64, 0_u64);
    for row in vendors::rows().filter(|row| row.caps.cuts.contains(&Cut::ByHand)) {
        let rules = BoardRules::of(&row.caps, TotalRule::Kept);
        let sequences = (any_start(rules), prop::collection::vec(any_edit(), 1..14), any::<bool>());
        let mut runner = TestRunner::new(config(SEQUENCES));
        let counted = std::cell::Cell::new((0, 0));
        let outcome = runner.run(&sequences, |(start, edits, is_kept)| {
            let total = if is_kept { TotalRule::Kept } else { TotalRule::Free };
            let (done, refused) = play(row.id, &start, &edits, BoardRules { total, ..rules })?;
            let (all_done, all_refused) = counted.get();
            counted.set((all_done + done, all_refused + refused));
            Ok(())
        });
        assert!(outcome.is_ok(), "{}: {}", row.id, outcome.unwrap_err());
        rows += 1;
        edits += counted.get().0 + counted.get().1;
        refused += counted.get().1;
    }
    assert!(rows > 0 && edits > u64::from(SEQUENCES) && refused > 0, "{rows} rows, {edits} edits");
    println!("{SEQUENCES} sequences on each of {rows} offerings: {edits} edits, {refused} of them refused");
}

/// Plays one sequence with every promise checked after every step; how many edits were done and refused.
fn play(
    offering: &str,
    start: &[(String, u64, bool)],
    edits: &[Edit],
    mut rules: BoardRules,
) -> Result<(u64, u64), TestCaseError> {
    let first = Draft { cut: Cut::ByHand, storyboard: board(start, None), ..Draft::new(offering) };
    let none = Selection::default();
    let mut history = History::new(first.clone(), none.clone());
    let mut draft = first.clone();
    let (mut done, mut refused) = (0, 0);
    for edit in edits {
        let before = draft.storyboard.clone();
        match edit {
            Edit::Undo => draft = history.undo().map_or(draft, |(draft, _)| draft.clone()),
            Edit::Redo => draft = history.redo().map_or(draft, |(draft, _)| draft.clone()),
            Edit::LockTotal(total) => rules.total = *total,
            edit => {
                let outcome = edit.perform(&mut draft.storyboard, &rules);
                match outcome {
                    Ok(()) => done += 1,
                    Err(why) => {
                        refused += 1;
                        prop_assert_eq!(&before, &draft.storyboard, "refused ({:?}) and yet changed", why);
                    }
                }
                check_step(edit, &before, &draft.storyboard, &rules)?;
                history.settle(&draft, &none);
            }
        }
        check_board(&draft.storyboard, &rules)?;
    }
    let last = draft;
    // What was undone on the way is redone first, so that the last is really the end.
    let mut end = last.clone();
    while let Some((draft, _)) = history.redo() {
        end = draft.clone();
    }
    let mut back = end.clone();
    while let Some((draft, _)) = history.undo() {
        back = draft.clone();
    }
    prop_assert_eq!(&back, &first, "undo to the start");
    let mut forth = back;
    while let Some((draft, _)) = history.redo() {
        forth = draft.clone();
    }
    prop_assert_eq!(&forth, &end, "redo to the end");
    Ok((done, refused))
}

/// What holds for every board at any time.
fn check_board(board: &Storyboard, rules: &BoardRules) -> Result<(), TestCaseError> {
    let shots = board.shots();
    let sum: u64 = shots.iter().map(|shot| shot.secs().0).sum();
    prop_assert_eq!(board.total(), Secs(sum));
    prop_assert!(shots.iter().all(|shot| shot.secs() >= Secs(1)), "a shot under a second: {:?}", shots);
    prop_assert!((1..=rules.max_shots).contains(&shots.len()), "{} shots", shots.len());
    prop_assert!((rules.min_total..=rules.max_total).contains(&Secs(sum)), "a total of {sum}");
    for (index, shot) in shots.iter().enumerate() {
        prop_assert_eq!(board.index_of(shot.id()), Some(index), "two shots of one name");
    }
    Ok(())
}

/// What holds between two boards with a verb between them.
fn check_step(edit: &Edit, before: &Storyboard, after: &Storyboard, rules: &BoardRules) -> Result<(), TestCaseError> {
    if rules.total == TotalRule::Kept && !edit.is_about_the_total() {
        prop_assert_eq!(before.total(), after.total(), "{:?} broke the kept total", edit);
    }
    let locked = |board: &Storyboard| -> Vec<(ShotId, Secs)> {
        board.shots().iter().filter(|shot| shot.is_locked).map(|shot| (shot.id(), shot.secs())).collect()
    };
    for (id, secs) in locked(before) {
        let now = after.shot(id).map(Shot::secs);
        prop_assert!(now.is_none_or(|now| now == secs), "{edit:?} changed a locked shot from {secs} to {now:?}");
    }
    let is_same = |shot: &Shot| after.shot(shot.id()).is_none_or(|now| now.prompt == shot.prompt);
    let keeps_words = !matches!(edit, Edit::Write(..) | Edit::Merge(..));
    prop_assert!(!keeps_words || before.shots().iter().all(is_same), "{edit:?} changed words");
    if matches!(edit, Edit::Merge(..)) {
        let words = |board: &Storyboard| -> String {
            board.shots().iter().flat_map(|shot| shot.prompt.chars()).filter(|c| c.is_alphanumeric()).collect()
        };
        prop_assert_eq!(words(before), words(after), "joining lost words");
    }
    Ok(())
}

fn any_secs() -> impl Strategy<Value = u64> {
    prop_oneof![6 => 0_u64..8, 1 => 15_u64..60, 1 => Just(u64::MAX), 1 => Just(u64::MAX / 2)]
}

/// How much is wrong with a board a file brought.
fn wrongs(board: &Storyboard, rules: &BoardRules) -> [u64; 3] {
    let empty = board.shots().iter().filter(|shot| shot.secs() < Secs(1)).count() as u64;
    let over = board.shots().len().saturating_sub(rules.max_shots) as u64;
    let total = board.total();
    let outside = total.0.saturating_sub(rules.max_total.0).max(rules.min_total.0.saturating_sub(total.0));
    [empty, over, outside]
}

#[test]
fn whatever_a_file_brings_no_verb_makes_it_worse() {
    let rules = BoardRules { min_total: Secs(3), max_total: Secs(15), max_shots: 6, total: TotalRule::Kept };
    let shots = prop::collection::vec(("[a-z]{0,4}", any_secs(), any::<bool>()), 0..12);
    let cases = (shots, prop::option::of(any_secs()), prop::collection::vec(any_edit(), 1..6), any::<bool>());
    let outcome = TestRunner::new(config(4_000)).run(&cases, |(shots, declared, edits, is_kept)| {
        let rules = BoardRules { total: if is_kept { TotalRule::Kept } else { TotalRule::Free }, ..rules };
        let mut board = board(&shots, declared);
        for edit in &edits {
            let before = board.clone();
            let is_done = edit.perform(&mut board, &rules).is_ok();
            prop_assert!(is_done || board == before, "{edit:?} was refused and yet changed something");
            for (was, is) in wrongs(&before, &rules).into_iter().zip(wrongs(&board, &rules)) {
                prop_assert!(is <= was, "{edit:?} made it worse: {before:?} -> {board:?}");
            }
            let lengths = |board: &Storyboard| board.shots().iter().map(|s| (s.id(), s.secs())).collect::<Vec<_>>();
            if lengths(&before) != lengths(&board) {
                prop_assert_eq!(board.declared(), None);
            }
        }
        Ok(())
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
}
