//! T7: the end of the process, from whatever side, in the middle of creates: every answer still arrives.

use std::time::{Duration, Instant};

use serde_json::json;
use tfplugin::wire::plugin::Empty;
use tfplugin::wire::plugin::grpc_controller_client::GrpcControllerClient;
use tokio::task::JoinSet;

use crate::life::Kept;
use crate::said::Said;
use crate::session::{SOON, Session};
use crate::stopping::{THING, request, signal};
use crate::terraform_core::Settings;
use crate::values::got;

/// As Terraform starts it, or as people do.
async fn started(debug: bool) -> Session {
    let settings = Settings {
        without_tls: debug,
        arguments: debug.then(|| "--debug".to_owned()).into_iter().collect(),
        ..Settings::default()
    };
    let session = Session::with(settings).await;
    session.configure().await.nothing();
    session
}

/// Creates that the atlas lets in at the same time; the others wait before they make anything.
const AT_ONCE: usize = 4;

/// Ends the process when it has begun some creates that wait; each must answer what it saved. Gives how long it took from
/// the end that was asked to the end of the process.
async fn ended(creates: usize, debug: bool, end: impl AsyncFnOnce(&Session)) -> Duration {
    let mut session = started(debug).await;
    let mut answers = JoinSet::new();
    for number in 0..creates {
        let config = session.config(THING, json!({"name": format!("thing-{number}"), "fault": "slow"}));
        let (_, plan, _) = session.plan(THING, &Kept::default(), Some(&config)).await;
        let (mut client, request) = (session.client(), request(&session, &plan, &config));
        answers.spawn(async move { client.apply_resource_change(request).await });
    }
    let until = Instant::now() + SOON;
    while session.logged("create thing").len() < creates.min(AT_ONCE) {
        assert!(Instant::now() < until, "{:#?}", session.log());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let asked = Instant::now();
    end(&session).await;
    let mut saved = 0;
    for answer in answers.join_all().await {
        let answer = answer.expect("an answer").into_inner();
        Said(answer.diagnostics).one_error("interrupted", "");
        saved += usize::from(got(answer.new_state.as_ref(), &session.ty(THING)).is_some());
    }
    assert_eq!(
        saved,
        session.logged("create thing").len(),
        "what was made is known"
    );
    let status = session.core.process.ended_within(SOON).expect("an end");
    let took = asked.elapsed();
    assert!(status.success(), "{status}");
    session.core.process.assert_left_nothing();
    took
}

#[tokio::test]
async fn a_signal_loses_no_answer_however_many_there_are() {
    for creates in [1, 4, 10] {
        for (debug, name) in [
            (false, "TERM"),
            (false, "HUP"),
            (true, "TERM"),
            (true, "HUP"),
            (true, "INT"),
        ] {
            ended(creates, debug, async |session| {
                signal(name, session.core.process.child.id());
            })
            .await;
        }
    }
}

#[tokio::test]
async fn a_shutdown_loses_no_answer_of_calls_that_heed_it() {
    for creates in [1, 4, 10] {
        let took = ended(creates, false, async |session| {
            GrpcControllerClient::new(session.core.channel.clone())
                .shutdown(Empty {})
                .await
                .expect("an answer");
        })
        .await;
        assert!(
            took < Duration::from_millis(1800),
            "Terraform kills after 2 s: {took:?}"
        );
    }
}
