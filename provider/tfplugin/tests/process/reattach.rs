//! `--debug`: one process that people start, for many runs of Terraform.

use crate::terraform_core::Settings;
use crate::terraform_core::connect::{Address, Place, open};
use crate::terraform_core::spawn::Process;
use crate::{SOON, empty, signal};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use tfplugin::wire::plugin::Empty;
use tfplugin::wire::plugin::grpc_controller_client::GrpcControllerClient;
use tfplugin::wire::tfplugin6::provider_client::ProviderClient;
use tfplugin::wire::tfplugin6::stop_provider;
use tonic::Code;

fn debug() -> (Process, Value) {
    let mut settings = Settings {
        arguments: vec!["--debug".into()],
        ..Settings::default()
    };
    settings.variables.clear();
    let process = Process::start(empty(), settings);
    let line = process.line();
    let json = line
        .strip_prefix("TF_REATTACH_PROVIDERS='")
        .and_then(|rest| rest.strip_suffix('\''));
    let entries = serde_json::from_str(json.expect(&line)).expect("JSON");
    (process, entries)
}

#[test]
fn the_entry_has_what_terraform_needs() {
    let (process, entries) = debug();
    let entry = &entries["registry.terraform.io/examples/empty"];
    let path = entry["Addr"]["String"].as_str().expect("a path");
    let expected = json!({
        "Protocol": "grpc", "ProtocolVersion": 6, "Pid": process.child.id(), "Test": true,
        "Addr": { "Network": "unix", "String": path },
    });
    assert_eq!(
        (entry, entries.as_object().map(|all| all.len())),
        (&expected, Some(1))
    );
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let path = std::path::Path::new(path);
    assert_eq!(
        (mode(path), mode(path.parent().expect("a folder"))),
        (0o600, 0o700)
    );
}

#[tokio::test]
async fn one_process_serves_several_runs_and_survives_an_empty_connection() {
    let (mut process, entries) = debug();
    let path = entries["registry.terraform.io/examples/empty"]["Addr"]["String"]
        .as_str()
        .expect("a path");
    let place = Place {
        address: Address::read("unix", path),
        certificate: None,
    };
    for _ in 0..2 {
        // Terraform looks whether somebody is there before it connects.
        drop(place.address.connect().await.expect("connected"));
        let channel = open(&place, None).await.expect("connected");
        let mut client = ProviderClient::new(channel.clone());
        let status = client
            .stop_provider(stop_provider::Request {})
            .await
            .expect_err("the example has none");
        assert_eq!(status.code(), Code::Unimplemented, "{status}");
        GrpcControllerClient::new(channel)
            .shutdown(Empty {})
            .await
            .expect("an answer");
    }
    assert_eq!(process.ended_within(Duration::from_millis(200)), None);
    signal("INT", process.child.id());
    let status = process.ended_within(SOON).expect("an end");
    assert!(status.success(), "{status}");
    process.assert_left_nothing();
}
