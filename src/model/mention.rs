//! `@name` in a prompt: finding it, and writing it the way a vendor wants.
//!
//! A mention is `@` not preceded by `[A-Za-z0-9_.]`, then the longest run of `[A-Za-z0-9_]`, case-sensitive.

use std::ops::Range;

use super::capabilities::MentionSyntax;
use super::draft::Draft;

/// How omni addresses its reference pictures (vendors.md §2.2, M), counted from 1.
const PICTURE_MENTION: &str = "<<<image_N>>>";

/// One mention: where it stands (bytes, `@` included) and the name it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention<'a> {
    pub range: Range<usize>,
    pub name: &'a str,
}

/// Every mention of a prompt, in order. A lone `@` is no mention.
pub fn find(prompt: &str) -> Vec<Mention<'_>> {
    let bytes = prompt.as_bytes();
    let mut found = Vec::new();
    for (at, _) in prompt.match_indices('@') {
        let preceded = at.checked_sub(1).map(|i| bytes[i]);
        if preceded.is_some_and(|b| is_name_byte(b) || b == b'.') {
            continue;
        }
        let start = at + 1;
        let len = bytes[start..].iter().take_while(|b| is_name_byte(**b)).count();
        if len > 0 {
            found.push(Mention { range: at..start + len, name: &prompt[start..start + len] });
        }
    }
    found
}

/// The prompt as the vendor receives it: `draft` says which elements and references there are. A mention nobody
/// defined is left as it was written.
pub fn render(prompt: &str, draft: &Draft, syntax: MentionSyntax) -> String {
    let mut out = String::with_capacity(prompt.len());
    let mut done = 0;
    for mention in find(prompt) {
        let Some(spelling) = spelling(mention.name, draft, syntax) else {
            continue;
        };
        out.push_str(&prompt[done..mention.range.start]);
        out.push_str(&spelling);
        done = mention.range.end;
    }
    out.push_str(&prompt[done..]);
    out
}

/// What a vendor counts: Unicode scalar values of the rendered text.
pub fn rendered_len(prompt: &str, draft: &Draft, syntax: MentionSyntax) -> usize {
    render(prompt, draft, syntax).chars().count()
}

/// The longest beginning of a prompt whose rendered length keeps a limit; a mention is kept whole or not at all.
pub fn shortened<'a>(prompt: &'a str, draft: &Draft, syntax: MentionSyntax, limit: usize) -> &'a str {
    let end = fitting(prompt, draft, syntax, limit);
    if end == prompt.len() { prompt } else { prompt[..end].trim_end() }
}

/// Where (in bytes) a prompt begins to be too long: its length where all of it fits.
pub fn fitting(prompt: &str, draft: &Draft, syntax: MentionSyntax, limit: usize) -> usize {
    let (mut end, mut left) = (0, limit);
    for mention in find(prompt) {
        let before = &prompt[end..mention.range.start];
        let used = before.chars().count();
        let cost = spelling(mention.name, draft, syntax).map_or(mention.range.len(), |spelled| spelled.chars().count());
        if used > left {
            return end + nth_char(before, left);
        }
        if used + cost > left {
            return mention.range.start;
        }
        (end, left) = (mention.range.end, left - used - cost);
    }
    end + nth_char(&prompt[end..], left)
}

/// Where (in bytes) the character of this number begins; the end where there are not so many.
fn nth_char(text: &str, number: usize) -> usize {
    // As many characters as bytes, or fewer.
    if text.len() <= number {
        return text.len();
    }
    text.char_indices().nth(number).map_or(text.len(), |(at, _)| at)
}

/// The text with every mention of `old` written as `new`; `None` where there is none.
pub fn respelled(text: &str, old: &str, new: &str) -> Option<String> {
    let mut out = String::new();
    let mut done = 0;
    for mention in find(text).into_iter().filter(|mention| mention.name == old) {
        out.push_str(&text[done..mention.range.start]);
        out.push_str(new);
        done = mention.range.end;
    }
    (done > 0).then(|| out + &text[done..])
}

/// What a mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Meaning {
    Element,
    /// A reference picture, by its number.
    Reference,
    Nothing,
}

