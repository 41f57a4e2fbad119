//! The life of a provider process, seen by the Terraform that starts it.

#![cfg(unix)]

#[path = "../core/mod.rs"]
mod terraform_core;

mod ends;
mod line;
mod logs;
mod peers;
mod reattach;
mod sockets;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

/// Time for something that happens at once, on a busy machine.
const SOON: Duration = Duration::from_secs(10);

/// The example provider, built once.
fn empty() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--example", "empty", "--message-format=json"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        assert!(
            built.status.success(),
            "{}",
            String::from_utf8_lossy(&built.stderr)
        );
        String::from_utf8(built.stdout)
            .expect("text")
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter(|message| message["target"]["name"] == "empty")
            .find_map(|message| message["executable"].as_str().map(PathBuf::from))
            .expect("cargo names the executable")
    })
}

/// Sends a signal by name.
fn signal(name: &str, process: u32) {
    let sent = Command::new("sh")
        .args(["-c", &format!("kill -{name} {process}")])
        .status()
        .expect("sh runs");
    assert!(sent.success(), "no signal {name} to {process}");
}
