//! The headless twin (DESIGN §7): thin, blocking, and the same engine behind it.

mod check;
mod follow;
mod generate;
mod media;
mod output;
mod request;
mod resolve;
mod sandbox;
mod storyboard;
mod tasks;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use serde_json::json;

use crate::media::worker;

/// The codes of DESIGN §7.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    Fine = 0,
    /// Refused, failed, or not to be decoded here.
    Refused = 1,
    /// The file cannot be read at all.
    Unreadable = 2,
    /// A submit's outcome is unknown.
    Unknown = 3,
    /// Nothing was sent.
    NotSent = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Shotloom, a studio for Kling V3 video. Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "shotloom", version)]
pub struct Arguments {
    /// The library's folder (or SHOTLOOM_LIBRARY); by default the platform's data folder.
    #[arg(long, global = true, value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// A storyboard to open in the window.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Order>,
}

#[derive(Debug, Subcommand)]
pub enum Order {
    /// Judge a storyboard and say what the vendor would refuse.
    Check {
        file: PathBuf,
        #[arg(long, value_name = "ID")]
        offering: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Print the exact HTTP request of a storyboard. Sends nothing, needs no key.
    Request {
        file: PathBuf,
        #[arg(long, value_name = "ID")]
        offering: Option<String>,
        /// Pictures as they would be sent instead of their hashes.
        #[arg(long)]
        full: bool,
        /// It is JSON either way.
        #[arg(long, hide = true)]
        json: bool,
    },
    /// Send a storyboard, follow it and save the video.
    Generate {
        file: PathBuf,
        #[arg(long, value_name = "ID")]
        offering: Option<String>,
        /// Use the practice vendor inside: no key, no money.
        #[arg(long)]
        practice: bool,
        /// How many videos to order, 1 to 10.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10))]
        count: u32,
        #[arg(long)]
        json: bool,
    },
    /// List what the library holds.
    Tasks {
        /// Words of the prompt.
        #[arg(long, value_name = "WORDS")]
        search: Option<String>,
        #[arg(long)]
        json: bool,
    },
    /// Follow every unfinished task to its end.
    Resume {
        #[arg(long)]
        json: bool,
    },
    /// Settle a task whose outcome is unknown.
    Resolve {
        task: String,
        #[command(flatten)]
        how: resolve::How,
    },
    /// Print the facts of a picture or a clip.
    Media {
        file: PathBuf,
        #[arg(long)]
        json: bool,
        /// Save this frame of a clip (counted from 0, in the order shown) as PNG.
        #[arg(long, value_name = "N", requires = "out")]
        frame: Option<u64>,
        #[arg(long, value_name = "PNG", requires = "frame")]
        out: Option<PathBuf>,
        /// Decode every picture and print the rate.
        #[arg(long)]
        decode: bool,
    },
    /// Look at clips for another process: what ends this one does not end that one.
    #[command(hide = true)]
    Worker,
    /// Run the practice vendor in the foreground.
    Sandbox {
        /// A port of 127.0.0.1; by default a free one.
        #[arg(long)]
        port: Option<u16>,
        /// A fault to show, NAME or NAME:COUNT or NAME:all; may be repeated.
        #[arg(long, value_name = "FAULT")]
        fault: Vec<String>,
    },
}

impl Order {
    /// The others work where there is no home folder at all.
    pub fn uses_library(&self) -> bool {
        match self {
            Self::Check { .. } | Self::Request { .. } | Self::Media { .. } | Self::Worker => false,
            Self::Generate { .. } | Self::Tasks { .. } | Self::Resume { .. } | Self::Resolve { .. } => true,
            Self::Sandbox { .. } => true,
        }
    }
}

/// The arguments of this process; `Err` when there is nothing more to do, with how to end.
pub fn arguments() -> Result<Arguments, ExitCode> {
    Arguments::try_parse().map_err(|error| {
        let wants_json = std::env::args_os().any(|argument| argument == "--json");
        if error.use_stderr() && wants_json {
            let said = error.render().to_string();
            let first = said.split("\n\n").next().unwrap_or_default();
            output::print_json(&json!({ "error": first.strip_prefix("error: ").unwrap_or(first) }));
        } else {
            // A closed pipe has nobody to tell.
            let _ = error.print();
        }
        if error.use_stderr() { Exit::Unreadable.into() } else { ExitCode::SUCCESS }
    })
}

/// From now on this program looks at clips in a second process of its own.
pub fn use_worker() {
    match std::env::current_exe() {
        Ok(program) => worker::run_by(program),
        Err(error) => tracing::warn!("clips are looked at in this process: {error}"),
    }
}

/// Runs one subcommand to its end.
pub fn run(order: Order, library: PathBuf) -> Exit {
    match order {
        Order::Check { file, offering, json } => check::run(&file, offering.as_deref(), json),
        Order::Request { file, offering, full, json: _ } => request::run(&file, offering.as_deref(), full),
        Order::Generate { file, offering, practice, count, json } => {
            let wish = generate::Wish { file: &file, offering: offering.as_deref(), practice, count };
            generate::run(&wish, library, json)
        }
        Order::Tasks { search, json } => tasks::run(&library, search.as_deref().unwrap_or_default(), json),
        Order::Resume { json } => follow::resume(library, json),
        Order::Resolve { task, how } => resolve::run(&task, &how, library),
        Order::Media { file, json, frame, out, decode } => {
            media::run(&file, &media::Wish { json, frame: frame.zip(out), decode })
        }
        Order::Worker => {
            worker::serve(std::io::stdin(), std::io::stdout());
            Exit::Fine
        }
        Order::Sandbox { port, fault } => sandbox::run(&library, port, &fault),
    }
}
