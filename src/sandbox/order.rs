//! What a dialect makes of a submit it accepts: the video to draw, and nothing of the wire.

use serde::{Deserialize, Serialize};

use super::dialect::Bill;
use super::pictures::Given;

/// The video as ordered and charged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub seconds: u32,
    pub quality: Quality,
    pub sound: bool,
    pub width: u32,
    pub height: u32,
    pub shots: Vec<Shot>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shot {
    pub text: String,
    pub seconds: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    Std,
    Pro,
    Uhd,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Wide,
    Tall,
    Square,
}

/// An order with the pictures it came with, fresh from a request.
#[derive(Debug)]
pub struct Judged {
    pub order: Order,
    /// What a second costs.
    pub rate: Bill,
    pub first: Option<Given>,
    pub last: Option<Given>,
}

impl Judged {
    pub fn bill(&self) -> Bill {
        let secs = u64::from(self.order.seconds);
        Bill {
            micro_usd: self.rate.micro_usd * secs,
            milli_credits: self.rate.milli_credits.map(|credits| credits * secs),
        }
    }
}

impl Quality {
    pub fn word(self) -> &'static str {
        match self {
            Self::Std => "std",
            Self::Pro => "pro",
            Self::Uhd => "4k",
        }
    }
}

impl Shape {
    pub fn of_word(word: &str) -> Self {
        match word {
            "9:16" => Self::Tall,
            "1:1" => Self::Square,
            _ => Self::Wide,
        }
    }

    /// The video takes the shape of its frame. A web address is not fetched, so its shape is anybody's guess.
    pub fn of_frame(frame: &Given) -> Self {
        frame.size().map_or(Self::Wide, |(width, height)| Self::nearest(width, height))
    }

    /// The shape nearest to a picture's own, so that a frame is cropped least.
    pub fn nearest(width: u32, height: u32) -> Self {
        let ratio = (f64::from(width.max(1)) / f64::from(height.max(1))).ln();
        let wide = (16.0_f64 / 9.0).ln();
        match ratio {
            r if r > wide / 2.0 => Self::Wide,
            r if r < -wide / 2.0 => Self::Tall,
            _ => Self::Square,
        }
    }

    /// Width and height in pixels: std is 720p, pro is 1080p, 4k is 2160p.
    pub fn size(self, quality: Quality) -> (u32, u32) {
        let (long, short) = match quality {
            Quality::Std => (1280, 720),
            Quality::Pro => (1920, 1080),
            Quality::Uhd => (3840, 2160),
        };
        match self {
            Self::Wide => (long, short),
            Self::Tall => (short, long),
            Self::Square => (short, short),
        }
    }
}

/// Cuts a prompt into shots of the vendor's own choosing: two, or three where there is time, the last the longest.
pub fn cut_by_vendor(prompt: &str, seconds: u32) -> Vec<Shot> {
    let count = if seconds < 8 { 2 } else { 3 };
    let each = seconds / count;
    let shot =
        |i| Shot { text: prompt.to_owned(), seconds: if i + 1 == count { seconds - each * (count - 1) } else { each } };
    (0..count).map(shot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_cut_fills_the_video_exactly() {
        for seconds in 3..=15 {
            let shots = cut_by_vendor("fox", seconds);
            assert!((2..=3).contains(&shots.len()));
            assert_eq!(shots.iter().map(|shot| shot.seconds).sum::<u32>(), seconds);
            assert!(shots.iter().all(|shot| shot.seconds >= 1));
        }
    }

    #[test]
    fn a_picture_decides_the_nearest_shape() {
        assert_eq!(Shape::nearest(1920, 1080), Shape::Wide);
        assert_eq!(Shape::nearest(1400, 1000), Shape::Wide);
        assert_eq!(Shape::nearest(1200, 1000), Shape::Square);
        assert_eq!(Shape::nearest(600, 1000), Shape::Tall);
    }

    #[test]
    fn quality_is_the_short_side() {
        assert_eq!(Shape::Wide.size(Quality::Std), (1280, 720));
        assert_eq!(Shape::Tall.size(Quality::Pro), (1080, 1920));
        assert_eq!(Shape::Square.size(Quality::Std), (720, 720));
        assert_eq!(Shape::Wide.size(Quality::Uhd), (3840, 2160));
    }
}
