//! Reading replies whose shapes are only half known: each function takes what it finds and never guesses.

use serde_json::Value;

use crate::model::price::Money;

/// Words in a value of any shape: a text, an error object's detail, title or message, else the value as it was written.
pub fn words_in(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Bool(_) => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Array(list) => Some(value.to_string()).filter(|_| !list.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(map) => {
            let said = ["detail", "title", "message"].into_iter().find_map(|key| words_in(&value[key]));
            said.or_else(|| Some(value.to_string()).filter(|_| !map.is_empty()))
        }
    }
}

/// A text that says something, or a number written out.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number, also one in quotes.
pub fn number_of(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// The model's maker counts money by numbers of its own, in arrears and with an empty pack (vendors.md §4.5); they
/// come as HTTP 429, and waiting mends neither.
const MAKERS_NO_MONEY: [u64; 2] = [1101, 1102];

/// A number in HTTP's own range, as `Vendor::inner_code` gives it.
pub fn http_code(value: &Value) -> Option<u16> {
    match number_of(value)? {
        code if MAKERS_NO_MONEY.contains(&code) => Some(402),
        // Its own trouble: nobody can say whether the order stands.
        5_000..=5_999 => Some(500),
        code => u16::try_from(code).ok().filter(|code| *code < 600),
    }
}

/// One value or a list of them, as a list.
pub fn each(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(list) => list,
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => std::slice::from_ref(value),
    }
}

/// An amount of US dollars; less than nothing is nothing.
pub fn usd(value: &Value) -> Option<Money> {
    scaled(value, 1_000_000.0).map(Money::MicroUsd)
}

/// An amount of the vendor's credits; less than nothing is nothing.
pub fn credits(value: &Value) -> Option<Money> {
    scaled(value, 1_000.0).map(Money::MilliCredits)
}

/// A number, also one in quotes.
pub fn decimal(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number: &f64| number.is_finite())
}

fn scaled(value: &Value, by: f64) -> Option<u64> {
    // Saturates at both ends; amounts are far below where a float loses a millionth.
    decimal(value).map(|number| (number * by).round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn amounts_are_exact_to_the_millionth_and_never_below_nothing() {
        assert_eq!(usd(&json!(0.448)), Some(Money::MicroUsd(448_000)));
        assert_eq!(usd(&json!("0.0672")), Some(Money::MicroUsd(67_200)));
        assert_eq!(credits(&json!(84)), Some(Money::MilliCredits(84_000)));
        assert_eq!(credits(&json!(-3.5)), Some(Money::MilliCredits(0)));
        for nothing in [json!(null), json!(true), json!("much"), json!("NaN"), json!([])] {
            assert_eq!(usd(&nothing), None, "{nothing}");
        }
    }

    #[test]
    fn the_makers_own_numbers_are_read_in_http_terms() {
        let read = |code: u64| http_code(&json!(code));
        assert_eq!((read(1101), read(1102), read(5002)), (Some(402), Some(402), Some(500)));
        assert_eq!((read(422), read(1300), read(6000)), (Some(422), None, None));
    }

    #[test]
    fn a_list_and_a_single_value_are_read_alike() {
        assert_eq!(each(&json!("a")), [json!("a")]);
        assert_eq!(each(&json!(["a", "b"])), [json!("a"), json!("b")]);
        assert!(each(&json!(null)).is_empty());
    }
}
