//! The verbs as rules of a game.

use super::*;

/// Three to fifteen seconds, six shots, the total kept.
const KEPT: BoardRules = BoardRules { min_total: Secs(3), max_total: Secs(15), max_shots: 6, total: TotalRule::Kept };
const FREE: BoardRules = BoardRules { total: TotalRule::Free, ..KEPT };

/// Lengths of shots; a negative one is locked.
fn board(secs: &[i64]) -> Storyboard {
    Storyboard::from_file(secs.iter().map(|s| ("".into(), Secs(s.unsigned_abs()), *s < 0)), Some(Secs(99)))
}

fn id(board: &Storyboard, index: usize) -> ShotId {
    board.shots()[index].id()
}

fn ids(board: &Storyboard, indices: &[usize]) -> Vec<ShotId> {
    indices.iter().map(|index| id(board, *index)).collect()
}

fn lengths(board: &Storyboard) -> Vec<i64> {
    let signed = |shot: &Shot| i64::try_from(shot.secs().0).unwrap() * if shot.is_locked { -1 } else { 1 };
    board.shots().iter().map(signed).collect()
}

fn check<T: std::fmt::Debug>(
    start: &[i64],
    verb: impl FnOnce(&mut Storyboard) -> Result<T, Refusal>,
    expected: &[i64],
) -> T {
    let mut board = board(start);
    let done = verb(&mut board).unwrap();
    assert_eq!(lengths(&board), expected);
    assert_eq!(board.declared(), if lengths(&board) == start { board.declared() } else { None });
    done
}

/// What is refused has changed nothing, the file's own total included.
fn refused<T: std::fmt::Debug>(start: &[i64], verb: impl FnOnce(&mut Storyboard) -> Result<T, Refusal>, why: Refusal) {
    let mut board = board(start);
    let before = board.clone();
    assert_eq!(verb(&mut board).unwrap_err(), why);
    assert_eq!(board, before);
}

// --- roll and ripple

#[test]
fn a_border_moves_whole_seconds_between_two_neighbours() {
    assert_eq!(check(&[4, 5], |b| b.move_border(id(b, 0), 2), &[6, 3]), 2);
}

#[test]
fn a_border_stops_one_second_before_its_neighbours_end() {
    assert_eq!(check(&[4, 3, 2], |b| b.move_border(id(b, 0), 9), &[6, 1, 2]), 2);
    assert_eq!(check(&[4, 3, 2], |b| b.move_border(id(b, 0), -9), &[1, 6, 2]), -3);
    assert_eq!(check(&[1, 1], |b| b.move_border(id(b, 0), 1), &[1, 1]), 0);
}

#[test]
fn a_locked_neighbour_refuses_and_the_last_shot_has_no_border() {
    refused(&[4, -5], |b| b.move_border(id(b, 0), 1), Refusal::Locked { shot: 2 });
    refused(&[-4, 5], |b| b.move_border(id(b, 0), 1), Refusal::Locked { shot: 1 });
    refused(&[4, 5], |b| b.move_border(id(b, 1), 1), Refusal::NoSuchShot);
}

#[test]
fn an_edge_changes_its_shot_and_the_total_within_the_range() {
    assert_eq!(check(&[4, 5], |b| b.ripple(id(b, 0), 3, &KEPT), &[7, 5]), 3);
    assert_eq!(check(&[4, 5], |b| b.ripple(id(b, 1), 99, &KEPT), &[4, 11]), 6);
    assert_eq!(check(&[4, 5], |b| b.ripple(id(b, 1), -99, &FREE), &[4, 1]), -4);
    assert_eq!(check(&[2, 2], |b| b.ripple(id(b, 1), -99, &FREE), &[2, 1]), -1);
    refused(&[4, -5], |b| b.ripple(id(b, 1), 1, &FREE), Refusal::Locked { shot: 2 });
}

// --- typed seconds

#[test]
fn typed_seconds_come_from_the_next_shot_then_from_the_longest() {
    check(&[4, 3, 6], |b| b.set_secs(id(b, 0), Secs(6), &KEPT), &[6, 1, 6]);
    check(&[4, 3, 6], |b| b.set_secs(id(b, 0), Secs(8), &KEPT), &[8, 1, 4]);
    check(&[4, 3, 6], |b| b.set_secs(id(b, 2), Secs(7), &KEPT), &[4, 2, 7]);
}

