//! One shot, shots of the vendor's choosing, or shots by hand: the one idea all these vendors share, with their own
//! names and numbers. And what a prompt may name.

use super::dialect::Refusal;
use super::fields::Fields;
use super::order::{Shot, cut_by_vendor};
use super::prompts;

pub struct CutRules {
    /// The field that says there are several shots.
    pub flag: &'static str,
    pub presence: Presence,
    pub max_shots: usize,
    pub prompt_chars: usize,
    pub shot_prompt_chars: usize,
    pub numbering: Numbering,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    Optional,
    Required,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    None,
    /// Every shot has an `index`: 1, 2, 3.
    FromOne,
}

/// What a prompt may name, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Names {
    /// `<<<element_N>>>` and `<<<image_N>>>`.
    Numbered { elements: usize, images: usize },
    /// `@name`, and `<<<image_N>>>`.
    Written { elements: Vec<String>, images: usize },
}

/// The shots as cut, and whether there is more than a plain one-shot.
#[derive(Debug)]
pub struct Cut {
    pub shots: Vec<Shot>,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    One,
    Several,
}

pub fn judge(fields: &Fields<'_>, rules: &CutRules, seconds: u32, names: &Names) -> Result<Cut, Refusal> {
    let flag = fields.boolean(rules.flag)?;
    let flag = match rules.presence {
        Presence::Required => Some(fields.required(rules.flag, flag)?),
        Presence::Optional => flag,
    };
    let is_multi = flag.unwrap_or(false);
    let shot_type = fields.word("shot_type", &["customize", "intelligence"])?;
    match (is_multi, shot_type) {
        (true, None) => return Err(fields.bad("shot_type", format!("field required when {} is true", rules.flag))),
        (false, Some(_)) => return Err(fields.bad("shot_type", format!("only allowed when {} is true", rules.flag))),
        (true, Some(_)) | (false, None) => {}
    }
    let kind = if is_multi { Kind::Several } else { Kind::One };
    if shot_type == Some("customize") {
        if fields.has("prompt") {
            return Err(fields.bad("prompt", "not allowed when shot_type is customize"));
        }
        return Ok(Cut { shots: judge_shots(fields, rules, seconds, names)?, kind });
    }
    if fields.has("multi_prompt") {
        return Err(fields.bad("multi_prompt", "only allowed when shot_type is customize"));
    }
    let prompt = judge_prompt(fields, rules.prompt_chars, names)?;
    let one = || vec![Shot { text: prompt.to_owned(), seconds }];
    Ok(Cut { shots: if is_multi { cut_by_vendor(prompt, seconds) } else { one() }, kind })
}

fn judge_shots(fields: &Fields<'_>, rules: &CutRules, seconds: u32, names: &Names) -> Result<Vec<Shot>, Refusal> {
    let items = fields.required("multi_prompt", fields.list("multi_prompt")?)?;
    if items.len() > rules.max_shots {
        let what = format!("at most {} shots, not {}", rules.max_shots, items.len());
        return Err(fields.bad("multi_prompt", what));
    }
    let mut shots = Vec::new();
    for (i, item) in items.iter().enumerate() {
        let shot = Fields::of(item, fields.place_of(&format!("multi_prompt[{i}]")))?;
        judge_number(&shot, rules.numbering, i + 1)?;
        let text = judge_prompt(&shot, rules.shot_prompt_chars, names)?.to_owned();
        let length = shot.required("duration", shot.whole("duration")?)?;
        let length = u32::try_from(length).ok().filter(|length| *length >= 1);
        shots.push(Shot { text, seconds: length.ok_or_else(|| shot.bad("duration", "must be at least 1"))? });
    }
    let sum: u64 = shots.iter().map(|shot| u64::from(shot.seconds)).sum();
    if sum != u64::from(seconds) {
        return Err(fields.bad("multi_prompt", format!("the durations sum to {sum}, but duration is {seconds}")));
    }
    Ok(shots)
}

fn judge_number(shot: &Fields<'_>, numbering: Numbering, expected: usize) -> Result<(), Refusal> {
    match numbering {
        Numbering::None => shot.only(&["prompt", "duration"]),
        Numbering::FromOne => {
            shot.only(&["index", "prompt", "duration"])?;
            let index = shot.required("index", shot.whole("index")?)?;
            if usize::try_from(index).ok() == Some(expected) {
                return Ok(());
            }
            Err(shot.bad("index", format!("must count from 1 without a gap: {expected} expected, not {index}")))
        }
    }
}

pub fn judge_prompt<'a>(fields: &Fields<'a>, chars: usize, names: &Names) -> Result<&'a str, Refusal> {
    let prompt = fields.required("prompt", fields.text("prompt")?)?;
    if prompt.trim().is_empty() {
        return Err(fields.bad("prompt", "must not be empty"));
    }
    judge_length(fields, "prompt", prompt, chars)?;
    match names {
        Names::Numbered { elements, images } => {
            if let Some(name) = prompts::literal_mention(prompt) {
                let what = format!("@{name} names nothing; elements are written <<<element_N>>>");
                return Err(fields.bad("prompt", what));
            }
            judge_numbers(fields, prompt, "element", *elements)?;
            judge_numbers(fields, prompt, "image", *images)?;
        }
        Names::Written { elements, images } => {
            if let Some(name) = prompts::mentions(prompt).find(|name| !elements.iter().any(|known| known == name)) {
                return Err(fields.bad("prompt", format!("@{name} names no element")));
            }
            if prompt.contains("<<<element_") {
                return Err(fields.bad("prompt", "elements are written @name, not <<<element_N>>>"));
            }
            judge_numbers(fields, prompt, "image", *images)?;
        }
    }
    Ok(prompt)
}

fn judge_numbers(fields: &Fields<'_>, prompt: &str, noun: &str, count: usize) -> Result<(), Refusal> {
    match prompts::number_beyond(prompt, noun, count) {
        Some(number) => Err(fields.bad("prompt", format!("<<<{noun}_{number}>>> names none of {count} {noun}s"))),
        None => Ok(()),
    }
}

pub fn judge_length(fields: &Fields<'_>, key: &str, text: &str, chars: usize) -> Result<(), Refusal> {
    let count = text.chars().count();
    if count > chars {
        return Err(fields.bad(key, format!("at most {chars} characters, not {count}")));
    }
    Ok(())
}

/// A whole number of seconds within the vendor's range, or its default.
pub fn judge_seconds(fields: &Fields<'_>, range: &std::ops::RangeInclusive<i64>, default: i64) -> Result<u32, Refusal> {
    let seconds = fields.whole("duration")?.unwrap_or(default);
    if !range.contains(&seconds) {
        return Err(fields.bad("duration", format!("must be {} to {}, not {seconds}", range.start(), range.end())));
    }
    Ok(u32::try_from(seconds).unwrap_or_default())
}
