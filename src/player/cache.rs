//! Decoded frames around the playhead, within a budget of bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::media::Pixels;

/// At 1080p fifteen frames, at 4K three; fewer pixels are kept when the window is smaller.
const BUDGET_BYTES: usize = 128 << 20;

/// Frames decoded ahead of the playhead, when they fit.
const MOST_AHEAD: usize = 24;
const LEAST_AHEAD: usize = 2;
const MOST_BEHIND: usize = 18;

/// Frames by number. The clip is a ring: what follows the last frame is the first, so that a loop has no seam.
#[derive(Default)]
pub struct Cache {
    slots: BTreeMap<usize, Slot>,
    bytes: usize,
    /// Frames in the clip.
    count: usize,
    /// Bytes of the largest picture seen.
    largest: usize,
}

enum Slot {
    Picture(Arc<Pixels>),
    /// It cannot be decoded; asking again would not help.
    Lost,
}

impl Cache {
    pub fn new(count: usize) -> Self {
        Self { count, ..Self::default() }
    }

    /// Whether frame `number` needs no decoding.
    pub fn has(&self, number: usize) -> bool {
        self.slots.contains_key(&number)
    }

    pub fn picture(&self, number: usize) -> Option<&Arc<Pixels>> {
        match self.slots.get(&number)? {
            Slot::Picture(picture) => Some(picture),
            Slot::Lost => None,
        }
    }

    /// The newest picture after frame `after` and up to frame `last`.
    pub fn newest(&self, after: usize, last: usize) -> Option<(usize, &Arc<Pixels>)> {
        let range = self.slots.range(after.saturating_add(1)..=last.max(after.saturating_add(1)));
        let mut pictures = range.filter_map(|(&number, slot)| match slot {
            Slot::Picture(picture) if number <= last => Some((number, picture)),
            Slot::Picture(_) | Slot::Lost => None,
        });
        pictures.next_back()
    }

    /// Frames kept decoded behind a standing playhead, for the steps back that come next.
    pub fn behind(&self) -> usize {
        (BUDGET_BYTES / 2 / self.largest.max(1)).saturating_sub(1).min(MOST_BEHIND)
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
        (BUDGET_BYTES / 2 / self.largest.max(1)).clamp(LEAST_AHEAD, MOST_AHEAD)
    }

    /// The first frame missing at or after `current`, as far ahead as is decoded; past the end only when `wraps`.
    pub fn missing(&self, current: usize, wraps: bool) -> Option<usize> {
        let ahead = (current..current.saturating_add(self.ahead())).take(self.count);
        ahead
            .filter(|&number| wraps || number < self.count)
            .map(|number| number % self.count.max(1))
            .find(|&n| !self.has(n))
    }

    pub fn put(&mut self, number: usize, picture: Arc<Pixels>, current: usize) {
        self.largest = self.largest.max(picture.rgba.len());
        self.bytes += picture.rgba.len();
        let before = self.slots.insert(number, Slot::Picture(picture));
        self.bytes -= before.map_or(0, |slot| slot.bytes());
        self.make_room(current);
    }

    pub fn put_lost(&mut self, number: usize) {
        self.slots.entry(number).or_insert(Slot::Lost);
    }

    pub fn clear(&mut self) {
        *self = Self::new(self.count);
    }

    /// Forgets what lies farthest behind the playhead.
    fn make_room(&mut self, current: usize) {
        while self.bytes > BUDGET_BYTES {
            let behind = |number: usize| (current + self.count - number % self.count.max(1)) % self.count.max(1);
            // Going forward from the playhead, the last frame reached is the one just behind it.
            let forward = |number: usize| (self.count - behind(number)) % self.count.max(1);
            let old = self.slots.iter().filter(|(n, slot)| slot.bytes() > 0 && forward(**n) >= self.ahead());
            let Some(oldest) = old.map(|(&number, _)| number).max_by_key(|&number| behind(number)) else {
                return;
            };
            self.bytes -= self.slots.remove(&oldest).map_or(0, |slot| slot.bytes());
        }
    }
}

impl Slot {
    fn bytes(&self) -> usize {
        match self {
            Self::Picture(picture) => picture.rgba.len(),
            Self::Lost => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture that takes `share` of the budget.
    fn picture(share: usize) -> Arc<Pixels> {
        Arc::new(Pixels { width: 1, height: 1, rgba: vec![0; BUDGET_BYTES / share] })
    }

    fn held(cache: &Cache) -> Vec<usize> {
        cache.slots.keys().copied().collect()
    }

    #[test]
    fn room_is_made_by_forgetting_the_oldest_behind() {
        let mut cache = Cache::new(100);
        (40..52).for_each(|number| cache.put(number, picture(10), 48));
        assert_eq!(held(&cache), (42..52).collect::<Vec<_>>());
    }

    #[test]
    fn in_a_loop_the_first_frames_are_ahead_of_the_last() {
        let mut cache = Cache::new(20);
        cache.put(17, picture(10), 17);
        assert_eq!(cache.ahead(), 5);
        assert_eq!(cache.missing(17, false), Some(18));
        [18, 19].into_iter().for_each(|number| cache.put(number, picture(10), 17));
        assert_eq!(cache.missing(17, false), None);
        assert_eq!(cache.missing(17, true), Some(0));
        (10..17).chain([0, 1]).for_each(|number| cache.put(number, picture(10), 17));
        assert_eq!(held(&cache), [0, 1, 12, 13, 14, 15, 16, 17, 18, 19]);
    }

    #[test]
    fn a_lost_frame_is_not_asked_for_again_and_not_shown() {
        let mut cache = Cache::new(3);
        cache.put(0, picture(1000), 0);
        cache.put_lost(1);
        assert_eq!(cache.missing(0, false), Some(2));
        assert!(cache.picture(1).is_none());
        assert_eq!(cache.newest(0, 1).map(|(number, _)| number), None);
        cache.put(2, picture(1000), 0);
        assert_eq!(cache.newest(0, 2).map(|(number, _)| number), Some(2));
    }

    #[test]
    fn frames_behind_are_made_when_few_are_left_and_then_many() {
        let mut cache = Cache::new(100);
        cache.put(50, picture(40), 50);
        assert_eq!((cache.behind(), cache.missing_behind(50)), (18, Some(32)));
        (32..50).for_each(|number| cache.put(number, picture(40), 50));
        assert_eq!(cache.missing_behind(50), None);
        assert_eq!(cache.missing_behind(40), None);
        assert_eq!(cache.missing_behind(37), Some(19));
        assert_eq!(cache.missing_behind(0), None);
    }

    #[test]
    fn what_is_kept_around_a_standing_playhead_fits_the_budget() {
        for share in [3, 4, 5, 10, 16, 40, 200] {
            let mut cache = Cache::new(1000);
            cache.put(500, picture(share), 500);
            let (first, last) = (500 - cache.behind(), 500 + cache.ahead());
            (first..last).for_each(|number| cache.put(number, picture(share), 500));
            assert_eq!((cache.missing(500, false), cache.missing_behind(500)), (None, None), "{share}");
        }
    }

    #[test]
    fn a_clip_shorter_than_the_look_ahead_is_decoded_once() {
        let mut cache = Cache::new(2);
        [0, 1].into_iter().for_each(|number| cache.put(number, picture(1000), 0));
        assert_eq!(cache.missing(1, true), None);
    }
}
