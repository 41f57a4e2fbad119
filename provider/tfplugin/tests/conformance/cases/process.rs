//! How processes of the provider come and go under a real Terraform.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::atlas::{Atlas, LONG, binary};
use crate::case::cases;
use crate::programs::Program;

cases![
    t6_without_tls_it_serves_and_the_log_warns,
    t8_every_process_ends_when_terraform_asks_it_to,
    t28_one_debug_process_serves_two_runs,
    t28_an_interrupted_run_does_not_stop_the_next_one,
    t29_the_schema_is_asked_for_once_and_later_processes_work_without,
];

const ONE: &str = "resource \"atlas_thing\" \"one\" {\n  name = \"one\"\n}\n";

fn t6_without_tls_it_serves_and_the_log_warns(program: &Program) {
    let mut atlas = Atlas::new(program);
    atlas.main(ONE);
    atlas
        .workspace
        .env("TF_DISABLE_PLUGIN_TLS", "1")
        .env("TF_LOG_PROVIDER", "WARN");
    let log = atlas.apply().stderr;
    assert!(
        log.contains("[WARN]  provider.terraform-provider-atlas: serving without TLS"),
        "{log}"
    );
}

fn t8_every_process_ends_when_terraform_asks_it_to(program: &Program) {
    let mut atlas = Atlas::new(program);
    atlas.main(ONE);
    atlas.workspace.env("TF_LOG_PROVIDER", "DEBUG");
    let log = atlas.apply().stderr;
    let count = |text: &str| log.lines().filter(|line| line.contains(text)).count();
    // Terraform's own words for each process that it started, and for one that it had to kill.
    let started = count("provider: plugin started");
    assert!(started > 1, "{log}");
    assert_eq!(count("reason=Shutdown"), started, "{log}");
    assert_eq!(count("provider: plugin exited"), started, "{log}");
    assert_eq!(count("failed to exit gracefully"), 0, "{log}");
}

/// Killed when dropped.
struct Debugged(Child);

impl Drop for Debugged {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has seen then.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A provider that somebody started by hand, and a workspace that uses it.
fn debugged(program: &Program) -> (Debugged, Atlas) {
    let mut atlas = Atlas::without_provider(program);
    let mut child = Command::new(binary())
        .arg("--debug")
        .env("ATLAS_PATH", atlas.store())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the provider");
    let stdout = child.stdout.take().expect("a pipe");
    let debugged = Debugged(child);
    let line = BufReader::new(stdout)
        .lines()
        .map(|line| line.expect("text"))
        .find(|line| line.starts_with("TF_REATTACH_PROVIDERS="))
        .expect("the line for Terraform");
    let value = line
        .trim_start_matches("TF_REATTACH_PROVIDERS=")
        .trim_matches('\'')
        .replace("registry.terraform.io", program.registry());
    atlas.workspace.env("TF_REATTACH_PROVIDERS", value);
    (debugged, atlas)
}

fn t28_one_debug_process_serves_two_runs(program: &Program) {
    let (mut debugged, atlas) = debugged(program);
    atlas.main(ONE);
    atlas.apply();
    atlas.unchanged();
    atlas.workspace.run(&["destroy", "-auto-approve"]).expect_code(0);
    assert!(!atlas.file("thing", "one").exists());
    assert!(debugged.0.try_wait().expect("a child").is_none(), "it goes on");
}

fn t28_an_interrupted_run_does_not_stop_the_next_one(program: &Program) {
    let (_debugged, atlas) = debugged(program);
    let slow = ONE.replace("}\n", "  fault = \"slow\"\n}\n");
    atlas.main(&slow);
    let mut running = atlas.workspace.spawn(&["apply", "-auto-approve"]);
    atlas.wait_for("thing", "one");
    running.interrupt();
    let outcome = running.wait(LONG).expect_code(1);
    assert!(outcome.prose().contains("interrupted"), "{outcome}");
    // Would end at once if the interrupt still counted.
    let limited = "  fault = \"slow\"\n  timeouts = { create = \"500ms\" }\n}\n";
    atlas.main(&ONE.replace("}\n", limited));
    let outcome = atlas.apply_code(1);
    assert!(outcome.prose().contains("timed out"), "{outcome}");
    atlas.main(ONE);
    atlas.apply();
    atlas.unchanged();
}

fn t29_the_schema_is_asked_for_once_and_later_processes_work_without(program: &Program) {
    let mut atlas = Atlas::new(program);
    atlas.workspace.env("TF_LOG_PROVIDER", "TRACE");
    atlas.main(ONE);
    let log = atlas.apply().stderr;
    let calls = |rpc: &str| {
        let field = format!("tf_rpc={rpc}");
        log.lines()
            .filter(|line| line.contains("received a request") && line.contains(&field))
            .count()
    };
    assert_eq!(calls("GetProviderSchema"), 1, "{log}");
    // One process plans, another one applies.
    assert_eq!(calls("ConfigureProvider"), 2, "{log}");
    assert_eq!(calls("ApplyResourceChange"), 1, "{log}");
}
