//! One worker process, seen from outside.

use std::io::{BufReader, BufWriter, Error};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::wire::{self, Answer, Order};
use crate::model::trouble::Trouble;

/// Answers read ahead of whoever asked: there is never more than one that anybody waits for.
const AHEAD: usize = 1;

type Process = Arc<Mutex<std::process::Child>>;

pub struct Child {
    process: Process,
    orders: BufWriter<ChildStdin>,
    answers: Receiver<(u64, Result<Answer, Trouble>)>,
    /// Of the last order; its answer carries it too.
    number: u64,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// The process is no more, or says what nobody asked.
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
        let (sender, answers) = sync_channel(AHEAD);
        let process: Process = Arc::new(Mutex::new(process));
        let theirs = Arc::clone(&process);
        let read = move || {
            let mut out = BufReader::new(out);
            while let Ok(answer) = wire::read_answer(&mut out) {
                if sender.send(answer).is_err() {
                    break;
                }
            }
            // One that ended for want of work is not left for the next order to find.
            bury(&theirs);
        };
        let this = Self { process, orders: BufWriter::new(orders), answers, number: 0 };
        std::thread::Builder::new().name("worker".to_owned()).spawn(read)?;
        Ok(this)
    }

    /// What the worker answers; the outer error is that it does not.
    pub fn ask(&mut self, order: &Order, patience: Duration) -> Result<Result<Answer, Trouble>, Gone> {
        self.number += 1;
        wire::write_order(&mut self.orders, self.number, order).map_err(|_| Gone::Ended)?;
        match self.answers.recv_timeout(patience) {
            Ok((number, answer)) if number == self.number => Ok(answer),
            Ok((number, _)) => {
                tracing::warn!("a worker answers order {number} when asked {}", self.number);
                Err(Gone::Ended)
            }
            Err(RecvTimeoutError::Timeout) => Err(Gone::Late),
            Err(RecvTimeoutError::Disconnected) => Err(Gone::Ended),
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        bury(&self.process);
    }
}

/// Ends the process where it has not ended by itself, and takes it off the system's list.
fn bury(process: &Process) {
    let mut process = process.lock().unwrap_or_else(PoisonError::into_inner);
    // It may be buried already; then there is nobody to end.
    let _ = process.kill();
    let _ = process.wait();
}
