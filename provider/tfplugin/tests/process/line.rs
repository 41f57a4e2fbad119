//! The handshake line, and what a provider says instead of it.

use crate::terraform_core::Settings;
use crate::terraform_core::connect::Place;
use crate::terraform_core::identity::Identity;
use crate::terraform_core::spawn::Process;
use crate::{SOON, empty};
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::server::ParsedCertificate;

/// Runs the example to its end: its exit code, standard output and standard error.
fn ended(settings: Settings) -> (Option<i32>, String, String) {
    let mut process = Process::start(empty(), settings);
    let out = process.rest_within(SOON).expect("an end");
    let status = process.ended_within(SOON).expect("an end");
    process.assert_left_nothing();
    (status.code(), out.join("\n"), process.all_stderr().join("\n"))
}

fn by_hand(arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut settings = Settings {
        arguments: arguments.iter().map(ToString::to_string).collect(),
        ..Settings::default()
    };
    settings.variables.clear();
    ended(settings)
}

fn line(settings: Settings) -> String {
    Process::start(empty(), settings).line()
}

#[test]
fn a_run_by_hand_is_told_how_terraform_finds_the_provider() {
    let (code, out, err) = by_hand(&[]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    for told in [
        "terraform-provider-empty",
        "Terraform starts it",
        "dev_overrides",
        "\"examples/empty\"",
        "--debug",
    ] {
        assert!(err.contains(told), "{told} is missing in {err}");
    }
}

#[test]
fn a_wrong_cookie_is_no_cookie() {
    let (code, out, _) = ended(Settings::default().set("TF_PLUGIN_MAGIC_COOKIE", "d602"));
    assert_eq!((code, out.as_str()), (Some(1), ""));
}

#[test]
fn version_and_help_go_to_standard_output() {
    assert_eq!(
        by_hand(&["--version"]),
        (Some(0), "terraform-provider-empty 1.2.3".into(), String::new())
    );
    let (code, out, err) = by_hand(&["--help"]);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("TF_REATTACH_PROVIDERS"), "{out}");
}

#[test]
fn an_unknown_argument_is_refused_even_from_terraform() {
    let settings = Settings {
        arguments: vec!["--port=1".into()],
        ..Settings::default()
    };
    let (code, out, err) = ended(settings);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(
        err.contains("unknown argument \"--port=1\"") && err.contains("--help"),
        "{err}"
    );
}

#[test]
fn a_terraform_that_speaks_only_version_5_is_refused() {
    let (code, out, err) = ended(Settings::default().set("PLUGIN_PROTOCOL_VERSIONS", "5"));
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("[ERROR] this provider speaks version 6"), "{err}");
}

#[test]
fn a_client_certificate_that_is_garbage_never_leads_to_plaintext() {
    let shell = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    for garbage in ["garbage", " ", shell] {
        let (code, out, err) = ended(Settings::default().set("PLUGIN_CLIENT_CERT", garbage));
        assert_eq!((code, out.as_str()), (Some(1), ""), "{garbage:?}");
        assert!(
            err.starts_with("[ERROR] PLUGIN_CLIENT_CERT holds no readable certificate"),
            "{err}"
        );
    }
}

#[test]
fn the_line_has_six_fields_and_an_unpadded_certificate() {
    let line = line(Settings::default().set("PLUGIN_CLIENT_CERT", Identity::fresh().pem));
    let fields: Vec<_> = line.split('|').collect();
    let [core, protocol, network, path, service, certificate] = fields[..] else {
        panic!("{line}")
    };
    assert_eq!([core, protocol, network, service], ["1", "6", "unix", "grpc"]);
    assert!(path.starts_with('/') && path.len() <= 100, "{path}");
    assert!(
        certificate.len() > 50,
        "Terraform overlooks a shorter field: {line}"
    );
    let der = Place::read(&line).certificate.expect("a certificate");
    ParsedCertificate::try_from(&CertificateDer::from(der)).expect("a certificate");
}

#[test]
fn a_client_that_asks_about_multiplexing_is_told_no() {
    for asked in ["true", "1", "false"] {
        let line = line(Settings::default().set("PLUGIN_MULTIPLEX_GRPC", asked));
        assert!(line.ends_with("|grpc||false"), "{line}");
    }
}

#[test]
fn a_panic_before_the_line_is_told_as_a_crash_which_terraform_shows() {
    // Terraform says only that there was no line, and shows what follows a line that begins with "panic: ".
    let settings = || Settings::default().set("EMPTY_PANIC", "two resources are called \"a\"");
    let debug = Settings {
        arguments: vec!["--debug".into()],
        ..settings()
    };
    for settings in [settings(), debug] {
        let (code, out, err) = ended(settings);
        assert_eq!((code, out.as_str()), (Some(1), ""));
        assert!(
            err.starts_with("panic: two resources are called \"a\"\n\n"),
            "{err}"
        );
        assert!(
            err.contains("examples/empty/main.rs:") && err.contains("bug of the provider"),
            "{err}"
        );
    }
}
