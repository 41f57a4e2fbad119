//! Where the socket is, who may open it, and what happens when it cannot be.

use crate::terraform_core::connect::{Address, Place};
use crate::terraform_core::identity::Identity;
use crate::terraform_core::spawn::Process;
use crate::terraform_core::{Core, Settings};
use crate::{SOON, empty, signal};
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
    assert!(refused(settings).contains("\"no such group\""));
}

/// What a provider says that does not serve.
fn refused(settings: Settings) -> String {
    let mut process = Process::start(empty(), settings);
    assert_eq!(process.rest_within(SOON), Some(Vec::new()));
    let status = process.ended_within(SOON).expect("an end");
    assert_eq!(status.code(), Some(1));
    process.assert_left_nothing();
    let text = process.all_stderr().join("\n");
    assert!(text.starts_with("[ERROR] "), "{text}");
    text
}

#[test]
fn the_group_that_means_no_change_is_no_group() {
    // chown(-1) keeps the user's own group: all its members would get in.
    let settings = Settings::default().set("PLUGIN_UNIX_SOCKET_GROUP", "4294967295");
    assert!(refused(settings).contains("\"4294967295\""));
}

#[tokio::test]
async fn without_tls_the_log_names_the_group_that_can_connect() {
    let settings = Settings {
        without_tls: true,
        ..Settings::default()
    };
    let group = std::fs::metadata("/proc/self")
        .map_or(0, |own| own.gid())
        .to_string();
    let settings = settings
        .set("PLUGIN_UNIX_SOCKET_GROUP", &group)
        .set("TF_LOG_PROVIDER", "WARN");
    let lines = Core::start(empty(), settings).await.shutdown().await.join("\n");
    assert!(
        lines.contains(&format!("this user and group \\\"{group}\\\" can connect")),
        "{lines}"
    );
}

/// A folder of some mode in a folder of our own, as `TMPDIR`.
fn changeable(mode: u32) -> (tempfile::TempDir, PathBuf) {
    let above = tempfile::tempdir().expect("a folder");
    let folder = above.path().join("changeable");
    std::fs::create_dir(&folder).expect("made");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(mode)).expect("set");
    (above, folder)
}

#[test]
fn without_tls_nobody_else_may_be_able_to_replace_the_folder() {
    for mode in [0o777, 0o770] {
        let (_above, folder) = changeable(mode);
        let deeper = folder.join("own");
        std::fs::create_dir(&deeper).expect("made");
        for parent in [&folder, &deeper] {
            let text = refused(Settings::default().set("TMPDIR", parent));
            assert!(
                text.contains("no sticky bit") && text.contains("Set TMPDIR to a folder"),
                "{text}"
            );
        }
        let left = std::fs::read_dir(&folder).expect("it is there").count();
        assert_eq!(left, 1, "a folder stayed behind");
    }
    let (_above, sticky) = changeable(0o1777);
    let process = Process::start(empty(), Settings::default().set("TMPDIR", &sticky));
    assert!(socket(&process).starts_with(&sticky));
    // Whoever takes the socket's place under TLS has no certificate.
    let (_above, open) = changeable(0o777);
    let settings = Settings::default()
        .set("PLUGIN_CLIENT_CERT", Identity::fresh().pem)
        .set("TMPDIR", &open);
    let process = Process::start(empty(), settings);
    assert!(socket(&process).starts_with(&open));
}

#[test]
fn without_tls_the_path_holds_no_link_that_somebody_could_change() {
    let (above, target) = changeable(0o700);
    let link = above.path().join("link");
    std::os::unix::fs::symlink(&target, &link).expect("made");
    let process = Process::start(empty(), Settings::default().set("TMPDIR", &link));
    let target = target.canonicalize().expect("it is there");
    assert!(socket(&process).starts_with(target));
}

#[test]
fn an_empty_tmpdir_is_none() {
    for identity in [None, Some(Identity::fresh())] {
        let settings = Settings::default().set("TMPDIR", "");
        let settings = match identity {
            Some(identity) => settings.set("PLUGIN_CLIENT_CERT", identity.pem),
            None => settings,
        };
        let mut process = Process::start(empty(), settings);
        let socket = socket(&process);
        let folder = folder(&socket).to_owned();
        assert_eq!(folder.parent(), Path::new("/tmp").canonicalize().ok().as_deref());
        signal("TERM", process.child.id());
        process.ended_within(SOON).expect("an end");
        assert!(!folder.exists(), "{folder:?} stayed behind");
    }
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
