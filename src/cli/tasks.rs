//! `shotloom tasks`: the library, read only, beside any window.

use std::path::Path;

use serde_json::{Value, json};

use crate::library::ReadOnlyLibrary;
use crate::model::Trouble;

use super::{Exit, output};

pub fn run(library: &Path, search: &str, json: bool) -> Exit {
    let found = ReadOnlyLibrary::open(library).and_then(|library| library.tasks(search));
    let tasks = match found {
        Ok(tasks) => tasks,
        Err(error) => {
            output::print_error(&Trouble::from(&error), json, json!({ "tasks": [] }));
            return Exit::Refused;
        }
    };
    if json {
        let list: Vec<Value> =
            tasks.iter().map(|stored| output::task_json(&stored.task, stored.clip.as_ref())).collect();
        output::print_json(&json!({ "tasks": list }));
        return Exit::Fine;
    }
    if tasks.is_empty() {
        println!("{}", output::words().get("cli-tasks-none"));
    }
    for stored in &tasks {
        output::print_task(&stored.task, stored.clip.as_ref());
    }
    Exit::Fine
}
