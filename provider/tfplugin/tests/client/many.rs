//! T28 and T30: many objects at once, and several runs on one process.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::json;
use tokio::task::{JoinSet, LocalSet};

use crate::life::{Kept, Shown};
use crate::session::Session;

const THING: &str = "atlas_thing";

/// The number after `running=`.
fn running(line: &str) -> usize {
    let (_, running) = line.split_once("running=").expect("how many ran");
    running.parse().expect("a number")
}

#[tokio::test]
async fn fifty_creates_at_once_are_all_done_within_the_limit_of_the_api() {
    LocalSet::new().run_until(fifty_creates()).await;
}

async fn fifty_creates() {
    // T30
    let session = Rc::new(Session::start().await);
    let mut creates = JoinSet::new();
    for number in 0..50 {
        let session = Rc::clone(&session);
        creates.spawn_local(async move {
            let config = session.config(THING, json!({"name": format!("thing-{number}"), "text": "t"}));
            let mut kept = Kept::default();
            let shown = session.run(THING, &mut kept, Some(&config)).await;
            assert_eq!(shown, Shown::Create);
            session.settled(THING, &kept, &config).await;
            kept
        });
    }
    let all = creates.join_all().await;
    let ids: BTreeSet<_> = all.iter().map(|kept| kept.state()["id"].clone()).collect();
    assert_eq!(ids.len(), 50, "each has an id of its own");
    let lines = session.logged("create thing");
    assert_eq!(lines.len(), 50, "none is lost and none done twice");
    let most = lines.iter().map(|line| running(line)).max();
    assert!((2..=4).contains(&most.expect("a line")), "at once: {most:?}");
}

#[tokio::test]
async fn plans_go_on_while_creates_wait() {
    LocalSet::new().run_until(a_plan_meanwhile()).await;
}

async fn a_plan_meanwhile() {
    let session = Rc::new(Session::start().await);
    let mut creates = JoinSet::new();
    for number in 0..8 {
        let session = Rc::clone(&session);
        let json = json!({"name": format!("slow-{number}"), "fault": "slow", "timeouts": {"create": "1s"}});
        creates.spawn_local(async move {
            let config = session.config(THING, json);
            let (_, said) = session.apply(THING, &mut Kept::default(), Some(&config)).await;
            said.one_error("timed out", "");
        });
    }
    session.until_logged("create thing slow").await;
    let config = session.config(THING, json!({"name": "b"}));
    let (shown, _, said) = session.plan(THING, &Kept::default(), Some(&config)).await;
    said.nothing();
    assert_eq!(shown, Shown::Create);
    assert!(creates.try_join_next().is_none(), "the plan was answered first");
    creates.join_all().await;
}

#[tokio::test]
async fn several_runs_on_one_process_forget_each_other() {
    // T28: each run configures the provider again.
    let session = Session::start().await;
    let region = "atlas_region";
    let closed = session.config(region, json!({"name": "north", "status": "closed"}));
    let place = session.config("atlas_place", json!({"region": "north", "name": "town"}));
    session.plan(region, &Kept::default(), Some(&closed)).await;
    let (_, plan, _) = session.plan("atlas_place", &Kept::default(), Some(&place)).await;
    assert_eq!(plan.planned()["status"], crate::values::text("closed"));
    // That plan was never applied.
    session.configure().await.nothing();
    let (_, plan, _) = session.plan("atlas_place", &Kept::default(), Some(&place)).await;
    assert_eq!(plan.planned()["status"], crate::values::text("open"));
}

#[tokio::test]
async fn a_configure_that_fails_leaves_the_run_before_it() {
    let session = Session::start().await;
    let refused = session
        .configure_provider(tfplugin::wire::tfplugin6::configure_provider::Request::default())
        .await;
    assert_eq!(refused.diagnostics.len(), 1);
    let config = session.config(THING, json!({"name": "a"}));
    session.created(THING, &config).await;
}