#[test]
fn seconds_set_free_go_to_the_next_shot_else_the_one_before_else_the_longest() {
    check(&[4, 3, 6], |b| b.set_secs(id(b, 0), Secs(1), &KEPT), &[1, 6, 6]);
    check(&[4, 3, 6], |b| b.set_secs(id(b, 2), Secs(1), &KEPT), &[4, 8, 1]);
    check(&[4, 3, -6], |b| b.set_secs(id(b, 1), Secs(1), &KEPT), &[6, 1, -6]);
    check(&[2, -1, 3, -1, 5], |b| b.set_secs(id(b, 2), Secs(1), &KEPT), &[2, -1, 1, -1, 7]);
}

#[test]
fn typed_seconds_are_exact_or_refused_with_the_range() {
    refused(&[4, 5], |b| b.set_secs(id(b, 0), Secs(9), &KEPT), Refusal::SecsOutside { least: 1, most: 8 });
    refused(&[4, 5], |b| b.set_secs(id(b, 0), Secs(0), &KEPT), Refusal::SecsOutside { least: 1, most: 8 });
    refused(&[4, 5], |b| b.set_secs(id(b, 0), Secs(11), &FREE), Refusal::SecsOutside { least: 1, most: 10 });
    refused(&[4, -5], |b| b.set_secs(id(b, 0), Secs(3), &KEPT), Refusal::SecsOutside { least: 4, most: 4 });
    refused(&[4, -5], |b| b.set_secs(id(b, 1), Secs(3), &KEPT), Refusal::Locked { shot: 2 });
    check(&[4, 5], |b| b.set_secs(id(b, 0), Secs(10), &FREE), &[10, 5]);
    check(&[5], |b| b.set_secs(id(b, 0), Secs(5), &KEPT), &[5]);
}

#[test]
fn the_range_that_is_told_is_the_range_that_is_taken() {
    for start in [&[4, 5][..], &[1, 1], &[5], &[-2, 3, 4], &[3, -3], &[15], &[3]] {
        for rules in [KEPT, FREE] {
            for index in 0..start.len() {
                let board = board(start);
                let set = |secs| board.clone().set_secs(id(&board, index), Secs(secs), &rules);
                let told = match set(u64::MAX) {
                    Err(Refusal::SecsOutside { least, most }) => least..=most,
                    other => {
                        assert_eq!(other, Err(Refusal::Locked { shot: index + 1 }));
                        continue;
                    }
                };
                for secs in 0..20 {
                    assert_eq!(set(secs).is_ok(), told.contains(&secs), "{start:?} {index} {secs}");
                }
            }
        }
    }
}

// --- the total

#[test]
fn a_new_total_scales_the_shots() {
    check(&[6, 3, 1], |b| b.set_total(Secs(7), &KEPT), &[4, 2, 1]);
    check(&[4, 1, 1], |b| b.set_total(Secs(12), &KEPT), &[8, 2, 2]);
    check(&[9, -3], |b| b.set_total(Secs(6), &KEPT), &[3, -3]);
}

#[test]
fn a_total_that_cannot_be_says_why() {
    refused(&[4, 5], |b| b.set_total(Secs(16), &KEPT), Refusal::TotalOutside { least: 3, most: 15 });
    refused(&[-4, -5], |b| b.set_total(Secs(8), &KEPT), Refusal::NoneUnlocked);
    refused(&[], |b| b.set_total(Secs(8), &KEPT), Refusal::NoSuchShot);
    refused(&[-6, 4, 2], |b| b.set_total(Secs(7), &KEPT), Refusal::TotalTooSmall { least: 8, locked: 6 });
}

#[test]
fn balance_is_even_or_by_the_length_of_the_prompts() {
    check(&[8, 1, 1], |b| b.balance(&[], Balance::Evenly), &[4, 3, 3]);
    check(&[-8, 1, 3], |b| b.balance(&[], Balance::Evenly), &[-8, 2, 2]);
    check(&[6, 1, 5], |b| b.balance(&ids(b, &[0, 1]), Balance::Evenly), &[4, 3, 5]);
    let by_prompt = |b: &mut Storyboard| {
        for (index, words) in ["abcdef", "", "abc"].into_iter().enumerate() {
            let id = id(b, index);
            b.shot_mut(id).unwrap().prompt = words.into();
        }
        b.balance(&[], Balance::ByPrompt)
    };
    check(&[4, 4, 4], by_prompt, &[7, 1, 4]);
    refused(&[-4, -5], |b| b.balance(&[], Balance::Evenly), Refusal::NoneUnlocked);
    refused(&[-4, 5], |b| b.balance(&ids(b, &[0]), Balance::Evenly), Refusal::NoneUnlocked);
    refused(&[], |b| b.balance(&[], Balance::Evenly), Refusal::NoSuchShot);
}

