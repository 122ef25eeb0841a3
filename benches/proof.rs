//! The proof that nobody pays twice and nothing paid is lost: rows that run one by one, and the table of what they
//! came to. A bench target, so that it kills the release binary; nothing in that binary is there for its sake.
//!
//! ```text
//! cargo bench --bench proof                        lists the rows
//! cargo bench --bench proof -- ROW … [OPTIONS]     runs them; each appends a line to target/proof.tsv
//! cargo bench --bench proof -- table               prints that file as a table; a row that never ran is NOT RUN
//!
//! --short | --long      less, or the thousands; without either the numbers of the table
//! --seed N              the same seed asks the same questions
//! --seconds N           how long a target of `parsers` is tried; ten minutes without it
//! --binary PATH         the binary that is killed; by default the release build of this very tree
//! --debug-binary PATH   the one with named steps; by default target/debug/shotloom
//! --to PATH             where the lines go
//! ```

#![expect(clippy::expect_used, reason = "a proof that cannot go on stops loudly")]

#[cfg(target_os = "linux")]
#[path = "../tests/proof/mod.rs"]
mod proof;

#[cfg(not(target_os = "linux"))]
fn main() {
    println!("NOT RUN: the proof reads /proc, mounts small disks and uses strace");
}

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    linux::main()
}

#[cfg(target_os = "linux")]
mod linux {
    use std::io::Write as _;
    use std::path::{Path, PathBuf};
    use std::process::ExitCode;
    use std::time::{Duration, Instant};

    use crate::proof::ground::{Ground, Size};
    use crate::proof::{Outcome, ROWS, Ran, Row};

    struct Wanted {
        rows: Vec<String>,
        ground: Ground,
        to: PathBuf,
    }

    pub fn main() -> ExitCode {
        let wanted = match read(std::env::args().skip(1)) {
            Ok(wanted) => wanted,
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::from(2);
            }
        };
        if wanted.rows.iter().any(|row| row == "table") {
            println!("{}", table(&std::fs::read_to_string(&wanted.to).unwrap_or_default()));
            return ExitCode::SUCCESS;
        }
        if wanted.rows.is_empty() {
            ROWS.iter().for_each(|row| println!("{:<18} {}", row.name, row.what));
            return ExitCode::SUCCESS;
        }
        let known = wanted.rows.iter().map(|name| ROWS.iter().find(|row| row.name == *name).ok_or(name));
        let rows = match known.collect::<Result<Vec<_>, _>>() {
            Ok(rows) => rows,
            Err(name) => {
                eprintln!("no row is named {name:?}");
                return ExitCode::from(2);
            }
        };
        // All of them run, whatever the first one came to.
        let broken = rows.into_iter().filter(|row| !run(row, &wanted)).count();
        if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }

    fn read(arguments: impl Iterator<Item = String>) -> Result<Wanted, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let debug = root.join("target/debug/shotloom");
        let ground = Ground {
            binary: PathBuf::from(env!("CARGO_BIN_EXE_shotloom")),
            debug: debug.is_file().then_some(debug),
            seed: 1,
            size: Size::Full,
            time_box: None,
        };
        let mut wanted = Wanted { rows: Vec::new(), ground, to: root.join("target/proof.tsv") };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{argument} wants a value"));
            match argument.as_str() {
                // Cargo's own word to a bench.
                "--bench" => {}
                "--short" => wanted.ground.size = Size::Short,
                "--long" => wanted.ground.size = Size::Long,
                "--seed" => wanted.ground.seed = value()?.parse().map_err(|_| "--seed wants a number")?,
                "--seconds" => {
                    let seconds = value()?.parse().map_err(|_| "--seconds wants a number")?;
                    wanted.ground.time_box = Some(Duration::from_secs(seconds));
                }
                "--binary" => wanted.ground.binary = value()?.into(),
                "--debug-binary" => wanted.ground.debug = Some(value()?.into()),
                "--to" => wanted.to = value()?.into(),
                option if option.starts_with("--") => return Err(format!("{option} is no option")),
                row => wanted.rows.push(row.to_owned()),
            }
        }
        Ok(wanted)
    }

    fn run(row: &Row, wanted: &Wanted) -> bool {
        eprintln!("{}: {}", row.name, row.what);
        let start = Instant::now();
        let outcome = (row.run)(&wanted.ground);
        let seconds = start.elapsed().as_secs();
        let (count, result, is_well) = match &outcome {
            Outcome::Ran(ran) => {
                ran.faults.iter().for_each(|fault| eprintln!("  FAULT {fault}"));
                (ran.count, verdict(ran), ran.faults.is_empty())
            }
            Outcome::NotRun(why) => (0, format!("NOT RUN: {why}"), true),
        };
        let size = match wanted.ground.size {
            Size::Short => "short",
            Size::Full => "full",
            Size::Long => "long",
        };
        let line = format!("{}\t{size}\t{count}\t{}\t{seconds}\t{result}", row.name, wanted.ground.seed);
        println!("{line}");
        let file = std::fs::OpenOptions::new().create(true).append(true).open(&wanted.to);
        file.and_then(|mut file| writeln!(file, "{line}")).expect("the line is kept");
        is_well
    }

    fn verdict(ran: &Ran) -> String {
        let notes = ran.notes.join("; ").replace(['\t', '\n', '|'], " ");
        match ran.faults.first() {
            None => format!("0 faults. {notes}"),
            Some(first) => {
                let first = first.replace(['\t', '\n', '|'], " ");
                format!("{} FAULTS, the first: {first}. {notes}", ran.faults.len())
            }
        }
    }

    /// The newest line of every row; one that never ran is said to be that.
    fn table(lines: &str) -> String {
        let mut out =
            String::from("| row | what | size | count | seed | seconds | result |\n|---|---|---|---:|---:|---:|---|");
        for row in ROWS {
            let newest = lines.lines().rev().find(|line| line.split('\t').next() == Some(row.name));
            let cells: Vec<&str> = newest.map(|line| line.split('\t').skip(1).collect()).unwrap_or_default();
            out += &match cells[..] {
                [size, count, seed, seconds, result] => {
                    format!("\n| {} | {} | {size} | {count} | {seed} | {seconds} | {result} |", row.name, row.what)
                }
                _ => format!("\n| {} | {} | | | | | NOT RUN |", row.name, row.what),
            };
        }
        out
    }
}
