//! J, K and L: how fast a clip goes by, and which way. One press starts it, each further one doubles it.

/// The fastest one can go.
const FASTEST: i8 = 8;

/// Times its own speed; below zero is backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speed(i8);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    On,
    Back,
}

impl Speed {
    pub const NORMAL: Self = Self(1);

    /// What a press of J or L makes of it. The other way begins slowly again; a clip that stands begins at its own
    /// speed.
    #[must_use]
    pub fn pressed(self, way: Way, is_playing: bool) -> Self {
        let sign = match way {
            Way::On => 1,
            Way::Back => -1,
        };
        let goes_on = is_playing && self.0.signum() == sign;
        Self(if goes_on { sign * (self.0.abs() * 2).min(FASTEST) } else { sign })
    }

    pub fn times(self) -> i8 {
        self.0
    }

    /// `2×`, `−4×`; a clip at its own speed says nothing.
    pub fn text(self) -> Option<String> {
        let sign = if self.0 < 0 { "−" } else { "" };
        (self != Self::NORMAL).then(|| format!("{sign}{}×", self.0.abs()))
    }
}

impl Default for Speed {
    fn default() -> Self {
        Self::NORMAL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(presses: &[Way]) -> i8 {
        presses.iter().fold((Speed::NORMAL, false), |(speed, is), way| (speed.pressed(*way, is), true)).0.times()
    }

    #[test]
    fn every_press_doubles_up_to_eight_times() {
        let l = [Way::On; 6];
        let speeds: Vec<i8> = (1..=5).map(|presses| pressed(&l[..presses])).collect();
        assert_eq!(speeds, [1, 2, 4, 8, 8]);
        let j = [Way::Back; 6];
        let speeds: Vec<i8> = (1..=5).map(|presses| pressed(&j[..presses])).collect();
        assert_eq!(speeds, [-1, -2, -4, -8, -8]);
    }

    #[test]
    fn the_other_way_begins_slowly_again() {
        assert_eq!(pressed(&[Way::On, Way::On, Way::On, Way::Back]), -1);
        assert_eq!(pressed(&[Way::Back, Way::Back, Way::On]), 1);
    }

    #[test]
    fn a_clip_that_was_stopped_begins_at_its_own_speed() {
        assert_eq!(Speed(8).pressed(Way::On, false), Speed::NORMAL);
    }

    #[test]
    fn only_another_speed_is_said() {
        assert_eq!(Speed::NORMAL.text(), None);
        assert_eq!(Speed(4).text().as_deref(), Some("4×"));
        assert_eq!(Speed(-1).text().as_deref(), Some("−1×"));
    }
}
