//! What sets drafts apart: the settings that are not the same in all of them, and no others.

use std::sync::Arc;

use super::draft::{AspectRatio, Cut, Draft, Mode};
use super::element::Element;
use super::image::ImageRef;
use super::storyboard::Secs;

/// One setting that differs, with each draft's value in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Contrast {
    pub setting: Setting,
    pub values: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    Offering,
    Mode,
    Cut,
    Length,
    AspectRatio,
    Sound,
    Watermark,
    Prompt,
    /// Counted from 0.
    Shot(usize),
    NegativePrompt,
    FirstFrame,
    LastFrame,
    /// By name.
    Element(Arc<str>),
    References,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// This draft has no such thing, or leaves it to the vendor.
    Absent,
    Offering(Arc<str>),
    Mode(Mode),
    Cut(Cut),
    Secs(Secs),
    AspectRatio(AspectRatio),
    Switch(bool),
    Text(Arc<str>),
    Shot {
        secs: Secs,
        prompt: Arc<str>,
    },
    Picture(ImageRef),
    Element(Element),
    Pictures(Vec<ImageRef>),
}

impl Value {
    /// The words of it, to be compared word by word.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Shot { prompt: text, .. } => Some(text),
            Self::Absent
            | Self::Offering(_)
            | Self::Mode(_)
            | Self::Cut(_)
            | Self::Secs(_)
            | Self::AspectRatio(_)
            | Self::Switch(_)
            | Self::Picture(_)
            | Self::Element(_)
            | Self::Pictures(_) => None,
        }
    }
}

/// Only what is sent counts: the shots of a video cut by hand, the prompt of any other.
pub fn contrast(drafts: &[&Draft]) -> Vec<Contrast> {
    let mut rows: Vec<Contrast> = Vec::new();
    let mut row = |setting: Setting, value: &dyn Fn(&Draft) -> Value| {
        let values: Vec<Value> = drafts.iter().map(|draft| value(draft)).collect();
        if values.windows(2).any(|pair| pair[0] != pair[1]) {
            rows.push(Contrast { setting, values });
        }
    };
    row(Setting::Offering, &|draft| Value::Offering(draft.offering.clone()));
    row(Setting::Mode, &|draft| draft.mode.map_or(Value::Absent, Value::Mode));
    row(Setting::Cut, &|draft| Value::Cut(draft.cut));
    row(Setting::Length, &|draft| Value::Secs(draft.total()));
    row(Setting::AspectRatio, &|draft| Value::AspectRatio(draft.aspect_ratio));
    row(Setting::Sound, &|draft| Value::Switch(draft.sound));
    row(Setting::Watermark, &|draft| Value::Switch(draft.watermark));
    row(Setting::Prompt, &|draft| match draft.cut {
        Cut::OneShot | Cut::ByVendor => text(&draft.prompt),
        Cut::ByHand => Value::Absent,
    });
    let most = drafts.iter().map(|draft| draft.storyboard.shots().len()).max().unwrap_or(0);
    for index in 0..most {
        row(Setting::Shot(index), &|draft| shot(draft, index));
    }
    row(Setting::NegativePrompt, &|draft| text(&draft.negative_prompt));
    row(Setting::FirstFrame, &|draft| draft.frames.first.clone().map_or(Value::Absent, Value::Picture));
    row(Setting::LastFrame, &|draft| draft.frames.last.clone().map_or(Value::Absent, Value::Picture));
    for name in names(drafts) {
        let named = |draft: &Draft| draft.elements.iter().find(|element| element.name == name).cloned();
        // Where it came from makes no other picture.
        let plain = |element: Element| Value::Element(Element { cast_id: None, ..element });
        row(Setting::Element(name.clone()), &|draft| named(draft).map_or(Value::Absent, plain));
    }
    row(Setting::References, &|draft| match draft.references.is_empty() {
        true => Value::Absent,
        false => Value::Pictures(draft.references.clone()),
    });
    rows
}

fn text(text: &Arc<str>) -> Value {
    if text.trim().is_empty() { Value::Absent } else { Value::Text(text.clone()) }
}

fn shot(draft: &Draft, index: usize) -> Value {
    match (draft.cut, draft.storyboard.shots().get(index)) {
        (Cut::ByHand, Some(shot)) => Value::Shot { secs: shot.secs(), prompt: shot.prompt_text().into() },
        (Cut::ByHand, None) | (Cut::OneShot | Cut::ByVendor, _) => Value::Absent,
    }
}

