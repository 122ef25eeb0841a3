//! Decoded frames around the playhead in full size, within a budget of bytes.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::media::decode::Yuv;

/// Frames decoded ahead of the playhead, when they fit.
const MOST_AHEAD: usize = 24;
const LEAST_AHEAD: usize = 2;
const MOST_BEHIND: usize = 18;

/// Frames by number. While a clip loops, what follows the last frame is the first, so that the loop has no seam.
#[derive(Default)]
pub struct Cache {
    slots: BTreeMap<usize, Slot>,
    bytes: usize,
    budget: usize,
    /// Frames in the clip.
    count: usize,
    /// Bytes of the largest picture seen.
    largest: usize,
}

enum Slot {
    Picture(Arc<Yuv>),
    /// It cannot be decoded; asking again would not help.
    Lost,
}

impl Cache {
    /// Room for `budget` bytes of frames: at 1080p a frame is 3 MB, at 4K four times that.
    pub fn new(count: usize, budget: usize) -> Self {
        Self { count, budget, ..Self::default() }
    }

    /// Whether frame `number` needs no decoding.
    pub fn has(&self, number: usize) -> bool {
        self.slots.contains_key(&number)
    }

    /// Whether frame `number` cannot be had.
    pub fn is_lost(&self, number: usize) -> bool {
        matches!(self.slots.get(&number), Some(Slot::Lost))
    }

    pub fn picture(&self, number: usize) -> Option<&Arc<Yuv>> {
        match self.slots.get(&number)? {
            Slot::Picture(picture) => Some(picture),
            Slot::Lost => None,
        }
    }

    /// The newest picture in `range`.
    pub fn newest(&self, range: Range<usize>) -> Option<(usize, &Arc<Yuv>)> {
        if range.is_empty() {
            return None;
        }
        let mut pictures = self.slots.range(range).filter_map(|(&number, slot)| match slot {
            Slot::Picture(picture) => Some((number, picture)),
            Slot::Lost => None,
        });
        pictures.next_back()
    }

    /// Frames kept decoded behind a standing playhead, for the steps back that come next.
    pub fn behind(&self) -> usize {
        (self.budget / 2 / self.largest.max(1)).saturating_sub(1).min(MOST_BEHIND)
    }

    /// The first frame missing behind a standing playhead. They are made many at a time: each lot is decoded from a
    /// keyframe on.
    pub fn missing_behind(&self, current: usize) -> Option<usize> {
        let has_few = (current.saturating_sub(self.behind() / 3)..current).any(|number| !self.has(number));
        let mut behind = current.saturating_sub(self.behind())..current;
        if has_few { behind.find(|&number| !self.has(number)) } else { None }
    }

    /// Frames to be decoded ahead of the playhead.
    pub fn ahead(&self) -> usize {
        (self.budget / 2 / self.largest.max(1)).clamp(LEAST_AHEAD, MOST_AHEAD)
    }

    /// The first frame missing at or after `current`, as far ahead as is decoded; past the end of `loops` from its
    /// start again.
    pub fn missing(&self, current: usize, loops: Option<&Range<usize>>) -> Option<usize> {
        let mut number = current;
        for _ in 0..self.ahead() {
            if let Some(loops) = loops.filter(|loops| number == loops.end && !loops.is_empty()) {
                number = loops.start;
            }
            if number >= self.count {
                return None;
            }
            if !self.has(number) {
                return Some(number);
            }
            number += 1;
        }
        None
    }

    pub fn put(&mut self, number: usize, picture: Arc<Yuv>, current: usize, loops: Option<&Range<usize>>) {
        let bytes = picture.bytes();
        self.largest = self.largest.max(bytes);
        self.bytes += bytes;
        let before = self.slots.insert(number, Slot::Picture(picture));
        self.bytes -= before.map_or(0, |slot| slot.bytes());
        self.make_room(current, loops);
    }

    pub fn put_lost(&mut self, number: usize) {
        self.slots.entry(number).or_insert(Slot::Lost);
    }

