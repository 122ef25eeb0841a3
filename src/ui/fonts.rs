//! The bundled faces: Inter for Latin, Noto Sans SC for Chinese, and the icon font. egui's own are left out.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

use crate::fonts;

const REGULAR: &str = "regular";
const MEDIUM: &str = "medium";
const SEMIBOLD: &str = "semibold";
const TABULAR: &str = "tabular";
const CHINESE: &str = "chinese";

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
    let icon_face = icons.name.clone();
    let mut definitions = FontDefinitions::empty();
    definitions.font_data.insert(icon_face.clone(), Arc::new(icons.data));
    let faces = [
        (REGULAR, fonts::INTER_REGULAR),
        (MEDIUM, fonts::INTER_MEDIUM),
        (SEMIBOLD, fonts::INTER_SEMIBOLD),
        (TABULAR, fonts::INTER_TABULAR),
        (CHINESE, fonts::NOTO_SC),
    ];
    for (name, bytes) in faces {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let chain = |names: &[&str]| -> Vec<String> {
        names.iter().copied().chain([CHINESE, &icon_face]).map(str::to_owned).collect()
    };
    let mut family = |family: FontFamily, faces: Vec<String>| definitions.families.insert(family, faces);
    family(FontFamily::Proportional, chain(&[REGULAR]));
    family(FontFamily::Monospace, chain(&[TABULAR, REGULAR]));
    family(medium(), chain(&[MEDIUM, REGULAR]));
    family(semibold(), chain(&[SEMIBOLD, REGULAR]));
    family(tabular(), chain(&[TABULAR, MEDIUM]));
    for name in [egui_material_icons::FONT_FAMILY, egui_material_icons::FONT_FAMILY_OUTLINED] {
        family(FontFamily::Name(name.into()), vec![icon_face.clone(), REGULAR.to_owned()]);
    }
    definitions
}