// --- split, merge, copy, delete, add, paste

#[test]
fn a_split_keeps_the_total_and_the_words() {
    let mut board = board(&[5]);
    let shot = id(&board, 0);
    board.shot_mut(shot).unwrap().prompt = "a fox".into();
    board.split(shot, Secs(2), &KEPT).unwrap();
    assert_eq!(lengths(&board), [2, 3]);
    assert_eq!((board.shots()[0].prompt_text(), board.shots()[1].prompt_text()), ("a fox", ""));
}

#[test]
fn one_second_and_a_locked_shot_cannot_be_split() {
    refused(&[1], |b| b.split(id(b, 0), Secs(1), &KEPT), Refusal::TooShortToSplit);
    refused(&[-5], |b| b.split(id(b, 0), Secs(1), &KEPT), Refusal::Locked { shot: 1 });
}

#[test]
fn a_seventh_shot_is_refused() {
    let full = &[2; 6];
    refused(full, |b| b.split(id(b, 0), Secs(1), &KEPT), Refusal::TooManyShots { max: 6, over: 1 });
    refused(full, |b| b.add("", Secs(1), &KEPT), Refusal::TooManyShots { max: 6, over: 1 });
    refused(full, |b| b.duplicate(&ids(b, &[0, 1]), &FREE), Refusal::TooManyShots { max: 6, over: 2 });
}

#[test]
fn shots_are_joined_with_their_words_and_seconds() {
    let mut board = Storyboard::from_file(
        [("a".into(), Secs(2), false), ("b".into(), Secs(3), false), ("c".into(), Secs(4), false)],
        None,
    );
    board.merge(id(&board, 1), 2).unwrap();
    assert_eq!((lengths(&board), board.shots()[1].prompt_text()), (vec![2, 7], "b. c"));
    refused(&[2, 3], |b| b.merge(id(b, 1), 2), Refusal::NoSuchShot);
    refused(&[2, -3], |b| b.merge(id(b, 0), 2), Refusal::Locked { shot: 2 });
    check(&[2, 3, 4], |b| b.merge(id(b, 0), 3), &[9]);
}

#[test]
fn a_newcomer_asks_for_no_more_than_its_share_of_a_kept_total() {
    check(&[9], |b| b.add("", Secs(3), &KEPT), &[6, 3]);
    check(&[2, 2], |b| b.add("", Secs(3), &KEPT), &[2, 1, 1]);
    check(&[9, 6], |b| b.duplicate(&ids(b, &[0]), &KEPT), &[9, 5, 1]);
    check(&[5], |b| b.duplicate(&ids(b, &[0]), &KEPT), &[3, 2]);
    check(&[-5, 4, 2], |b| b.duplicate(&ids(b, &[0]), &KEPT), &[-5, 2, 2, 2]);
}

#[test]
fn a_newcomer_finds_nothing_where_nobody_can_spare_a_second() {
    refused(&[1, 1, 1], |b| b.add("", Secs(3), &KEPT), Refusal::NothingToSpare { needed: 1, spare: 0 });
    refused(&[-4, -5], |b| b.add("", Secs(3), &KEPT), Refusal::AllLocked { secs: 1 });
}

#[test]
fn a_free_total_grows_as_far_as_the_range_goes() {
    check(&[4, 5], |b| b.add("", Secs(3), &FREE), &[4, 5, 3]);
    check(&[4, 9], |b| b.add("", Secs(3), &FREE), &[4, 9, 2]);
    check(&[6, 9], |b| b.add("", Secs(3), &FREE), &[6, 6, 3]);
    check(&[-4, -5], |b| b.duplicate(&ids(b, &[0]), &FREE), &[-4, 4, -5]);
}

#[test]
fn the_first_shot_of_all_brings_its_own_length() {
    check(&[], |b| b.add("", Secs(5), &KEPT), &[5]);
    check(&[], |b| b.add("", Secs(99), &FREE), &[15]);
}

