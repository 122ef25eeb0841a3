//! `shotloom sandbox`: the practice vendor in the foreground, until it is interrupted.

use std::io::Write;
use std::path::Path;

use crate::sandbox::{self, Fault, FaultError, Options};

use super::{Exit, output};

pub fn run(library: &Path, port: Option<u16>, faults: &[String]) -> Exit {
    let faults: Result<Vec<Fault>, FaultError> = faults.iter().map(|text| text.parse()).collect();
    let faults = match faults {
        Ok(faults) => faults,
        Err(error) => return refused(&error.to_string()),
    };
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return refused(&error.to_string()),
    };
    runtime.block_on(async {
        let options = Options { port, faults, ..Options::in_dir(library.join("practice")) };
        let sandbox = match sandbox::start(options).await {
            Ok(sandbox) => sandbox,
            Err(error) => return refused(&error.to_string()),
        };
        output::say(format_args!("url={} ledger={}", sandbox.url(), sandbox.ledger_path().display()));
        // A judge reads this line through a pipe: it must not wait in a buffer.
        let _ = std::io::stdout().flush();
        interrupted().await;
        sandbox.stop().await;
        Exit::Fine
    })
}

async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn refused(sentence: &str) -> Exit {
    output::complain(format_args!("{}", output::words().with("cli-sandbox-refused", &[("detail", sentence.into())])));
    Exit::Refused
}
