//! `terraform test`: with the provider itself, and with a mock of it.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    a_real_test_run_applies_and_destroys,
    a_mock_of_the_provider_touches_nothing needs MockProviders,
];

const CONFIG: &str = r#"
variable "name" {
  type    = string
  default = "one"
}
resource "atlas_thing" "one" {
  name = var.name
  home = { street = "Rua do Sol" }
}
output "note" {
  value = atlas_thing.one.note
}
"#;

fn a_real_test_run_applies_and_destroys(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(CONFIG);
    atlas.workspace.write(
        "tests/real.tftest.hcl",
        r#"
run "planned" {
  command = plan
  assert {
    condition     = atlas_thing.one.size == 3
    error_message = "the default is planned"
  }
}
run "made" {
  assert {
    condition     = output.note == "note of one"
    error_message = "the API gives a note"
  }
}
run "renamed" {
  variables {
    name = "two"
  }
  assert {
    condition     = output.note == "note of two"
    error_message = "replaced"
  }
}
"#,
    );
    let outcome = atlas.workspace.run(&["test"]).expect_code(0);
    assert!(outcome.stdout.contains("3 passed, 0 failed"), "{outcome}");
    assert_eq!(atlas.log_of("create thing").len(), 2, "{}", atlas.log());
    assert_eq!(atlas.log_of("delete thing").len(), 2, "{}", atlas.log());
}

fn a_mock_of_the_provider_touches_nothing(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main(CONFIG);
    atlas.workspace.write(
        "tests/mock.tftest.hcl",
        r#"
mock_provider "atlas" {
  mock_resource "atlas_thing" {
    defaults = {
      note = "a mock"
    }
  }
}
run "mocked" {
  assert {
    condition     = output.note == "a mock"
    error_message = "the mock's note"
  }
}
"#,
    );
    let outcome = atlas.workspace.run(&["test"]).expect_code(0);
    assert!(outcome.stdout.contains("1 passed, 0 failed"), "{outcome}");
    assert_eq!(atlas.log(), "");
}
