//! The embedded catalogue files, one a room of the house.

use super::Language;

macro_rules! catalogues {
    ($folder:literal) => {
        &[
            include_str!(concat!("../../assets/locale/", $folder, "/findings.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/file.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/vendors.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/media.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/clip.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/library.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/engine.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/states.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/cli.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/verbs.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/compose.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/offering.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/board.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/script.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/prompt.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/cast.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/timeline.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/queue.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/gallery.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/viewer.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/frames.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/compare.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/settings.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/accounts.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/money.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/drafts.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/snippets.ftl")),
            include_str!(concat!("../../assets/locale/", $folder, "/wells.ftl")),
        ]
    };
}

/// Messages that are names or numbers and read the same in both languages.
#[cfg(test)]
pub const SAME_IN_BOTH: &[&str] = &["app-name", "wire-json", "wire-curl"];

pub fn of(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => catalogues!("en"),
        Language::Chinese => catalogues!("zh"),
    }
}

/// Every message id, in file order.
pub fn ids(language: Language) -> Vec<String> {
    let id_of = |line: &'static str| {
        let (id, _) = line.split_once('=')?;
        let is_id = line.starts_with(|c: char| c.is_ascii_lowercase());
        is_id.then(|| id.trim().to_owned())
    };
    of(language).iter().flat_map(|source| source.lines()).filter_map(id_of).collect()
}
