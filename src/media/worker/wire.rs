//! What is said between the window's process and the worker's: a length, that much JSON, and raw pixels behind an
//! answer. Neither side trusts the other's lengths.

use std::io::{Error, ErrorKind, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::media::Pixels;
use crate::media::decode::StripPicture;
use crate::model::clip::ClipFacts;
use crate::model::trouble::Trouble;

const MAX_WORDS: u32 = 1 << 20;

/// More pixels than any poster or strip has.
const MAX_PIXELS: u64 = 64 << 20;

pub struct Order {
    pub what: What,
    pub path: PathBuf,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    Verify,
    Poster { max_side: u32 },
    Strip { count: usize, max_side: u32 },
}

#[derive(Debug, Default)]
pub struct Answer {
    pub facts: Option<ClipFacts>,
    pub pictures: Vec<StripPicture>,
}

#[derive(Serialize, Deserialize)]
struct OrderWords {
    what: What,
    /// A path need not be text.
    path: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct AnswerWords {
    facts: Option<ClipFacts>,
    pictures: Vec<PictureWords>,
    trouble: Option<Trouble>,
}

#[derive(Serialize, Deserialize)]
struct PictureWords {
    number: usize,
    at_secs: f64,
    width: u32,
    height: u32,
}

pub fn write_order(to: &mut impl Write, order: &Order) -> Result<(), Error> {
    write_words(to, &OrderWords { what: order.what, path: path_bytes(&order.path) })?;
    to.flush()
}

/// None: nobody asks any more.
pub fn read_order(from: &mut impl Read) -> Result<Option<Order>, Error> {
    match read_words::<OrderWords>(from) {
        Ok(words) => Ok(Some(Order { what: words.what, path: path_of(words.path)? })),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}

pub fn write_answer(to: &mut impl Write, answer: &Result<Answer, Trouble>) -> Result<(), Error> {
    let none = Vec::new();
    let (facts, pictures, trouble) = match answer {
        Ok(answer) => (answer.facts.clone(), &answer.pictures, None),
        Err(trouble) => (None, &none, Some(trouble.clone())),
    };
    let words = pictures.iter().map(|picture| PictureWords {
        number: picture.number,
        at_secs: picture.at_secs,
        width: picture.pixels.width,
        height: picture.pixels.height,
    });
    write_words(to, &AnswerWords { facts, pictures: words.collect(), trouble })?;
    for picture in pictures {
        to.write_all(&picture.pixels.rgba)?;
    }
    to.flush()
}

pub fn read_answer(from: &mut impl Read) -> Result<Result<Answer, Trouble>, Error> {
    let words: AnswerWords = read_words(from)?;
    if let Some(trouble) = words.trouble {
        return Ok(Err(trouble));
    }
    let pixels = |picture: &PictureWords| u64::from(picture.width) * u64::from(picture.height);
    let total = words.pictures.iter().map(pixels).fold(0, u64::saturating_add);
    if total > MAX_PIXELS {
        return Err(odd("too many pixels"));
    }
    let mut pictures = Vec::new();
    for picture in words.pictures {
        let PictureWords { number, at_secs, width, height } = picture;
        let mut rgba = vec![0; width as usize * height as usize * 4];
        from.read_exact(&mut rgba)?;
        pictures.push(StripPicture { number, at_secs, pixels: Pixels { width, height, rgba } });
    }
    Ok(Ok(Answer { facts: words.facts, pictures }))
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
        let order = Order { what: What::Strip { count: 3, max_side: 64 }, path: "a b/ü\n.mp4".into() };
        write_order(&mut line, &order).unwrap();
        let heard = read_order(&mut &line[..]).unwrap().unwrap();
        assert_eq!((heard.path, format!("{:?}", heard.what)), (order.path, format!("{:?}", order.what)));
        assert!(read_order(&mut &b""[..]).unwrap().is_none());

        let pixels = |shade| Pixels { width: 2, height: 1, rgba: vec![shade; 8] };
        let picture = |number, shade| StripPicture { number, at_secs: 0.5, pixels: pixels(shade) };
        let answer = Answer { facts: None, pictures: vec![picture(3, 7), picture(9, 8)] };
        let mut line = Vec::new();
        write_answer(&mut line, &Ok(answer)).unwrap();
        write_answer(&mut line, &Err(Trouble::new("clip-empty"))).unwrap();
        let mut line = &line[..];
        assert_eq!(read_answer(&mut line).unwrap().unwrap().pictures, [picture(3, 7), picture(9, 8)]);
        assert_eq!(read_answer(&mut line).unwrap().unwrap_err().rule, "clip-empty");
    }

    #[test]
    fn lengths_are_not_believed() {
        let long = [&u32::MAX.to_le_bytes()[..], b"{}"].concat();
        assert!(read_answer(&mut &long[..]).is_err());
        let words = br#"{"facts":null,"pictures":[{"number":0,"at_secs":0.0,"width":4294967295,"height":4294967295}],"trouble":null}"#;
        let large = [&(words.len() as u32).to_le_bytes()[..], words].concat();
        assert!(read_answer(&mut &large[..]).is_err());
    }
}
