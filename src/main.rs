//! Arguments in, an exit code out: opens the window or runs one subcommand.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use shotloom::cli::{self, Arguments};

fn main() -> ExitCode {
    match start(Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let library = library(arguments.library)?;
    match arguments.command {
        Some(order) => Ok(cli::run(order, library).into()),
        None => cli::window(library, arguments.file),
    }
}

/// `--library`, else SHOTLOOM_LIBRARY, else the platform's data folder.
fn library(asked: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    let from_environment = || std::env::var_os("SHOTLOOM_LIBRARY").filter(|dir| !dir.is_empty()).map(PathBuf::from);
    let from_platform = || directories::ProjectDirs::from("", "", "shotloom").map(|dirs| dirs.data_dir().to_owned());
    let folder = asked
        .or_else(from_environment)
        .or_else(from_platform)
        .context("no home folder is set: name a library with --library DIR")?;
    std::path::absolute(&folder).with_context(|| folder.display().to_string())
}
