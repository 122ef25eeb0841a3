//! Where the library lies when nobody says so: the platform's data folder, or the one chosen in the settings.
//!
//! The choice cannot live in the library it chooses; it is one line in the platform's configuration folder.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::library::files::write_durably;

const FILE: &str = "library-folder";

/// The folder that was chosen in the settings, if any.
pub fn chosen() -> Option<PathBuf> {
    let text = std::fs::read_to_string(file()?).ok()?;
    let folder = text.trim_end_matches(['\r', '\n']);
    (!folder.is_empty()).then(|| PathBuf::from(folder))
}

/// The platform's own place for it.
pub fn usual() -> Option<PathBuf> {
    Some(dirs()?.data_dir().to_owned())
}

/// Remembers a folder for the next start.
pub(super) fn choose(folder: &Path) -> std::io::Result<()> {
    let file = file().ok_or_else(|| std::io::Error::from(std::io::ErrorKind::NotFound))?;
    if let Some(parent) = file.parent() {
        std::fs::create_dir_all(parent)?;
    }
    write_durably(&file, format!("{}\n", folder.display()).as_bytes()).map_err(std::io::Error::other)
}

fn file() -> Option<PathBuf> {
    Some(dirs()?.config_dir().join(FILE))
}

fn dirs() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "shotloom")
}
