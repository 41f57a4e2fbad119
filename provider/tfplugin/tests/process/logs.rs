//! What a provider writes to standard error, as Terraform reads it.

use crate::empty;
use crate::terraform_core::{Core, Settings};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use tfplugin::wire::tfplugin6::get_functions;

async fn logged(name: &str, level: &str) -> Vec<Value> {
    let core = Core::start(empty(), Settings::default().set(name, level)).await;
    let lines = core.shutdown().await;
    lines
        .iter()
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

#[tokio::test]
async fn every_line_has_hclogs_keys_and_form() {
    let lines = logged("TF_LOG", "debug").await;
    assert!(!lines.is_empty());
    for line in &lines {
        assert_eq!(line["@level"], "debug", "{line}");
        assert!(
            line["@message"].is_string() && line["@module"].is_string(),
            "{line}"
        );
        let at = line["@timestamp"].as_str().expect("a timestamp");
        assert_eq!(
            (at.len(), &at[10..11], &at[19..20], &at[26..]),
            (27, "T", ".", "Z"),
            "{at}"
        );
        at.parse::<jiff::Timestamp>().expect(at);
    }
    let serving = lines
        .iter()
        .find(|line| line["@message"] == "serving")
        .expect("an event");
    let phases = ["runtime_us", "tls_us", "line_us"].map(|phase| serving[phase].as_u64().expect(phase));
    assert!(phases.is_sorted() && phases[0] > 0, "{phases:?}");
}

#[tokio::test]
async fn the_providers_own_variable_wins_and_traces_leave_libraries_out() {
    assert!(logged("TF_LOG_PROVIDER_EMPTY", "off").await.is_empty());
    let lines = logged("TF_LOG_PROVIDER_EMPTY", "trace").await;
    assert!(
        lines.iter().any(|line| line["@message"] == "ending"),
        "{lines:#?}"
    );
    for line in lines {
        let module = line["@module"].as_str().expect("a module");
        assert!(module.starts_with("tfplugin"), "{line}");
    }
}

#[tokio::test]
async fn a_log_that_nobody_reads_holds_up_no_call() {
    // A pipe takes 64 KiB; here it has a reader that never reads.
    let script = "mkfifo $TMPDIR/log && exec 2<>$TMPDIR/log && rm $TMPDIR/log && exec $0";
    let settings = Settings {
        arguments: vec!["-c".into(), script.into(), empty().display().to_string()],
        ..Settings::default()
    };
    let mut core = Core::start(Path::new("/bin/sh"), settings.set("TF_LOG", "TRACE")).await;
    for call in 0..1000 {
        // A panic is a line of about 300 bytes.
        let answer = core.client.get_functions(get_functions::Request {});
        let answer = tokio::time::timeout(Duration::from_secs(10), answer).await;
        answer
            .unwrap_or_else(|_| panic!("call {call} hangs"))
            .expect_err("a panic");
    }
    core.shutdown().await;
}