/// Of every element, in the order they first appear.
fn names(drafts: &[&Draft]) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for element in drafts.iter().flat_map(|draft| &draft.elements) {
        if !names.contains(&element.name) {
            names.push(element.name.clone());
        }
    }
    names
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span<'a> {
    pub text: &'a str,
    /// Not every one of the texts has it here.
    pub is_own: bool,
}

/// Each text in pieces: what all of them share in the same order, and what is a text's own. Compared by words, and
/// by characters in scripts without spaces.
pub fn spans<'a>(texts: &[&'a str]) -> Vec<Vec<Span<'a>>> {
    let all: Vec<Vec<&'a str>> = texts.iter().map(|text| tokens(text)).collect();
    let mut shared: Vec<Vec<bool>> = all.iter().map(|tokens| vec![true; tokens.len()]).collect();
    for one in 0..all.len() {
        for other in one + 1..all.len() {
            let (mine, theirs) = in_both(&all[one], &all[other]);
            shared[one].iter_mut().zip(mine).for_each(|(shared, is_in)| *shared &= is_in);
            shared[other].iter_mut().zip(theirs).for_each(|(shared, is_in)| *shared &= is_in);
        }
    }
    texts.iter().zip(all.iter().zip(&shared)).map(|(text, (tokens, shared))| joined(text, tokens, shared)).collect()
}

