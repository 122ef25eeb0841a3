//! What is written inside a prompt: names nobody replaced, and elements named by number.

/// The first `@name` that was left as a person typed it. An e-mail address holds none.
pub fn literal_mention(prompt: &str) -> Option<&str> {
    mentions(prompt).next()
}

/// Every `@name`, without its `@`.
pub fn mentions(prompt: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    prompt.match_indices('@').filter_map(move |(at, _)| {
        let before = prompt[..at].chars().next_back();
        let name = &prompt[at + 1..];
        let name = &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())];
        let stands_alone = !before.is_some_and(|c| is_name(c) || c == '.');
        (stands_alone && !name.is_empty()).then_some(name)
    })
}

/// Every `<<<element_N>>>`, or `<<<image_N>>>`: the text of N.
pub fn numbered<'a>(prompt: &'a str, noun: &str) -> impl Iterator<Item = &'a str> {
    let open = format!("<<<{noun}_");
    let starts: Vec<usize> = prompt.match_indices(&open).map(|(at, _)| at + open.len()).collect();
    let rests = starts.into_iter().map(move |start| &prompt[start..]);
    rests.map(|rest| rest.split_once(">>>").map_or(rest, |(number, _)| number))
}

/// The first number that names none of `count`.
pub fn number_beyond<'a>(prompt: &'a str, noun: &str, count: usize) -> Option<&'a str> {
    let is_known = |number: &str| number.parse().is_ok_and(|n: usize| (1..=count).contains(&n));
    numbered(prompt, noun).find(|number| !is_known(number))
}

/// As it is written into the picture: a number where an element stands, without the brackets of the wire.
pub fn readable(prompt: &str) -> String {
    prompt.replace("<<<element_", "element ").replace("<<<image_", "image ").replace(">>>", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_left_in_a_prompt_is_found_and_an_address_is_not() {
        assert_eq!(literal_mention("close on @fox_2, slowly"), Some("fox_2"));
        assert_eq!(literal_mention("雪地里@fox奔跑"), Some("fox"));
        assert_eq!(literal_mention("mail me@example.com at 5 @ noon"), None);
        assert_eq!(literal_mention("a@b @c"), Some("c"));
    }

    #[test]
    fn nobody_reads_brackets_in_a_video() {
        assert_eq!(readable("Wide: <<<element_1>>> meets <<<image_2>>>"), "Wide: element 1 meets image 2");
        assert_eq!(readable("雪地里的狐狸"), "雪地里的狐狸");
    }

    #[test]
    fn elements_are_found_by_number() {
        let text = "<<<element_1>>> meets <<<element_12>>> and <<<image_2>>> <<<element_x";
        assert_eq!(numbered(text, "element").collect::<Vec<_>>(), ["1", "12", "x"]);
        assert_eq!(numbered(text, "image").collect::<Vec<_>>(), ["2"]);
        assert_eq!(numbered("no elements", "element").count(), 0);
        assert_eq!(number_beyond(text, "image", 1), Some("2"));
        assert_eq!(number_beyond(text, "image", 2), None);
    }
}
