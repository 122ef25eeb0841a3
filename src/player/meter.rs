//! What playing costs, printed on standard error when `SHOTLOOM_MEASURE` is set: a line each time a clip has played to
//! its end, gone round or been paused.

use std::time::Instant;

use super::{Carrier, SoundState, Stats};

pub struct Meter {
    running: Option<Running>,
}

struct Running {
    begun: Instant,
    cpu_secs: f64,
    stats: Stats,
}

impl Meter {
    /// None: nobody asked.
    pub fn asked() -> Option<Self> {
        std::env::var_os("SHOTLOOM_MEASURE").map(|_| Self { running: None })
    }

    /// Called after every look at the clock.
    pub fn see(&mut self, is_playing: bool, has_gone_round: bool, stats: Stats, by: (Carrier, Option<SoundState>)) {
        if let Some(running) = self.running.take_if(|_| !is_playing || has_gone_round) {
            eprintln!("{}", running.line(stats, by));
        }
        if is_playing && self.running.is_none() {
            self.running = Some(Running { begun: Instant::now(), cpu_secs: process().0, stats });
        }
    }
}

impl Running {
    fn line(&self, now: Stats, (carrier, sound): (Carrier, Option<SoundState>)) -> String {
        let secs = self.begun.elapsed().as_secs_f64();
        let (cpu_secs, megabytes, peak) = process();
        let timed = (now.timed - self.stats.timed).max(1);
        let mean = (now.late_micros - self.stats.late_micros) as f64 / timed as f64 / 1e3;
        let clock = match sound {
            Some(SoundState::Playing) => "the sound",
            Some(SoundState::NoDevice | SoundState::NoTrack | SoundState::NeedsFfmpeg | SoundState::Undecodable)
            | None => "a clock",
        };
        let decoder = match carrier {
            Carrier::Own => "shotloom",
            Carrier::Ffmpeg => "ffmpeg",
        };
        format!(
            "played {secs:.2} s: {} frames shown, {} dropped; {mean:.1} ms behind {clock} in the mean, {:.1} ms at most; \
             {:.0} % of a core, {megabytes} MB ({peak} MB at most); decoded by {decoder}",
            now.shown - self.stats.shown,
            now.dropped - self.stats.dropped,
            now.worst_late_micros as f64 / 1e3,
            (cpu_secs - self.cpu_secs) / secs.max(1e-6) * 100.0,
        )
    }
}

/// Of this process: seconds of CPU, megabytes resident now, and at most (Linux; zeroes elsewhere).
fn process() -> (f64, u64, u64) {
    let read = |name: &str| std::fs::read_to_string(format!("/proc/self/{name}")).unwrap_or_default();
    let (stat, status) = (read("stat"), read("status"));
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) / 1024
    };
    // Linux counts in hundredths of a second wherever it speaks to programs.
    ((ticks(11) + ticks(12)) / 100.0, megabytes("VmRSS:"), megabytes("VmHWM:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_counts_since_playing_began() {
        let before = Stats { shown: 10, dropped: 1, worst_late_micros: 5_000, late_micros: 10_000, timed: 10 };
        let running = Running { begun: Instant::now(), cpu_secs: process().0, stats: before };
        let now = Stats { shown: 34, dropped: 3, worst_late_micros: 7_000, late_micros: 34_000, timed: 34 };
        let line = running.line(now, (Carrier::Own, Some(SoundState::Playing)));
        assert!(
            line.contains("24 frames shown, 2 dropped; 1.0 ms behind the sound in the mean, 7.0 ms at most"),
            "{line}"
        );
        assert!(line.ends_with("decoded by shotloom"), "{line}");
    }
}
