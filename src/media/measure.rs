//! Measuring a picture: its facts, a full decode, and the prepared bytes that would be sent.

use std::path::Path;
use std::sync::Arc;

use crate::model::image::{Measured, Sha256};

use super::prepare::decode::decode;
pub use super::prepare::sha256_of;
pub use super::probe::PictureError;
use super::{prepare, probe};

#[cfg(test)]
mod tests;

/// A picture that decodes to its last pixel.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredPicture {
    pub measured: Measured,
    /// Of the file as it was given: it tells whether the file has changed since.
    pub given_sha256: Sha256,
    /// The bytes that `measured.prepared` speaks of.
    pub prepared_bytes: Option<Arc<[u8]>>,
}

/// Reads, decodes and prepares a picture file. Judges only whether it can be used at all; preflight does the rest.
/// Takes as long as decoding takes: call it from a worker.
pub fn measure(path: &Path) -> Result<MeasuredPicture, PictureError> {
    measure_bytes(&probe::read_file(path)?)
}

/// As `measure`, for bytes that are in no file (yet).
pub fn measure_bytes(given: &[u8]) -> Result<MeasuredPicture, PictureError> {
    let mut facts = probe::facts_of(given)?;
    let decoded = decode(given, &facts)?;
    facts.has_alpha = facts.has_alpha && prepare::is_see_through(&decoded.pixels);
    let ready = probe::guarded(|| prepare::prepare(given, &facts, decoded))?;
    let (prepared, prepared_bytes) = ready.map(|ready| (ready.facts, ready.bytes)).unzip();
    Ok(MeasuredPicture { measured: Measured { facts, prepared }, given_sha256: sha256_of(given), prepared_bytes })
}
