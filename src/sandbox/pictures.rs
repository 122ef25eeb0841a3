//! Pictures on the wire, as a strict vendor takes them (vendors.md §1.6): a web address, or raw Base64 of a JPEG or PNG.

use std::fmt;
use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage};
use url::{Host, Url};

/// What a vendor that wants raw bytes takes.
pub const PLAIN: &[ImageFormat] = &[ImageFormat::Jpeg, ImageFormat::Png];
/// What a vendor that takes uploads can show.
pub const WEB: &[ImageFormat] = &[ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];

/// What one vendor takes.
#[derive(Debug, Clone, Copy)]
pub struct PictureRules {
    pub max_bytes: usize,
    pub min_side: u32,
    /// The long side over the short one, times ten: 25 is 2.5:1.
    pub max_ratio_tenths: u32,
}

/// A picture a request gave. An address is taken at its word: the practice vendor fetches nothing.
pub enum Given {
    Bytes { bytes: Vec<u8>, width: u32, height: u32 },
    Address(String),
}

impl Given {
    /// Width and height as shown, after orientation; `None` for an address.
    pub fn size(&self) -> Option<(u32, u32)> {
        match self {
            Self::Bytes { width, height, .. } => Some((*width, *height)),
            Self::Address(_) => None,
        }
    }

    /// The bytes to draw with: for an address a card that stands for it.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes { bytes, .. } => bytes,
            Self::Address(address) => card(&address),
        }
    }
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes { bytes, width, height } => write!(f, "Bytes({width}×{height}, {} bytes)", bytes.len()),
            Self::Address(address) => write!(f, "Address({address})"),
        }
    }
}

/// Judges one picture string; the error says what is wrong with it.
pub fn judge(text: &str, rules: &PictureRules) -> Result<Given, String> {
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.starts_with("data:") {
        return Err("must be raw Base64 without a data: prefix".to_owned());
    }
    if text.contains("://") {
        return judge_address(text).map(|()| Given::Address(text.to_owned()));
    }
    // The size of the text settles the size of the picture: nothing huge is decoded just to be refused.
    if text.len() / 4 * 3 > rules.max_bytes + 3 {
        return Err(format!("larger than {} bytes", rules.max_bytes));
    }
    let bytes = STANDARD.decode(text).map_err(|_| "neither a URL nor valid Base64".to_owned())?;
    if bytes.len() > rules.max_bytes {
        return Err(format!("larger than {} bytes ({})", rules.max_bytes, bytes.len()));
    }
    let (width, height) = decoded_size(&bytes, PLAIN)?;
    judge_size(width, height, rules)?;
    Ok(Given::Bytes { bytes, width, height })
}

/// https, or http to this machine.
pub fn judge_address(text: &str) -> Result<(), String> {
    let url = Url::parse(text).map_err(|_| "not a valid URL".to_owned())?;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => return Err("not a valid URL".to_owned()),
    };
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback => Ok(()),
        scheme => Err(format!("a URL must be https, not {scheme}")),
    }
}

/// Width and height as shown, of a picture in one of these formats that decodes whole.
pub fn decoded_size(bytes: &[u8], formats: &[ImageFormat]) -> Result<(u32, u32), String> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|error| error.to_string())?;
    if !reader.format().is_some_and(|format| formats.contains(&format)) {
        let names: Vec<String> = formats.iter().map(|format| format!("{format:?}").to_uppercase()).collect();
        return Err(format!("not a {} picture", names.join(" or ")));
    }
    let unreadable = |error| format!("the picture cannot be decoded: {error}");
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let orientation = decoder.orientation().map_err(unreadable)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    Ok((picture.width(), picture.height()))
}

fn judge_size(width: u32, height: u32, rules: &PictureRules) -> Result<(), String> {
    let (short, long) = (width.min(height), width.max(height));
    if short < rules.min_side {
        return Err(format!("each side must be at least {} pixels ({width}x{height})", rules.min_side));
    }
    if u64::from(long) * 10 > u64::from(short) * u64::from(rules.max_ratio_tenths) {
        let most = f64::from(rules.max_ratio_tenths) / 10.0;
        return Err(format!("the ratio must lie within 1:{most} and {most}:1 ({width}x{height})"));
    }
    Ok(())
}

