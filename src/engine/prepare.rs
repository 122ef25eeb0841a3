//! Before a submit: judging, uploading, packing. Nothing here costs money, and nothing here touches the library.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;

use crate::library::Pictures;
use crate::media::measure;
use crate::model::capabilities::ImageTransport;
use crate::model::image::{ImageRef, Measured, PictureFormat, PictureState, Prepared as PreparedPicture, Sha256};
use crate::model::preflight::{Facts, Finding, Severity, Submission, clear};
use crate::model::{Draft, Row, Task, Trouble};
use crate::vendors::outcome::{UploadAnswer, of_upload};
use crate::vendors::{self, Request, UploadPicture, UploadStep};

use super::accounts::Door;
use super::body::{BodyError, Shelves, pack};
use super::event::Event;
use super::jobs::{Jobs, blocking};
use super::transport::{Ready, Transport, TransportError};

/// An upload is a short sequence; a vendor that never comes to an end is broken.
const MAX_UPLOAD_STEPS: u32 = 8;

/// What came of preparing a submit.
pub enum Prepared {
    /// One call away from the wire.
    Ready { submission: Arc<Submission>, uploads: BTreeMap<Sha256, String>, ready: Box<Ready> },
    /// It can never be sent as it is.
    Refused(Trouble),
    /// An upload failed in a way that may pass; what did get up is kept.
    Broke { uploads: BTreeMap<Sha256, String>, trouble: Trouble },
}

/// What preparing needs, by value.
pub struct Preparation {
    pub task: Arc<Task>,
    pub job: u64,
    pub door: Door,
    pub submission: Option<Arc<Submission>>,
    pub uploads: BTreeMap<Sha256, String>,
    pub pictures: Pictures,
    pub transport: Transport,
    pub jobs: Jobs,
}

impl Preparation {
    pub async fn run(mut self) -> Prepared {
        let Some(row) = vendors::row(&self.task.offering) else {
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
            Ok(ready) => Prepared::Ready { submission, uploads: self.uploads, ready: Box::new(ready) },
            Err(trouble) => Prepared::Refused(trouble),
        }
    }

    async fn pack(&self, request: Request) -> Result<Ready, Trouble> {
        let (pictures, uploads) = (self.pictures.clone(), self.uploads.clone());
        let content = request.content.clone();
        let file = move |sha256: &Sha256| -> PathBuf { pictures.path(sha256) };
        let packed = blocking(move || pack(&content, &Shelves { file: &file, uploaded: &uploads })).await;
        let parcel = packed.map_err(|error: BodyError| Trouble::from(&error))?;
        self.transport.submit(&self.door, &request, parcel).map_err(|error| Trouble::from(&error))
    }

    async fn upload_all(&mut self, submission: &Submission) -> Result<(), Prepared> {
        let wanted: BTreeMap<Sha256, UploadPicture> = submission
            .pictures()
            .values()
            .map(|prepared| (prepared.sha256.clone(), upload_picture(prepared)))
            .collect();
        let of = wanted.len() as u32;
        for (done, picture) in wanted.values().enumerate() {
            self.jobs.tell(Event::Uploading { id: self.task.id.clone(), job: self.job, done: done as u32, of });
            if !self.uploads.contains_key(&picture.sha256) {
                let url = self.upload(picture).await?;
                self.uploads.insert(picture.sha256.clone(), url);
            }
        }
        self.jobs.tell(Event::Uploading { id: self.task.id.clone(), job: self.job, done: of, of });
        Ok(())
    }

    async fn upload(&self, picture: &UploadPicture) -> Result<String, Prepared> {
        let vendor = self.door.vendor;
        let broke = |trouble| Prepared::Broke { uploads: self.uploads.clone(), trouble };
        let mut next = vendor.upload(&self.door.base_url, picture);
        for step in 0..MAX_UPLOAD_STEPS {
            let Some(request) = next.take() else { break };
            let body = self.upload_step(request).await?;
            match vendor.read_upload(&self.door.base_url, picture, step, &body) {
                Ok(UploadStep::Next(request)) => next = Some(request),
                Ok(UploadStep::Last { request, url, .. }) => return self.upload_last(request, url).await,
                Ok(UploadStep::Done { url, .. }) => return Ok(url),
                Err(trouble) => return Err(broke(trouble)),
            }
        }
        Err(broke(Trouble::new("submit-upload-broke").with("code", 0)))
    }

    async fn upload_last(&self, request: Request, url: String) -> Result<String, Prepared> {
        self.upload_step(request).await.map(|_| url)
    }

    async fn upload_step(&self, request: Request) -> Result<Value, Prepared> {
        let ready = self.pack(request).await.map_err(Prepared::Refused)?;
        match of_upload(self.door.vendor, ready.send().await.wire()) {
            UploadAnswer::Taken(body) => Ok(body),
            UploadAnswer::Refused(refusal) => Err(Prepared::Refused(Trouble::from(&refusal))),
            UploadAnswer::Broke(refusal) => {
                let trouble = Trouble::new("submit-upload-broke").with("code", refusal.code);
                Err(Prepared::Broke { uploads: self.uploads.clone(), trouble })
            }
        }
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

fn upload_picture(prepared: &PreparedPicture) -> UploadPicture {
    let is_png = prepared.format == PictureFormat::Png;
    UploadPicture {
        sha256: prepared.sha256.clone(),
        bytes: prepared.bytes,
        content_type: if is_png { "image/png" } else { "image/jpeg" },
        extension: if is_png { ".png" } else { ".jpg" },
    }
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
