//! What is said between the window's process and the worker's: a length, that much JSON, and raw pixels behind an
//! answer. Every order has a number, and its answer the same. Neither side trusts the other's lengths.

use std::io::{Error, ErrorKind, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::media::Pixels;
use crate::model::clip::ClipFacts;
use crate::model::trouble::Trouble;

const MAX_WORDS: u32 = 1 << 20;

/// More pixels than any poster or tile has.
const MAX_PIXELS: u64 = 64 << 20;

pub struct Order {
    pub what: What,
    pub path: PathBuf,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    Verify,
    Poster {
        max_side: u32,
    },
    /// One of a filmstrip; a frame that is lost is an answer without a picture.
    Tile {
        tile: usize,
    },
}

#[derive(Debug, Default)]
pub struct Answer {
    pub facts: Option<ClipFacts>,
    pub picture: Option<Pixels>,
}

#[derive(Serialize, Deserialize)]
struct OrderWords {
    number: u64,
    what: What,
    /// A path need not be text.
    path: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct AnswerWords {
    number: u64,
    facts: Option<ClipFacts>,
    picture: Option<PictureWords>,
    trouble: Option<Trouble>,
}

#[derive(Serialize, Deserialize)]
struct PictureWords {
    width: u32,
    height: u32,
}

pub fn write_order(to: &mut impl Write, number: u64, order: &Order) -> Result<(), Error> {
    write_words(to, &OrderWords { number, what: order.what, path: path_bytes(&order.path) })?;
    to.flush()
}

/// None: nobody asks any more.
pub fn read_order(from: &mut impl Read) -> Result<Option<(u64, Order)>, Error> {
    match read_words::<OrderWords>(from) {
        Ok(words) => Ok(Some((words.number, Order { what: words.what, path: path_of(words.path)? }))),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

pub fn write_answer(to: &mut impl Write, number: u64, answer: &Result<Answer, Trouble>) -> Result<(), Error> {
    let (facts, picture, trouble) = match answer {
        Ok(answer) => (answer.facts.clone(), answer.picture.as_ref(), None),
        Err(trouble) => (None, None, Some(trouble.clone())),
    };
    let size = picture.map(|pixels| PictureWords { width: pixels.width, height: pixels.height });
    write_words(to, &AnswerWords { number, facts, picture: size, trouble })?;
    if let Some(pixels) = picture {
        to.write_all(&pixels.rgba)?;
    }
    to.flush()
}

pub fn read_answer(from: &mut impl Read) -> Result<(u64, Result<Answer, Trouble>), Error> {
    let AnswerWords { number, facts, picture, trouble } = read_words(from)?;
    if let Some(trouble) = trouble {
        return Ok((number, Err(trouble)));
    }
    let Some(PictureWords { width, height }) = picture else {
        return Ok((number, Ok(Answer { facts, picture: None })));
    };
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(odd("too many pixels"));
    }
    let mut rgba = vec![0; width as usize * height as usize * 4];
    from.read_exact(&mut rgba)?;
    Ok((number, Ok(Answer { facts, picture: Some(Pixels { width, height, rgba }) })))
}

fn write_words(to: &mut impl Write, words: &impl Serialize) -> Result<(), Error> {
    let words = serde_json::to_vec(words)?;
    let length = u32::try_from(words.len()).map_err(|_| odd("too many words"))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(&words)
}

fn read_words<T: for<'a> Deserialize<'a>>(from: &mut impl Read) -> Result<T, Error> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_WORDS {
        return Err(odd("too many words"));
    }
    let mut words = vec![0; length as usize];
    from.read_exact(&mut words)?;
    serde_json::from_slice(&words).map_err(|_| odd("words that are no words"))
}

#[cfg(unix)]
fn path_bytes(path: &std::path::Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> Result<PathBuf, Error> {
    let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    Ok(name.into())
}

#[cfg(not(unix))]
fn path_bytes(path: &std::path::Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Result<PathBuf, Error> {
    String::from_utf8(bytes).map(PathBuf::from).map_err(|_| odd("a path that is no text"))
}

fn odd(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_heard() {
        let mut line = Vec::new();
        let order = Order { what: What::Tile { tile: 3 }, path: "a b/ü\n.mp4".into() };
        write_order(&mut line, 7, &order).unwrap();
        let (number, heard) = read_order(&mut &line[..]).unwrap().unwrap();
        assert_eq!((number, heard.path, format!("{:?}", heard.what)), (7, order.path, format!("{:?}", order.what)));
        assert!(read_order(&mut &b""[..]).unwrap().is_none());

        let picture = Pixels { width: 2, height: 1, rgba: vec![7; 8] };
        let mut line = Vec::new();
        write_answer(&mut line, 8, &Ok(Answer { facts: None, picture: Some(picture.clone()) })).unwrap();
        write_answer(&mut line, 9, &Ok(Answer::default())).unwrap();
        write_answer(&mut line, 10, &Err(Trouble::new("clip-empty"))).unwrap();
        let mut line = &line[..];
        let mut heard = || read_answer(&mut line).unwrap();
        let (number, answer) = heard();
        assert_eq!((number, answer.unwrap().picture), (8, Some(picture)));
        let (number, answer) = heard();
        assert_eq!((number, answer.unwrap().picture), (9, None));
        let (number, answer) = heard();
        assert_eq!((number, answer.unwrap_err().rule.as_str()), (10, "clip-empty"));
    }

    #[test]
    fn lengths_are_not_believed() {
        let long = [&u32::MAX.to_le_bytes()[..], b"{}"].concat();
        assert!(read_answer(&mut &long[..]).is_err());
        let size = r#"{"width":4294967295,"height":4294967295}"#;
        let words = format!(r#"{{"number":1,"facts":null,"picture":{size},"trouble":null}}"#);
        let large = [&(words.len() as u32).to_le_bytes()[..], words.as_bytes()].concat();
        assert!(read_answer(&mut &large[..]).is_err());
    }
}
