//! Arithmetic of whole seconds: who gives, who takes, and how a sum is shared out.

use super::{Refusal, Shot, ShotId};

/// Hands freed seconds on: to the first of `near` that may take them, else to the longest that may.
pub(super) fn give(shots: &mut [Shot], near: &[usize], except: &[ShotId], secs: u64) -> Result<(), Refusal> {
    if secs == 0 {
        return Ok(());
    }
    let may = |index: &usize| shots.get(*index).is_some_and(|shot| moves(shot, except));
    let longest = || {
        let shots = shots.iter().enumerate().filter(|(_, shot)| moves(shot, except));
        // Of equals the first one.
        shots.rev().max_by_key(|(_, shot)| shot.secs).map(|(index, _)| index)
    };
    let taker = near.iter().copied().find(may).or_else(longest).ok_or(Refusal::AllLocked { secs })?;
    shots[taker].secs.0 = shots[taker].secs.0.saturating_add(secs);
    Ok(())
}

/// Takes seconds from the first of `near` that may give, down to its last one, then from the longest.
pub(super) fn take(shots: &mut [Shot], near: &[usize], except: &[ShotId], secs: u64) -> Result<(), Refusal> {
    if secs == 0 {
        return Ok(());
    }
    let spare = spare(shots, except);
    if !shots.iter().any(|shot| moves(shot, except)) {
        return Err(Refusal::AllLocked { secs });
    }
    if spare < secs {
        return Err(Refusal::NothingToSpare { needed: secs, spare });
    }
    let may = |index: &usize| shots.get(*index).is_some_and(|shot| moves(shot, except));
    let mut rest = secs;
    if let Some(giver) = near.iter().copied().find(may) {
        let given = rest.min(shots[giver].secs.0.saturating_sub(1));
        shots[giver].secs.0 -= given;
        rest -= given;
    }
    if rest > 0 {
        let givers: Vec<&mut u64> =
            shots.iter_mut().filter(|shot| moves(shot, except)).map(|shot| &mut shot.secs.0).collect();
        let held = givers.iter().fold(0, |sum: u64, secs| sum.saturating_add(**secs));
        level_down(givers, held - rest);
    }
    Ok(())
}

/// What the shots that may give can spare, each keeping its last second.
pub(super) fn spare(shots: &[Shot], except: &[ShotId]) -> u64 {
    let movable = shots.iter().filter(|shot| moves(shot, except));
    movable.fold(0, |sum: u64, shot| sum.saturating_add(shot.secs.0.saturating_sub(1)))
}

fn moves(shot: &Shot, except: &[ShotId]) -> bool {
    !shot.is_locked && !except.contains(&shot.id)
}

/// Brings numbers down to a sum by cutting the longest down to one level; what does not divide stays with the first
/// of them. None below one; what is below already stays.
pub(super) fn level_down(mut secs: Vec<&mut u64>, budget: u64) {
    let sum_at = |level: u64| secs.iter().map(|secs| u128::from((**secs).min(level))).sum::<u128>();
    let (mut low, mut high) = (1, budget.max(1));
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        (low, high) = if sum_at(middle) <= u128::from(budget) { (middle, high) } else { (low, middle - 1) };
    }
    let mut rest = u128::from(budget).saturating_sub(sum_at(low));
    for secs in &mut secs {
        let extra = u64::from(**secs > low && rest > 0);
        rest -= u128::from(extra);
        **secs = (**secs).min(low) + extra;
    }
}

/// Shares a sum out by weight in whole parts of at least one; what does not divide goes to the largest fractions,
/// of equal ones to the first. A sum smaller than the number of parts still gives each of them one.
pub(in crate::model) fn share_out(weights: &[u64], sum: u64) -> Vec<u64> {
    let weight = |index: &usize| u128::from(weights[*index].max(1));
    let mut parts = vec![1; weights.len()];
    let mut open: Vec<usize> = (0..weights.len()).collect();
    let mut rest = u128::from(sum);
    // Whose share would be under one gets one, and the others share what is left then.
    let all = loop {
        let all: u128 = open.iter().map(weight).sum();
        let (large, small): (Vec<usize>, Vec<usize>) = open.iter().partition(|index| weight(index) * rest >= all);
        rest = rest.saturating_sub(small.len() as u128);
        open = large;
        if small.is_empty() {
            break all;
        }
    };
    if open.is_empty() {
        return parts;
    }
    let mut left = rest;
    for index in &open {
        let whole = weight(index) * rest / all;
        parts[*index] = u64::try_from(whole).unwrap_or(u64::MAX);
        left -= whole;
    }
    open.sort_by_key(|index| std::cmp::Reverse(weight(index) * rest % all));
    for index in open.iter().take(usize::try_from(left).unwrap_or(usize::MAX)) {
        parts[*index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_shared_by_weight_in_whole_parts() {
        assert_eq!(share_out(&[1, 1, 1], 9), [3, 3, 3]);
        assert_eq!(share_out(&[1, 1, 1], 10), [4, 3, 3]);
        assert_eq!(share_out(&[6, 3, 1], 7), [4, 2, 1]);
        assert_eq!(share_out(&[4, 1, 1], 12), [8, 2, 2]);
        assert_eq!(share_out(&[100, 1, 1], 5), [3, 1, 1]);
        assert_eq!(share_out(&[0, 0], 2), [1, 1]);
        assert_eq!(share_out(&[], 5), [0; 0]);
    }

    #[test]
    fn a_sum_too_small_gives_each_part_one() {
        assert_eq!(share_out(&[5, 5, 5], 2), [1, 1, 1]);
        assert_eq!(share_out(&[5], 0), [1]);
    }

    #[test]
    fn the_largest_numbers_are_shared_without_overflow() {
        assert_eq!(share_out(&[u64::MAX, u64::MAX], 15), [8, 7]);
        assert_eq!(
            share_out(&[u64::MAX; 3], u64::MAX).iter().map(|part| u128::from(*part)).sum::<u128>(),
            u64::MAX.into()
        );
    }

    #[test]
    fn the_longest_are_cut_down_to_one_level() {
        let mut secs = [9, 9, 2];
        level_down(secs.iter_mut().collect(), 15);
        assert_eq!(secs, [7, 6, 2]);
    }
}
