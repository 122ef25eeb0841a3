//! A JPEG at an eighth of its size: of every block of 8×8 pixels its mean, which stands first in the block's data.
//! The rest is passed over without being worked out, so this costs a fraction of decoding and next to no memory.

use crate::media::probe::jpeg::{self, Piece};

mod huffman;

use huffman::{Bits, Codes};

const DHT: u8 = 0xC4;
const DQT: u8 = 0xDB;
const DRI: u8 = 0xDD;
const APP14: u8 = 0xEE;
/// Baseline, extended and progressive: eight bits, Huffman codes.
const FRAMES: [u8; 3] = [0xC0, 0xC1, 0xC2];
const PROGRESSIVE: u8 = 0xC2;
/// Coefficients of a block.
const BLOCK: u32 = 64;

/// The means of a picture's blocks, by colour channel.
pub struct Eighth {
    /// Of the whole picture, in pixels, as stored.
    pub width: u32,
    pub height: u32,
    pub planes: Planes,
}

pub enum Planes {
    Grey(Plane),
    /// Luma, blue and red difference (JFIF).
    Ycc(Box<[Plane; 3]>),
    Rgb(Box<[Plane; 3]>),
}

/// One channel. Its right and lower edge may lie beyond the picture.
pub struct Plane {
    pub means: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// How much of it the picture covers.
    pub covered: (f64, f64),
}

/// `None` where the picture is of another kind, or damaged: then the whole decoder has to look at it.
pub fn eighth(bytes: &[u8]) -> Option<Eighth> {
    let mut reader = Reader::default();
    let mut is_ended = false;
    for piece in jpeg::pieces(bytes) {
        match piece {
            Piece::Segment(jpeg::SOS, head) => reader.scan = Some(head),
            Piece::Segment(marker, payload) => reader.segment(marker, payload)?,
            Piece::Scan(data) => reader.scan(data)?,
            Piece::End => is_ended = true,
        }
    }
    if is_ended { reader.finish() } else { None }
}

