//! Shots as they are written into shots that an offering takes.

use super::{Note, ScriptShot, Written};
use crate::model::storyboard::{BoardRules, Secs, share_out};

pub(super) fn fit(mut shots: Vec<Written>, length: Secs, rules: &BoardRules, notes: &mut Vec<Note>) -> Vec<ScriptShot> {
    let found = shots.len();
    // Every shot needs a second of its own.
    let most = rules.max_shots.min(usize::try_from(rules.max_total.0).unwrap_or(usize::MAX)).max(1);
    while shots.len() > most {
        join_the_shortest(&mut shots);
    }
    if shots.len() < found {
        notes.push(Note::Joined { found, kept: shots.len() });
    }
    let secs = seconds(&shots, length, rules, notes);
    let with_secs = shots.into_iter().zip(secs);
    with_secs.map(|(shot, secs)| ScriptShot { prompt: shot.words.into(), secs: Secs(secs) }).collect()
}

/// Joins the two neighbours that have the fewest words.
fn join_the_shortest(shots: &mut Vec<Written>) {
    let words = |shot: &Written| shot.words.chars().count();
    let pairs = shots.windows(2).enumerate();
    let Some((at, _)) = pairs.min_by_key(|(_, pair)| pair.iter().map(words).sum::<usize>()) else {
        return;
    };
    let second = shots.remove(at + 1);
    let first = &mut shots[at];
    first.words = crate::model::storyboard::joined_words(&[&first.words, &second.words]);
    first.millis = match (first.millis, second.millis) {
        (Some(one), Some(other)) => Some(one.saturating_add(other)),
        (one, other) => one.or(other),
    };
}

/// Whole seconds for each shot: what is written, and a share of the rest where nothing is.
fn seconds(shots: &[Written], length: Secs, rules: &BoardRules, notes: &mut Vec<Note>) -> Vec<u64> {
    if shots.is_empty() {
        return Vec::new();
    }
    let count = shots.len() as u64;
    let (least, most) = (rules.min_total.0.max(count), rules.max_total.0.max(count));
    let written: Vec<Option<u64>> = whole(shots);
    let said: u64 = written.iter().flatten().fold(0, |sum: u64, secs| sum.saturating_add(*secs));
    let silent = written.iter().filter(|secs| secs.is_none()).count() as u64;
    if silent == count {
        return share_out(&vec![1; shots.len()], length.0.clamp(least, most));
    }
    // Who says nothing shares what the video has left, at least what the others have on the average and the row allows.
    let average = (said / (count - silent)).max(1);
    let left = length.0.clamp(least, most).saturating_sub(said);
    let wanted = if left >= silent { left } else { average.saturating_mul(silent) };
    let wanted = wanted.min(most.saturating_sub(said)).max(silent);
    let mut shares = share_out(&vec![1; usize::try_from(silent).unwrap_or(0)], wanted).into_iter();
    let secs: Vec<u64> = written.iter().map(|secs| secs.or_else(|| shares.next()).unwrap_or(1)).collect();
    let total = secs.iter().fold(0, |sum: u64, secs| sum.saturating_add(*secs));
    if (least..=most).contains(&total) {
        return secs;
    }
    let fitted = total.clamp(least, most);
    notes.push(Note::Stretched { written: Secs(total), total: Secs(fitted) });
    share_out(&secs, fitted)
}

/// Fractions are rounded so that the shots end where the script says, as near as whole seconds go.
fn whole(shots: &[Written]) -> Vec<Option<u64>> {
    let rounded = |millis: u64| millis.saturating_add(500) / 1_000;
    let (mut at, mut end) = (0_u64, 0_u64);
    let whole = |shot: &Written| {
        let millis = shot.millis?;
        at = at.saturating_add(millis);
        let secs = rounded(at).saturating_sub(end).max(1);
        end = end.saturating_add(secs);
        Some(secs)
    };
    shots.iter().map(whole).collect()
}
