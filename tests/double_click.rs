//! A double click on a storyboard: the desktop's own machinery finds our program and hands it the file.

#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test that cannot go on stops loudly")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use common::has;

/// A person's own folders, with nothing in them.
fn at_home(program: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("HOME", home).env("XDG_DATA_HOME", home.join("share")).env("XDG_CONFIG_HOME", home.join("config"));
    command
}

#[test]
fn a_double_click_on_a_storyboard_hands_it_to_shotloom() {
    if !(has("gio") && has("update-mime-database")) {
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let home = home.path();
    // In the program's place, one that tells what it was given. Its path has a blank, as paths have.
    let program = home.join("my programs/shotloom");
    let told = home.join("told");
    fs::create_dir_all(home.join("my programs")).expect("a folder");
    fs::write(&program, format!("#!/bin/sh\nprintf %s \"$1\" > '{0}.new' && mv '{0}.new' '{0}'\n", told.display()))
        .expect("a script");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("may be run");

    let associate = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/linux/associate");
    let run = at_home(associate.to_str().expect("a path"), home).arg(&program).output().expect("runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let story = home.join("狐狸 at dusk.shot.json");
    fs::write(&story, r#"{"shotloom": 1}"#).expect("a storyboard");
    let found = at_home("gio", home).args(["info", "-a", "standard::content-type"]).arg(&story).output().expect("runs");
    let found = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(found.contains("application/x-shotloom-storyboard+json"), "{found}");

    let opened = at_home("gio", home).arg("open").arg(&story).output().expect("runs");
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    let deadline = Instant::now() + Duration::from_secs(10);
    while !told.exists() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(fs::read_to_string(&told).expect("the program was started"), story.display().to_string());

    let removed = at_home(associate.to_str().expect("a path"), home).arg("--remove").output().expect("runs");
    assert!(removed.status.success() && !home.join("share/applications/shotloom.desktop").exists());
}
