//! Takes a key out of what a vendor says, in any spelling in which somebody could read it again.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// What stands where a key stood.
const MARK: &str = "$KEY";

/// A text without the key. One that does not hold it comes back as it was.
pub fn hushed(text: Vec<u8>, key: &str) -> Vec<u8> {
    let spellings = spellings(key);
    if !spellings.iter().any(|spelling| holds(&text, spelling.as_bytes())) {
        return text;
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    spellings.iter().fold(text, |text, spelling| text.replace(spelling.as_str(), MARK)).into_bytes()
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// As it is, as JSON may write it, percent-encoded, in hex, and as the middle of a Base64 text, which looks different at
/// each of three places.
fn spellings(key: &str) -> Vec<String> {
    let hex = |upper: bool| -> String {
        key.bytes().map(|byte| if upper { format!("{byte:02X}") } else { format!("{byte:02x}") }).collect()
    };
    let percent = |upper: bool| -> String {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
        let encoded = |byte: u8| match (is_plain(byte), upper) {
            (true, _) => char::from(byte).to_string(),
            (false, true) => format!("%{byte:02X}"),
            (false, false) => format!("%{byte:02x}"),
        };
        key.bytes().map(encoded).collect()
    };
    let mut all = vec![key.to_owned(), key.replace('/', "\\/"), percent(true), percent(false), hex(true), hex(false)];
    for before in 0..3 {
        let padded = [&[0; 2][..before], key.as_bytes()].concat();
        // The first and the last characters are made of the neighbours' bits too.
        let first = [0, 2, 3][before];
        let last = padded.len() * 8 / 6;
        for encoded in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            all.extend(encoded.get(first..last).map(str::to_owned));
        }
    }
    all.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::engine::general_purpose::STANDARD;

    const KEY: &str = "sk-fox/7+snow=9?";

    fn hush(text: &str) -> String {
        String::from_utf8(hushed(text.as_bytes().to_vec(), KEY)).unwrap()
    }

    #[test]
    fn what_does_not_hold_the_key_stays_as_it_is() {
        let bytes = vec![0xff, 0xfe, b'a'];
        assert_eq!(hushed(bytes.clone(), KEY), bytes);
        assert_eq!(hush("sk-fox is no key"), "sk-fox is no key");
    }

    #[test]
    fn the_key_is_taken_out_in_every_spelling() {
        for text in [KEY, "sk-fox\\/7+snow=9?", "sk-fox%2F7%2Bsnow%3D9%3F", "sk-fox%2f7%2bsnow%3d9%3f"] {
            assert_eq!(hush(&format!("<{text}>")), "<$KEY>");
        }
        let hex: String = KEY.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hush(&format!("{hex} {}", hex.to_uppercase())), "$KEY $KEY");
    }

    #[test]
    fn the_key_inside_a_base64_text_is_taken_out_wherever_it_stands() {
        for before in ["", "a", "ab", "Bearer ", "user:"] {
            for after in ["", "x", "xy", ":word"] {
                let encoded = STANDARD.encode(format!("{before}{KEY}{after}"));
                let left = hush(&encoded);
                assert!(left.contains(MARK) && left.len() + KEY.len() <= encoded.len(), "{before} {after}: {left}");
            }
        }
    }
}
