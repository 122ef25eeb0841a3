//! The single pictures of an AVIF: which one is shown, which one is its transparency, and that one as a file of its own.
//! What decodes AVIF looks at the picture that is shown, and at no other.

use super::{Box, boxes};

/// The transparency of a picture, as a file that shows nothing else.
pub struct Alpha {
    pub file: Vec<u8>,
    /// The colours are stored as they look on black.
    pub is_premultiplied: bool,
}

/// The transparency of the picture that is shown; `None` where there is none, or none that can be told apart.
pub fn alpha(bytes: &[u8]) -> Option<Alpha> {
    let meta = boxes(bytes).find(|b| &b.kind == b"meta")?.data.get(4..)?;
    let find = |kind: &[u8; 4]| boxes(meta).find(|b| &b.kind == kind).map(|b| b.data);
    let primary = primary(find(b"pitm")?)?;
    let references = references(find(b"iref")?)?;
    let properties = find(b"iprp")?;
    let is_alpha = |id: &u32| {
        let known = properties_of(properties, *id).unwrap_or_default();
        known.iter().any(|b| &b.kind == b"auxC" && b.data.windows(5).any(|part| part == b"alpha"))
    };
    let item = references.iter().filter(|link| &link.kind == b"auxl" && link.to.contains(&primary));
    let item = item.map(|link| link.from).find(is_alpha)?;
    let data = data_of(find(b"iloc")?, item, bytes, find(b"idat"))?;
    let mut kept = properties_of(properties, item)?;
    kept.retain(|b| &b.kind != b"auxC");
    let premultiplied = |link: &Link| &link.kind == b"prem" && link.from == primary && link.to.contains(&item);
    Some(Alpha { file: alone(&kept, &data)?, is_premultiplied: references.iter().any(premultiplied) })
}

/// Numbers of a box, one after the other; `None` past its end.
struct Numbers<'a>(&'a [u8]);

impl Numbers<'_> {
    fn next(&mut self, bytes: usize) -> Option<u64> {
        let (number, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        (bytes <= 8).then(|| number.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    fn small(&mut self, bytes: usize) -> Option<u32> {
        self.next(bytes).and_then(|number| u32::try_from(number).ok())
    }

    /// The version of a box; its flags are passed over but for the lowest.
    fn version(&mut self) -> Option<(u64, bool)> {
        Some((self.next(1)?, self.next(3)? & 1 == 1))
    }
}

fn primary(data: &[u8]) -> Option<u32> {
    let mut numbers = Numbers(data);
    let (version, _) = numbers.version()?;
    numbers.small(if version == 0 { 2 } else { 4 })
}

/// One picture says what it is to others.
struct Link {
    kind: [u8; 4],
    from: u32,
    to: Vec<u32>,
}

fn references(data: &[u8]) -> Option<Vec<Link>> {
    let mut head = Numbers(data);
    let id = if head.version()?.0 == 0 { 2 } else { 4 };
    let link = |b: Box<'_>| {
        let mut numbers = Numbers(b.data);
        let (from, count) = (numbers.small(id)?, numbers.next(2)?);
        let to = (0..count).map(|_| numbers.small(id)).collect::<Option<Vec<u32>>>()?;
        Some(Link { kind: b.kind, from, to })
    };
    boxes(head.0).map(link).collect()
}

/// What is said of one picture, in the order in which it is said.
fn properties_of(data: &[u8], item: u32) -> Option<Vec<Box<'_>>> {
    let list: Vec<Box<'_>> = boxes(boxes(data).find(|b| &b.kind == b"ipco")?.data).collect();
    let mut numbers = Numbers(boxes(data).find(|b| &b.kind == b"ipma")?.data);
    let (version, is_wide) = numbers.version()?;
    for _ in 0..numbers.next(4)? {
        let id = numbers.small(if version == 0 { 2 } else { 4 })?;
        let mut named = Vec::new();
        for _ in 0..numbers.next(1)? {
            // The highest bit says that a reader must know it.
            let number = if is_wide { numbers.next(2)? & 0x7FFF } else { numbers.next(1)? & 0x7F };
            named.push(usize::try_from(number).ok()?);
        }
        if id == item {
            // Counted from 1; 0 is none.
            let of = |number: &usize| list.get(number.checked_sub(1)?).copied();
            return Some(named.iter().filter_map(of).collect());
        }
    }
    None
}

