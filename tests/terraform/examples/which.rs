//! Says which Terraform a test would get: the default one, or a stand-in twice from two threads.

use std::io::Write as _;
use std::thread;

use real_terraform::{Terraform, Version};

fn main() -> std::io::Result<()> {
    let pinned = || Terraform::pinned(Version::V1_8).version().to_owned();
    let said = match std::env::args().nth(1).as_deref() {
        Some("default") => Terraform::default_version().to_string(),
        _ => thread::scope(|scope| {
            let both = [scope.spawn(pinned), scope.spawn(pinned)];
            both.map(|thread| thread.join().unwrap_or_default()).join(" ")
        }),
    };
    writeln!(std::io::stdout(), "{said}")
}
