//! Every row of `rules.table`: made, measured, judged, repaired, and judged again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use shotloom::media::{measure, repair};
use shotloom::model::image::{ImageRef, PictureFacts, PictureState};
use shotloom::model::preflight::{self, Facts, Finding, Fix, Place, Severity};
use shotloom::model::repair::{Canvas, Fill, Repair};
use shotloom::model::{Draft, Trouble};
use shotloom::vendors;

use crate::common;
use crate::given::given;
use crate::outside;

pub struct Row {
    pub line: usize,
    pub given: &'static str,
    seen: &'static str,
    said: &'static str,
    fix: &'static str,
    then: &'static str,
}

pub fn rows() -> Vec<Row> {
    let row = |(number, line): (usize, &'static str)| {
        let line = line.split('#').next().unwrap_or_default();
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        match cells[..] {
            [""] => None,
            [given, seen, said, fix, then] => Some(Row { line: number + 1, given, seen, said, fix, then }),
            _ => panic!("line {} has {} cells", number + 1, cells.len()),
        }
    };
    include_str!("rules.table").lines().enumerate().filter_map(row).collect()
}

/// What is known of a picture, and what preflight says of it as a first frame.
struct Judged {
    state: PictureState,
    prepared: Option<Vec<u8>>,
    findings: Vec<Finding>,
}

impl Judged {
    fn of(path: &Path) -> Self {
        match measure::measure(path) {
            Ok(found) => Self::new(PictureState::Measured(found.measured), found.prepared_bytes.map(|b| b.to_vec())),
            Err(error) => Self::new(PictureState::Unusable(Trouble::from(&error)), None),
        }
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        let found = measure::measure_bytes(bytes).expect("a repaired picture is a picture");
        Self::new(PictureState::Measured(found.measured), found.prepared_bytes.map(|b| b.to_vec()))
    }

    fn new(state: PictureState, prepared: Option<Vec<u8>>) -> Self {
        let row = vendors::row("mulerouter/kling-v3").expect("an offering");
        let mut draft = Draft::new(row.id);
        draft.prompt = "a fox in the snow".into();
        let image = ImageRef::file("the picture");
        draft.frames.first = Some(image.clone());
        let facts = Facts::from([(image, state.clone())]);
        let mut findings = preflight::preflight(&draft, row, &facts);
        findings.retain(|finding| finding.place == Place::FirstFrame);
        Self { state, prepared, findings }
    }

    fn facts(&self) -> Option<&PictureFacts> {
        match &self.state {
            PictureState::Measured(measured) => Some(&measured.facts),
            PictureState::Unusable(_) | PictureState::Measuring => None,
        }
    }

    fn seen(&self) -> String {
        let shown = |facts: &PictureFacts| format!("{} {}×{}", facts.format.name(), facts.width, facts.height);
        self.facts().map_or("–".to_owned(), shown)
    }

    fn said(&self) -> String {
        let word = |finding: &Finding| {
            let rule = finding.rule.trim_start_matches("picture-");
            let cause = finding.cause.as_ref().map(|cause| format!(" {}", cause.rule.trim_start_matches("picture-")));
            let said = format!("{rule}{}", cause.unwrap_or_default());
            if finding.severity == Severity::Error { said } else { format!("({said})") }
        };
        let all: Vec<String> = self.findings.iter().map(word).collect();
        if all.is_empty() { "fine".to_owned() } else { all.join(" ") }
    }

    /// The repair of the first finding that has one.
    fn fix(&self) -> Option<&Fix> {
        self.findings.iter().find_map(|finding| finding.fix.as_ref())
    }

    fn fix_words(&self) -> String {
        match self.fix() {
            None => String::new(),
            Some(Fix::DropFrame(Place::FirstFrame)) => "drop".to_owned(),
            Some(Fix::RepairPicture { place: Place::FirstFrame, repairs }) => {
                repairs.iter().map(step_words).collect::<Vec<_>>().join(", ")
            }
            Some(other) => format!("{other:?}"),
        }
    }
}

