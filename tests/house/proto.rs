//! The committed code of the plugin protocol is what its interface files give.

use xtask::proto::{self, Call, Interface};
use xtask::workspace;

#[test]
fn generated_protocol_code_is_fresh() {
    let files = proto::generate().expect("the interface files compile");
    assert!(!files.is_empty());
    for (path, text) in files {
        let committed = workspace::read(&path).expect("a committed file");
        assert!(
            committed == text,
            "{} is stale: run `cargo xtask proto` and commit what it writes",
            path.display()
        );
    }
}

#[test]
fn the_provider_service_has_the_calls_of_protocol_6_11() {
    let interface = Interface::read().expect("the interface files compile");
    let calls = interface.calls("tfplugin6", "Provider");
    assert_eq!(calls.len(), 36);
    let names = |wanted: fn(&Call) -> bool| -> Vec<&str> {
        calls
            .iter()
            .filter(|call| wanted(call))
            .map(|call| call.name.as_str())
            .collect()
    };
    assert_eq!(
        names(|call| call.streams_answers),
        ["ListResource", "ReadStateBytes", "InvokeAction"]
    );
    assert_eq!(names(|call| call.streams_requests), ["WriteStateBytes"]);
}

#[test]
fn the_services_of_go_plugin_stream_as_its_host_expects() {
    let interface = Interface::read().expect("the interface files compile");
    let call = |name: &str, streams_requests, streams_answers| Call {
        name: name.to_owned(),
        streams_requests,
        streams_answers,
    };
    assert_eq!(
        interface.calls("plugin", "GRPCBroker"),
        [call("StartStream", true, true)]
    );
    assert_eq!(
        interface.calls("plugin", "GRPCController"),
        [call("Shutdown", false, false)]
    );
    assert_eq!(
        interface.calls("plugin", "GRPCStdio"),
        [call("StreamStdio", false, true)]
    );
    assert_eq!(
        interface.calls("grpc.health.v1", "Health"),
        [call("Check", false, false), call("Watch", false, true)]
    );
}
