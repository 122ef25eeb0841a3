//! The marks at the head of a line: "Shot 2", "3.", "0:03–0:05", "(2s)", alone or one after the other.

use super::scan::{Scan, folded, is_wide};

const SHOT_WORDS: &[&str] =
    &["shot", "cut", "clip", "分镜头", "分镜", "分鏡", "镜头", "鏡頭", "镜", "鏡", "ショット", "カット", "샷", "컷"];
const SCENE_WORDS: &[&str] = &["scene", "part", "场景", "場景", "画面", "场", "场次", "シーン", "場面", "장면", "씬"];
const SECOND_WORDS: &[&str] =
    &["seconds", "second", "secs", "sec", "s", "秒钟", "秒鐘", "秒間", "秒", "초", "″", "\"", "”"];
/// What a line that says nothing but the length begins with.
const LENGTH_WORDS: &[&str] =
    &["duration", "length", "time", "时长", "時長", "时间", "時間", "长度", "長さ", "尺", "길이", "시간"];

/// What a line's head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Head {
    pub mark: Option<Mark>,
    /// Where the shot begins, where the head is a time of a kind.
    pub from: Option<u64>,
    pub millis: Option<u64>,
}

/// By what a shot is told from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Shot,
    Scene,
    Number(u64),
    Time,
}

/// Reads the head of a line; what follows it are the words.
pub(super) fn read(line: &str) -> (Head, &str) {
    let mut head = Head::default();
    let mut scan = Scan::new(line);
    loop {
        // Dressing belongs to the head only where a mark follows it.
        let mut tried = scan;
        skip_dressing(&mut tried);
        if !read_mark(&mut tried, &mut head) {
            break;
        }
        scan = tried;
    }
    if head == Head::default() {
        return (head, line);
    }
    skip_separators(&mut scan);
    (head, scan.rest())
}

/// Takes a length off the end of a line: "a fox runs (3s)", "a fox runs - 4 sec".
pub(super) fn read_tail(words: &str) -> (&str, Option<u64>) {
    let starts = words.char_indices().rev().take(TAIL).filter(|(_, letter)| "([-–—,:、|【".contains(folded(*letter)));
    for (at, letter) in starts {
        let mut scan = Scan::new(&words[at + letter.len_utf8()..]);
        scan.skip_spaces();
        let millis = read_length(&mut scan, false).or_else(|| read_times(&mut scan).and_then(|(_, millis)| millis));
        skip_separators(&mut scan);
        if millis.is_some() && scan.is_at_end() {
            let kept = words[..at].trim_end_matches(|c: char| c.is_whitespace() || "([-–—,:、|【".contains(folded(c)));
            return (kept, millis);
        }
    }
    (words, None)
}

/// The longest a length at the end of a line can be, in letters.
const TAIL: usize = 24;

/// One more mark, where one stands next.
fn read_mark(scan: &mut Scan<'_>, head: &mut Head) -> bool {
    let may_be_named = matches!(head.mark, None | Some(Mark::Number(_)));
    if may_be_named && let Some(mark) = read_word(scan) {
        head.mark = Some(mark);
        return true;
    }
    if let Some((from, millis)) = read_times(scan).filter(|_| head.from.is_none()) {
        head.mark.get_or_insert(Mark::Time);
        head.from = Some(from);
        head.millis = head.millis.or(millis);
        return true;
    }
    if head.millis.is_none()
        && let Some(millis) = read_length(scan, head.mark.is_some())
    {
        head.millis = Some(millis);
        return true;
    }
    if head.mark.is_none()
        && let Some(number) = read_item(scan)
    {
        head.mark = Some(Mark::Number(number));
        return true;
    }
    false
}

/// "Shot 2", "Scene #3", 镜头一, 第2镜, ショット３.
fn read_word(scan: &mut Scan<'_>) -> Option<Mark> {
    let mut tried = *scan;
    let is_ordinal = tried.word("第");
    let mut is_counted = false;
    if is_ordinal {
        tried.number()?;
        is_counted = true;
        tried.skip_spaces();
        tried.take(|letter| matches!(letter, '个' | '個'));
    }
    let is_loose = tried.clone().any_word(LOOSE_WORDS);
    let mark = if tried.any_word(SHOT_WORDS) {
        Mark::Shot
    } else if tried.any_word(SCENE_WORDS) || (is_ordinal && tried.word("幕")) {
        Mark::Scene
    } else {
        return None;
    };
    if !is_ordinal {
        tried.skip_spaces();
        tried.take(|letter| matches!(letter, '#' | '-' | '_'));
        if !tried.word("no.") {
            tried.word("№");
        }
        tried.skip_spaces();
        is_counted = tried.peek().is_some_and(|letter| letter.is_ascii_digit());
        tried.number().or_else(|| tried.english_number())?;
        // "Shot 2b"
        tried.take(|letter| letter.is_ascii_lowercase());
    }
    // A mark ends where a word would not go on; Chinese goes on without a space.
    let next = tried.peek();
    let goes_on = next.is_some_and(|letter| letter.is_alphanumeric() && !(is_counted && is_wide(letter)));
    let is_sentence =
        is_loose && tried.rest().starts_with(' ') && tried.rest().trim_start().starts_with(char::is_lowercase);
    if goes_on || is_sentence {
        return None;
    }
    *scan = tried;
    Some(mark)
}

/// Words that begin many a sentence: "Cut 3 people out of it".
const LOOSE_WORDS: &[&str] = &["cut", "clip", "part"];

