//! A request's content as bytes: the JSON tree with its pictures put in as Base64.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::model::Trouble;
use crate::model::image::Sha256;
use crate::vendors::{Body, Content, UploadPicture};

/// A body ready to leave.
#[derive(Debug, Default)]
pub struct Parcel {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
}

/// Where pictures are: on disk by their hash, and at the vendor once uploaded.
pub struct Shelves<'a> {
    pub file: &'a dyn Fn(&Sha256) -> PathBuf,
    pub uploaded: &'a BTreeMap<Sha256, String>,
}

#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    #[error("the prepared picture {} cannot be read: {source}", path.display())]
    Picture { path: PathBuf, source: io::Error },
    #[error("picture {sha256} was not uploaded")]
    NotUploaded { sha256: Sha256 },
}

impl From<&BodyError> for Trouble {
    fn from(error: &BodyError) -> Self {
        match error {
            BodyError::Picture { path, source } => Self::new("submit-picture-unreadable")
                .with("detail", source.to_string())
                .with("path", path.display().to_string()),
            BodyError::NotUploaded { sha256 } => {
                Self::new("submit-picture-not-uploaded").with("picture", sha256.as_str())
            }
        }
    }
}

/// Blocks while it reads pictures. Holds the body once and one picture's chunk: at most twice a picture's weight.
pub fn pack(content: &Content, shelves: &Shelves<'_>) -> Result<Parcel, BodyError> {
    match content {
        Content::None => Ok(Parcel::default()),
        Content::Json(body) => {
            let mut bytes = Vec::new();
            write(body, shelves, &mut bytes)?;
            Ok(Parcel { bytes, content_type: Some("application/json".to_owned()) })
        }
        Content::Raw(picture) => {
            let bytes = read_whole(&(shelves.file)(&picture.sha256))?;
            Ok(Parcel { bytes, content_type: Some(picture.content_type.to_owned()) })
        }
        Content::Multipart { field, picture } => multipart(field, picture, shelves),
    }
}

fn write(body: &Body, shelves: &Shelves<'_>, out: &mut Vec<u8>) -> Result<(), BodyError> {
    match body {
        Body::Value(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Body::Object(fields) => {
            for (i, (name, value)) in fields.iter().enumerate() {
                out.push(if i == 0 { b'{' } else { b',' });
                out.extend_from_slice(quoted(name).as_bytes());
                out.push(b':');
                write(value, shelves, out)?;
            }
            out.extend_from_slice(if fields.is_empty() { b"{}" } else { b"}" });
        }
        Body::List(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                write(item, shelves, out)?;
            }
            out.push(b']');
        }
        Body::Picture(sha256) => {
            out.push(b'"');
            write_base64(&(shelves.file)(sha256), out)?;
            out.push(b'"');
        }
        Body::Uploaded(sha256) => {
            let url = shelves.uploaded.get(sha256);
            let url = url.ok_or_else(|| BodyError::NotUploaded { sha256: sha256.clone() })?;
            out.extend_from_slice(quoted(url).as_bytes());
        }
    }
    Ok(())
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn write_base64(path: &Path, out: &mut Vec<u8>) -> Result<(), BodyError> {
    // A multiple of three, so that no padding falls between chunks.
    const CHUNK: usize = 3 << 14;
    let failed = |source| BodyError::Picture { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let weight = file.metadata().map_err(failed)?.len();
    out.reserve(usize::try_from(weight).unwrap_or_default().div_ceil(3) * 4 + 64);
    let mut text = String::with_capacity(CHUNK / 3 * 4);
    let mut chunk = Vec::with_capacity(CHUNK);
    let mut rest = file;
    loop {
        chunk.clear();
        let read = (&mut rest).take(CHUNK as u64).read_to_end(&mut chunk).map_err(failed)?;
        if read == 0 {
            return Ok(());
        }
        text.clear();
        STANDARD.encode_string(&chunk, &mut text);
        out.extend_from_slice(text.as_bytes());
    }
}

fn multipart(field: &str, picture: &UploadPicture, shelves: &Shelves<'_>) -> Result<Parcel, BodyError> {
    // A hash cannot occur in the picture it is the hash of, for all that anybody could arrange.
    let boundary = format!("shotloom-{}", picture.sha256);
    let mut bytes = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"picture{}\"\r\nContent-Type: {}\r\n\r\n",
        picture.extension, picture.content_type
    )
    .into_bytes();
    bytes.extend(read_whole(&(shelves.file)(&picture.sha256))?);
    bytes.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    Ok(Parcel { bytes, content_type: Some(format!("multipart/form-data; boundary={boundary}")) })
}

fn read_whole(path: &Path) -> Result<Vec<u8>, BodyError> {
    std::fs::read(path).map_err(|source| BodyError::Picture { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn sha(digit: char) -> Sha256 {
        Sha256::from_hex(&digit.to_string().repeat(64)).unwrap()
    }

    #[test]
    fn a_tree_becomes_the_json_it_stands_for() {
        let folder = tempfile::tempdir().unwrap();
        // Longer than one chunk, and no multiple of three.
        let picture: Vec<u8> = (0..100_001_u32).map(|i| i.to_le_bytes()[0]).collect();
        let path = folder.path().join("p");
        std::fs::write(&path, &picture).unwrap();
        let uploaded = BTreeMap::from([(sha('b'), "https://x.y/\"q\"".to_owned())]);
        let shelves = Shelves { file: &|_| path.clone(), uploaded: &uploaded };
        let tree = Body::Object(vec![
            ("prompt", "say \"hi\"\n狐狸".into()),
            ("first_frame", Body::Picture(sha('a'))),
            ("list", Body::List(vec![Body::Uploaded(sha('b')), 5.into(), Body::Object(Vec::new())])),
        ]);
        let parcel = pack(&Content::Json(tree), &shelves).unwrap();
        let read: Value = serde_json::from_slice(&parcel.bytes).unwrap();
        let expected = json!({
            "prompt": "say \"hi\"\n狐狸",
            "first_frame": STANDARD.encode(&picture),
            "list": ["https://x.y/\"q\"", 5, {}],
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn a_picture_that_was_not_uploaded_stops_the_submit() {
        let shelves = Shelves { file: &|_| PathBuf::new(), uploaded: &BTreeMap::new() };
        assert!(pack(&Content::Json(Body::Uploaded(sha('c'))), &shelves).is_err());
    }
}