fn step_words(step: &Repair) -> String {
    match step {
        Repair::Convert => "convert".to_owned(),
        Repair::Flatten([255, 255, 255]) => "on white".to_owned(),
        Repair::Flatten(color) => format!("on {color:?}"),
        Repair::Crop(rect) => format!("crop {}×{}", rect.width, rect.height),
        Repair::Pad { to: Canvas::Size { width, height }, fill: Fill::Blurred } => format!("pad to {width}×{height}"),
        Repair::Pad { to, fill } => format!("pad {to:?} {fill:?}"),
        Repair::ScaleUp { min_side } => format!("scale up to {min_side}"),
        Repair::FitBytes { max_bytes: 10_000_000 } => "fit".to_owned(),
        Repair::FitBytes { max_bytes } => format!("fit {max_bytes}"),
    }
}

/// What is wrong with a row, if anything.
fn check(row: &Row, folder: &Path) -> Vec<String> {
    let path = given(row.given, folder);
    let judged = Judged::of(&path);
    let mut wrong = Vec::new();
    let mut compare = |what: &str, found: &str, wanted: &str| {
        if found != wanted {
            wrong.push(format!("line {}, {}: {what} {found:?}, not {wanted:?}", row.line, row.given));
        }
    };
    compare("is shown as", &judged.seen(), row.seen);
    compare("is said to be", &judged.said(), row.said);
    compare("is to be repaired by", &judged.fix_words(), row.fix);
    let mut then = String::new();
    if let Some(Fix::RepairPicture { repairs, .. }) = judged.fix() {
        let repaired = repair::repair(&path, repairs).expect("what is offered can be done");
        let again = Judged::of_bytes(&repaired.bytes);
        then = format!("{} {}", again.seen(), again.said());
        let difference = outside::difference(&path, repairs, &repaired.bytes, folder);
        wrong.extend(difference.map(|said| format!("line {}, {}: repaired, {said}", row.line, row.given)));
    }
    let mut compare = |what: &str, found: &str, wanted: &str| {
        if found != wanted {
            wrong.push(format!("line {}, {}: {what} {found:?}, not {wanted:?}", row.line, row.given));
        }
    };
    compare("becomes", &then, row.then);
    if let Some(prepared) = &judged.prepared {
        let again = Judged::of_bytes(prepared);
        if judged.findings.iter().all(|finding| finding.severity != Severity::Error) {
            compare("is sent as what is", &again.said(), "fine");
        }
        let difference = outside::difference(&path, &[], prepared, folder);
        wrong.extend(difference.map(|said| format!("line {}, {}: prepared, {said}", row.line, row.given)));
    }
    wrong
}

/// The rows are shared out, for a repair takes its time.
fn check_all(rows: &[Row]) {
    let next = AtomicUsize::new(0);
    let work = || {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let take = || rows.get(next.fetch_add(1, Ordering::Relaxed));
        std::iter::from_fn(take).flat_map(|row| check(row, folder.path())).collect::<Vec<String>>()
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers = [scope.spawn(work), scope.spawn(work)];
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker that comes back")).collect()
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// AVIF is read by ffmpeg, where there is one.
fn can_be_read(row: &Row) -> bool {
    static HAS_FFMPEG: LazyLock<bool> = LazyLock::new(|| common::has("ffmpeg"));
    !row.seen.starts_with("AVIF") || *HAS_FFMPEG
}

fn is_outcast(row: &Row) -> bool {
    row.seen == "–"
}

#[test]
fn there_are_more_than_sixty_pictures_and_each_is_another() {
    let rows = rows();
    let names: BTreeSet<&str> = rows.iter().map(|row| row.given).collect();
    assert_eq!(names.len(), rows.len(), "no row stands twice");
    assert!(rows.len() > 60, "{}", rows.len());
}

/// Encoding them takes its time.
fn is_heavy(row: &Row) -> bool {
    row.given.contains("noise")
}

#[test]
fn what_can_be_used_is_judged_and_repaired_as_the_table_says() {
    let is_meant = |row: &Row| !is_outcast(row) && !is_heavy(row) && can_be_read(row);
    check_all(&rows().into_iter().filter(is_meant).collect::<Vec<_>>());
}

#[test]
fn what_is_heavy_is_judged_and_repaired_as_the_table_says() {
    let heavy: Vec<Row> = rows().into_iter().filter(is_heavy).collect();
    assert!(!heavy.is_empty());
    check_all(&heavy);
}

#[test]
fn what_cannot_be_used_is_refused_as_the_table_says() {
    check_all(&rows().into_iter().filter(is_outcast).collect::<Vec<_>>());
}
