//! The floors of the house (DESIGN §2). Each invariant that a machine can see is a test here.

#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

use std::fs;
use std::path::{Path, PathBuf};

/// Who may know whom. A floor may always know itself.
const FLOORS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("fonts", &[]),
    ("words", &["model"]),
    ("vendors", &["model"]),
    ("media", &["model", "fonts"]),
    ("library", &["model"]),
    ("sandbox", &["media"]),
    ("engine", &["sandbox", "library", "vendors", "media", "model"]),
    ("player", &["media", "model"]),
    ("cli", &["engine", "words", "model", "media", "vendors", "sandbox"]),
    ("ui", &["engine", "words", "model", "vendors", "player", "fonts"]),
];

/// The part of a floor another floor may see, where it is less than all of it.
const ONLY: &[(&str, &str, &[&str])] = &[("engine", "sandbox", &["accounts.rs"]), ("ui", "vendors", &[])];

/// What a vendor is called on the wire and by people.
const VENDOR_NAMES: &[&str] = &["mulerouter", "mulerun", "apimart", "crun.ai", "\"crun"];

/// What their files are called.
const VENDOR_HOMES: &[&str] = &["mulerouter", "apimart", "crun"];

/// A source file without its tests and comments.
struct Source {
    path: PathBuf,
    /// `(line number, code)`, comments and string contents kept apart only as far as the checks need.
    lines: Vec<(usize, String)>,
    raw_lines: usize,
}

impl Source {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("a source file is text");
        let mut lines = Vec::new();
        let mut is_test_ahead = false;
        for (number, line) in text.lines().enumerate() {
            if line.trim() == "#[cfg(test)]" {
                is_test_ahead = true;
                continue;
            }
            // Unit tests stand at the end of a file, behind their attribute.
            if is_test_ahead && line.starts_with("mod ") && line.ends_with('{') {
                break;
            }
            is_test_ahead = false;
            let code = line.split("//").next().unwrap_or_default();
            // A `//` inside a string is an address, not a comment.
            let code = if code.matches('"').count() % 2 == 1 { line } else { code };
            lines.push((number + 1, code.to_owned()));
        }
        Self { path: path.to_owned(), lines, raw_lines: text.lines().count() }
    }

    fn floor(&self) -> String {
        let below = self.path.strip_prefix(root().join("src")).expect("below src");
        let first = below.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
        first.trim_end_matches(".rs").to_owned()
    }

    fn name(&self) -> String {
        self.path.strip_prefix(root()).expect("below the root").display().to_string()
    }

    fn find<'a>(&'a self, needles: &'a [&'a str]) -> impl Iterator<Item = String> + 'a {
        self.lines.iter().flat_map(move |(number, line)| {
            needles
                .iter()
                .filter(|needle| has_word(line, needle))
                .map(move |needle| format!("{}:{number}: {needle}", self.name()))
        })
    }
}

/// The needle stands in the line and no identifier runs on before it.
fn has_word(line: &str, needle: &str) -> bool {
    line.match_indices(needle).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_') || !needle.starts_with(char::is_alphanumeric)
    })
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &str) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(Source::read(&path));
            }
        }
    }
    // A unit test may look anywhere; it stands in its own file where it would make the code's too long.
    found.retain(|source| !(source.path.ends_with("tests.rs") || source.name().contains("/tests/") && folder == "src"));
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn floor(name: &str) -> Vec<Source> {
    let found: Vec<Source> = sources("src").into_iter().filter(|source| source.floor() == name).collect();
    assert!(!found.is_empty(), "the floor {name} has no source: this test would check nothing");
    found
}

fn assert_none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn floors_look_only_down() {
    let mut wrong = Vec::new();
    for (name, below) in FLOORS {
        for source in floor(name) {
            for (other, _) in FLOORS.iter().filter(|(other, _)| other != name && !below.contains(other)) {
                let paths = [format!("crate::{other}::"), format!("crate::{other};"), format!("crate::{{{other}")];
                let needles: Vec<&str> = paths.iter().map(String::as_str).collect();
                wrong.extend(source.find(&needles));
            }
        }
    }
    assert_none("a floor looks up or sideways", wrong);
}

#[test]
fn every_folder_of_the_house_is_a_known_floor() {
    let known: Vec<&str> = FLOORS.iter().map(|(name, _)| *name).chain(["main", "lib"]).collect();
    for source in sources("src") {
        assert!(known.contains(&source.floor().as_str()), "{} belongs to no floor", source.name());
    }
}

#[test]
fn only_accounts_start_the_practice_vendor() {
    let mut wrong = Vec::new();
    for (who, whom, files) in ONLY {
        for source in floor(who) {
            let is_allowed = files.iter().any(|file| source.path.ends_with(file));
            // The window sees the registry's rows and the key type, never a translator.
            let needles: &[&str] = match *whom {
                "sandbox" => &["crate::sandbox"],
                _ => &["vendors::Vendor", "vendors::Request", "vendors::outcome", "vendors::Job", "by_id("],
            };
            if !is_allowed {
                wrong.extend(source.find(needles));
            }
        }
    }
    assert_none("a floor sees more of another than it may", wrong);
}

