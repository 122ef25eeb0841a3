//! What the commands print: one JSON value, or sentences.

use std::fmt;
use std::io::{self, Write as _};

use serde_json::{Value, json};

use crate::model::preflight::Finding;
use crate::model::{Clip, Language, Task, Trouble};
use crate::words::Words;

/// Characters of a task's heading in a list.
const HEADING: usize = 80;

/// The words of the person at the terminal.
pub fn words() -> &'static Words {
    Words::of(language())
}

/// From the environment, as every command-line program takes it.
pub fn language() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    Language::of_locale(&locale)
}

/// One line on stdout. Whoever listens may have gone away (`| head`): that is no reason to stop what goes on.
pub fn say(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// One line on stderr.
pub fn complain(line: fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}

pub fn print_json(value: &Value) {
    say(format_args!("{value:#}"));
}

pub fn finding_json(finding: &Finding) -> Value {
    let words = words();
    json!({
        "severity": finding.severity.word(),
        "place": finding.place.to_string(),
        "rule": finding.rule,
        "message": words.finding(finding),
        "fix": finding.fix.as_ref().map(|fix| words.fix(fix, &finding.args)),
    })
}

/// What a terminal may be shown: a vendor's words or a file's could hold its control characters.
fn shown(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}")
}

/// The beginning of a text, on one line.
fn line(text: &str) -> String {
    let first = text.trim().lines().next().unwrap_or_default();
    let short: String = first.chars().take(HEADING).collect();
    shown(&if short.len() < text.trim().len() { short + "…" } else { short })
}

pub fn print_findings(findings: &[Finding]) {
    let words = words();
    for finding in findings {
        say(format_args!("{}: {}: {}", finding.severity.word(), finding.place, shown(&words.finding(finding))));
        for fix in finding.fix.iter().chain(&finding.other_fixes) {
            say(format_args!("  → {}", shown(&words.fix(fix, &finding.args))));
        }
    }
}

/// A task as `generate`, `resume` and `tasks` print it.
pub fn task_json(task: &Task, clip: Option<&Clip>) -> Value {
    let files: Vec<String> = clip.iter().map(|clip| clip.path.display().to_string()).collect();
    json!({
        "id": task.id.to_string(),
        "offering": &*task.offering,
        "state": task.state().word(),
        "remote": task.remote.as_deref(),
        "files": files,
        "error": task.trouble.as_ref().map(|trouble| words().say(trouble)),
    })
}

pub fn print_task(task: &Task, clip: Option<&Clip>) {
    let words = words();
    say(format_args!("{}  {}  {}", task.id, words.state(task.state()), line(task.draft.heading())));
    if let Some(clip) = clip {
        say(format_args!("  {}", clip.path.display()));
    }
    if let Some(trouble) = &task.trouble {
        say(format_args!("  {}", shown(&words.say(trouble))));
    }
}

/// Where a task stands right now, for the person who waits.
pub fn print_progress(task: &Task) {
    let words = words();
    match &task.trouble {
        Some(trouble) => {
            complain(format_args!("{}  {}: {}", task.id, words.state(task.state()), shown(&words.say(trouble))))
        }
        None => complain(format_args!("{}  {}", task.id, words.state(task.state()))),
    }
}

/// A sentence beside what the command is about.
pub fn print_notice(said: &Trouble) {
    complain(format_args!("{}", shown(&words().say(said))));
}

/// A sentence that ends a command before it had anything to list.
pub fn print_error(trouble: &Trouble, json: bool, mut body: Value) {
    let sentence = words().say(trouble);
    if json {
        body["error"] = sentence.into();
        print_json(&body);
    } else {
        complain(format_args!("{}", shown(&sentence)));
    }
}
