//! The words of shots that are joined.

use std::sync::Arc;

/// Puts texts one after the other as sentences; empty ones leave no trace.
pub(super) fn joined<'a>(texts: impl Iterator<Item = &'a Arc<str>>) -> Arc<str> {
    let written: Vec<&Arc<str>> = texts.filter(|text| !text.trim().is_empty()).collect();
    match &written[..] {
        // Nothing to join: the very text, shared.
        [only] => Arc::clone(only),
        several => joined_words(&several.iter().map(|text| &***text).collect::<Vec<_>>()).into(),
    }
}

pub(in crate::model) fn joined_words(texts: &[&str]) -> String {
    let mut whole = String::new();
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        whole.push_str(between(&whole));
        whole.push_str(text);
    }
    whole
}

/// What stands between a text and the sentence after it.
fn between(text: &str) -> &'static str {
    match text.chars().next_back() {
        None => "",
        Some(end) if is_full_width(end) => {
            let is_punctuated = !end.is_alphanumeric();
            if is_punctuated { "" } else { "。" }
        }
        Some(end) if end.is_alphanumeric() || matches!(end, '_' | ')' | ']' | '"' | '\'' | '”' | '’') => ". ",
        Some(_) => " ",
    }
}

/// Chinese and Japanese letters and their punctuation: written without spaces.
fn is_full_width(c: char) -> bool {
    matches!(u32::from(c), 0x3000..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0xff00..=0xffef | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[&str], expected: &str) {
        let texts: Vec<Arc<str>> = texts.iter().map(|text| Arc::from(*text)).collect();
        assert_eq!(&*joined(texts.iter()), expected);
    }

    #[test]
    fn joined_texts_are_sentences() {
        check(&["a fox runs", "she looks up"], "a fox runs. she looks up");
        check(&["A fox runs. ", " She looks up."], "A fox runs. She looks up.");
        check(&["who is there?", "nobody"], "who is there? nobody");
        check(&["in the snow,", "a fox"], "in the snow, a fox");
        check(&["close on @fox", "@hat falls"], "close on @fox. @hat falls");
    }

    #[test]
    fn chinese_and_japanese_are_joined_without_spaces() {
        check(&["狐狸跑过雪地", "它抬头看"], "狐狸跑过雪地。它抬头看");
        check(&["狐狸跑过雪地。", "它抬头看"], "狐狸跑过雪地。它抬头看");
        check(&["キツネが走る", "空を見上げる"], "キツネが走る。空を見上げる");
    }

    #[test]
    fn empty_texts_leave_no_trace() {
        check(&["", "b", " ", "c"], "b. c");
        check(&["  as it stands  ", ""], "  as it stands  ");
        check(&["", ""], "");
    }
}
