//! Actions: by a trigger of a resource, and asked for by name.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    an_action_runs_when_its_trigger_does_and_when_it_is_asked_for needs Actions,
    an_action_waits_for_what_it_says needs Actions,
    an_action_can_fail_and_refuse needs Actions,
];

fn config(message: &str, times: u8) -> String {
    format!(
        r#"
action "atlas_announce" "news" {{
  config {{
    message = "{message}"
    times   = {times}
  }}
}}
resource "atlas_thing" "one" {{
  name = "one"
  lifecycle {{
    action_trigger {{
      events  = [after_create]
      actions = [action.atlas_announce.news]
    }}
  }}
}}
"#
    )
}

fn an_action_runs_when_its_trigger_does_and_when_it_is_asked_for(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&config("made", 2));
    let outcome = atlas.apply();
    assert!(
        outcome.stdout.contains("announcing 1/2") && outcome.stdout.contains("announcing 2/2"),
        "{outcome}"
    );
    assert_eq!(atlas.log_of("announce").len(), 2, "{}", atlas.log());
    atlas.unchanged();
    atlas
        .workspace
        .run(&["apply", "-auto-approve", "-invoke=action.atlas_announce.news"])
        .expect_code(0);
    assert_eq!(atlas.log_of("announce").len(), 4, "{}", atlas.log());
}

fn an_action_waits_for_what_it_says(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
action "atlas_announce" "news" {
  config {
    message = "made ${atlas_thing.one.id}"
  }
}
resource "atlas_thing" "one" {
  name = "one"
}
resource "terraform_data" "other" {
  input = atlas_thing.one.id
  lifecycle {
    action_trigger {
      events  = [before_create, after_create, after_update]
      actions = [action.atlas_announce.news]
    }
  }
}
"#,
    );
    atlas.apply();
    let id = atlas.values("atlas_thing.one")["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let log = atlas.log_of("announce");
    assert_eq!(log.len(), 2, "before and after: {log:?}");
    assert!(log.iter().all(|line| line.contains(&id)), "{id}: {log:?}");
    atlas.unchanged();
}

fn an_action_can_fail_and_refuse(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(&config("many", 11));
    let outcome = atlas.refused();
    assert!(outcome.prose().contains("times"), "{outcome}");
    atlas.main(&config("fail", 1));
    let outcome = atlas.apply_code(1);
    assert!(outcome.prose().contains("fail"), "{outcome}");
    // The object is there all the same.
    assert_eq!(atlas.values("atlas_thing.one")["name"], "one");
}
