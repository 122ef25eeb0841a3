//! `shotloom request`: the exact request of a storyboard, unsent.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::engine::accounts;
use crate::model::preflight::{self, Submission};
use crate::model::{Row, Sha256, Trouble};
use crate::vendors::{self, Job};

use super::storyboard::PreparedBytes;
use super::{Exit, check, output, storyboard};

pub fn run(file: &Path, offering: Option<&str>, full: bool) -> Exit {
    let loaded = match storyboard::load(file, offering) {
        Ok(loaded) => loaded,
        Err(trouble) => {
            output::print_error(&trouble, true, json!({}));
            return Exit::Unreadable;
        }
    };
    let (facts, prepared) = storyboard::measure(&loaded.draft);
    let submission = match preflight::clear(&loaded.draft, loaded.row, &facts) {
        Ok(submission) => submission,
        Err(findings) => {
            output::print_json(&json!({ "findings": check::list(&findings) }));
            return Exit::Refused;
        }
    };
    match describe(loaded.row, &submission, full.then_some(&prepared)) {
        Ok(request) => {
            output::print_json(&request);
            Exit::Fine
        }
        Err(trouble) => {
            output::print_error(&trouble, true, json!({}));
            Exit::Refused
        }
    }
}

fn describe(row: &'static Row, submission: &Submission, full: Option<&PreparedBytes>) -> Result<Value, Trouble> {
    let vendor = vendors::by_id(row.vendor).ok_or_else(|| storyboard::unknown_offering(row.id))?;
    let base_url = accounts::base_url(vendor)?;
    let request = vendor.submit(&Job { row, base_url: &base_url, submission });
    let base64 = |sha256: &Sha256| Some(STANDARD.encode(full?.get(sha256)?));
    let pictures = submission.pictures();
    Ok(vendors::describe(vendor, &request, pictures, full.is_some().then_some(&base64)))
}
