//! `shotloom tasks`: the library, read only, beside any window.

use std::path::Path;

use serde_json::{Value, json};

use crate::engine::reading;

use super::{Exit, output};

pub fn run(library: &Path, search: &str, json: bool) -> Exit {
    let tasks = match reading::tasks(library, search) {
        Ok(tasks) => tasks,
        Err(trouble) => {
            output::print_error(&trouble, json, json!({ "tasks": [] }));
            return Exit::Refused;
        }
    };
    if json {
        let list: Vec<Value> = tasks.iter().map(|card| output::task_json(&card.task, card.clip.as_deref())).collect();
        output::print_json(&json!({ "tasks": list }));
        return Exit::Fine;
    }
    if tasks.is_empty() {
        output::say(format_args!("{}", output::words().get("cli-tasks-none")));
    }
    for card in &tasks {
        output::print_task(&card.task, card.clip.as_deref());
    }
    Exit::Fine
}