/// A 16:9 card with a frame and a cross, its hue the address's own, so that two addresses look different.
fn card(address: &str) -> Vec<u8> {
    const WIDTH: u32 = 1280;
    const HEIGHT: u32 = 720;
    const BORDER: u32 = 12;
    let hash = address.bytes().fold(0x811c_9dc5_u32, |hash, b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let [r, g, b, _] = hash.to_le_bytes();
    let ground = Rgb([r / 3 + 24, g / 3 + 24, b / 3 + 24]);
    let line = Rgb([r / 3 + 120, g / 3 + 120, b / 3 + 120]);
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let on_border = x < BORDER || y < BORDER || x >= WIDTH - BORDER || y >= HEIGHT - BORDER;
        let across = x * HEIGHT / WIDTH;
        let on_cross = across.abs_diff(y) < 4 || across.abs_diff(HEIGHT - 1 - y) < 4;
        if on_border || on_cross { line } else { ground }
    });
    let mut png = Cursor::new(Vec::new());
    // Writing a PNG into memory has nothing that could fail; an empty card would only be drawn as none.
    let written = picture.write_to(&mut png, ImageFormat::Png);
    written.map(|()| png.into_inner()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: PictureRules = PictureRules { max_bytes: 10_000_000, min_side: 300, max_ratio_tenths: 25 };

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::from_pixel(width, height, Rgb([9, 99, 199])).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn refusal(text: &str) -> String {
        judge(text, &RULES).unwrap_err()
    }

    #[test]
    fn a_jpeg_and_a_png_of_legal_size_pass() {
        for (width, height) in [(300, 300), (750, 300), (300, 750)] {
            for format in [ImageFormat::Jpeg, ImageFormat::Png] {
                let text = STANDARD.encode(encoded(width, height, format));
                assert_eq!(judge(&text, &RULES).unwrap().size(), Some((width, height)));
            }
        }
    }

    #[test]
    fn sides_and_ratio_have_hard_edges() {
        let png = |w, h| STANDARD.encode(encoded(w, h, ImageFormat::Png));
        assert!(refusal(&png(299, 300)).contains("300"));
        assert!(refusal(&png(751, 300)).contains("2.5"));
        assert!(refusal(&png(300, 751)).contains("2.5"));
    }

    #[test]
    fn only_whole_jpeg_and_png_are_pictures() {
        let webp = STANDARD.encode(encoded(400, 400, ImageFormat::WebP));
        assert!(refusal(&webp).contains("JPEG or PNG"));
        let png = encoded(400, 400, ImageFormat::Png);
        assert!(refusal(&STANDARD.encode(&png[..png.len() / 2])).contains("decoded"));
        assert!(refusal(&STANDARD.encode(b"no picture at all")).contains("JPEG or PNG"));
    }

    #[test]
    fn base64_is_raw_and_exact() {
        let text = STANDARD.encode(encoded(400, 400, ImageFormat::Png));
        assert!(refusal(&format!("data:image/png;base64,{text}")).contains("data:"));
        assert!(refusal(&format!("{text}\n")).contains("Base64"));
        assert!(refusal(text.trim_end_matches('=').strip_suffix('C').unwrap_or("x")).contains("Base64"));
        assert!(refusal("").contains("empty"));
    }

    #[test]
    fn bytes_are_counted() {
        let rules = PictureRules { max_bytes: 100, ..RULES };
        let text = STANDARD.encode(encoded(400, 400, ImageFormat::Png));
        assert!(judge(&text, &rules).unwrap_err().contains("100 bytes"));
    }

    #[test]
    fn an_address_is_https_or_on_this_machine() {
        assert!(judge("https://example.com/a.png", &RULES).is_ok());
        assert!(judge("http://127.0.0.1:9/a.png", &RULES).is_ok());
        assert!(refusal("http://example.com/a.png").contains("https"));
        assert!(refusal("file:///etc/passwd").contains("URL"));
        assert!(refusal("https://").contains("URL"));
    }

    #[test]
    fn the_card_of_an_address_is_a_picture_and_its_own() {
        let card = |address: &str| Given::Address(address.to_owned()).into_bytes();
        assert_eq!(decoded_size(&card("https://a.example"), PLAIN).unwrap(), (1280, 720));
        assert_ne!(card("https://a.example"), card("https://b.example"));
    }
}
