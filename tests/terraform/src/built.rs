//! Programs of the workspace: built through cargo, which answers at once when there is nothing to build.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// The executable of an example.
pub fn cargo_example(package: &str, example: &str) -> PathBuf {
    executable(package, "example", example)
}

/// The executable of a binary.
pub fn cargo_bin(package: &str, bin: &str) -> PathBuf {
    executable(package, "bin", bin)
}

/// The directory of the workspace's Cargo.toml.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Asks cargo once per process; tests that want the same one wait.
fn executable(package: &str, kind: &'static str, name: &str) -> PathBuf {
    static BUILT: Mutex<BTreeMap<(String, &str, String), PathBuf>> = Mutex::new(BTreeMap::new());
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    built
        .entry((package.to_owned(), kind, name.to_owned()))
        .or_insert_with(|| build(package, kind, name))
        .clone()
}

fn build(package: &str, kind: &str, name: &str) -> PathBuf {
    // The cargo that runs this test, so that a `+toolchain` is kept.
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--package", package, &format!("--{kind}"), name])
        .arg("--message-format=json-render-diagnostics")
        .current_dir(root())
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("cargo does not start: {error}"));
    assert!(
        output.status.success(),
        "{kind} {name} of {package} does not build:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name && message["target"]["kind"][0] == kind)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .unwrap_or_else(|| panic!("cargo built {kind} {name} of {package} but named no executable"))
}
