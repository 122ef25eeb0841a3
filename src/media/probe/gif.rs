//! GIF, block by block: whether it moves, and whether it lets through.

/// What the blocks say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Blocks {
    pub frames: u32,
    pub has_transparency: bool,
}

/// Walks the file and counts; a cut file counts what is there.
pub fn blocks(bytes: &[u8]) -> Blocks {
    let mut found = Blocks::default();
    let mut walk = Walk { rest: bytes };
    // Every step takes at least one byte, so the walk ends.
    while walk.block(&mut found).is_some() {}
    found
}

struct Walk<'a> {
    rest: &'a [u8],
}

impl<'a> Walk<'a> {
    /// One block; `None` at the end of the picture or of the bytes.
    fn block(&mut self, found: &mut Blocks) -> Option<()> {
        match self.take(1)?[0] {
            // The file's head, which begins with the "G" of its signature.
            b'G' if found.frames == 0 => {
                let head = self.take(12)?;
                self.take(table_len(head[9]))?;
            }
            0x21 => {
                let label = self.take(1)?[0];
                let control = self.rest.get(1);
                found.has_transparency |= label == 0xF9 && control.is_some_and(|flags| flags & 1 != 0);
                self.sub_blocks()?;
            }
            0x2C => {
                let descriptor = self.take(9)?;
                self.take(table_len(descriptor[8]))?;
                self.take(1)?;
                found.frames += 1;
                self.sub_blocks()?;
            }
            _ => return None,
        }
        Some(())
    }

    fn sub_blocks(&mut self) -> Option<()> {
        loop {
            let len = self.take(1)?[0];
            if len == 0 {
                return Some(());
            }
            self.take(usize::from(len))?;
        }
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }
}

/// Bytes of the colour table that a packed field announces.
fn table_len(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0";
    const FRAME: &[u8] = &[0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4C, 1, 0];
    const LETS_THROUGH: &[u8] = &[0x21, 0xF9, 4, 1, 0, 0, 0, 0];
    const END: &[u8] = &[0x3B];

    #[test]
    fn frames_are_counted_up_to_the_end() {
        let of = |parts: &[&[u8]]| blocks(&parts.concat());
        assert_eq!(of(&[HEAD, FRAME, END]), Blocks { frames: 1, has_transparency: false });
        assert_eq!(of(&[HEAD, LETS_THROUGH, FRAME, FRAME, END, FRAME]), Blocks { frames: 2, has_transparency: true });
        assert_eq!(of(&[HEAD, &FRAME[..12]]), Blocks { frames: 1, has_transparency: false }, "a cut frame is one");
        assert_eq!(of(&[b"", b"GIF"]), Blocks::default());
    }
}
