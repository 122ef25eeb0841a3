//! The boxes of the file's top floor: the index (`moov`) and the fragments (`moof`).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use shiguredo_mp4::Decode;
use shiguredo_mp4::boxes::{MoofBox, MoovBox};

use super::fragments;
use crate::media::clip::ClipError;

/// The index of a long film is a few megabytes.
const MAX_INDEX_BYTES: u64 = 64 << 20;
const MAX_FRAGMENTS: usize = 20_000;
const MAX_TOP_BOXES: usize = 100_000;

/// What the file says of itself.
pub struct Index {
    pub moov: MoovBox,
    /// Each with its place in the file, which its offsets count from.
    pub fragments: Vec<(u64, MoofBox)>,
}

/// Walks the top-level boxes; the pictures themselves are not read.
pub fn read_index(file: &mut File, bytes: u64, path: &Path) -> Result<Index, ClipError> {
    let failed = |source| ClipError::Read { path: path.to_owned(), source };
    check_start(file, bytes).map_err(failed)??;
    let (mut moov, mut fragments, mut at) = (None, Vec::new(), 0);
    for _ in 0..MAX_TOP_BOXES {
        let Some(header) = read_header(file, at, bytes).map_err(failed)? else {
            break;
        };
        let is_inside = header.size <= bytes - at;
        match &header.kind {
            b"moov" if is_inside && moov.is_none() => {
                let body = read_box(file, at, header.size, "moov").map_err(failed)??;
                moov = Some(MoovBox::decode(&body).map_err(|e| ClipError::damaged(e.reason))?.0);
            }
            b"moof" if is_inside => {
                let body = read_box(file, at, header.size, "moof").map_err(failed)??;
                fragments::check_counts(&body)?;
                fragments.push((at, MoofBox::decode(&body).map_err(|e| ClipError::damaged(e.reason))?.0));
            }
            _ => {}
        }
        if !is_inside && moov.as_ref().is_some_and(|moov: &MoovBox| moov.mvex_box.is_some()) {
            // No index counts the samples that are missing here.
            return Err(ClipError::Cut { got: bytes, expected: at.saturating_add(header.size) });
        }
        if !is_inside || fragments.len() > MAX_FRAGMENTS {
            break;
        }
        at += header.size;
    }
    match moov {
        Some(moov) => Ok(Index { moov, fragments }),
        None => Err(ClipError::NoIndex),
    }
}

/// Tells a web page and other foreign bytes from an MP4, by the first box.
fn check_start(file: &mut File, bytes: u64) -> std::io::Result<Result<(), ClipError>> {
    let mut start = [0; 64];
    let len = usize::try_from(bytes).unwrap_or(start.len()).min(start.len());
    file.seek(SeekFrom::Start(0))?;
    file.read_exact(&mut start[..len])?;
    let text = start[..len].trim_ascii_start();
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text).to_ascii_lowercase();
    let is_page = [&b"<!doctype"[..], b"<html", b"<head", b"<?xml", b"<!--"].iter().any(|tag| text.starts_with(tag));
    if is_page {
        return Ok(Err(ClipError::WebPage));
    }
    let first: [&[u8]; 8] = [b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"styp", b"pnot"];
    Ok(if first.contains(&&start[4..8]) { Ok(()) } else { Err(ClipError::NotMp4) })
}

struct Header {
    kind: [u8; 4],
    /// Of the whole box, header and all. May reach beyond the file.
    size: u64,
}

/// The next box; none at the end, or where what follows is no box.
fn read_header(file: &mut File, at: u64, bytes: u64) -> std::io::Result<Option<Header>> {
    let left = bytes - at;
    if left < 8 {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(at))?;
    let mut head = [0; 16];
    let len = if left < 16 { 8 } else { 16 };
    file.read_exact(&mut head[..len])?;
    let [s0, s1, s2, s3, k0, k1, k2, k3, long @ ..] = head;
    let (size, least) = match u32::from_be_bytes([s0, s1, s2, s3]) {
        0 => (left, 8),
        1 => (u64::from_be_bytes(long), 16),
        size => (u64::from(size), 8),
    };
    Ok((size >= least).then_some(Header { kind: [k0, k1, k2, k3], size }))
}

fn read_box(file: &mut File, at: u64, size: u64, name: &str) -> std::io::Result<Result<Vec<u8>, ClipError>> {
    if size > MAX_INDEX_BYTES {
        return Ok(Err(ClipError::TooLarge { detail: format!("a {name} box of {size} bytes") }));
    }
    file.seek(SeekFrom::Start(at))?;
    let mut body = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
    file.read_exact(&mut body)?;
    Ok(Ok(body))
}