/// The bytes of one picture, wherever they lie.
fn data_of(data: &[u8], item: u32, file: &[u8], own: Option<&[u8]>) -> Option<Vec<u8>> {
    let mut numbers = Numbers(data);
    let (version, _) = numbers.version()?;
    let sizes = numbers.next(2)?;
    let size = |nibble: u32| usize::try_from(sizes >> (nibble * 4) & 0xF).unwrap_or_default();
    let (offset_size, length_size, base_size) = (size(3), size(2), size(1));
    let index_size = if version == 0 { 0 } else { size(0) };
    let id_size = if version < 2 { 2 } else { 4 };
    for _ in 0..numbers.next(id_size)? {
        let id = numbers.small(id_size)?;
        let from = if version == 0 { 0 } else { numbers.next(2)? & 0xF };
        let (_, base, count) = (numbers.next(2)?, numbers.next(base_size)?, numbers.next(2)?);
        let mut found = Vec::new();
        for _ in 0..count {
            numbers.next(index_size)?;
            let (offset, length) = (numbers.next(offset_size)?, numbers.next(length_size)?);
            if id != item {
                continue;
            }
            let source = match from {
                0 => file,
                1 => own?,
                _ => return None,
            };
            let start = usize::try_from(base.checked_add(offset)?).ok()?;
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            found.extend_from_slice(source.get(start..end)?);
            // Told over and over, a part could be made as long as one likes.
            if found.len() > file.len() {
                return None;
            }
        }
        if id == item {
            return Some(found);
        }
    }
    None
}

/// A file of one picture with these properties.
fn alone(properties: &[Box<'_>], data: &[u8]) -> Option<Vec<u8>> {
    let head = boxed(b"ftyp", &[b"avif\0\0\0\0avifmif1miaf"])?;
    let list = properties.iter().map(|b| boxed(&b.kind, &[b.data])).collect::<Option<Vec<_>>>()?.concat();
    let count = u8::try_from(properties.len()).ok().filter(|count| *count < 0x80)?;
    let named: Vec<u8> = (1..=count).zip(properties).map(|(at, b)| at | u8::from(&b.kind == b"av1C") << 7).collect();
    let used = boxed(b"ipma", &[&[0; 4], &[0, 0, 0, 1, 0, 1, count], &named])?;
    let meta = |at: usize| {
        let place = [u32::try_from(at).ok()?, u32::try_from(data.len()).ok()?].map(u32::to_be_bytes).concat();
        let parts = [
            boxed(b"hdlr", &[&[0; 8], b"pict", &[0; 13]])?,
            boxed(b"pitm", &[&[0; 4], &[0, 1]])?,
            boxed(b"iloc", &[&[0; 4], &[0x44, 0, 0, 1, 0, 1, 0, 0, 0, 1], &place])?,
            boxed(b"iinf", &[&[0; 4], &[0, 1], &boxed(b"infe", &[&[2, 0, 0, 0, 0, 1, 0, 0], b"av01\0"])?])?,
            boxed(b"iprp", &[&boxed(b"ipco", &[&list])?, &used])?,
        ];
        boxed(b"meta", &[&[0; 4], &parts.concat()])
    };
    // The place of the data is a number of fixed length.
    let at = head.len() + meta(0)?.len() + 8;
    Some([head, meta(at)?, boxed(b"mdat", &[data])?].concat())
}

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Option<Vec<u8>> {
    let data = parts.concat();
    let length = u32::try_from(data.len() + 8).ok()?;
    Some([&length.to_be_bytes()[..], kind, &data].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(name: &str) -> Vec<u8> {
        std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/media/pictures").join(name)).unwrap()
    }

    #[test]
    fn the_transparency_is_a_picture_of_its_own() {
        let whole = sample("alpha.avif");
        let alpha = alpha(&whole).unwrap();
        assert!(!alpha.is_premultiplied);
        let header = super::super::header(&alpha.file).unwrap();
        assert_eq!((header.width, header.height, header.has_alpha), (320, 300, false));
        let shown = super::super::header(&whole).unwrap();
        assert_eq!((shown.width, shown.height, shown.has_alpha), (320, 300, true));
        assert!(super::alpha(&sample("alpha_premultiplied.avif")).unwrap().is_premultiplied);
    }

    #[test]
    fn an_opaque_picture_has_none() {
        assert!(alpha(&sample("avif_named.png")).is_none());
    }

    #[test]
    fn whatever_is_missing_of_it_nothing_breaks() {
        let whole = sample("alpha.avif");
        for end in 0..600.min(whole.len()) {
            let _ = alpha(&whole[..end]);
            let mut bent = whole.clone();
            bent[end] ^= 0xFF;
            let _ = alpha(&bent);
        }
    }
}