/// Words with the spaces behind them.
fn tokens(text: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let mut before = Kind::Space;
    for (at, letter) in text.char_indices() {
        let kind = kind_of(letter);
        let goes_on = kind == Kind::Space || (kind == Kind::Word && before == Kind::Word);
        if !goes_on || at == 0 {
            starts.push(at);
        }
        before = kind;
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    /// A letter of a word.
    Word,
    /// Stands for itself: a mark, or a character of a script without spaces.
    Alone,
}

fn kind_of(letter: char) -> Kind {
    // Kana, Han and their extensions, Hangul aside: that has spaces.
    let has_no_spaces = matches!(letter, '\u{2E80}'..='\u{31FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    match letter {
        _ if letter.is_whitespace() => Kind::Space,
        _ if has_no_spaces => Kind::Alone,
        '@' | '_' | '-' | '\'' | '’' => Kind::Word,
        _ if letter.is_alphanumeric() => Kind::Word,
        _ => Kind::Alone,
    }
}

/// Which tokens of each stand in the longest common run of both. Spaces make no difference.
fn in_both(one: &[&str], other: &[&str]) -> (Vec<bool>, Vec<bool>) {
    let same = |a: &&str, b: &&str| a.trim_end() == b.trim_end();
    let head = one.iter().zip(other).take_while(|(a, b)| same(a, b)).count();
    let tail = one[head..].iter().rev().zip(other[head..].iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (mut mine, mut theirs) = (vec![false; one.len()], vec![false; other.len()]);
    mine[..head].fill(true);
    theirs[..head].fill(true);
    mine[one.len() - tail..].fill(true);
    theirs[other.len() - tail..].fill(true);
    let (a, b) = (&one[head..one.len() - tail], &other[head..other.len() - tail]);
    // `longest[i][j]` is what `a[i..]` and `b[j..]` have in common.
    let wide = b.len() + 1;
    let mut longest = vec![0_u16; (a.len() + 1) * wide];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * wide + j] = if same(&a[i], &b[j]) {
                longest[(i + 1) * wide + j + 1].saturating_add(1)
            } else {
                longest[(i + 1) * wide + j].max(longest[i * wide + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if same(&a[i], &b[j]) {
            (mine[head + i], theirs[head + j]) = (true, true);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * wide + j] >= longest[i * wide + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    (mine, theirs)
}

fn joined<'a>(text: &'a str, tokens: &[&'a str], shared: &[bool]) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    let (mut start, mut end) = (0, 0);
    for (index, (token, is_shared)) in tokens.iter().zip(shared).enumerate() {
        end += token.len();
        if shared.get(index + 1) != Some(is_shared) {
            spans.push(Span { text: &text[start..end], is_own: !is_shared });
            start = end;
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Frames, Storyboard};

    fn draft(prompt: &str) -> Draft {
        Draft { prompt: prompt.into(), ..Draft::new("a/one") }
    }

    fn settings(drafts: &[&Draft]) -> Vec<Setting> {
        contrast(drafts).into_iter().map(|row| row.setting).collect()
    }

    /// `[own]` in brackets.
    fn marked(texts: &[&str]) -> Vec<String> {
        let mark = |span: &Span<'_>| if span.is_own { format!("[{}]", span.text) } else { span.text.to_owned() };
        spans(texts).iter().map(|spans| spans.iter().map(mark).collect()).collect()
    }

    #[test]
    fn the_same_draft_twice_has_nothing_to_tell() {
        assert_eq!(settings(&[&draft("a fox"), &draft("a fox")]), []);
        assert_eq!(settings(&[&draft("a fox")]), []);
        assert_eq!(settings(&[]), []);
    }

    #[test]
    fn only_what_differs_is_told_with_everybodys_value() {
        let one = draft("a fox");
        let two = Draft { mode: Some(Mode::Pro), sound: true, ..draft("a fox") };
        let three = Draft { seconds: Secs(10), ..draft("a fox") };
        let rows = contrast(&[&one, &two, &three]);
        let mode = [Value::Absent, Value::Mode(Mode::Pro), Value::Absent].to_vec();
        assert_eq!(rows[0], Contrast { setting: Setting::Mode, values: mode });
        let told: Vec<Setting> = rows.into_iter().map(|row| row.setting).collect();
        assert_eq!(told, [Setting::Mode, Setting::Length, Setting::Sound]);
    }

    #[test]
    fn what_is_not_sent_makes_no_difference() {
        let shots =
            |texts: &[&str]| Storyboard::from_file(texts.iter().map(|text| ((*text).into(), Secs(3), false)), None);
        let one = Draft { storyboard: shots(&["kept, not sent"]), ..draft("a fox") };
        assert_eq!(settings(&[&one, &draft("a fox")]), []);
        let by_hand = |texts: &[&str], prompt| Draft { cut: Cut::ByHand, storyboard: shots(texts), ..draft(prompt) };
        assert_eq!(settings(&[&by_hand(&["a", "b"], "x"), &by_hand(&["a", "b"], "y")]), []);
        let rows = contrast(&[&by_hand(&["a", "b"], ""), &by_hand(&["a"], "")]);
        assert_eq!(rows.iter().map(|row| &row.setting).collect::<Vec<_>>(), [&Setting::Length, &Setting::Shot(1)]);
        assert_eq!(rows[1].values, [Value::Shot { secs: Secs(3), prompt: "b".into() }, Value::Absent]);
    }

    #[test]
    fn pictures_and_elements_are_compared_by_what_they_show() {
        let fox = |image: &str, cast: Option<&str>| Element {
            images: vec![ImageRef::file(image)],
            cast_id: cast.map(Arc::from),
            ..Element::named("fox")
        };
        let with = |element: Element| Draft { elements: vec![element], ..draft("@fox") };
        assert_eq!(settings(&[&with(fox("a.png", Some("c1"))), &with(fox("a.png", None))]), []);
        let told = settings(&[&with(fox("a.png", None)), &with(fox("b.png", None)), &draft("@fox")]);
        assert_eq!(told, [Setting::Element("fox".into())]);
        let framed = Draft { frames: Frames { first: Some(ImageRef::file("d.png")), last: None }, ..draft("@fox") };
        assert_eq!(settings(&[&framed, &draft("@fox")]), [Setting::FirstFrame]);
    }

    #[test]
    fn texts_are_compared_word_by_word() {
        let texts = ["a red fox runs, slow pan", "a grey fox sleeps, slow pan"];
        assert_eq!(marked(&texts), ["a [red ]fox [runs], slow pan", "a [grey ]fox [sleeps], slow pan"]);
        assert_eq!(marked(&["fox", "fox at dusk"]), ["fox", "fox [at dusk]"]);
        assert_eq!(marked(&["", "new"]), ["", "[new]"]);
        assert_eq!(marked(&["same  words", "same words"]), ["same  words", "same words"]);
    }

    #[test]
    fn chinese_is_compared_character_by_character() {
        assert_eq!(marked(&["狐狸穿过雪地", "狐狸穿过草地"]), ["狐狸穿过[雪]地", "狐狸穿过[草]地"]);
    }

    #[test]
    fn of_several_texts_only_what_all_share_is_shared() {
        let texts = ["a red fox", "a fox", "a red wolf"];
        assert_eq!(marked(&texts), ["a [red fox]", "a [fox]", "a [red wolf]"]);
    }

    #[test]
    fn pieces_are_the_whole_text_again() {
        for texts in [["  a@fox_1 — runs…\n", "«x» a@fox_1 "], ["", ""], ["雪 snow雪", "snow"]] {
            for (text, spans) in texts.iter().zip(spans(&texts)) {
                assert_eq!(spans.iter().map(|span| span.text).collect::<String>(), *text);
            }
        }
    }
}
