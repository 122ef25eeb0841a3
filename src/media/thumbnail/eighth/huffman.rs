//! Huffman codes of a JPEG, read as far as the first coefficient needs them (T.81 annex F.2.2).

/// Bits of the longest code.
const LONGEST: u32 = 16;
/// Bits that are looked up at once for several codes.
const WINDOW: u32 = 12;
/// Bytes that may be read beyond the end before anybody looks: more than a block can take.
const MARGIN: usize = 512;
/// Bits of a word that are sure to be there.
const SURE: u32 = 57;

/// A table of codes. An entry has, from the lowest bit: how many bits to pass over (8), how many coefficients that
/// is (8), whether the block ends (1); 0 is no code at all.
pub struct Codes {
    /// By the next sixteen bits: one code and the value after it.
    single: Vec<u32>,
    /// By the next twelve: as many codes as fit.
    several: Vec<u32>,
}

const ENDS: u32 = 1 << 16;

impl Codes {
    /// Differences of first coefficients: the number of coefficients is the number of bits of the value here.
    pub fn of_differences(table: &[u8]) -> Option<Self> {
        let single = build(table, |size, len| (size < LONGEST as u8).then_some(len | u32::from(size) << 8))?;
        Some(Self { single, several: Vec::new() })
    }

    /// All other coefficients: runs of zeros, each before a value.
    pub fn of_runs(table: &[u8]) -> Option<Self> {
        let single = build(table, |symbol, len| {
            let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            Some(match (run, size) {
                (15, 0) => len | 16 << 8,
                (_, 0) => len | ENDS,
                (_, _) => (len + size) | (run + 1) << 8,
            })
        })?;
        let several = (0..1_u32 << WINDOW).map(|window| chain(&single, window << (32 - WINDOW))).collect();
        Some(Self { single, several })
    }
}

/// The table by the next sixteen bits; `None` where the lengths cannot be codes.
fn build(table: &[u8], entry: impl Fn(u8, u32) -> Option<u32>) -> Option<Vec<u32>> {
    let (counts, mut symbols) = table.split_at_checked(LONGEST as usize)?;
    let mut out = vec![0; 1 << LONGEST];
    let mut at = 0_usize;
    for (len, &count) in (1..).zip(counts) {
        let wide = 1_usize << (LONGEST - len);
        let (these, rest) = symbols.split_at_checked(usize::from(count))?;
        symbols = rest;
        for &symbol in these {
            out.get_mut(at..at + wide)?.fill(entry(symbol, len)?);
            at += wide;
        }
    }
    Some(out)
}

/// The entries of as many codes as lie whole in the window, added up. Only the first one's value may reach out of it.
fn chain(single: &[u32], window: u32) -> u32 {
    let after = |passed: u32| single[(window << passed >> (32 - LONGEST)) as usize];
    let first = after(0);
    let from = (window >> (32 - LONGEST)) as usize;
    let is_known = single[from..from + (1 << (LONGEST - WINDOW))].iter().all(|&entry| entry == first);
    if first == 0 || !is_known {
        return 0;
    }
    let mut sum = first;
    while sum & ENDS == 0 && bits_of(sum) < WINDOW {
        let next = after(bits_of(sum));
        if next == 0 || bits_of(sum) + bits_of(next) > WINDOW {
            break;
        }
        sum += next;
    }
    sum
}

fn bits_of(entry: u32) -> u32 {
    entry & 0xFF
}

fn coefficients_of(entry: u32) -> u32 {
    entry >> 8 & 0xFF
}

/// The parts of a scan between restart markers, with what is put in to keep data from looking like a marker taken out.
pub fn runs(data: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut rest = Some(data);
    std::iter::from_fn(move || {
        let mut left = rest.take()?;
        let mut run = Vec::with_capacity(left.len() + MARGIN);
        while let Some(at) = left.iter().position(|&byte| byte == 0xFF) {
            let (whole, marked) = left.split_at(at);
            run.extend_from_slice(whole);
            match marked.get(1) {
                Some(0xD0..=0xD7) => {
                    rest = marked.get(2..);
                    return Some(run);
                }
                // A byte that only looks like a marker.
                Some(0) => {
                    run.push(0xFF);
                    left = &marked[2..];
                }
                // Fill bytes.
                Some(_) | None => left = &marked[1..],
            }
        }
        run.extend_from_slice(left);
        Some(run)
    })
}

/// A run, read bit by bit from the highest.
pub struct Bits {
    bytes: Vec<u8>,
    at: usize,
    end: usize,
}

impl Bits {
    pub fn of(mut bytes: Vec<u8>) -> Self {
        let end = bytes.len() * 8;
        bytes.resize(bytes.len() + MARGIN, 0);
        Self { bytes, at: 0, end }
    }

    /// Nothing where more was read than there was.
    pub fn check(&self) -> Option<()> {
        (self.at <= self.end).then_some(())
    }

    /// The next bits, the first of them highest; the last seven may be missing.
    #[inline]
    fn peek(&self) -> Option<u64> {
        let next = self.bytes.get(self.at >> 3..)?.first_chunk()?;
        Some(u64::from_be_bytes(*next) << (self.at & 7))
    }

    pub fn bit(&mut self) -> Option<i16> {
        let bit = self.peek()? >> 63;
        self.at += 1;
        Some(i16::from(bit == 1))
    }

    /// The difference of a first coefficient from the one before it.
    #[inline]
    pub fn difference(&mut self, codes: &Codes) -> Option<i32> {
        let word = self.peek()?;
        let entry = codes.single[(word >> (64 - LONGEST)) as usize];
        if entry == 0 {
            return None;
        }
        let (len, size) = (bits_of(entry), coefficients_of(entry));
        self.at += (len + size) as usize;
        if size == 0 {
            return Some(0);
        }
        // At most fifteen bits.
        let value = (word << len >> (64 - size)) as i32;
        let is_positive = value >> (size - 1) == 1;
        Some(if is_positive { value } else { value + 1 - (1 << size) })
    }

    /// Passes over a block's other coefficients, of which the first has been read.
    #[inline]
    pub fn pass_over(&mut self, codes: &Codes, count: u32) -> Option<()> {
        let mut known = 1;
        loop {
            let (mut word, mut left) = (self.peek()?, SURE);
            // No code is longer than sixteen bits, no value longer than fifteen.
            while left > LONGEST + 15 {
                let mut entry = codes.several[(word >> (64 - WINDOW)) as usize];
                if entry == 0 || known + coefficients_of(entry) >= count {
                    entry = codes.single[(word >> (64 - LONGEST)) as usize];
                    if entry == 0 {
                        return None;
                    }
                }
                let passed = bits_of(entry);
                known += coefficients_of(entry);
                self.at += passed as usize;
                if entry & ENDS != 0 || known == count {
                    return Some(());
                }
                if known > count {
                    return None;
                }
                word <<= passed;
                left -= passed;
            }
        }
    }
}