/// What `@name` names in a draft.
pub fn meaning(name: &str, draft: &Draft) -> Meaning {
    if draft.elements.iter().any(|element| &*element.name == name) {
        Meaning::Element
    } else if reference_number(name).is_some_and(|number| number <= draft.references.len()) {
        Meaning::Reference
    } else {
        Meaning::Nothing
    }
}

/// The name that was probably meant: the same in another case, else at most two letters away, and never most of it.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let name = name.to_lowercase();
    let most = (name.len() / 2).min(2);
    let known = known.iter().filter(|known| is_valid_name(known));
    let distances = known.map(|known| (distance(&name, &known.to_lowercase()), *known));
    distances.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// How many letters must be put in, left out, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// The mention that is being written where the caret stands (in bytes): its beginning and what is written of it so
/// far. A lone `@` is one with an empty name; letters behind the caret belong to it.
pub fn begun(text: &str, caret: usize) -> Option<Mention<'_>> {
    let bytes = text.as_bytes();
    let before = bytes.get(..caret)?;
    let name_len = before.iter().rev().take_while(|b| is_name_byte(**b)).count();
    let at = (caret - name_len).checked_sub(1).filter(|at| bytes[*at] == b'@')?;
    let preceded = at.checked_sub(1).map(|i| bytes[i]);
    if preceded.is_some_and(|b| is_name_byte(b) || b == b'.') {
        return None;
    }
    let rest = bytes[caret..].iter().take_while(|b| is_name_byte(**b)).count();
    Some(Mention { range: at..caret + rest, name: &text[at + 1..caret] })
}

/// `@image1` names the first reference picture; the number counts from 1.
pub fn reference_number(name: &str) -> Option<usize> {
    let digits = name.strip_prefix("image")?;
    let number: usize = digits.parse().ok()?;
    (number > 0 && !digits.starts_with('0') && !digits.starts_with('+')).then_some(number)
}

