//! What is refused before anything is decoded.

/// Bytes of a picture file that are read at all.
pub const FILE_BYTES: u64 = 64_000_000;
/// Pixels of a picture.
pub const PIXELS: u64 = 100_000_000;
/// Pixels of one side.
pub const SIDE: u32 = 16_384;
/// Memory a decoder may take beside the decoded pixels, in bytes.
pub const DECODER_BYTES: u64 = 256_000_000;
/// Decoded pixels, in bytes: the whole of `PIXELS` in 8-bit RGBA.
pub const DECODED_BYTES: u64 = PIXELS * 4;
/// A prepared picture, in bytes: the vendors' "10 MB" in its stricter reading (vendors.md §1.6).
pub const PREPARED_BYTES: u64 = 10_000_000;
/// An embedded colour profile, in bytes; real ones are under 2 MB.
pub const PROFILE_BYTES: usize = 4_000_000;