#[test]
fn a_deleted_shots_seconds_go_to_its_neighbour() {
    check(&[4, 3, 6], |b| b.delete(&ids(b, &[1]), &KEPT), &[4, 9]);
    check(&[4, 3, 6], |b| b.delete(&ids(b, &[2]), &KEPT), &[4, 9]);
    check(&[4, 3, -6], |b| b.delete(&ids(b, &[1]), &KEPT), &[7, -6]);
    check(&[1, 2, 3, 4], |b| b.delete(&ids(b, &[0, 1, 3]), &KEPT), &[10]);
    check(&[4, -3, 2], |b| b.delete(&ids(b, &[1]), &KEPT), &[4, 5]);
    refused(&[-4, 3], |b| b.delete(&ids(b, &[1]), &KEPT), Refusal::AllLocked { secs: 3 });
    refused(&[4, 3], |b| b.delete(&ids(b, &[0, 1]), &KEPT), Refusal::LastShot);
}

#[test]
fn a_free_total_shrinks_as_far_as_the_range_goes() {
    check(&[4, 3, 6], |b| b.delete(&ids(b, &[1]), &FREE), &[4, 6]);
    check(&[1, 3], |b| b.delete(&ids(b, &[1]), &FREE), &[3]);
    check(&[2, 2, 2], |b| b.delete(&ids(b, &[0, 1]), &FREE), &[3]);
}

#[test]
fn pasted_shots_keep_their_order_and_what_of_their_length_fits() {
    let two = || [("x".into(), Secs(4)), ("y".into(), Secs(2))];
    check(&[3, 3], |b| b.insert(1, two(), &FREE), &[3, 4, 2, 3]);
    check(&[6, 6], |b| b.insert(1, two(), &KEPT), &[5, 4, 2, 1]);
    refused(&[6, 6], |b| b.insert(1, [], &KEPT), Refusal::NoSuchShot);
}

// --- order

#[test]
fn shots_move_together_to_a_gap() {
    check(&[1, 2, 3, 4], |b| b.move_to(&ids(b, &[0, 2]), 4), &[2, 4, 1, 3]);
    check(&[1, 2, 3, 4], |b| b.move_to(&ids(b, &[3]), 0), &[4, 1, 2, 3]);
    check(&[1, 2, 3, 4], |b| b.move_to(&ids(b, &[1]), 2), &[1, 2, 3, 4]);
    check(&[1, 2, 3, 4], |b| b.shift(&ids(b, &[1, 2]), 1), &[1, 4, 2, 3]);
    check(&[1, 2, 3, 4], |b| b.shift(&ids(b, &[1]), -1), &[2, 1, 3, 4]);
    refused(&[1, 2], |b| b.shift(&ids(b, &[0]), -1), Refusal::NoSuchShot);
    refused(&[1, 2], |b| b.shift(&ids(b, &[1]), 1), Refusal::NoSuchShot);
}

#[test]
fn any_edit_of_the_shots_clears_the_declared_total() {
    let mut board = Storyboard::from_file([("".into(), Secs(3), false)], Some(Secs(9)));
    assert_eq!(board.declared(), Some(Secs(9)));
    board.ripple(id(&board, 0), 1, &KEPT).unwrap();
    assert_eq!(board.declared(), None);
}

// --- repairs

#[test]
fn a_repair_fits_the_total_and_bends_locks_last() {
    let fit = |total| move |b: &mut Storyboard| Ok(b.fit_total(Secs(total)));
    assert_eq!(check(&[6, 3, 1], fit(7), &[4, 2, 1]), Secs(7));
    assert_eq!(check(&[-9, 9], fit(15), &[-9, 6]), Secs(15));
    assert_eq!(check(&[-15, 9], fit(15), &[-14, 1]), Secs(15));
    assert_eq!(check(&[2, 5, 0], fit(1), &[1, 1, 1]), Secs(3));
    assert_eq!(check(&[], fit(5), &[]), Secs(0));
    let mut large =
        Storyboard::from_file([("".into(), Secs(u64::MAX), false), ("".into(), Secs(u64::MAX), false)], None);
    assert_eq!((large.fit_total(Secs(15)), lengths(&large)), (Secs(15), vec![8, 7]));
}

#[test]
fn a_shot_of_no_seconds_is_mended() {
    let mut board = board(&[0]);
    board.mend_secs(id(&board, 0), Secs(0));
    assert_eq!(board.total(), Secs(1));
}
