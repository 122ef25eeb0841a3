//! Phrases for camera, light and style, ready to be put into a prompt: a shipped set, and what a person made of it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What a phrase is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Camera,
    Lens,
    Light,
    Mood,
    Style,
    Pacing,
}

impl Group {
    pub const ALL: [Self; 6] = [Self::Camera, Self::Lens, Self::Light, Self::Mood, Self::Style, Self::Pacing];

    /// What says its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Camera => "snippet-group-camera",
            Self::Lens => "snippet-group-lens",
            Self::Light => "snippet-group-light",
            Self::Mood => "snippet-group-mood",
            Self::Style => "snippet-group-style",
            Self::Pacing => "snippet-group-pacing",
        }
    }

    /// The shipped ones, by their codes.
    pub fn shipped(self) -> &'static [&'static str] {
        match self {
            Self::Camera => &[
                "push-in",
                "pull-out",
                "pan",
                "tilt-up",
                "tracking",
                "orbit",
                "crane-up",
                "drone",
                "handheld",
                "static",
                "point-of-view",
                "dolly-zoom",
                "whip-pan",
            ],
            Self::Lens => &[
                "wide-shot",
                "medium-shot",
                "close-up",
                "detail",
                "over-shoulder",
                "low-angle",
                "high-angle",
                "top-down",
                "shallow-focus",
                "rack-focus",
                "macro",
                "anamorphic",
            ],
            Self::Light => &[
                "golden-hour",
                "blue-hour",
                "backlight",
                "window-light",
                "overcast",
                "neon",
                "candlelight",
                "moonlight",
                "light-shafts",
                "low-key",
                "high-key",
            ],
            Self::Mood => &["serene", "tense", "melancholy", "joyful", "mysterious", "epic", "intimate"],
            Self::Style => &[
                "cinematic",
                "documentary",
                "film-grain",
                "noir",
                "vintage",
                "anime",
                "ink-wash",
                "watercolour",
                "stop-motion",
                "animated-film",
            ],
            Self::Pacing => &["slow-motion", "time-lapse", "one-take", "quick-cuts", "hold", "speed-ramp", "loop"],
        }
    }
}

/// One phrase in its group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    pub group: Group,
    #[serde(flatten)]
    pub phrase: Phrase,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Phrase {
    /// One of ours, by its code: it reads in the person's language.
    Shipped { shipped: Arc<str> },
    /// One a person wrote.
    Own { label: Arc<str>, text: Arc<str> },
}

/// Everything that is shipped, in its order.
pub fn shipped() -> Vec<Snippet> {
    let of = |group: Group| {
        let codes = group.shipped().iter();
        codes.map(move |code| Snippet { group, phrase: Phrase::Shipped { shipped: Arc::from(*code) } })
    };
    Group::ALL.into_iter().flat_map(of).collect()
}

/// A phrase with what must stand between it and its neighbours: a comma and a space among letters, the wide comma
/// among Chinese ones, nothing where a line or a bracket begins, one space after a comma that is there already.
pub fn spaced(before: &str, phrase: &str, after: &str) -> String {
    let phrase = phrase.trim();
    let (Some(first), Some(last)) = (phrase.chars().next(), phrase.chars().next_back()) else {
        return String::new();
    };
    let head = before.chars().next_back().map_or("", |left| match left {
        left if left.is_whitespace() || is_opening(left) || is_wide_sign(left) => "",
        left if left.is_ascii_punctuation() && !is_of_word(left) => " ",
        left => comma(left, first),
    });
    let tail = after.chars().next().map_or("", |right| match right {
        right if right.is_whitespace() || is_wide_sign(right) => "",
        right if right.is_ascii_punctuation() && !is_of_word(right) && !is_opening(right) => "",
        right => comma(last, right),
    });
    format!("{head}{phrase}{tail}")
}

fn comma(left: char, right: char) -> &'static str {
    if is_wide(left) && is_wide(right) { "，" } else { ", " }
}

/// `@name` is a word, too.
fn is_of_word(c: char) -> bool {
    matches!(c, '@' | '_' | '"' | '\'' | ')' | ']' | '}')
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '（' | '「' | '『' | '“' | '《')
}

/// Chinese, Japanese and full-width signs that bring their own room.
fn is_wide_sign(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '）' | '」' | '』' | '”' | '》' | '…')
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_keeps_its_distance_from_letters_and_only_from_them() {
        assert_eq!(spaced("", "slow push-in", ""), "slow push-in");
        assert_eq!(spaced("a fox", "slow push-in", ""), ", slow push-in");
        assert_eq!(spaced("a fox ", "slow push-in", ""), "slow push-in");
        assert_eq!(spaced("a fox,", "slow push-in", ""), " slow push-in");
        assert_eq!(spaced("@fox", "slow push-in", " at dusk"), ", slow push-in");
        assert_eq!(spaced("a fox\n", " neon light ", "at dusk"), "neon light, ");
        assert_eq!(spaced("(", "neon", ")"), "neon, ");
    }

    #[test]
    fn among_chinese_letters_the_comma_is_wide() {
        assert_eq!(spaced("一只红狐", "镜头缓慢推近", "穿过雪地"), "，镜头缓慢推近，");
        assert_eq!(spaced("一只红狐，", "镜头缓慢推近", "。"), "镜头缓慢推近");
        assert_eq!(spaced("a fox", "镜头缓慢推近", ""), ", 镜头缓慢推近");
    }

    #[test]
    fn there_are_more_than_forty_and_no_code_twice() {
        let all = shipped();
        let mut codes: Vec<_> = all.iter().map(|snippet| format!("{:?}", snippet.phrase)).collect();
        codes.sort();
        codes.dedup();
        assert!(codes.len() > 40 && codes.len() == all.len(), "{}", all.len());
    }

    #[test]
    fn ones_own_and_shipped_ones_come_back_from_a_file() {
        let own = Phrase::Own { label: "Mine".into(), text: "a phrase of mine".into() };
        let mut all = shipped();
        all.push(Snippet { group: Group::Mood, phrase: own });
        let text = serde_json::to_string(&all).unwrap();
        assert!(text.contains(r#"{"group":"mood","label":"Mine","text":"a phrase of mine"}"#), "{text}");
        assert_eq!(serde_json::from_str::<Vec<Snippet>>(&text).unwrap(), all);
    }
}