/// What the segments have told so far.
#[derive(Default)]
struct Reader<'a> {
    frame: Option<Frame>,
    /// The first entry of each quantization table.
    steps: [Option<u16>; 4],
    dc_tables: [Option<&'a [u8]>; 4],
    ac_tables: [Option<&'a [u8]>; 4],
    restart_after: usize,
    adobe_transform: Option<u8>,
    scan: Option<&'a [u8]>,
}

struct Frame {
    width: u32,
    height: u32,
    is_progressive: bool,
    channels: Vec<Channel>,
    /// The largest sampling factors.
    widest: usize,
    tallest: usize,
}

struct Channel {
    id: u8,
    across: usize,
    down: usize,
    step: u8,
    /// Blocks in a row and in a column, up to the edge of the last whole group.
    stride: usize,
    rows: usize,
    /// First coefficients, as far as scans have told them.
    firsts: Vec<i16>,
    /// The lowest bit that has been told; `None` before the first scan.
    told_to: Option<u8>,
}

impl<'a> Reader<'a> {
    fn segment(&mut self, marker: u8, payload: &'a [u8]) -> Option<()> {
        match marker {
            DQT => self.quantization(payload),
            DHT => self.codes(payload),
            DRI => {
                self.restart_after = usize::from(u16::from_be_bytes(*payload.first_chunk()?));
                Some(())
            }
            APP14 if payload.starts_with(b"Adobe") => {
                self.adobe_transform = Some(*payload.get(11)?);
                Some(())
            }
            _ if FRAMES.contains(&marker) && self.frame.is_none() => {
                self.frame = Some(Frame::parse(marker, payload)?);
                Some(())
            }
            // Another kind of frame, or a second one: a height told late, arithmetic codes, a picture of pictures.
            0xC0..=0xCF | 0xDC..=0xDF => None,
            _ => Some(()),
        }
    }

    fn quantization(&mut self, mut payload: &[u8]) -> Option<()> {
        while let Some((&head, rest)) = payload.split_first() {
            let (len, step) = if head >> 4 == 0 {
                (64, u16::from(*rest.first()?))
            } else {
                (128, u16::from_be_bytes(*rest.first_chunk()?))
            };
            *self.steps.get_mut(usize::from(head & 15))? = Some(step);
            payload = rest.get(len..)?;
        }
        Some(())
    }

    /// Keeps the tables as they stand: only those that a scan names are worth building.
    fn codes(&mut self, mut payload: &'a [u8]) -> Option<()> {
        while let Some((&head, rest)) = payload.split_first() {
            let len = 16 + rest.get(..16)?.iter().map(|&count| usize::from(count)).sum::<usize>();
            let (table, after) = rest.split_at_checked(len)?;
            let tables = if head >> 4 == 0 { &mut self.dc_tables } else { &mut self.ac_tables };
            *tables.get_mut(usize::from(head & 15))? = Some(table);
            payload = after;
        }
        Some(())
    }

    fn scan(&mut self, data: &[u8]) -> Option<()> {
        let head = self.scan.take()?;
        let (&count, rest) = head.split_first()?;
        let count = usize::from(count);
        let [first, last, bits] = *rest.get(count * 2..)?.first_chunk()?;
        let frame = self.frame.as_mut()?;
        if first > 0 {
            // Other coefficients than the first.
            return frame.is_progressive.then_some(());
        }
        let is_whole = if frame.is_progressive { last == 0 } else { last == 63 && bits == 0 };
        if !is_whole || !(1..=frame.channels.len()).contains(&count) {
            return None;
        }
        let (told_to, tells) = (bits >> 4, bits & 15);
        let mut parts = Vec::with_capacity(count);
        for named in rest[..count * 2].chunks_exact(2) {
            let at = frame.channels.iter().position(|channel| channel.id == named[0])?;
            let is_next = match frame.channels[at].told_to.replace(tells) {
                None => told_to == 0 && tells < 14,
                Some(before) => frame.is_progressive && told_to == before && told_to == tells + 1,
            };
            if !is_next || parts.iter().any(|part: &Part| part.at == at) {
                return None;
            }
            let is_refining = told_to > 0;
            let dc = if is_refining {
                None
            } else {
                Some(Codes::of_differences(named_table(&self.dc_tables, named[1] >> 4)?)?)
            };
            let ac = if frame.is_progressive {
                None
            } else {
                Some(Codes::of_runs(named_table(&self.ac_tables, named[1] & 15)?)?)
            };
            parts.push(Part { at, dc, ac, before: 0 });
        }
        frame.read(data, &mut parts, self.restart_after, tells)
    }

    fn finish(self) -> Option<Eighth> {
        let frame = self.frame?;
        let (width, height) = (frame.width, frame.height);
        let is_rgb = self.adobe_transform == Some(0) || frame.channels.iter().map(|c| c.id).eq(*b"RGB");
        let plane = |channel: &Channel| {
            let step = i32::from(self.steps.get(usize::from(channel.step)).copied().flatten()?);
            channel.told_to?;
            let part = |side: u32, factor: usize, most: usize| f64::from(side) * factor as f64 / (8 * most) as f64;
            Some(Plane {
                means: channel.firsts.iter().map(|&first| mean(first, step)).collect(),
                width: u32::try_from(channel.stride).ok()?,
                height: u32::try_from(channel.rows).ok()?,
                covered: (part(width, channel.across, frame.widest), part(height, channel.down, frame.tallest)),
            })
        };
        let planes = match &frame.channels[..] {
            [grey] => Planes::Grey(plane(grey)?),
            [a, b, c] => {
                let three = Box::new([plane(a)?, plane(b)?, plane(c)?]);
                if is_rgb { Planes::Rgb(three) } else { Planes::Ycc(three) }
            }
            _ => return None,
        };
        Some(Eighth { width, height, planes })
    }
}

fn named_table<'a>(tables: &[Option<&'a [u8]>; 4], index: u8) -> Option<&'a [u8]> {
    tables.get(usize::from(index)).copied().flatten()
}

/// The first coefficient is eight times the mean, which is counted from the middle of the range.
fn mean(first: i16, step: i32) -> u8 {
    // Within 0 and 255 by the clamp.
    (((i32::from(first) * step + 4) >> 3) + 128).clamp(0, 255) as u8
}

