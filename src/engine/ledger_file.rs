//! A month's ledger as a table with commas, one line a task, written beside and renamed into place.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::library::{LibraryError, ReadOnlyLibrary};
use crate::model::Trouble;
use crate::model::ledger::Entry;
use crate::model::price::{Money, Unit};

use super::event::{Event, Job};
use super::jobs::blocking;
use super::money::Calendar;
use super::run::Run;
use super::snapshot::{Month, Notice, Tone};

/// Tasks read at once.
const PAGE: usize = 2_000;

/// Named in English whatever the window speaks: other programs read it.
const HEADER: &str = "date,time,project,vendor,offering,task,vendor_task,state,seconds,\
                      estimate,estimate_unit,billed,billed_unit,counted,counted_unit";

#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error("{0}")]
    Library(#[from] LibraryError),
    #[error("{0}")]
    Disk(#[from] io::Error),
}

impl Run {
    pub fn export_ledger(&mut self, month: Month, path: PathBuf) {
        let library = self.library.dir().to_owned();
        self.jobs.spawn(Job::Other("ledger"), async move {
            let shown = path.display().to_string();
            let written = blocking(move || write(&library, month, &path)).await;
            let notice = match written {
                Ok(count) => Notice {
                    tone: Tone::Good,
                    said: Trouble::new("ledger-exported").with("count", count).with("path", shown),
                    undo: None,
                },
                Err(error) => Notice { tone: Tone::Bad, said: said(&error, shown), undo: None },
            };
            Event::Said(Some(notice))
        });
    }
}

fn said(error: &ExportError, path: String) -> Trouble {
    match error {
        ExportError::Library(error) => Trouble::from(error),
        ExportError::Disk(error) => {
            Trouble::new("ledger-not-exported").with("detail", error.to_string()).with("path", path)
        }
    }
}

/// Writes the whole month or nothing; how many tasks it is.
fn write(library: &Path, month: Month, to: &Path) -> Result<usize, ExportError> {
    let calendar = Calendar::here();
    let library = ReadOnlyLibrary::open(library)?;
    let span = calendar.month(month);
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = BufWriter::new(tempfile::NamedTempFile::new_in(folder)?);
    // Spreadsheets know by this mark that it is no table of the last century.
    write!(file, "\u{feff}{HEADER}\r\n")?;
    let (mut count, mut mark) = (0, None);
    loop {
        let (entries, next) = library.entries(&span, mark, PAGE)?;
        count += entries.len();
        for entry in &entries {
            write!(file, "{}\r\n", line(entry, &calendar))?;
        }
        mark = next;
        if mark.is_none() {
            break;
        }
    }
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    file.persist(to).map_err(|error| error.error)?;
    Ok(count)
}

fn line(entry: &Entry, calendar: &Calendar) -> String {
    let (date, time) = calendar.stamp(entry.at_millis);
    let counted = entry.billed.or(entry.estimate);
    let texts = [
        date,
        time,
        field(&entry.project),
        field(&entry.vendor),
        field(&entry.offering),
        field(&entry.task.0),
        field(entry.remote.as_deref().unwrap_or_default()),
        entry.state.word().to_owned(),
        entry.seconds.to_string(),
    ];
    let amounts = [entry.estimate, entry.billed, counted].into_iter().flat_map(|money| [figure(money), unit(money)]);
    texts.into_iter().chain(amounts).collect::<Vec<_>>().join(",")
}

fn figure(money: Option<Money>) -> String {
    money.map(|money| money.to_string()).unwrap_or_default()
}

fn unit(money: Option<Money>) -> String {
    match money.map(Money::unit) {
        Some(Unit::Usd) => "USD".to_owned(),
        Some(Unit::Credits) => "credits".to_owned(),
        None => String::new(),
    }
}

/// A text as one field. A prompt that begins like a formula must not be run by a spreadsheet.
fn field(text: &str) -> String {
    let text = text.replace(|c: char| c.is_control(), " ");
    let is_formula = text.starts_with(['=', '+', '-', '@']);
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_keeps_its_commas_and_runs_nothing() {
        assert_eq!(field("Fox"), "Fox");
        assert_eq!(field("a fox, \"red\""), "\"a fox, \"\"red\"\"\"");
        assert_eq!(field("=SUM(A1:A9)"), "'=SUM(A1:A9)");
        assert_eq!(field("two\nlines"), "two lines");
    }
}
