//! Where in a clip: `00:00:03:17` is hours, minutes, seconds and the frame within the second, all from zero. What is
//! typed is read back the same way.

/// Less than any frame lasts, more than rounding errors amount to.
const SLACK: f64 = 1e-3;

/// Where somebody wants to go.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    Frame(u64),
    Secs(f64),
    /// Frames on from here, or back.
    By(i64),
}

/// The whole number of frames a second that a clip's time code counts with.
pub fn nominal_fps(frames: usize, secs: f64) -> f64 {
    (frames as f64 / secs.max(1e-6)).round().max(1.0)
}

pub fn text(secs: f64, fps: f64) -> String {
    let secs = secs.max(0.0) + SLACK;
    let whole = secs.floor();
    let frame = ((secs - whole) * fps + SLACK).floor().min(fps - 1.0);
    let whole = whole as u64;
    format!("{:02}:{:02}:{:02}:{frame:02}", whole / 3600, whole / 60 % 60, whole % 60)
}

/// Seconds alone where nothing is counted in frames: `0:04.2`.
pub fn short(secs: f64) -> String {
    let tenths = (secs.max(0.0) * 10.0 + SLACK).floor() as u64;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

/// Reads what somebody typed: `119` is a frame, `3.5` and `3s` are seconds, `1:05` a time code whose last part is
/// frames, `+10` and `-10` frames from here.
pub fn read(typed: &str, fps: f64) -> Option<Goal> {
    let typed: String = typed.trim().chars().map(plain).collect();
    if let Some(by) = typed.strip_prefix('+') {
        return by.trim().parse().ok().map(Goal::By);
    }
    if let Some(by) = typed.strip_prefix('-') {
        return by.trim().parse::<i64>().ok().map(|by| Goal::By(-by));
    }
    if typed.contains([':', ';']) {
        return read_parts(&typed, fps);
    }
    if let Ok(frame) = typed.parse() {
        return Some(Goal::Frame(frame));
    }
    let secs: f64 = typed.trim_end_matches(['s', 'S', '秒']).trim().parse().ok()?;
    (secs.is_finite() && secs >= 0.0).then_some(Goal::Secs(secs))
}

fn read_parts(typed: &str, fps: f64) -> Option<Goal> {
    let parts: Vec<u64> = typed.split([':', ';']).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let (frames, time) = parts.split_last()?;
    if time.len() > 3 {
        return None;
    }
    let secs = time.iter().fold(0.0, |secs, part| secs * 60.0 + *part as f64);
    // The middle of the frame: no rounding leads to its neighbour.
    Some(Goal::Secs(secs + (*frames as f64 + 0.5) / fps))
}

/// What a Chinese keyboard types for the same.
fn plain(c: char) -> char {
    match c {
        '：' => ':',
        '；' => ';',
        '。' | '．' => '.',
        '＋' => '+',
        '－' | '−' => '-',
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_code_counts_hours_minutes_seconds_and_frames() {
        let at = |secs| text(secs, 24.0);
        assert_eq!(at(0.0), "00:00:00:00");
        assert_eq!(at(3.0 + 17.0 / 24.0), "00:00:03:17");
        assert_eq!(at(62.999_999), "00:01:03:00");
        assert_eq!(at(3671.0 + 23.0 / 24.0), "01:01:11:23");
    }

    #[test]
    fn seconds_are_said_shortly() {
        assert_eq!((short(4.25), short(75.95), short(-1.0)), ("0:04.2".into(), "1:15.9".into(), "0:00.0".into()));
    }

    #[test]
    fn a_whole_clip_counts_to_its_rate() {
        assert_eq!(nominal_fps(240, 10.01), 24.0);
        assert_eq!(nominal_fps(0, 0.0), 1.0);
    }

    #[test]
    fn what_is_typed_is_read_as_it_is_shown() {
        for frame in 0..240_u64 {
            for fps in [24.0, 24_000.0 / 1001.0, 30.0, 60.0] {
                let (secs, nominal) = (frame as f64 / fps, f64::round(fps));
                let Some(Goal::Secs(back)) = read(&text(secs, nominal), nominal) else { panic!("{frame}") };
                assert_eq!((back * fps).floor() as u64, frame, "{fps}");
            }
        }
    }

    #[test]
    fn frames_seconds_and_steps_are_told_apart() {
        assert_eq!(read(" 119 ", 24.0), Some(Goal::Frame(119)));
        assert_eq!(read("3.5", 24.0), Some(Goal::Secs(3.5)));
        assert_eq!(read("3s", 24.0), Some(Goal::Secs(3.0)));
        assert_eq!(read("３秒", 24.0), Some(Goal::Secs(3.0)));
        assert_eq!(read("+10", 24.0), Some(Goal::By(10)));
        assert_eq!(read("−10", 24.0), Some(Goal::By(-10)));
        assert_eq!(read("1：05", 25.0), Some(Goal::Secs(1.0 + 5.5 / 25.0)));
    }

    #[test]
    fn nonsense_leads_nowhere() {
        for typed in ["", ":", "1:", "a", "1:2:3:4:5", "nan", "-", "1:-2", "inf"] {
            assert_eq!(read(typed, 24.0), None, "{typed}");
        }
    }
}