/// One channel's share of a scan.
struct Part {
    /// Among the frame's channels.
    at: usize,
    /// `None` where the scan only adds a bit to what is known.
    dc: Option<Codes>,
    /// `None` where the scan has nothing else.
    ac: Option<Codes>,
    /// The coefficient before this one.
    before: i32,
}

impl Frame {
    fn parse(marker: u8, payload: &[u8]) -> Option<Self> {
        let [8, h1, h0, w1, w0, count, tables @ ..] = payload else { return None };
        let (width, height) = (u16::from_be_bytes([*w1, *w0]), u16::from_be_bytes([*h1, *h0]));
        let named: Vec<&[u8]> = tables.chunks_exact(3).take(usize::from(*count)).collect();
        let factors = || named.iter().map(|part| (usize::from(part[1] >> 4), usize::from(part[1] & 15)));
        let is_sampled = factors().all(|(across, down)| (1..=4).contains(&across) && (1..=4).contains(&down));
        if width == 0 || height == 0 || named.len() != usize::from(*count) || !is_sampled {
            return None;
        }
        let widest = factors().map(|factor| factor.0).max()?;
        let tallest = factors().map(|factor| factor.1).max()?;
        let groups = (usize::from(width).div_ceil(8 * widest), usize::from(height).div_ceil(8 * tallest));
        let channel = |(part, (across, down)): (&&[u8], (usize, usize))| {
            let (stride, rows) = (groups.0 * across, groups.1 * down);
            let firsts = vec![0; stride * rows];
            Channel { id: part[0], across, down, step: part[2], stride, rows, firsts, told_to: None }
        };
        let channels = named.iter().zip(factors()).map(channel).collect();
        let (width, height) = (u32::from(width), u32::from(height));
        Some(Self { width, height, is_progressive: marker == PROGRESSIVE, channels, widest, tallest })
    }

    fn read(&mut self, data: &[u8], parts: &mut [Part], restart_after: usize, tells: u8) -> Option<()> {
        let (across, down) = self.groups(parts);
        let is_alone = parts.len() == 1;
        let mut runs = huffman::runs(data);
        let mut bits = Bits::of(runs.next()?);
        let mut until_restart = restart_after;
        for row in 0..down {
            for column in 0..across {
                if restart_after > 0 && until_restart == 0 {
                    bits.check()?;
                    bits = Bits::of(runs.next()?);
                    parts.iter_mut().for_each(|part| part.before = 0);
                    until_restart = restart_after;
                }
                until_restart = until_restart.wrapping_sub(1);
                for part in &mut *parts {
                    let channel = &mut self.channels[part.at];
                    let (h, v) = if is_alone { (1, 1) } else { (channel.across, channel.down) };
                    for y in row * v..(row + 1) * v {
                        for x in column * h..(column + 1) * h {
                            part.block(&mut bits, channel.firsts.get_mut(y * channel.stride + x)?, tells)?;
                        }
                    }
                }
            }
        }
        bits.check()
    }

    /// How many groups of blocks a scan has, across and down. A channel alone comes block by block, and only those
    /// that the picture covers (T.81 A.2.2).
    fn groups(&self, parts: &[Part]) -> (usize, usize) {
        let share = |side: u32, factor: usize, most: usize| (side as usize * factor).div_ceil(8 * most);
        match parts {
            [alone] => {
                let channel = &self.channels[alone.at];
                (share(self.width, channel.across, self.widest), share(self.height, channel.down, self.tallest))
            }
            _ => (share(self.width, 1, self.widest), share(self.height, 1, self.tallest)),
        }
    }
}

impl Part {
    #[inline]
    fn block(&mut self, bits: &mut Bits, first: &mut i16, tells: u8) -> Option<()> {
        match &self.dc {
            Some(codes) => {
                self.before = self.before.wrapping_add(bits.difference(codes)?);
                // More than sixteen bits are damage, which may show.
                *first = (self.before << tells) as i16;
            }
            None => *first |= bits.bit()? << tells,
        }
        match &self.ac {
            Some(codes) => bits.pass_over(codes, BLOCK),
            None => Some(()),
        }
    }
}

#[cfg(test)]
mod tests;
