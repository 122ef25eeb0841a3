//! One worker process, seen from outside.

use std::io::{BufReader, BufWriter, Error};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::wire::{self, Answer, Order};
use crate::model::trouble::Trouble;

pub struct Child {
    process: std::process::Child,
    orders: BufWriter<ChildStdin>,
    answers: Receiver<Result<Answer, Trouble>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// The process is no more.
    Ended,
    /// It was ended, for it took too long.
    Late,
}

impl Child {
    /// It sees none of our environment but where programs and their libraries are: a key in a variable is none of its
    /// business.
    pub fn start(program: &Path) -> Result<Self, Error> {
        let mut command = Command::new(program);
        command.arg("worker").env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        for name in ["PATH", "LD_LIBRARY_PATH"] {
            if let Some(places) = std::env::var_os(name) {
                command.env(name, places);
            }
        }
        let mut process = command.spawn()?;
        let pipes = process.stdin.take().zip(process.stdout.take());
        let (orders, out) = pipes.ok_or_else(|| Error::other("a process without pipes"))?;
        let (sender, answers) = channel();
        let read = move || {
            let mut out = BufReader::new(out);
            while let Ok(answer) = wire::read_answer(&mut out) {
                if sender.send(answer).is_err() {
                    return;
                }
            }
        };
        let this = Self { process, orders: BufWriter::new(orders), answers };
        std::thread::Builder::new().name("worker".to_owned()).spawn(read)?;
        Ok(this)
    }

    /// What the worker answers; the outer error is that it does not.
    pub fn ask(&mut self, order: &Order, patience: Duration) -> Result<Result<Answer, Trouble>, Gone> {
        wire::write_order(&mut self.orders, order).map_err(|_| Gone::Ended)?;
        self.answers.recv_timeout(patience).map_err(|error| match error {
            RecvTimeoutError::Timeout => Gone::Late,
            RecvTimeoutError::Disconnected => Gone::Ended,
        })
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nobody to end, only to bury.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
