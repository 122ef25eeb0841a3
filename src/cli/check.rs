//! `shotloom check`: preflight, and nothing else.

use std::path::Path;

use serde_json::{Value, json};

use crate::model::preflight::{Finding, Severity, preflight};

use super::{Exit, output, storyboard};

pub fn run(file: &Path, offering: Option<&str>, json: bool) -> Exit {
    let loaded = match storyboard::load(file, offering) {
        Ok(loaded) => loaded,
        Err(trouble) => {
            output::print_error(&trouble, json, json!({}));
            return Exit::Unreadable;
        }
    };
    let (facts, _) = storyboard::measure(&loaded.draft);
    let findings = preflight(&loaded.draft, loaded.row, &facts);
    if json {
        output::print_json(&json!({ "findings": list(&findings) }));
    } else if findings.is_empty() {
        output::say(format_args!("{}", output::words().get("cli-check-fine")));
    } else {
        output::print_findings(&findings);
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) { Exit::Refused } else { Exit::Fine }
}

pub fn list(findings: &[Finding]) -> Value {
    findings.iter().map(output::finding_json).collect()
}
