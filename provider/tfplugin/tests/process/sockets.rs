//! Where the socket is, who may open it, and what happens when it cannot be.

use crate::terraform_core::connect::{Address, Place};
use crate::terraform_core::identity::Identity;
use crate::terraform_core::spawn::Process;
use crate::terraform_core::{Core, Settings};
use crate::{SOON, empty};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

fn socket(process: &Process) -> PathBuf {
    match Place::read(&process.line()).address {
        Address::Unix(path) => path,
        Address::Tcp(address) => panic!("a port: {address}"),
    }
}

fn folder(socket: &Path) -> &Path {
    socket.parent().expect("a folder")
}

#[tokio::test]
async fn without_tls_only_this_user_can_connect_and_the_log_says_so() {
    let settings = Settings {
        without_tls: true,
        ..Settings::default()
    };
    let core = Core::start(empty(), settings.set("TF_LOG_PROVIDER", "WARN")).await;
    let lines = core.shutdown().await;
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].contains("\"@level\":\"warn\"") && lines[0].contains("without TLS"),
        "{lines:#?}"
    );

    let process = Process::start(empty(), Settings::default().set("PLUGIN_CLIENT_CERT", ""));
    let line = process.line();
    let place = Place::read(&line);
    assert_eq!(place.certificate, None, "{line}");
    let Address::Unix(socket) = place.address else {
        panic!("a port: {line}")
    };
    assert_eq!((mode(&socket), mode(folder(&socket))), (0o600, 0o700));
}

#[test]
fn the_socket_goes_where_the_host_says() {
    let chosen = tempfile::tempdir().expect("a folder");
    let settings = Settings::default().set("PLUGIN_UNIX_SOCKET_DIR", chosen.path());
    let process = Process::start(empty(), settings);
    assert!(socket(&process).starts_with(chosen.path()));
    process.assert_left_nothing();
}

#[test]
fn a_group_may_open_the_socket_when_the_host_says_so() {
    let group = std::fs::metadata(tempfile::tempdir().expect("a folder").path())
        .expect("it is there")
        .gid();
    let process = Process::start(
        empty(),
        Settings::default().set("PLUGIN_UNIX_SOCKET_GROUP", group.to_string()),
    );
    let socket = socket(&process);
    assert_eq!((mode(&socket), mode(folder(&socket))), (0o660, 0o710));
    assert_eq!(std::fs::metadata(&socket).expect("it is there").gid(), group);
}

#[test]
fn an_unknown_group_is_refused() {
    let identity = Identity::fresh();
    let settings = Settings::default()
        .set("PLUGIN_CLIENT_CERT", identity.pem)
        .set("PLUGIN_UNIX_SOCKET_GROUP", "no such group");
    let mut process = Process::start(empty(), settings);
    assert_eq!(process.rest_within(SOON), Some(Vec::new()));
    assert_eq!(
        process.ended_within(SOON).and_then(|status| status.code()),
        Some(1)
    );
    assert!(process.all_stderr().join("\n").contains("\"no such group\""));
    process.assert_left_nothing();
}

#[tokio::test]
async fn a_path_too_long_for_a_socket_becomes_a_port_under_tls_and_an_error_without() {
    let deep = tempfile::tempdir().expect("a folder");
    let long = deep.path().join("x".repeat(90));
    std::fs::create_dir(&long).expect("made");
    let core = Core::start(empty(), Settings::default().set("TMPDIR", &long)).await;
    core.shutdown().await;

    let mut process = Process::start(empty(), Settings::default().set("TMPDIR", &long));
    assert_eq!(process.rest_within(SOON), Some(Vec::new()));
    assert_eq!(
        process.ended_within(SOON).and_then(|status| status.code()),
        Some(1)
    );
    let text = process.all_stderr().join("\n");
    assert!(
        text.contains("Set TMPDIR to a shorter folder") && text.starts_with("[ERROR] "),
        "{text}"
    );
    assert_eq!(
        std::fs::read_dir(&long).expect("it is there").count(),
        0,
        "a folder stayed behind"
    );
}

#[test]
fn ports_outside_the_hosts_range_are_not_used() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let settings = Settings::default()
        .set("PLUGIN_CLIENT_CERT", Identity::fresh().pem)
        .set("TMPDIR", "/nowhere/at/all")
        .set("PLUGIN_MIN_PORT", &port)
        .set("PLUGIN_MAX_PORT", &port);
    let mut process = Process::start(empty(), settings);
    assert_eq!(process.rest_within(SOON), Some(Vec::new()));
    let text = process.all_stderr().join("\n");
    assert!(
        text.contains(&format!("every port from {port} to {port}")),
        "{text}"
    );
}
