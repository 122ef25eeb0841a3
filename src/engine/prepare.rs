//! Before a submit: judging, uploading, packing. Nothing here costs money, and nothing here touches the library.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use crate::library::Pictures;
use crate::media::measure;
use crate::model::capabilities::ImageTransport;
use crate::model::image::{ImageRef, Measured, PictureState, Prepared as PreparedPicture, Sha256};
use crate::model::preflight::{Facts, Finding, Severity, Submission, clear};
use crate::model::{Draft, Row, Task, Trouble};
use crate::vendors::{self, Request};

use super::accounts::Door;
use super::body::{BodyError, Shelves, pack};
use super::jobs::{Jobs, blocking};
use super::transport::{Ready, Transport, TransportError};
use super::uploads::Uploads;

/// What came of preparing a submit.
pub enum Prepared {
    /// One call away from the wire.
    Ready { submission: Arc<Submission>, ready: Box<Ready> },
    /// It can never be sent as it is.
    Refused(Trouble),
    /// An upload failed in a way that may pass; what did get up is known.
    Broke(Trouble),
}

/// What preparing needs, by value.
pub struct Preparation {
    pub task: Arc<Task>,
    pub job: u64,
    /// `None` for an offering that is not there any more.
    pub row: Option<&'static Row>,
    pub door: Door,
    pub submission: Option<Arc<Submission>>,
    /// Where pictures lie by the library's knowledge, and then by this preparation's.
    pub uploads: BTreeMap<Sha256, String>,
    pub session: Uploads,
    pub pictures: Pictures,
    pub transport: Transport,
    pub jobs: Jobs,
}

impl Preparation {
    pub async fn run(mut self) -> Prepared {
        let Some(row) = self.row else {
            return Prepared::Refused(Trouble::new("submit-unknown-offering").with("offering", &*self.task.offering));
        };
        let submission = match self.submission.take() {
            Some(submission) => submission,
            None => {
                let (task, pictures) = (Arc::clone(&self.task), self.pictures.clone());
                match blocking(move || judge_again(&task, row, &pictures)).await {
                    Ok(submission) => Arc::new(submission),
                    Err(trouble) => return Prepared::Refused(trouble),
                }
            }
        };
        if row.caps.transport == ImageTransport::Upload
            && let Err(end) = self.upload_all(&submission).await
        {
            return end;
        }
        let job = vendors::Job { row, base_url: &self.door.base_url, submission: &submission };
        let mut request = self.door.vendor.submit(&job);
        vendors::options::apply(&mut request, self.door.vendor.options(), &self.door.options);
        match self.pack(request).await {
            Ok(ready) => Prepared::Ready { submission, ready: Box::new(ready) },
            Err(trouble) => Prepared::Refused(trouble),
        }
    }

    pub async fn pack(&self, request: Request) -> Result<Ready, Trouble> {
        let (pictures, uploads) = (self.pictures.clone(), self.uploads.clone());
        let content = request.content.clone();
        let file = move |sha256: &Sha256| -> PathBuf { pictures.path(sha256) };
        let packed = blocking(move || pack(&content, &Shelves { file: &file, uploaded: &uploads })).await;
        let parcel = packed.map_err(|error: BodyError| Trouble::from(&error))?;
        self.transport.submit(&self.door, &request, parcel).map_err(|error| Trouble::from(&error))
    }
}

impl From<&TransportError> for Trouble {
    fn from(error: &TransportError) -> Self {
        Self::new("submit-unmakeable").with("detail", error.to_string())
    }
}

/// A stored wish judged anew, by the very pictures that would be sent: after a restart nothing else is left of them.
pub fn judge_again(task: &Task, row: &'static Row, pictures: &Pictures) -> Result<Submission, Trouble> {
    let mut facts = Facts::new();
    for image in task.draft.pictures() {
        let Some(sha256) = task.pictures.get(&image.to_string()) else { continue };
        facts.insert(image.clone(), stored_picture(sha256, pictures)?);
    }
    judge(&task.draft, row, &facts)
}

fn stored_picture(sha256: &Sha256, pictures: &Pictures) -> Result<PictureState, Trouble> {
    let path = pictures.path(sha256);
    let found = measure::measure(&path).map_err(|error| Trouble::from(&error))?;
    let facts = found.measured.facts;
    let prepared = PreparedPicture {
        sha256: sha256.clone(),
        bytes: facts.bytes,
        format: facts.format,
        width: facts.width,
        height: facts.height,
    };
    Ok(PictureState::Measured(Measured { facts, prepared: Some(prepared) }))
}

/// `preflight::clear`, with the first error as a trouble.
pub fn judge(draft: &Draft, row: &Row, facts: &Facts) -> Result<Submission, Trouble> {
    clear(draft, row, facts).map_err(|findings| {
        let first = findings.into_iter().find(|finding| finding.severity == Severity::Error);
        first.as_ref().map_or_else(|| Trouble::new("submit-not-legal"), trouble_of)
    })
}

/// A finding as a trouble: its words are its own.
pub fn trouble_of(finding: &Finding) -> Trouble {
    Trouble { rule: format!("finding-{}", finding.rule), args: finding.args.clone() }
}

/// Hashes of the prepared pictures by the place they were named.
pub fn hashes(submission: &Submission) -> BTreeMap<String, Sha256> {
    let named = |(image, prepared): (&ImageRef, &PreparedPicture)| (image.to_string(), prepared.sha256.clone());
    submission.pictures().iter().map(named).collect()
}

/// Whether every prepared picture lies in the library.
pub fn is_prepared(submission: &Submission, pictures: &Pictures) -> bool {
    let is_there = |prepared: &PreparedPicture| {
        std::fs::metadata(pictures.path(&prepared.sha256)).is_ok_and(|file| file.len() == prepared.bytes)
    };
    submission.pictures().values().all(is_there)
}

/// Files that a draft names, each once.
pub fn local_pictures(draft: &Draft) -> Vec<ImageRef> {
    let mut seen = HashMap::new();
    draft.pictures().filter(|image| image.path().is_some()).for_each(|image| {
        seen.insert(image.clone(), ());
    });
    seen.into_keys().collect()
}

#[cfg(test)]
mod tests;
