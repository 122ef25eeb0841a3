//! Small stand-ins for the frames of a whole clip: what is shown at once while the exact picture is being decoded, and
//! what plays backwards and at many times the speed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::media::decode::Yuv;

/// A stand-in wider or higher than this would only cost.
const MOST_SIDE: u32 = 960;

/// Below this a picture says too little; a clip that long keeps stand-ins around the playhead only.
const LEAST_SIDE: u32 = 320;

#[derive(Default)]
pub struct Proxies {
    pictures: BTreeMap<usize, Arc<Yuv>>,
    /// They could not be decoded; asking again would not help.
    lost: BTreeSet<usize>,
    bytes: usize,
    budget: usize,
    /// Frames in the clip.
    count: usize,
    shrink_by: usize,
}

impl Proxies {
    /// As large as `budget` bytes allow for all `count` frames of a clip of this size.
    pub fn new(count: usize, (width, height): (u32, u32), budget: usize) -> Self {
        let side = width.max(height);
        let bytes = |by: u32| (width / by) as usize * (height / by) as usize * 3 / 2;
        let fits = |by: &u32| side / by <= MOST_SIDE && bytes(*by).saturating_mul(count) <= budget;
        let least = (side / LEAST_SIDE).clamp(1, 16);
        let by = [1, 2, 3, 4, 6, 8, 12, 16].into_iter().filter(|by| *by <= least).find(fits).unwrap_or(least);
        Self { count, budget, shrink_by: by as usize, ..Self::default() }
    }

    /// By what the sides of a frame are divided.
    pub fn shrink_by(&self) -> usize {
        self.shrink_by
    }

    pub fn has(&self, number: usize) -> bool {
        self.pictures.contains_key(&number) || self.lost.contains(&number)
    }

    pub fn picture(&self, number: usize) -> Option<&Arc<Yuv>> {
        self.pictures.get(&number)
    }

    /// The nearest there is.
    pub fn nearest(&self, number: usize) -> Option<(usize, &Arc<Yuv>)> {
        let before = self.pictures.range(..=number).next_back();
        let after = self.pictures.range(number..).next();
        let both = before.into_iter().chain(after).map(|(&found, picture)| (found, picture));
        both.min_by_key(|(found, _)| found.abs_diff(number))
    }

    /// The nearest to `range`'s end that lies in it.
    pub fn newest(&self, range: Range<usize>) -> Option<(usize, &Arc<Yuv>)> {
        if range.is_empty() { None } else { self.pictures.range(range).next_back().map(|(&n, picture)| (n, picture)) }
    }

    /// The nearest to `range`'s start that lies in it.
    pub fn oldest(&self, range: Range<usize>) -> Option<(usize, &Arc<Yuv>)> {
        if range.is_empty() { None } else { self.pictures.range(range).next().map(|(&n, picture)| (n, picture)) }
    }

    /// The next frame to make a stand-in of: the way the playhead goes first, then the rest, as far as they fit.
    pub fn missing(&self, current: usize, goes_back: bool) -> Option<usize> {
        let lacks = |number: &usize| !self.has(*number);
        let kept = self.kept(current);
        let (before, after) = (kept.start..current.min(kept.end), current..kept.end);
        if goes_back {
            before.rev().find(lacks).or_else(|| after.clone().find(lacks))
        } else {
            after.clone().find(lacks).or_else(|| before.rev().find(lacks))
        }
    }

    pub fn put(&mut self, number: usize, picture: Arc<Yuv>, current: usize) {
        self.bytes += picture.bytes();
        let before = self.pictures.insert(number, picture);
        self.bytes -= before.map_or(0, |picture| picture.bytes());
        while self.bytes > self.budget {
            let ends = [self.pictures.first_key_value(), self.pictures.last_key_value()];
            let farthest = ends.into_iter().flatten().map(|(&number, _)| number).max_by_key(|n| n.abs_diff(current));
            let Some(dropped) = farthest.and_then(|number| self.pictures.remove(&number)) else { return };
            self.bytes -= dropped.bytes();
        }
    }

    pub fn put_lost(&mut self, number: usize) {
        self.lost.insert(number);
    }

    /// How many fit.
    pub fn room(&self) -> usize {
        let each = self.bytes.checked_div(self.pictures.len()).unwrap_or(0).max(1);
        if self.pictures.is_empty() { self.count } else { (self.budget / each).min(self.count) }
    }

    /// The frames worth keeping: all of them, or those around the playhead.
    fn kept(&self, current: usize) -> Range<usize> {
        let room = self.room();
        let start = current.saturating_sub(room / 2).min(self.count.saturating_sub(room));
        start..(start + room).min(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::decode::Chroma;

    fn picture(bytes: usize) -> Arc<Yuv> {
        let planes = [vec![0; bytes], Vec::new(), Vec::new()];
        Arc::new(Yuv { width: 1, height: 1, chroma: Chroma::Quarter, planes })
    }

    #[test]
    fn stand_ins_are_as_large_as_the_whole_clip_allows() {
        let by = |count, size| Proxies::new(count, size, 128 << 20).shrink_by();
        assert_eq!(by(120, (1920, 1080)), 2);
        assert_eq!(by(360, (1920, 1080)), 3);
        assert_eq!(by(360, (1280, 720)), 2);
        assert_eq!(by(120, (3840, 2160)), 4);
        assert_eq!(by(360, (1080, 1920)), 3);
        assert_eq!(by(48, (160, 90)), 1);
        assert_eq!(by(100_000, (1920, 1080)), 6);
    }

    #[test]
    fn the_way_the_playhead_goes_comes_first_then_the_rest() {
        let mut proxies = Proxies::new(6, (320, 180), 6_000);
        [2, 3].into_iter().for_each(|number| proxies.put(number, picture(1_000), 3));
        assert_eq!((proxies.missing(3, false), proxies.missing(3, true)), (Some(4), Some(1)));
        [4, 5].into_iter().for_each(|number| proxies.put(number, picture(1_000), 3));
        assert_eq!(proxies.missing(3, false), Some(1));
        proxies.put_lost(1);
        proxies.put(0, picture(1_000), 3);
        assert_eq!((proxies.missing(3, false), proxies.missing(3, true)), (None, None));
    }

    #[test]
    fn a_clip_too_long_for_the_budget_keeps_those_around_the_playhead() {
        let mut proxies = Proxies::new(100, (320, 180), 10_000);
        proxies.put(0, picture(1_000), 0);
        while let Some(number) = proxies.missing(50, false) {
            proxies.put(number, picture(1_000), 50);
        }
        assert_eq!(proxies.pictures.keys().copied().collect::<Vec<_>>(), (45..55).collect::<Vec<_>>());
    }

    #[test]
    fn the_nearest_is_found_on_either_side() {
        let mut proxies = Proxies::new(100, (320, 180), 10_000);
        [10, 20].into_iter().for_each(|number| proxies.put(number, picture(1), 0));
        let nearest = |number| proxies.nearest(number).map(|(found, _)| found);
        assert_eq!((nearest(3), nearest(14), nearest(16), nearest(90)), (Some(10), Some(10), Some(20), Some(20)));
        assert_eq!(proxies.newest(11..20).map(|(n, _)| n), None);
        assert_eq!(proxies.oldest(11..21).map(|(n, _)| n), Some(20));
    }
}
