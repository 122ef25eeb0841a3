//! The embedded fonts, once: the window and the practice clips draw with the same bytes.
//! Floor-neutral: constants only, so that any floor may use them. Their origin and licence: `assets/fonts/README.md`.

/// Noto Sans SC: GB 2312, kana and full-width forms.
pub static NOTO_SC: &[u8] = include_bytes!("../assets/fonts/NotoSansSC-GB2312.otf");
/// Inter: Latin and symbols.
pub static INTER_REGULAR: &[u8] = include_bytes!("../assets/fonts/Inter-Regular.otf");
/// Inter, one step heavier: labels and buttons.
pub static INTER_MEDIUM: &[u8] = include_bytes!("../assets/fonts/Inter-Medium.otf");
/// Inter, two steps heavier: titles.
pub static INTER_SEMIBOLD: &[u8] = include_bytes!("../assets/fonts/Inter-SemiBold.otf");
/// Inter Medium whose figures are all equally wide: counters and time codes do not jump.
pub static INTER_TABULAR: &[u8] = include_bytes!("../assets/fonts/Inter-Tabular.otf");

#[cfg(test)]
mod tests {
    use ab_glyph::{Font, FontRef};

    #[test]
    fn every_embedded_font_parses_and_has_the_letters_it_is_there_for() {
        for (bytes, letter) in [
            (super::NOTO_SC, '雪'),
            (super::INTER_REGULAR, 'a'),
            (super::INTER_MEDIUM, 'a'),
            (super::INTER_SEMIBOLD, 'a'),
            (super::INTER_TABULAR, '7'),
        ] {
            let font = FontRef::try_from_slice(bytes).unwrap();
            assert_ne!(font.glyph_id(letter).0, 0, "no {letter}");
        }
    }
}
