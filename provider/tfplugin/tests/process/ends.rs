//! What ends a provider, and what does not; nothing may stay behind.

use crate::terraform_core::connect::{Address, Place};
use crate::terraform_core::identity::Identity;
use crate::terraform_core::spawn::Process;
use crate::terraform_core::{Core, Settings};
use crate::{SOON, empty, signal};
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use tfplugin::wire::tfplugin6::stop_provider;
use tonic::Code;

/// An RPC reaches the provider and is answered.
async fn assert_serves(core: &mut Core) {
    let status = core
        .client
        .stop_provider(stop_provider::Request {})
        .await
        .expect_err("the example has none");
    assert_eq!(status.code(), Code::Unimplemented, "{status}");
}

#[tokio::test]
async fn shutdown_ends_it_at_once_although_idle_streams_are_open() {
    let mut core = Core::start(empty(), Settings::default()).await;
    assert_serves(&mut core).await;
    assert_eq!(core.shutdown().await, Vec::<String>::new());
}

#[tokio::test]
async fn an_interrupt_of_the_terminal_does_not_end_it() {
    let mut core = Core::start(empty(), Settings::default()).await;
    for _ in 0..3 {
        signal("INT", core.process.child.id());
        assert_serves(&mut core).await;
    }
    assert_eq!(core.process.ended_within(Duration::from_millis(200)), None);
    assert_serves(&mut core).await;
    core.shutdown().await;
}

#[tokio::test]
async fn sigterm_and_sighup_end_it_and_its_socket() {
    for name in ["TERM", "HUP"] {
        let mut core = Core::start(empty(), Settings::default()).await;
        signal(name, core.process.child.id());
        let status = core
            .process
            .ended_within(Duration::from_millis(500))
            .expect("an end");
        assert!(status.success(), "{status}");
        core.process.assert_left_nothing();
    }
}

#[test]
fn it_ends_when_the_terraform_above_it_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut shell = Command::new("sh");
    // The shell stands for Terraform: the provider is its child and outlives it.
    shell
        .args(["-c", "\"$0\" & wait"])
        .arg(empty())
        .env("TMPDIR", folder.path());
    shell
        .envs(Settings::default().variables)
        .env("PLUGIN_CLIENT_CERT", Identity::fresh().pem);
    let mut process = Process::of(shell, folder);
    let Address::Unix(socket) = Place::read(&process.line()).address else {
        panic!("no socket")
    };
    assert!(socket.exists());
    signal("KILL", process.child.id());
    process.ended_within(SOON).expect("the shell is dead");
    // The provider holds the other end of this pipe.
    assert_eq!(
        process.rest_within(SOON),
        Some(Vec::new()),
        "the provider outlived its Terraform"
    );
    process.assert_left_nothing();
}

#[tokio::test]
async fn a_panic_in_a_handler_ends_neither_process_nor_connection() {
    let mut core = Core::start(empty(), Settings::default().set("TF_LOG", "ERROR")).await;
    core.client
        .get_functions(tfplugin::wire::tfplugin6::get_functions::Request {})
        .await
        .expect_err("a panic");
    assert_serves(&mut core).await;
    let lines = core.shutdown().await;
    let [line] = lines.as_slice() else {
        panic!("{lines:#?}")
    };
    let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(
        (&line["@level"], &line["@message"]),
        (
            &"error".into(),
            &"the provider panicked; its message is withheld from the log, as it may hold secrets".into()
        )
    );
    assert!(line.get("backtrace").is_none(), "{line}");
    let place = line["place"].as_str().expect("a place");
    assert!(
        Path::new(place.split(':').next().expect("a file")).ends_with("examples/empty/main.rs"),
        "{place}"
    );
}

#[tokio::test]
async fn a_panic_without_a_log_is_one_line_that_terraform_does_not_take_for_a_crash() {
    let mut core = Core::start(empty(), Settings::default()).await;
    core.client
        .get_functions(tfplugin::wire::tfplugin6::get_functions::Request {})
        .await
        .expect_err("a panic");
    let lines = core.shutdown().await;
    let [line] = lines.as_slice() else {
        panic!("{lines:#?}")
    };
    assert!(
        line.starts_with("[ERROR] the provider panicked at ")
            && line.contains("examples/empty/main.rs")
            && !line.contains("a bug"),
        "{line}"
    );
}

#[tokio::test]
async fn a_backtrace_is_in_the_log_when_asked() {
    for (asked, traced) in [("1", true), ("full", true), ("0", false)] {
        let settings = Settings::default()
            .set("TF_LOG", "ERROR")
            .set("RUST_BACKTRACE", asked);
        let mut core = Core::start(empty(), settings).await;
        core.client
            .get_functions(tfplugin::wire::tfplugin6::get_functions::Request {})
            .await
            .expect_err("a panic");
        let lines = core.shutdown().await;
        let line: serde_json::Value = serde_json::from_str(&lines[0]).expect("JSON");
        let trace = line["backtrace"].as_str().unwrap_or_default();
        assert_eq!(trace.contains("get_functions"), traced, "{line}");
        assert!(!line.to_string().contains("a bug"), "{line}");
    }
}
