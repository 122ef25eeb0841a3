//! The bundled faces: Inter for Latin, Noto Sans SC for Chinese, and the icon font. egui's own are left out.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

const INTER: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
const INTER_MEDIUM: &[u8] = include_bytes!("../../assets/fonts/Inter-Medium.otf");
const INTER_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");
const INTER_TABULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Tabular.otf");
const NOTO_SANS_SC: &[u8] = include_bytes!("../../assets/fonts/NotoSansSC-GB2312.otf");

const MEDIUM: &str = "medium";
const SEMIBOLD: &str = "semibold";
const TABULAR: &str = "tabular";
const CHINESE: &str = "chinese";
const REGULAR: &str = "regular";

pub fn medium() -> FontFamily {
    FontFamily::Name(MEDIUM.into())
}

pub fn semibold() -> FontFamily {
    FontFamily::Name(SEMIBOLD.into())
}

/// Figures of one width: counters and time codes do not jump.
pub fn tabular() -> FontFamily {
    FontFamily::Name(TABULAR.into())
}

/// Every family falls back to Chinese and then to the icons, so that a label may hold both.
pub fn definitions() -> FontDefinitions {
    let icons = egui_material_icons::font_insert();
    let mut fonts = FontDefinitions::empty();
    let faces = [
        (REGULAR, INTER),
        (MEDIUM, INTER_MEDIUM),
        (SEMIBOLD, INTER_SEMIBOLD),
        (TABULAR, INTER_TABULAR),
        (CHINESE, NOTO_SANS_SC),
    ];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let icon_face = icons.name.clone();
    fonts.font_data.insert(icon_face.clone(), Arc::new(icons.data));
    let chain = |names: &[&str]| -> Vec<String> {
        names.iter().copied().chain([CHINESE, &icon_face]).map(str::to_owned).collect()
    };
    fonts.families.insert(FontFamily::Proportional, chain(&[REGULAR]));
    fonts.families.insert(FontFamily::Monospace, chain(&[TABULAR, REGULAR]));
    fonts.families.insert(medium(), chain(&[MEDIUM, REGULAR]));
    fonts.families.insert(semibold(), chain(&[SEMIBOLD, REGULAR]));
    fonts.families.insert(tabular(), chain(&[TABULAR, MEDIUM]));
    for family in [egui_material_icons::FONT_FAMILY, egui_material_icons::FONT_FAMILY_OUTLINED] {
        fonts.families.insert(FontFamily::Name(family.into()), vec![icon_face.clone(), REGULAR.to_owned()]);
    }
    fonts
}
