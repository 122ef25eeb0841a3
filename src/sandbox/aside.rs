//! What costs nothing: questions, uploads, and the store that presigned addresses lead to.

use sha2::{Digest, Sha256};

use super::desk::{Desk, lock, storage_error, unsigned};
use super::dialect::{Aside, Bill, Dialect, Refusal, Room};
use super::fault::{self, Kind, Stage};
use super::ledger::{self, Upload};
use super::reply::{Heard, Manner, Reply};
use super::time::{iso, now_ms};
use super::uploads::{HELD, STORE};

impl Desk {
    pub(super) fn aside(&self, dialect: &dyn Dialect, aside: Aside, heard: &Heard) -> Reply {
        if !dialect.is_signed(heard) {
            return dialect.refused(&unsigned());
        }
        let strike = match aside {
            Aside::Upload => self.asked_of(|kind| kind.is_at(Stage::Upload)),
            _ => self.asked_of(|kind| kind.is_at(Stage::Question) && suits(kind.kind, aside)),
        };
        if strike == Some(Kind::Question500) {
            return dialect.refused(&Refusal::new(500, "Internal server error (practice fault)"));
        }
        let struck = if aside == Aside::Upload { strike.and_then(|kind| struck_upload(dialect, kind)) } else { None };
        let reply = match struck {
            Some(reply) => Err(reply),
            None => {
                let spent = self.spent(dialect.vendor());
                let room = Room { uploads: &self.uploads, spent, strike, now_ms: now_ms() };
                dialect.aside(aside, heard, &room).map_err(|refusal| dialect.refused(&refusal))
            }
        };
        if aside == Aside::Upload {
            self.note_upload(heard, strike, reply.is_err());
        }
        match (reply, strike) {
            (Ok(reply), Some(Kind::UploadLost)) => reply.said(Manner::Dropped),
            (Ok(reply) | Err(reply), _) => reply,
        }
    }

    /// GET of an uploaded picture, by whoever knows its address.
    pub(super) fn held(&self, heard: &Heard) -> Reply {
        let name = heard.path.strip_prefix(HELD).unwrap_or_default();
        let found = self.uploads.find(name).and_then(|held| Some((self.uploads.read(&held)?, held.content_type)));
        match found {
            Some((bytes, content_type)) if heard.method == "GET" => Reply::of(200, &content_type, bytes),
            Some(_) => storage_error(405, "MethodNotAllowed", "The method is not allowed"),
            None => storage_error(404, "NoSuchKey", "The specified key does not exist"),
        }
    }

    /// PUT to a presigned address: exactly what was signed, and no key.
    pub(super) fn put(&self, heard: &Heard) -> Reply {
        let strike = self.asked_of(|fault| fault.is_at(Stage::Put));
        let reply = match strike {
            Some(Kind::Put403) => Err(storage_error(403, "AccessDenied", "Request has expired (practice fault)")),
            Some(Kind::Put500) => Err(storage_error(500, "InternalError", "We encountered an internal error")),
            Some(Kind::PutHang) => Err(storage_error(500, "InternalError", "").said(Manner::Never)),
            Some(_) | None => self.store_picture(heard),
        };
        self.note_upload(heard, strike, reply.is_err());
        reply.unwrap_or_else(|reply| reply)
    }

    fn store_picture(&self, heard: &Heard) -> Result<Reply, Reply> {
        if heard.method != "PUT" {
            return Err(storage_error(405, "MethodNotAllowed", "The method is not allowed"));
        }
        if heard.headers.contains_key("authorization") || heard.headers.contains_key("x-api-key") {
            return Err(storage_error(400, "InvalidArgument", "Only one auth mechanism allowed"));
        }
        let name = heard.path.strip_prefix(STORE).unwrap_or_default();
        let expired = || storage_error(403, "AccessDenied", "Request has expired");
        let held = self.uploads.find(name).ok_or_else(expired)?;
        if heard.asked("X-Amz-Signature").as_deref() != Some(&held.token) {
            return Err(storage_error(403, "SignatureDoesNotMatch", "The signature does not match"));
        }
        // The type is part of what was signed, to the letter.
        if heard.header("content-type") != Some(&held.content_type) {
            return Err(storage_error(403, "SignatureDoesNotMatch", "The Content-Type is not the one signed"));
        }
        if heard.header("content-length") != Some(&heard.body.len().to_string()) {
            return Err(storage_error(411, "MissingContentLength", "You must provide the Content-Length HTTP header"));
        }
        let kept = self.uploads.fill(&held, &heard.body);
        kept.map_err(|error| storage_error(500, "InternalError", &error.to_string()))?;
        Ok(Reply::of(200, "application/xml", "").with("etag", format!("\"{}\"", hash(&heard.body))))
    }

    /// All that this vendor has charged so far.
    fn spent(&self, vendor: &str) -> Bill {
        let mut spent = Bill::default();
        for charge in ledger::charges(self.store.dir()).into_iter().filter(|charge| charge.vendor == vendor) {
            spent.micro_usd += charge.amount_micro_usd;
            if let Some(credits) = charge.milli_credits {
                spent.milli_credits = Some(spent.milli_credits.unwrap_or_default() + credits);
            }
        }
        spent
    }

    fn asked_of(&self, is_wanted: impl Fn(&fault::Fault) -> bool) -> Option<Kind> {
        fault::take(&mut lock(&self.faults), is_wanted).map(|fault| fault.kind)
    }

    fn note_upload(&self, heard: &Heard, strike: Option<Kind>, is_refused: bool) {
        let upload = Upload {
            time: iso(now_ms()),
            method: heard.method.to_string(),
            path: heard.path.clone(),
            bytes: heard.body.len(),
            fault: strike.map(|kind| kind.name().to_owned()),
            is_refused,
        };
        if let Err(error) = self.uploaded.append(&upload) {
            tracing::warn!(%error, "a practice upload could not be noted");
        }
    }
}

/// What an upload shows under a fault, where it shows nothing of its own.
fn struck_upload(dialect: &dyn Dialect, kind: Kind) -> Option<Reply> {
    let refused = |status, detail: &'static str| Some(dialect.refused(&Refusal::new(status, detail)));
    match kind {
        Kind::Upload400 => refused(400, "file: the picture is not accepted (practice fault)"),
        Kind::Upload413 => refused(413, "file: too large (practice fault)"),
        Kind::Upload429 => {
            Some(dialect.refused(&Refusal::new(429, "Too many uploads (practice fault)").retry_after(1)))
        }
        Kind::Upload500 => refused(500, "Internal server error (practice fault)"),
        Kind::UploadHang => refused(500, "").map(|reply| reply.said(Manner::Never)),
        _ => None,
    }
}

/// Whether a fault can be seen in the answer to this question.
fn suits(kind: Kind, aside: Aside) -> bool {
    match kind {
        Kind::Question500 => true,
        Kind::Schema4k => aside == Aside::Schema,
        Kind::BalanceRefused | Kind::BalanceUnlimited => matches!(aside, Aside::Balance | Aside::AccountBalance),
        Kind::BalanceEmpty => matches!(aside, Aside::Balance | Aside::AccountBalance | Aside::Estimate),
        _ => false,
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