/// "0:00–0:03", "[00:03 - 00:05]", "0-3s", "0秒～3秒", or the beginning alone: "0:03". The beginning, and the length
/// where the end is said.
fn read_times(scan: &mut Scan<'_>) -> Option<(u64, Option<u64>)> {
    let mut tried = *scan;
    skip_label(&mut tried);
    let aspect = tried;
    let (from, from_kind) = read_time(&mut tried)?;
    let mut range = tried;
    range.skip_spaces();
    let dashes =
        range.take_while(|letter| matches!(letter, '-' | '–' | '—' | '~' | '〜' | '～' | '→' | '>' | '至' | '到'));
    if dashes > 0 || range.word("to") {
        range.skip_spaces();
        if let Some((to, to_kind)) = read_time(&mut range)
            && to > from
            // "1-2" alone might be anything.
            && (from_kind != TimeKind::Bare || to_kind != TimeKind::Bare)
        {
            *scan = range;
            return Some((from, Some(to - from)));
        }
    }
    // "9:16" is the shape of a picture.
    let is_alone = from_kind == TimeKind::Clock
        && !tried.peek().is_some_and(char::is_alphanumeric)
        && !aspect.rest().starts_with("9:16");
    if is_alone {
        *scan = tried;
        return Some((from, None));
    }
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TimeKind {
    /// 0:03
    Clock,
    /// 3s
    Unit,
    Bare,
}

fn read_time(scan: &mut Scan<'_>) -> Option<(u64, TimeKind)> {
    let mut tried = *scan;
    let mut millis = tried.millis()?;
    let mut kind = TimeKind::Bare;
    while let Some(part) = clock_part(&mut tried) {
        millis = millis.saturating_mul(60).saturating_add(part);
        kind = TimeKind::Clock;
    }
    if kind == TimeKind::Bare {
        let mut after = tried;
        after.skip_spaces();
        if after.any_word(SECOND_WORDS) {
            tried = after;
            kind = TimeKind::Unit;
        }
    }
    *scan = tried;
    Some((millis, kind))
}

/// ":03" or ":03,500", as subtitles write it.
fn clock_part(scan: &mut Scan<'_>) -> Option<u64> {
    let mut tried = *scan;
    tried.take(|letter| letter == ':')?;
    let digits = tried.clone().take_while(|letter| letter.is_ascii_digit());
    if digits != 2 {
        return None;
    }
    let mut millis = tried.millis()?;
    let mut after = tried;
    if after.take(|letter| letter == ',').is_some() && after.clone().take_while(|letter| letter.is_ascii_digit()) == 3 {
        millis += after.number()?;
        tried = after;
    }
    *scan = tried;
    Some(millis)
}

/// "3s", "4 sec", "2.5 seconds", 3秒, "Duration: 3s". Without a mark before it, it must stand apart from what follows:
/// "3 seconds of silence" is a sentence.
fn read_length(scan: &mut Scan<'_>, has_mark: bool) -> Option<u64> {
    let mut tried = *scan;
    let is_labelled = skip_label(&mut tried);
    tried.any_word(&["约", "約", "~", "about", "ca."]);
    tried.skip_spaces();
    let millis = tried.millis()?;
    let is_glued = !tried.peek().is_some_and(char::is_whitespace);
    tried.skip_spaces();
    tried.take(|letter| letter == '-');
    if !tried.any_word(SECOND_WORDS) {
        return None;
    }
    let next = tried.peek();
    let mut after = tried;
    after.skip_spaces();
    let stands_apart = after.peek().is_none_or(|letter| CLOSES.contains(letter));
    // "Shot 1: 3s a fox" says a length, "1. 3 seconds later" and 3秒后 do not.
    let is_said =
        has_mark && is_glued && next.is_some_and(char::is_whitespace) && !after.any_word(&["of", "later", "after"]);
    if !(is_labelled || stands_apart || is_said) {
        return None;
    }
    *scan = tried;
    Some(millis)
}

fn skip_label(scan: &mut Scan<'_>) -> bool {
    let mut tried = *scan;
    if !tried.any_word(LENGTH_WORDS) {
        return false;
    }
    tried.skip_spaces();
    let has_sign = tried.take(|letter| matches!(letter, ':' | '=')).is_some();
    tried.skip_spaces();
    let is_label = has_sign || tried.peek().is_some_and(|letter| letter.is_ascii_digit());
    if is_label {
        *scan = tried;
    }
    is_label
}

/// "1.", "2)", "(3)", "4、", "⑤", "三、".
fn read_item(scan: &mut Scan<'_>) -> Option<u64> {
    let mut tried = *scan;
    let is_circled = tried.peek().is_some_and(|letter| ('①'..='⑳').contains(&letter));
    let number = tried.number()?;
    let closed = tried.take(|letter| ".)]、】".contains(letter));
    if closed.is_none() && !is_circled {
        return None;
    }
    // "1.5 million" is no item.
    let is_fraction = closed == Some('.') && tried.peek().is_some_and(|letter| letter.is_ascii_digit());
    if is_fraction || number == 0 || number > 99 {
        return None;
    }
    *scan = tried;
    Some(number)
}

const CLOSES: &str = ")]】:-–—,.。、|/*";

/// Brackets, bullets and the stars of a bold heading before a mark.
fn skip_dressing(scan: &mut Scan<'_>) {
    scan.take_while(|letter| letter.is_whitespace() || "#*_>•·-–—+()[]【】「|/,:<《".contains(letter));
}

fn skip_separators(scan: &mut Scan<'_>) {
    scan.take_while(|letter| letter.is_whitespace() || ")]】」>》*_:-–—.,、。|/=".contains(letter));
}
