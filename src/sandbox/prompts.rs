//! What is written inside a prompt: names nobody replaced, and elements named by number.

/// The first `@name` that was left as a person typed it. An e-mail address holds none.
pub fn literal_mention(prompt: &str) -> Option<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    prompt.match_indices('@').find_map(|(at, _)| {
        let before = prompt[..at].chars().next_back();
        let name = &prompt[at + 1..];
        let name = &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())];
        let stands_alone = !before.is_some_and(|c| is_name(c) || c == '.');
        (stands_alone && !name.is_empty()).then_some(name)
    })
}

/// Every `<<<element_N>>>`, the text of N.
pub fn numbered_elements(prompt: &str) -> impl Iterator<Item = &str> {
    let rests = prompt.split("<<<element_").skip(1);
    rests.map(|rest| rest.split_once(">>>").map_or(rest, |(number, _)| number))
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
    fn elements_are_found_by_number() {
        let found: Vec<_> = numbered_elements("<<<element_1>>> meets <<<element_12>>> and <<<element_x").collect();
        assert_eq!(found, ["1", "12", "x"]);
        assert_eq!(numbered_elements("no elements").count(), 0);
    }
}