#[test]
fn model_words_and_vendors_do_nothing_but_think() {
    const BUSY: &[&str] = &[
        "std::fs",
        "std::net",
        "std::process",
        "std::thread",
        "std::env",
        "SystemTime",
        "Instant",
        "fastrand",
        "tokio",
        "reqwest",
        "Timestamp::now",
        "Uuid::now",
        "Uuid::new",
        "async fn",
        "Mutex",
        "println!",
    ];
    for name in ["model", "words", "vendors"] {
        let found = floor(name).iter().flat_map(|source| source.find(BUSY).collect::<Vec<_>>()).collect();
        assert_none("I/O, clock, network or chance on a pure floor", found);
    }
}

#[test]
fn the_window_never_waits() {
    const WAITING: &[&str] = &[
        "std::fs",
        "File::",
        "async ",
        ".await",
        "Mutex",
        "RwLock",
        "rusqlite",
        "SELECT ",
        "std::net",
        "reqwest",
        "tokio",
        "block_on",
        "thread::sleep",
        ".recv()",
        "engine.wait(",
        "read_to_string",
        "blocking",
    ];
    let found = floor("ui").iter().flat_map(|source| source.find(WAITING).collect::<Vec<_>>()).collect();
    assert_none("I/O, a lock or a wait on the window's floor", found);
}

#[test]
fn a_vendor_is_named_at_home_and_nowhere_else() {
    // A vendor's own file, or the folder beside it.
    let is_home = |name: &str| {
        let own = name.strip_prefix("src/vendors/").and_then(|rest| rest.split(['/', '.']).next());
        own.is_some_and(|own| VENDOR_HOMES.contains(&own)) || name == "src/vendors/mod.rs"
    };
    let mut wrong = Vec::new();
    for source in sources("src") {
        if is_home(&source.name()) || source.name().starts_with("src/sandbox/") {
            continue;
        }
        for (number, line) in &source.lines {
            let line = line.to_lowercase();
            if VENDOR_NAMES.iter().any(|vendor| line.contains(vendor)) {
                wrong.push(format!("{}:{number}", source.name()));
            }
        }
    }
    assert_none("a vendor's name outside its own file", wrong);
}

#[test]
fn the_practice_vendor_judges_from_its_own_tables() {
    const OURS: &[&str] = &["crate::model", "crate::vendors", "crate::engine", "crate::library", "crate::words"];
    let found = floor("sandbox").iter().flat_map(|source| source.find(OURS).collect::<Vec<_>>()).collect();
    assert_none("the practice vendor knows something of ours", found);
}

#[test]
fn colours_are_tokens_of_the_theme() {
    const LITERALS: &[&str] = &["Color32::from_", "Color32::WHITE", "Color32::BLACK", "Color32::RED", "hex_color!"];
    let found = floor("ui")
        .iter()
        .filter(|source| !source.path.ends_with("theme.rs"))
        .flat_map(|source| source.find(LITERALS).collect::<Vec<_>>())
        .collect();
    assert_none("a colour outside ui/theme.rs", found);
}

#[test]
fn no_file_is_over_five_hundred_lines() {
    let long = ["src", "tests", "benches"]
        .iter()
        .flat_map(|folder| sources(folder))
        .filter(|source| source.raw_lines > 500)
        .map(|source| format!("{}: {} lines", source.name(), source.raw_lines))
        .collect();
    assert_none("a file has grown past 500 lines: look for its second idea", long);
}

#[test]
fn no_function_is_over_eighty_lines() {
    let mut long = Vec::new();
    for source in ["src", "tests", "benches"].iter().flat_map(|folder| sources(folder)) {
        let mut open: Option<(usize, usize)> = None;
        for (number, line) in &source.lines {
            let indent = line.len() - line.trim_start().len();
            let is_start = line.contains("fn ") && line.trim_end().ends_with('{');
            match open {
                None if is_start => open = Some((*number, indent)),
                Some((start, depth)) if line.trim() == "}" && indent == depth => {
                    if number - start > 80 {
                        long.push(format!("{}:{start}: {} lines", source.name(), number - start));
                    }
                    open = None;
                }
                _ => {}
            }
        }
    }
    assert_none("a function has grown past 80 lines", long);
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    let found = sources("src").iter().flat_map(|s| s.find(&["#[allow(", "#![allow("]).collect::<Vec<_>>()).collect();
    assert_none("a lint is silenced without a reason", found);
}

#[test]
fn a_panic_must_be_survivable() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    assert!(!manifest.contains("panic = \"abort\""));
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    let mut is_in_dependencies = false;
    let mut checked = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_in_dependencies = line.contains("dependencies");
        } else if is_in_dependencies && line.starts_with(char::is_alphanumeric) {
            assert!(line.contains(" # "), "no reason beside {line}");
            checked += 1;
        }
    }
    assert!(checked > 20, "the manifest was not read");
}

#[test]
fn the_app_holds_at_most_eight_things() {
    let text = fs::read_to_string(root().join("src/ui/app.rs")).expect("the window's own file");
    let body = text.split("pub struct App {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("struct App");
    let fields = body.lines().filter(|line| line.contains(':') && !line.trim_start().starts_with("//")).count();
    assert!((1..=8).contains(&fields), "App has {fields} fields");
}
