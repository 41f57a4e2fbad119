//! Ephemeral resources: opened in plan and apply, renewed while in use, closed with what opening left.

use std::collections::BTreeSet;
use std::fs;

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    t25_an_ephemeral_is_opened_twice_renewed_and_closed_as_opened needs Ephemeral,
    t25_an_ephemeral_value_reaches_a_write_only_attribute needs WriteOnly,
    t25_an_ephemeral_is_validated needs Ephemeral,
];

const CONFIG: &str = r#"
ephemeral "atlas_token" "short" {
  place       = "south/faro"
  ttl_seconds = 2
}
resource "terraform_data" "user" {
  provisioner "local-exec" {
    command = "test -n \"$TOKEN\" && sleep 3"
    environment = {
      TOKEN = ephemeral.atlas_token.short.token
    }
  }
}
"#;

fn t25_an_ephemeral_is_opened_twice_renewed_and_closed_as_opened(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(CONFIG);
    let outcome = atlas.apply();
    let log = atlas.log();
    let leases = |operation: &str| -> BTreeSet<String> {
        let lines = atlas.log_of(&format!("{operation} token"));
        lines
            .iter()
            .filter_map(|line| line.split(' ').nth(2))
            .map(str::to_owned)
            .collect()
    };
    let opened = leases("open");
    assert_eq!(opened.len(), 2, "once in plan, once in apply: {log}");
    assert_eq!(leases("close"), opened, "{log}");
    assert!(!leases("renew").is_empty(), "{log}");
    for line in atlas.log_of("close token") {
        assert!(
            line.contains("renewed=none"),
            "the private state of a renewal: {line}"
        );
    }
    let state = fs::read_to_string(atlas.state_file()).expect("a state");
    assert!(
        !state.contains("tok-") && !outcome.stdout.contains("tok-"),
        "{state}"
    );
}

fn t25_an_ephemeral_value_reaches_a_write_only_attribute(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(
        r#"
ephemeral "atlas_token" "one" {
  place = "south/faro"
}
resource "atlas_thing" "one" {
  name              = "one"
  secret_wo         = ephemeral.atlas_token.one.token
  secret_wo_version = 1
}
"#,
    );
    atlas.apply();
    atlas.unchanged();
    let secret = fs::read_to_string(atlas.store().join("thing/one.secret")).expect("the API's own store");
    assert!(secret.starts_with("tok-"), "{secret}");
    let state = fs::read_to_string(atlas.state_file()).expect("a state");
    assert!(!state.contains("tok-"), "{state}");
}

fn t25_an_ephemeral_is_validated(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("ephemeral \"atlas_token\" \"one\" {\n  place = \"south/faro\"\n  ttl_seconds = 0\n}\n");
    let outcome = atlas.refused();
    assert!(outcome.prose().contains("ttl_seconds"), "{outcome}");
}
