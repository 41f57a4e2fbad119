//! Ctrl-C, and Terraform killed, while the provider is at work.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::atlas::{Atlas, LONG};
use crate::case::cases;
use crate::programs::Program;

cases![
    t7_an_interrupt_keeps_the_half_made_object_as_tainted,
    t7_a_second_interrupt_leaves_nobody_behind,
    t9_a_provider_ends_when_its_terraform_is_killed,
    an_operation_ends_when_its_time_is_over,
];

const SLOW: &str = "resource \"atlas_thing\" \"slow\" {\n  name  = \"slow\"\n  fault = \"slow\"\n}\n";

/// Processes of a group that still live; who was killed and not yet buried does not.
fn alive(group: u32) -> Vec<String> {
    let output = Command::new("ps")
        .args(["-A", "-o", "pgid=,stat=,comm="])
        .output()
        .expect("ps");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(&group.to_string()) && !words.next().unwrap_or("Z").starts_with('Z')
        })
        .map(str::to_owned)
        .collect()
}

/// Waits for the end of all of them.
#[track_caller]
fn assert_gone(group: u32) {
    let end = Instant::now() + LONG;
    while !alive(group).is_empty() {
        assert!(Instant::now() < end, "left behind: {:?}", alive(group));
        thread::sleep(Duration::from_millis(50));
    }
}

fn t7_an_interrupt_keeps_the_half_made_object_as_tainted(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(SLOW);
    let mut running = atlas.workspace.spawn(&["apply", "-auto-approve"]);
    let group = running.id();
    atlas.wait_for("thing", "slow");
    let start = Instant::now();
    running.interrupt();
    let outcome = running.wait(LONG).expect_code(1);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(outcome.prose().contains("interrupted"), "{outcome}");
    assert!(alive(group).is_empty(), "left behind: {:?}", alive(group));
    let slow = atlas.object("atlas_thing.slow");
    assert_eq!(
        (&slow["tainted"], &slow["values"]["name"]),
        (&true.into(), &"slow".into())
    );
    assert!(slow["values"]["id"].is_string(), "{slow}");
    atlas.main(&SLOW.replace("  fault = \"slow\"\n", ""));
    atlas.apply();
    atlas.unchanged();
}

fn t7_a_second_interrupt_leaves_nobody_behind(program: &Program) {
    let atlas = Atlas::new(program);
    // As many as the provider works on at once.
    atlas.main(&SLOW.replace("name  = \"slow\"", "count = 4\n  name  = \"slow-${count.index}\""));
    let mut running = atlas.workspace.spawn(&["apply", "-auto-approve"]);
    let group = running.id();
    for index in 0..4 {
        atlas.wait_for("thing", &format!("slow-{index}"));
    }
    running.interrupt().interrupt();
    let outcome = running.wait(LONG);
    assert_ne!(outcome.code, 0, "{outcome}");
    assert_gone(group);
}

fn t9_a_provider_ends_when_its_terraform_is_killed(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(SLOW);
    let running = atlas.workspace.spawn(&["apply", "-auto-approve"]);
    let group = running.id();
    atlas.wait_for("thing", "slow");
    assert!(alive(group).len() > 1, "{:?}", alive(group));
    let killed = Command::new("kill")
        .args(["-KILL", &group.to_string()])
        .status()
        .expect("kill");
    assert!(killed.success());
    assert_gone(group);
    running.wait(LONG).expect_code(-1);
}

fn an_operation_ends_when_its_time_is_over(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&SLOW.replace("slow\"\n}", "slow\"\n  timeouts = { create = \"300ms\" }\n}"));
    let outcome = atlas.apply_code(1);
    assert!(outcome.prose().contains("timed out"), "{outcome}");
    assert_eq!(atlas.object("atlas_thing.slow")["tainted"], true);
}
