//! Elements that a prompt names by `@name`, with pictures given as addresses: one shape, two vendors, their own numbers.

use serde_json::Value;

use super::cut::Presence;
use super::dialect::Refusal;
use super::fields::Fields;
use super::pictures::Given;
use super::uploads::Uploads;

pub struct NamedRules {
    pub field: &'static str,
    /// The list of addresses inside an element.
    pub urls: &'static str,
    pub max: usize,
    pub images: std::ops::RangeInclusive<usize>,
    pub description: Presence,
}

/// Their names, all of them whole.
pub fn judge(fields: &Fields<'_>, rules: &NamedRules, uploads: &Uploads) -> Result<Vec<String>, Refusal> {
    let Some(items) = fields.list(rules.field)? else { return Ok(Vec::new()) };
    if items.len() > rules.max {
        return Err(fields.bad(rules.field, format!("at most {} elements, not {}", rules.max, items.len())));
    }
    let mut names: Vec<String> = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let element = Fields::of(item, fields.place_of(&format!("{}[{i}]", rules.field)))?;
        element.only(&["name", "description", rules.urls])?;
        names.push(judge_name(&element, &names)?);
        let description = element.text("description")?;
        if rules.description == Presence::Required {
            element.required("description", description)?;
        }
        if description.is_some_and(|text| text.trim().is_empty()) {
            return Err(element.bad("description", "must not be empty"));
        }
        let urls = element.required(rules.urls, element.list(rules.urls)?)?;
        if !rules.images.contains(&urls.len()) {
            let (least, most) = (rules.images.start(), rules.images.end());
            return Err(element.bad(rules.urls, format!("must hold {least} to {most} images, not {}", urls.len())));
        }
        judge_addresses(&element, rules.urls, urls, uploads)?;
    }
    Ok(names)
}

/// A list of pictures by address, every one of them within the vendor's reach.
pub fn judge_addresses(
    fields: &Fields<'_>,
    key: &str,
    urls: &[Value],
    uploads: &Uploads,
) -> Result<Vec<Given>, Refusal> {
    let judge = |(i, url): (usize, &Value)| {
        let place = format!("{key}[{i}]");
        let url = url.as_str().ok_or_else(|| fields.bad(&place, "must be a string"))?;
        uploads.given(url).map_err(|what| fields.bad(&place, what))
    };
    urls.iter().enumerate().map(judge).collect()
}

fn judge_name(element: &Fields<'_>, others: &[String]) -> Result<String, Refusal> {
    let name = element.required("name", element.text("name")?)?;
    let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !is_plain {
        return Err(element.bad("name", format!("letters, digits and underscores only, without @: {name:?}")));
    }
    // The vendor looks for `@name` in the text: @cat would be found inside @cat2.
    match others.iter().find(|other| other.starts_with(name) || name.starts_with(other.as_str())) {
        Some(other) => Err(element.bad("name", format!("{name} and {other} cannot be told apart"))),
        None => Ok(name.to_owned()),
    }
}
