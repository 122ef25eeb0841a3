//! What an account may have set beyond its key and its address: data of the vendor's file, put into every submit.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Body, Content, Request};

/// One advanced option. Off means that the field is not sent at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountOption {
    /// Its words are `account-option-<id>`, and `account-option-<id>-why`.
    pub id: &'static str,
    /// Where its field stands in a submit's body.
    pub path: &'static [&'static str],
    pub kind: OptionKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptionKind {
    /// One of these words of the vendor's.
    Choice(&'static [&'static str]),
    /// An https address in the open internet, which the vendor posts results to.
    PublicUrl,
}

/// Puts the chosen options into a submit. A choice the vendor does not know is left out.
pub fn apply(request: &mut Request, options: &[AccountOption], chosen: &BTreeMap<String, String>) {
    let Content::Json(body) = &mut request.content else { return };
    for option in options {
        let Some(value) = chosen.get(option.id) else { continue };
        let is_known = match option.kind {
            OptionKind::Choice(words) => words.contains(&value.as_str()),
            OptionKind::PublicUrl => true,
        };
        if is_known {
            put(body, option.path, value);
        }
    }
}

fn put(body: &mut Body, path: &[&'static str], value: &str) {
    let (Body::Object(fields), [name, rest @ ..]) = (body, path) else { return };
    let at = fields.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        fields.push((name, Body::Object(Vec::new())));
        fields.len() - 1
    });
    if rest.is_empty() {
        fields[at].1 = Body::Value(Value::from(value));
    } else {
        put(&mut fields[at].1, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::vendors::Method;

    const OPTIONS: &[AccountOption] = &[
        AccountOption { id: "checks", path: &["input", "checks"], kind: OptionKind::Choice(&["on", "off"]) },
        AccountOption { id: "hook", path: &["hook_url"], kind: OptionKind::PublicUrl },
    ];

    fn sent(chosen: &[(&str, &str)]) -> Value {
        let input = Body::Object(vec![("prompt", Body::from("a boat"))]);
        let body = Body::Object(vec![("model", Body::from("m")), ("input", input)]);
        let url = "https://x.y/".to_owned();
        let mut request = Request { method: Method::Post, url, content: Content::Json(body), is_signed: true };
        let chosen = chosen.iter().map(|(id, value)| ((*id).to_owned(), (*value).to_owned())).collect();
        apply(&mut request, OPTIONS, &chosen);
        let Content::Json(body) = request.content else { panic!("a body") };
        json_of(&body)
    }

    fn json_of(body: &Body) -> Value {
        match body {
            Body::Value(value) => value.clone(),
            Body::Object(fields) => fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json_of(value)))
                .collect::<serde_json::Map<_, _>>()
                .into(),
            Body::List(_) | Body::Picture(_) | Body::Uploaded(_) => Value::Null,
        }
    }

    #[test]
    fn what_is_off_is_not_sent_at_all() {
        assert_eq!(sent(&[]), json!({ "model": "m", "input": { "prompt": "a boat" } }));
        assert_eq!(sent(&[("checks", "perhaps"), ("other", "on")]), sent(&[]));
    }

    #[test]
    fn a_chosen_option_stands_where_the_vendor_wants_it() {
        let wanted = json!({
            "model": "m", "input": { "prompt": "a boat", "checks": "off" }, "hook_url": "https://hook.example.com/a"
        });
        assert_eq!(sent(&[("checks", "off"), ("hook", "https://hook.example.com/a")]), wanted);
    }
}
