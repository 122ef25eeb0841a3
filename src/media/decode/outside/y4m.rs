//! The stream `ffmpeg -f yuv4mpegpipe` writes: a line of facts, then raw pictures each after a line of its own.

use std::io::{BufRead, Error, ErrorKind, Read};

use crate::media::decode::colour::Yuv;
use crate::media::decode::h264::MAX_PICTURE_PIXELS;

const MAX_LINE: u64 = 512;

/// Width and height of the pictures to come.
pub fn read_head(stream: &mut impl BufRead) -> Result<(usize, usize), Error> {
    let line = read_line(stream)?;
    let mut words = line.split(' ');
    if words.next() != Some("YUV4MPEG2") {
        return Err(odd("no YUV4MPEG2"));
    }
    let (mut width, mut height, mut chroma) = (0, 0, "420");
    for word in words.filter(|word| word.is_char_boundary(1)) {
        match word.split_at(1) {
            ("W", value) => width = value.parse().unwrap_or(0),
            ("H", value) => height = value.parse().unwrap_or(0),
            ("C", value) => chroma = value,
            _ => {}
        }
    }
    let is_fit = width > 0 && height > 0 && width % 2 == 0 && height % 2 == 0;
    let is_deep = chroma.strip_prefix("420p").is_some_and(|bits| bits.starts_with(|bit: char| bit.is_ascii_digit()));
    let pixels = (width as u64).checked_mul(height as u64);
    if !is_fit || is_deep || !chroma.starts_with("420") || pixels.is_none_or(|pixels| pixels > MAX_PICTURE_PIXELS) {
        return Err(odd("pictures of another kind"));
    }
    Ok((width, height))
}

/// The next picture; none at the stream's end.
pub fn read_picture(stream: &mut impl BufRead, (width, height): (usize, usize)) -> Result<Option<Yuv>, Error> {
    if stream.fill_buf()?.is_empty() {
        return Ok(None);
    }
    if !read_line(stream)?.starts_with("FRAME") {
        return Err(odd("no FRAME"));
    }
    let mut plane = |len: usize| {
        let mut bytes = Vec::with_capacity(len);
        stream.take(len as u64).read_to_end(&mut bytes)?;
        if bytes.len() == len { Ok(bytes) } else { Err(Error::from(ErrorKind::UnexpectedEof)) }
    };
    let chroma = width / 2 * (height / 2);
    let planes = [plane(width * height)?, plane(chroma)?, plane(chroma)?];
    Yuv::i420(width, height, planes).map(Some).map_err(|_| odd("planes of other sizes"))
}

fn read_line(stream: &mut impl BufRead) -> Result<String, Error> {
    let mut line = Vec::new();
    stream.take(MAX_LINE).read_until(b'\n', &mut line)?;
    if line.pop() != Some(b'\n') {
        return Err(odd("a line without end"));
    }
    String::from_utf8(line).map_err(|_| odd("a line that is no text"))
}

fn odd(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_follow_the_line_of_facts() {
        let stream = [
            &b"YUV4MPEG2 W2 H2 F24:1 Ip A1:1 C420jpeg XYSCSS=420JPEG\nFRAME\n\x01\x02\x03\x04\x05\x06FRAME I\n"[..],
            b"ABCDEF",
        ]
        .concat();
        let mut stream = &stream[..];
        let size = read_head(&mut stream).unwrap();
        assert_eq!(size, (2, 2));
        assert_eq!(read_picture(&mut stream, size).unwrap().unwrap().planes, [vec![1, 2, 3, 4], vec![5], vec![6]]);
        assert_eq!(read_picture(&mut stream, size).unwrap().unwrap().planes[2], b"F");
        assert_eq!(read_picture(&mut stream, size).unwrap(), None);
    }

    #[test]
    fn what_is_odd_is_refused_before_memory_is_taken() {
        for head in [
            "YUV4MPEG2 W90000 H90000 C420\n",
            "YUV4MPEG2 W18446744073709551615 H2\n",
            "YUV4MPEG2 W3 H2\n",
            "YUV4MPEG2 W2 H2 C420p10\n",
            "YUV4MPEG2 W2 H2 C444\n",
            "GIF89a\n",
            "",
            &"x".repeat(2000),
        ] {
            assert!(read_head(&mut head.as_bytes()).is_err(), "{head}");
        }
        assert!(read_picture(&mut &b"FRAME\n\x01\x02"[..], (2, 2)).is_err());
    }
}