    /// Forgets what is farthest from the playhead; never what comes next.
    fn make_room(&mut self, current: usize, loops: Option<&Range<usize>>) {
        let ahead = self.ahead();
        let comes_in = |number: usize| match loops {
            _ if number >= current => number - current,
            Some(loops) if loops.contains(&number) => loops.end.saturating_sub(current) + number - loops.start,
            Some(_) | None => usize::MAX,
        };
        while self.bytes > self.budget {
            let spare = self.slots.iter().filter(|(n, slot)| slot.bytes() > 0 && comes_in(**n) >= ahead);
            let Some(farthest) = spare.map(|(&number, _)| number).max_by_key(|&number| number.abs_diff(current)) else {
                return;
            };
            self.bytes -= self.slots.remove(&farthest).map_or(0, |slot| slot.bytes());
        }
    }
}

impl Slot {
    fn bytes(&self) -> usize {
        match self {
            Self::Picture(picture) => picture.bytes(),
            Self::Lost => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::decode::Chroma;

    const BUDGET: usize = 12_000;

    /// A picture that takes `share` of the budget.
    fn picture(share: usize) -> Arc<Yuv> {
        let planes = [vec![0; BUDGET / share], Vec::new(), Vec::new()];
        Arc::new(Yuv { width: 1, height: 1, chroma: Chroma::Quarter, planes })
    }

    fn cache(count: usize) -> Cache {
        Cache::new(count, BUDGET)
    }

    fn held(cache: &Cache) -> Vec<usize> {
        cache.slots.keys().copied().collect()
    }

    #[test]
    fn room_is_made_by_forgetting_the_oldest_behind() {
        let mut cache = cache(100);
        (40..52).for_each(|number| cache.put(number, picture(10), 48, None));
        assert_eq!(held(&cache), (42..52).collect::<Vec<_>>());
    }

    #[test]
    fn in_a_loop_its_first_frames_are_ahead_of_its_last() {
        let (mut cache, all) = (cache(20), 0..20);
        cache.put(17, picture(10), 17, Some(&all));
        assert_eq!(cache.ahead(), 5);
        assert_eq!(cache.missing(17, None), Some(18));
        [18, 19].into_iter().for_each(|number| cache.put(number, picture(10), 17, Some(&all)));
        assert_eq!(cache.missing(17, None), None);
        assert_eq!(cache.missing(17, Some(&all)), Some(0));
        assert_eq!(cache.missing(17, Some(&(12..19))), Some(12));
        (10..17).chain([0, 1]).for_each(|number| cache.put(number, picture(10), 17, Some(&all)));
        assert_eq!(held(&cache), [0, 1, 12, 13, 14, 15, 16, 17, 18, 19]);
    }

    #[test]
    fn a_lost_frame_is_not_asked_for_again_and_not_shown() {
        let mut cache = cache(3);
        cache.put(0, picture(1000), 0, None);
        cache.put_lost(1);
        assert_eq!(cache.missing(0, None), Some(2));
        assert!(cache.picture(1).is_none());
        assert_eq!(cache.newest(1..2).map(|(number, _)| number), None);
        cache.put(2, picture(1000), 0, None);
        assert_eq!(cache.newest(1..3).map(|(number, _)| number), Some(2));
        assert_eq!(cache.newest(Range { start: 3, end: 1 }), None);
    }

    #[test]
    fn frames_behind_are_made_when_few_are_left_and_then_many() {
        let mut cache = cache(100);
        cache.put(50, picture(40), 50, None);
        assert_eq!((cache.behind(), cache.missing_behind(50)), (18, Some(32)));
        (32..50).for_each(|number| cache.put(number, picture(40), 50, None));
        assert_eq!(cache.missing_behind(50), None);
        assert_eq!(cache.missing_behind(40), None);
        assert_eq!(cache.missing_behind(37), Some(19));
        assert_eq!(cache.missing_behind(0), None);
    }

    #[test]
    fn what_is_kept_around_a_standing_playhead_fits_the_budget() {
        for share in [3, 4, 5, 10, 16, 40, 200] {
            let mut cache = cache(1000);
            cache.put(500, picture(share), 500, None);
            let (first, last) = (500 - cache.behind(), 500 + cache.ahead());
            (first..last).for_each(|number| cache.put(number, picture(share), 500, None));
            assert_eq!((cache.missing(500, None), cache.missing_behind(500)), (None, None), "{share}");
        }
    }

    #[test]
    fn a_clip_shorter_than_the_look_ahead_is_decoded_once() {
        let mut cache = cache(2);
        [0, 1].into_iter().for_each(|number| cache.put(number, picture(1000), 0, Some(&(0..2))));
        assert_eq!(cache.missing(1, Some(&(0..2))), None);
    }
}
