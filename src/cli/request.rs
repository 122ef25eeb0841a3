//! `shotloom request`: the exact request of a storyboard, unsent.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::engine::accounts;
use crate::model::preflight::{self, Submission};
use crate::model::{Row, Sha256};
use crate::vendors::{self, Job};

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
    let bytes: HashMap<Sha256, Arc<[u8]>> = prepared.into_iter().collect();
    match describe(loaded.row, &submission, full.then_some(&bytes)) {
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

fn describe(
    row: &'static Row,
    submission: &Submission,
    full: Option<&HashMap<Sha256, Arc<[u8]>>>,
) -> Result<Value, crate::model::Trouble> {
    let vendor = vendors::by_id(row.vendor).ok_or_else(|| crate::model::Trouble::new("file-unknown-word"))?;
    let base_url = accounts::base_url(vendor)?;
    let job = Job { row, base_url: &base_url, submission };
    let request = vendor.submit(&job);
    let bytes_of = |sha: &Sha256| full.and_then(|bytes| bytes.get(sha).cloned());
    Ok(vendors::describe(vendor, &request, submission, &bytes_of))
}
