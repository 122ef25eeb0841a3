//! One clip after the other in the same place: by a key, held to peek, or by itself.

use egui::Context;

/// A key that is held longer than this was a peek: letting it go leads back.
const PEEK_SECS: f64 = 0.35;

/// How long a clip is seen when they change by themselves.
pub const EVERY_SECS: [f64; 4] = [0.25, 0.5, 1.0, 2.0];

#[derive(Debug)]
pub struct Blink {
    shown: usize,
    /// Since when the key is down, and what was seen before.
    held: Option<(f64, usize)>,
    is_auto: bool,
    /// One of `EVERY_SECS`.
    pub every_secs: f64,
    next_at: Option<f64>,
}

impl Default for Blink {
    fn default() -> Self {
        Self::every(0.5)
    }
}

impl Blink {
    /// At this rate, once it changes by itself.
    pub fn every(every_secs: f64) -> Self {
        Self { shown: 0, held: None, is_auto: false, every_secs, next_at: None }
    }

    /// Which clip is seen, of so many.
    pub fn shown(&self, count: usize) -> usize {
        self.shown.min(count.saturating_sub(1))
    }

    pub fn show(&mut self, index: usize) {
        self.shown = index;
        self.held = None;
    }

    pub fn is_auto(&self) -> bool {
        self.is_auto
    }

    pub fn set_auto(&mut self, is_auto: bool) {
        (self.is_auto, self.next_at) = (is_auto, None);
    }

    /// The key went down.
    pub fn press(&mut self, count: usize, now: f64) {
        self.held = Some((now, self.shown));
        self.next(count);
    }

    /// The key came up.
    pub fn release(&mut self, now: f64) {
        if let Some((since, before)) = self.held.take().filter(|(since, _)| now - since >= PEEK_SECS) {
            debug_assert!(since <= now);
            self.shown = before;
        }
    }

    pub fn next(&mut self, count: usize) {
        self.shown = (self.shown + 1) % count.max(1);
    }

    /// Lets time pass, and asks for the moment of the next change.
    pub fn tick(&mut self, ctx: &Context, count: usize, now: f64) {
        if !self.is_auto || count < 2 {
            return;
        }
        let due = *self.next_at.get_or_insert(now + self.every_secs);
        if now >= due {
            self.next(count);
            self.next_at = Some(now + self.every_secs);
        }
        let left = self.next_at.map_or(self.every_secs, |at| at - now);
        ctx.request_repaint_after_secs(left.max(0.001) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_press_goes_on_to_the_next_and_round() {
        let mut blink = Blink::default();
        let seen: Vec<usize> = (0..4)
            .map(|press| {
                blink.press(3, f64::from(press));
                blink.release(f64::from(press) + 0.1);
                blink.shown(3)
            })
            .collect();
        assert_eq!(seen, [1, 2, 0, 1]);
    }

    #[test]
    fn a_held_key_peeks_and_leads_back() {
        let mut blink = Blink::default();
        blink.press(2, 5.0);
        assert_eq!(blink.shown(2), 1);
        blink.release(5.0 + PEEK_SECS + 0.01);
        assert_eq!(blink.shown(2), 0);
        blink.release(9.0);
        assert_eq!(blink.shown(2), 0, "a key that was not down leads nowhere");
    }

    #[test]
    fn by_itself_it_changes_at_its_rate() {
        let (ctx, mut blink) = (Context::default(), Blink::every(0.5));
        blink.tick(&ctx, 2, 0.0);
        blink.set_auto(true);
        let seen: Vec<usize> = [0.0, 0.4, 0.5, 0.9, 1.01, 1.6]
            .into_iter()
            .map(|now| {
                blink.tick(&ctx, 2, now);
                blink.shown(2)
            })
            .collect();
        assert_eq!(seen, [0, 0, 1, 1, 0, 1]);
    }

    #[test]
    fn what_is_gone_is_not_shown() {
        let mut blink = Blink::default();
        blink.show(3);
        assert_eq!(blink.shown(2), 1);
        assert_eq!(blink.shown(0), 0);
    }
}
