//! A print profile made for the test, of four inks that are not perfect, and JPEGs that carry it.

/// How much of red, green and blue each full ink lets through.
const INKS: [[f64; 3]; 4] = [[0.02, 0.55, 0.85], [0.8, 0.06, 0.3], [0.97, 0.85, 0.05], [0.07, 0.07, 0.07]];
const GRID: usize = 9;

/// An ICC profile (version 2, device CMYK, `A2B0` to Lab in 8 bits).
pub fn profile() -> Vec<u8> {
    let table = lookup();
    let white = [b"XYZ \0\0\0\0".to_vec(), fixed(&[0.9642, 1.0, 0.8249])].concat();
    let name = b"Four inks\0";
    let mut description = b"desc\0\0\0\0".to_vec();
    description.extend((name.len() as u32).to_be_bytes());
    description.extend(name);
    description.extend([0; 78]);
    let copying = b"text\0\0\0\0No rights reserved\0".to_vec();
    let tags = [(b"desc", description), (b"cprt", copying), (b"wtpt", white), (b"A2B0", table)];
    let mut list = (tags.len() as u32).to_be_bytes().to_vec();
    let mut data = Vec::new();
    for (kind, content) in tags {
        let at = 128 + 4 + 12 * 4 + data.len();
        list.extend(kind);
        list.extend((at as u32).to_be_bytes());
        list.extend((content.len() as u32).to_be_bytes());
        data.extend(content);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let size = 128 + list.len() + data.len();
    let mut header = (size as u32).to_be_bytes().to_vec();
    header.extend([0; 4]);
    header.extend([2, 0x40, 0, 0]);
    header.extend(b"prtrCMYKLab ");
    header.extend([7, 0xEA, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    header.extend(b"acsp");
    header.extend([0; 28]);
    header.extend(fixed(&[0.9642, 1.0, 0.8249]));
    header.resize(128, 0);
    [header, list, data].concat()
}

/// The JPEG with a profile, right after its start marker.
pub fn with_profile(jpeg: &[u8], icc: &[u8]) -> Vec<u8> {
    let content = [b"ICC_PROFILE\0\x01\x01", icc].concat();
    let length = (content.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE2], &length, &content, &jpeg[2..]].concat()
}

/// What Adobe's marker calls the data: inks as they are, or their luma and chroma.
#[derive(Clone, Copy)]
pub enum Inks {
    Cmyk = 0,
    Ycck = 2,
}

/// The same data under that name. It is another picture then, and both must be read alike.
pub fn called(jpeg: &[u8], inks: Inks) -> Vec<u8> {
    let mut turned = jpeg.to_vec();
    let adobe = jpeg.windows(5).position(|name| name == b"Adobe").expect("Adobe's marker");
    turned[adobe + 11] = inks as u8;
    turned
}

fn lookup() -> Vec<u8> {
    let straight: Vec<u8> = (0..=255).collect();
    let mut table = b"mft1\0\0\0\0".to_vec();
    table.extend([4, 3, GRID as u8, 0]);
    table.extend(fixed(&[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]));
    (0..4).for_each(|_| table.extend(&straight));
    for at in 0..GRID.pow(4) {
        // The first ink changes slowest.
        let share = |power: u32| (at / GRID.pow(power) % GRID) as f64 / (GRID - 1) as f64;
        table.extend(lab([share(3), share(2), share(1), share(0)]));
    }
    (0..3).for_each(|_| table.extend(&straight));
    table
}

/// What a mixture of inks looks like on white paper.
fn lab(inks: [f64; 4]) -> [u8; 3] {
    let mut light = [1.0; 3];
    for (ink, passes) in inks.iter().zip(INKS) {
        for (light, pass) in light.iter_mut().zip(passes) {
            *light *= 1.0 - ink * (1.0 - pass);
        }
    }
    let [r, g, b] = light;
    // Linear sRGB to XYZ, adapted to D50, by its white.
    let x = (0.4361 * r + 0.3851 * g + 0.1431 * b) / 0.9642;
    let y = 0.2225 * r + 0.7169 * g + 0.0606 * b;
    let z = (0.0139 * r + 0.0971 * g + 0.7142 * b) / 0.8249;
    let curve = |t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
    let (fx, fy, fz) = (curve(x), curve(y), curve(z));
    let byte = |value: f64| value.round().clamp(0.0, 255.0) as u8;
    [byte((116.0 * fy - 16.0) * 2.55), byte(500.0 * (fx - fy) + 128.0), byte(200.0 * (fy - fz) + 128.0)]
}

fn fixed(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|number| ((number * 65_536.0).round() as i32).to_be_bytes()).collect()
}
