//! Pictures on their way up. The same bytes go up once: tasks that want the same picture at the same place wait for
//! the first of them, and a later session finds in the library what still lies there.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::sync::OwnedMutexGuard;
use url::Url;

use crate::model::Trouble;
use crate::model::image::{PictureFormat, Prepared as PreparedPicture, Sha256};
use crate::model::preflight::Submission;
use crate::vendors::outcome::{Refusal, UploadAnswer, of_upload};
use crate::vendors::{Request, UploadPicture, UploadStep};

use super::addresses::{is_loopback, result_url};
use super::event::Event;
use super::prepare::{Preparation, Prepared};
use super::run::now_millis;

/// An upload is a short sequence; a vendor that never comes to an end is broken.
const MAX_UPLOAD_STEPS: u32 = 8;

/// An address that is stale sooner than this is not sent: the vendor fetches it in its own time.
pub const SPARE_MILLIS: i64 = 3_600_000;

/// How long an upload is believed to lie where the vendor does not say.
const UNTOLD_LIFE_SECS: u64 = 24 * 3_600;

/// A picture at a vendor.
#[derive(Debug, Clone, PartialEq)]
pub struct Lying {
    pub url: String,
    pub expires_at_millis: i64,
}

/// Which uploads this session made or is making. Cheap to clone.
#[derive(Clone, Default)]
pub struct Uploads {
    slots: Arc<Mutex<HashMap<Key, Slot>>>,
}

/// Vendor, origin and picture.
type Key = (&'static str, Arc<str>, Sha256);
type Slot = Arc<tokio::sync::Mutex<Option<Lying>>>;

impl Uploads {
    /// Waits until nobody else uploads this picture there. Whoever holds it may.
    async fn claim(&self, key: Key) -> OwnedMutexGuard<Option<Lying>> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry(key).or_default())
        };
        slot.lock_owned().await
    }

    /// Forgets pictures a vendor may have lost, at whichever origin.
    pub fn forget<'a>(&self, vendor: &str, pictures: impl Iterator<Item = &'a Sha256> + Clone) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|(at, _, sha256), _| *at != vendor || !pictures.clone().any(|picture| picture == sha256));
    }
}

impl Preparation {
    /// Brings every picture of a submission to the vendor; what lies there already is left there.
    pub async fn upload_all(&mut self, submission: &Submission) -> Result<(), Prepared> {
        let wanted: BTreeMap<Sha256, UploadPicture> = submission
            .pictures()
            .values()
            .map(|prepared| (prepared.sha256.clone(), upload_picture(prepared)))
            .collect();
        let of = wanted.len() as u32;
        for (done, picture) in wanted.values().enumerate() {
            self.jobs.tell(Event::Uploading { id: self.task.id.clone(), job: self.job, done: done as u32, of });
            if !self.uploads.contains_key(&picture.sha256) {
                let url = self.upload_once(picture).await?;
                self.uploads.insert(picture.sha256.clone(), url);
            }
        }
        self.jobs.tell(Event::Uploading { id: self.task.id.clone(), job: self.job, done: of, of });
        Ok(())
    }

    pub(super) async fn upload_once(&self, picture: &UploadPicture) -> Result<String, Prepared> {
        let (vendor, origin) = (self.door.vendor.id(), Arc::clone(&self.door.base_url));
        let mut slot = self.session.claim((vendor, Arc::clone(&origin), picture.sha256.clone())).await;
        if let Some(lying) = slot.as_ref().filter(|lying| lying.expires_at_millis >= now_millis() + SPARE_MILLIS) {
            return Ok(lying.url.clone());
        }
        let lying = self.upload(picture).await?;
        self.jobs.tell(Event::Uploaded { vendor, origin, sha256: picture.sha256.clone(), lying: lying.clone() });
        let url = lying.url.clone();
        *slot = Some(lying);
        Ok(url)
    }

    async fn upload(&self, picture: &UploadPicture) -> Result<Lying, Prepared> {
        let vendor = self.door.vendor;
        let mut next = vendor.upload(&self.door.base_url, picture);
        for step in 0..MAX_UPLOAD_STEPS {
            let Some(request) = next.take() else { break };
            let body = self.upload_step(request).await?;
            match vendor.read_upload(&self.door.base_url, picture, step, &body) {
                Ok(UploadStep::Next(request)) => next = Some(request),
                Ok(UploadStep::Last { request, url, expires_after_secs }) => {
                    self.upload_step(request).await?;
                    return self.lying(&url, expires_after_secs);
                }
                Ok(UploadStep::Done { url, expires_after_secs }) => return self.lying(&url, expires_after_secs),
                Err(trouble) => return Err(Prepared::Broke(trouble)),
            }
        }
        Err(Prepared::Broke(Trouble::new("submit-upload-broke").with("code", 0)))
    }

    pub(super) async fn upload_step(&self, request: Request) -> Result<Value, Prepared> {
        // An address that the vendor named comes from outside: it could be any.
        if !request.is_signed {
            self.check(&request.url)?;
        }
        let is_signed = request.is_signed;
        let ready = self.pack(request).await.map_err(Prepared::Refused)?;
        match of_upload(self.door.vendor, ready.send().await.wire()) {
            UploadAnswer::Taken(body) => Ok(body),
            UploadAnswer::Refused(refusal) if is_signed => Err(Prepared::Refused(Trouble::from(&refusal))),
            UploadAnswer::Refused(refusal) => Err(Prepared::Refused(refused_by_store(&refusal))),
            UploadAnswer::Broke(refusal) => {
                Err(Prepared::Broke(Trouble::new("submit-upload-broke").with("code", refusal.code)))
            }
        }
    }

    pub(super) fn lying(&self, url: &str, expires_after_secs: Option<u64>) -> Result<Lying, Prepared> {
        self.check(url)?;
        let life_secs = expires_after_secs.unwrap_or(UNTOLD_LIFE_SECS);
        let life_millis = i64::try_from(life_secs.saturating_mul(1_000)).unwrap_or(i64::MAX);
        Ok(Lying { url: url.to_owned(), expires_at_millis: now_millis().saturating_add(life_millis) })
    }

    /// https, or http on this machine where the account itself is here.
    fn check(&self, url: &str) -> Result<(), Prepared> {
        let is_here = Url::parse(&self.door.base_url).is_ok_and(|base| is_loopback(&base));
        match result_url(url, is_here) {
            Ok(_) => Ok(()),
            Err(trouble) => Err(Prepared::Refused(Trouble { rule: "submit-upload-address".to_owned(), ..trouble })),
        }
    }
}

/// A presigned address knows no key, so its no says nothing about one.
fn refused_by_store(refusal: &Refusal) -> Trouble {
    Trouble::new("submit-upload-refused").with("code", refusal.code)
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
