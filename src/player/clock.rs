//! The time of a playing clip: what is heard, or a plain clock where nothing is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::SoundState;
use super::sound::{Heard, SoundOut};

/// A device that has not begun by then is not waited for: the picture goes on without it.
const PATIENCE: Duration = Duration::from_millis(700);

/// A device that then begins this far behind the picture is started anew at the picture's place.
const BEHIND_SECS: f64 = 0.25;

pub struct Clock {
    sound: Arc<SoundOut>,
    running: Option<Running>,
}

struct Running {
    begun: Instant,
    /// At the clip's own speed time never goes back.
    at_secs: f64,
    rate: f64,
    read: Instant,
    has_sounded: bool,
}

impl Clock {
    pub fn new(sound: Arc<SoundOut>) -> Self {
        Self { sound, running: None }
    }

    /// What becomes of the sound; none while that is being found out.
    pub fn sound(&self) -> Option<SoundState> {
        self.sound.state()
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Sound is heard at the clip's own speed, forward; any other rate runs by the wall.
    pub fn start(&mut self, at_secs: f64, rate: f64) {
        if rate == 1.0 {
            self.sound.start(at_secs);
        }
        let now = Instant::now();
        self.running = Some(Running { begun: now, at_secs, rate, read: now, has_sounded: false });
    }

    pub fn stop(&mut self) {
        // Also while the device is still being looked for: it must not begin after this.
        if self.running.take().is_some() {
            self.sound.stop();
        }
    }

    /// The place in the clip that is heard, or would be. None if the clock stands.
    pub fn now_secs(&mut self) -> Option<f64> {
        let running = self.running.as_mut()?;
        let elapsed = running.read.elapsed().as_secs_f64();
        running.read = Instant::now();
        if running.rate != 1.0 {
            running.at_secs += elapsed * running.rate;
            return Some(running.at_secs);
        }
        match self.sound.heard() {
            Heard::At(secs) if !running.has_sounded && secs + BEHIND_SECS < running.at_secs => {
                running.at_secs += elapsed;
                self.sound.start(running.at_secs);
            }
            Heard::At(secs) => {
                running.has_sounded = true;
                running.at_secs = running.at_secs.max(secs);
            }
            Heard::NotYet if !running.has_sounded && running.begun.elapsed() < PATIENCE => {}
            Heard::NotYet | Heard::Nothing => running.at_secs += elapsed,
        }
        Some(running.at_secs)
    }
}