/// Names kept for pictures, clips and the vendors' own spelling.
pub fn is_reserved(name: &str) -> bool {
    ["image", "video", "element_"].iter().any(|prefix| {
        name.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Letters, digits and underscore, at least one.
pub fn is_valid_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(is_name_byte)
}

fn spelling(name: &str, draft: &Draft, syntax: MentionSyntax) -> Option<String> {
    let position = draft.elements.iter().position(|element| &*element.name == name);
    match (position, syntax) {
        (Some(index), MentionSyntax::Positional) => Some(format!("<<<element_{}>>>", index + 1)),
        (Some(_), MentionSyntax::AtName | MentionSyntax::AtNameAndPictures) => None,
        (None, MentionSyntax::Positional | MentionSyntax::AtNameAndPictures) => reference_number(name)
            .filter(|number| *number <= draft.references.len())
            .map(|number| PICTURE_MENTION.replace('N', &number.to_string())),
        (None, MentionSyntax::AtName) => None,
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Element, ImageRef};

    fn with(elements: &[&str]) -> Draft {
        let elements = elements.iter().map(|name| Element::named(name)).collect();
        Draft { elements, ..Draft::new("") }
    }

    fn names(prompt: &str) -> Vec<&str> {
        find(prompt).into_iter().map(|mention| mention.name).collect()
    }

    #[test]
    fn a_mention_is_the_longest_run_after_an_at_sign() {
        assert_eq!(names("@fox meets @fox_2, then @Fox."), ["fox", "fox_2", "Fox"]);
    }

    #[test]
    fn an_address_is_no_mention() {
        assert_eq!(names("mail me@home.org or a.@b"), Vec::<&str>::new());
    }

    #[test]
    fn chinese_around_a_mention_does_not_hide_it() {
        assert_eq!(names("雪地里@fox跑过"), ["fox"]);
    }

    #[test]
    fn a_lone_at_sign_stays() {
        assert_eq!(render("@ and @@fox", &with(&["fox"]), MentionSyntax::Positional), "@ and @<<<element_1>>>");
    }

    #[test]
    fn elements_are_spelled_by_position_and_unknown_ones_left_alone() {
        let text = render("@hat on @fox, @cat", &with(&["fox", "hat"]), MentionSyntax::Positional);
        assert_eq!(text, "<<<element_2>>> on <<<element_1>>>, @cat");
    }

    #[test]
    fn a_reference_is_spelled_by_its_number_only_where_it_is_there() {
        let draft = Draft { references: vec![ImageRef::file("a.png")], ..with(&[]) };
        assert_eq!(render("@image1 and @image2", &draft, MentionSyntax::Positional), "<<<image_1>>> and @image2");
        assert_eq!(render("@image1", &draft, MentionSyntax::AtName), "@image1");
        let both = Draft { elements: vec![Element::named("fox")], ..draft };
        assert_eq!(render("@fox @image1", &both, MentionSyntax::AtNameAndPictures), "@fox <<<image_1>>>");
    }

    #[test]
    fn length_is_counted_on_the_rendered_text_in_scalar_values() {
        assert_eq!(rendered_len("雪@fox", &with(&["fox"]), MentionSyntax::Positional), 1 + 15);
        assert_eq!(rendered_len("雪@fox", &with(&["fox"]), MentionSyntax::AtName), 5);
    }

    #[test]
    fn shortening_keeps_a_mention_whole_or_drops_it() {
        let draft = with(&["fox"]);
        let cut = |prompt, limit| shortened(prompt, &draft, MentionSyntax::Positional, limit);
        assert_eq!(cut("雪 @fox runs", 2 + 15), "雪 @fox");
        assert_eq!(cut("雪 @fox runs", 2 + 14), "雪");
        assert_eq!(cut("a 雪地里", 3), "a 雪");
        assert_eq!(cut("short ", 100), "short ");
    }

    #[test]
    fn the_overflow_begins_where_the_vendor_stops_counting() {
        let draft = with(&["fox"]);
        let fits = |prompt, limit| fitting(prompt, &draft, MentionSyntax::Positional, limit);
        assert_eq!(fits("雪 @fox runs", 2 + 15 + 2), "雪 @fox r".len());
        assert_eq!(fits("雪 @fox runs", 16), "雪 ".len());
        assert_eq!(fits("short", 5), 5);
    }

    #[test]
    fn respelling_leaves_longer_names_and_addresses_alone() {
        assert_eq!(respelled("@fox, @foxes, a@fox", "fox", "@hen").as_deref(), Some("@hen, @foxes, a@fox"));
        assert_eq!(respelled("@fox", "fox", "fox").as_deref(), Some("fox"));
        assert_eq!(respelled("a fox", "fox", "@hen"), None);
    }

    #[test]
    fn the_nearest_name_is_the_one_that_was_meant() {
        let known = ["fox", "red_hat", "lantern"];
        assert_eq!(nearest("fxo", &known), Some("fox"));
        assert_eq!(nearest("Fox", &known), Some("fox"));
        assert_eq!(nearest("redhat", &known), Some("red_hat"));
        assert_eq!(nearest("lanten", &known), Some("lantern"));
        assert_eq!(nearest("cat", &known), None);
        assert_eq!(nearest("ox", &known), Some("fox"));
        assert_eq!(nearest("dog", &["d"]), None);
    }

    #[test]
    fn a_mention_is_begun_by_its_at_sign_and_ends_with_its_letters() {
        let begun = |text: &'static str, caret| begun(text, caret).map(|mention| (mention.range, mention.name));
        assert_eq!(begun("a @", 3), Some((2..3, "")));
        assert_eq!(begun("a @fox", 4), Some((2..6, "f")));
        assert_eq!(begun("雪@fo 地", 6), Some((3..6, "fo")));
        assert_eq!(begun("a@fo", 4), None);
        assert_eq!(begun("@fox runs", 9), None);
        assert_eq!(begun("fox", 3), None);
    }

    #[test]
    fn names_of_pictures_are_reserved() {
        for name in ["image1", "video02", "element_3"] {
            assert!(is_reserved(name), "{name}");
        }
        assert!(!is_reserved("image") && !is_reserved("imagery1"));
        assert_eq!(reference_number("image2"), Some(2));
        assert_eq!(reference_number("image0"), None);
    }
}
