//! A look into a library beside whoever owns it: no lock, no writes.

use std::path::Path;
use std::sync::Arc;

use crate::library::{LibraryError, ReadOnlyLibrary, StoredTask};
use crate::model::{TaskId, Trouble};

use super::accounts::is_held;
use super::snapshot::TaskCard;

/// The newest tasks first whose prompts hold the words; all of them for no words.
pub fn tasks(library: &Path, search: &str) -> Result<Vec<TaskCard>, Trouble> {
    let found = ReadOnlyLibrary::open(library).and_then(|library| library.tasks(search));
    Ok(found.map_err(trouble)?.into_iter().map(card).collect())
}

pub fn task(library: &Path, id: &TaskId) -> Result<Option<TaskCard>, Trouble> {
    let found = ReadOnlyLibrary::open(library).and_then(|library| library.task(id));
    Ok(found.map_err(trouble)?.map(card))
}

fn card(stored: StoredTask) -> TaskCard {
    let is_held = is_held(&stored.task);
    let StoredTask { task, clip, is_trashed, flag } = stored;
    TaskCard { task: Arc::new(task), clip: clip.map(Arc::new), is_trashed, is_held, flag, continues: None }
}

fn trouble(error: LibraryError) -> Trouble {
    Trouble::from(&error)
}
