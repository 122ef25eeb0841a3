//! Arguments in, an exit code out: opens the window or runs one subcommand.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use shotloom::cli::{self, Arguments};
use shotloom::engine::{self, Command, Settings, StartOptions};
use shotloom::model::{Arg, Language};
use shotloom::ui;
use shotloom::words::Words;

fn main() -> ExitCode {
    engine::dumps::leave_none();
    match cli::arguments().map(start).unwrap_or_else(Ok) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> anyhow::Result<ExitCode> {
    cli::use_worker();
    Ok(match arguments.command {
        Some(order) if !order.uses_library() => cli::run(order, PathBuf::new()).into(),
        Some(order) => cli::run(order, library(arguments.library)?).into(),
        None => window(library(arguments.library)?, arguments.file),
    })
}

/// `--library`, else SHOTLOOM_LIBRARY, else the one chosen in the settings, else the platform's data folder.
fn library(asked: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let from_environment = || std::env::var_os("SHOTLOOM_LIBRARY").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    let folder = asked
        .or_else(from_environment)
        .or_else(engine::place::chosen)
        .or_else(engine::place::usual)
        .context("no home folder is set: name a library with --library DIR")?;
    std::path::absolute(&folder).with_context(|| folder.display().to_string())
}

fn window(library: PathBuf, file: Option<PathBuf>) -> ExitCode {
    let settings = Settings::read(&library);
    let system = sys_locale::get_locale().map_or(Language::English, |locale| Language::of_locale(&locale));
    let words = Words::of(settings.language.unwrap_or(system));
    let file = file.map(|file| std::path::absolute(&file).unwrap_or(file));
    // A double click while the window is open: it takes the file, and this start is done.
    if file.as_ref().is_some_and(|file| engine::door::knock(&library, file)) {
        println!("{}", words.get("cli-opened-in-window"));
        return ExitCode::SUCCESS;
    }
    let is_display_here = !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()));
    if !is_display_here {
        eprintln!("{}", words.get("cli-no-display"));
        return ExitCode::FAILURE;
    }
    let opened = ui::run(settings.display_server, |wake| open_engine(&library, file, wake));
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The causes come one in another, some with the address of a source file; the last is the one to know.
            let said = error.to_string();
            let detail: Arg = said.rsplit(": ").next().unwrap_or(&said).trim().into();
            eprintln!("{}", words.with("cli-window-failed", &[("detail", detail)]));
            ExitCode::FAILURE
        }
    }
}

fn open_engine(library: &Path, file: Option<PathBuf>, wake: ui::Wake) -> engine::Engine {
    let system = sys_locale::get_locale().map_or(Language::English, |locale| Language::of_locale(&locale));
    let say: engine::Say = Arc::new(move |trouble, language| Words::of(language.unwrap_or(system)).say(trouble));
    let options = StartOptions { say: Some(say), ..StartOptions::window(library.to_owned()) };
    let engine = engine::start(options, wake);
    if let Some(file) = file {
        engine.send(Command::ImportFile(file));
    }
    engine
}
