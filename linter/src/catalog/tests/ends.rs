//! Ends and rotation, from what is written and from what is not.

use governance::{CredentialKind, Duration, End, EndValue, Rotation};

use super::*;

fn password(arguments: &str) -> RootGraph {
    graph(&format!(
        r#"
        variable "secret" {{
          default   = "2027-01-01T00:00:00Z"
          sensitive = true
        }}
        resource "azuread_application_password" "p" {{
          application_id = "x"
          {arguments}
        }}
        "#
    ))
}

fn end_of(graph: &RootGraph) -> &Fact<End> {
    &credential(graph, "azuread_application_password.p").expires_at
}

#[test]
fn a_written_end_stands_at_its_attribute() {
    let text = r#"
    resource "azuread_application_password" "p" {
      application_id = "x"
      end_date       = "2027-01-01T00:00:00Z"
    }
    "#;
    let graph = graph(text);
    let Fact::Known(end, at) = end_of(&graph) else {
        panic!()
    };
    assert_eq!(end.value, EndValue::On("2027-01-01T00:00:00Z".parse().unwrap()));
    assert!(!end.vendor_default && !end.moving);
    assert_eq!(
        source(text, &graph, *at),
        r#"end_date       = "2027-01-01T00:00:00Z""#
    );
    let info = &graph.subjects[0];
    assert_eq!(info.spelling("expires_at"), Some("end_date"));
    assert_eq!(info.spelling("grace"), None);
}

#[test]
fn the_first_attribute_that_is_present_wins_and_null_is_not_present() {
    let graph = password("end_date = null\nend_date_relative = \"240h\"");
    assert_eq!(
        end_of(&graph).known().map(|end| end.value),
        Some(EndValue::After(Duration::from_hours(240)))
    );
}

#[test]
fn the_vendors_default_is_an_end_that_nobody_wrote() {
    let graph = password("");
    let end = end_of(&graph).known().unwrap();
    assert_eq!(end.value, EndValue::After(Duration::from_days(730)));
    assert!(end.vendor_default);
}

#[test]
fn an_end_counted_from_now_is_moving() {
    let graph = password(r#"end_date = timeadd(timestamp(), "720h")"#);
    assert!(end_of(&graph).known().is_some_and(|end| end.moving));
}

#[test]
fn unknown_ends_are_neither_absent_nor_present() {
    for argument in [
        "end_date = var.end",
        "end_date = var.secret",
        "end_date = \"soon\"",
    ] {
        let graph = password(argument);
        assert!(
            matches!(end_of(&graph), Fact::Unknown(..)),
            "{argument} gave {:?}",
            end_of(&graph)
        );
    }
}

#[test]
fn both_branches_of_a_condition_are_kept() {
    let both = password(r#"end_date = var.long ? "2027-01-01T00:00:00Z" : "2028-01-01T00:00:00Z""#);
    assert!(
        matches!(end_of(&both), Fact::OneOf(ends, _) if ends.len() == 2),
        "{:?}",
        end_of(&both)
    );
    let maybe = password(r#"end_date = var.long ? "2027-01-01T00:00:00Z" : null"#);
    assert!(
        matches!(end_of(&maybe), Fact::Unknown(..)),
        "{:?}",
        end_of(&maybe)
    );
}

#[test]
fn a_type_without_an_expiry_attribute_has_no_place_for_one() {
    let graph = graph(r#"resource "aws_iam_access_key" "k" { user = "ci" }"#);
    let key = credential(&graph, "aws_iam_access_key.k");
    assert_eq!(key.expires_at, Fact::NoPlace);
    assert!(matches!(key.rotation, Fact::Absent(_)));
}

#[test]
fn an_inactive_access_key_is_no_credential() {
    let graph = graph(
        r#"resource "aws_iam_access_key" "k" {
             user   = "ci"
             status = "Inactive"
           }"#,
    );
    assert!(graph.graph.is_empty());
}

#[test]
fn zero_days_mean_never_where_the_vendor_says_so() {
    let graph = graph(r#"resource "azuread_access_package_assignment_policy" "p" { duration_in_days = 0 }"#);
    let end = grant(&graph, "azuread_access_package_assignment_policy.p")
        .expires_at
        .known()
        .unwrap();
    assert_eq!(end.value, EndValue::Never);
}

#[test]
fn a_permanent_assignment_never_ends_and_any_other_has_its_duration() {
    let assignment = |arguments: &str| {
        graph(&format!(
            r#"resource "azuread_privileged_access_group_assignment_schedule" "s" {{
                 principal_id = "x"
                 {arguments}
               }}"#
        ))
    };
    let end = |graph: &RootGraph| {
        let grant = grant(graph, "azuread_privileged_access_group_assignment_schedule.s");
        assert!(grant.must_end);
        grant.expires_at.known().map(|end| end.value)
    };
    assert_eq!(
        end(&assignment("permanent_assignment = true")),
        Some(EndValue::Never)
    );
    assert_eq!(
        end(&assignment("permanent_assignment = false\nduration = \"P30D\"")),
        Some(EndValue::After(Duration::from_days(30)))
    );
    assert_eq!(end(&assignment("")), None);
}

#[test]
fn inline_passwords_are_one_credential_each() {
    let text = r#"
    resource "azuread_application" "app" {
      display_name = "x"
      owners       = ["a"]
      password {
        end_date = "2027-01-01T00:00:00Z"
      }
      password {
        display_name = "old"
      }
    }
    "#;
    let graph = graph(text);
    let first = credential(&graph, "azuread_application.app.password[0]");
    let Fact::Known(end, at) = &first.expires_at else {
        panic!()
    };
    assert!(!end.vendor_default);
    assert_eq!(source(text, &graph, *at), r#"end_date = "2027-01-01T00:00:00Z""#);
    let second = credential(&graph, "azuread_application.app.password[1]");
    assert!(second.expires_at.known().is_some_and(|end| end.vendor_default));
    assert_eq!(second.kind, CredentialKind::ClientSecret);
    let (app, _) = find(&graph, "azuread_application.app");
    assert_eq!(second.of, governance::Link::To(app));
    let (id, _) = find(&graph, "azuread_application.app.password[1]");
    let info = &graph.subjects[id.0 as usize];
    assert_eq!(
        (&*info.emitted, &*info.address),
        ("password", "azuread_application.app")
    );
    assert_eq!(info.spelling("expires_at"), Some("password.end_date"));
}

#[test]
fn a_dynamic_block_of_unknown_length_gives_one_undecided_credential() {
    let graph = graph(
        r#"resource "azuread_application" "app" {
             display_name = "x"
             dynamic "password" {
               for_each = var.passwords
               content {}
             }
           }"#,
    );
    let password = credential(&graph, "azuread_application.app.password[*]");
    assert!(
        matches!(password.expires_at, Fact::Unknown(..)),
        "{:?}",
        password.expires_at
    );
}

#[test]
fn any_dependence_on_a_rotating_time_is_rotation() {
    for (arguments, what) in [
        (
            "rotate_when_changed = { at = time_rotating.r.id }",
            "an attribute",
        ),
        ("display_name = time_rotating.r.id", "an unrelated attribute"),
        (
            "lifecycle {\n replace_triggered_by = [time_rotating.r]\n }",
            "a replacement",
        ),
        (
            "lifecycle {\n replace_triggered_by = [terraform_data.t.output]\n }",
            "a replacement through another",
        ),
        (
            "rotate_when_changed = { at = time_offset.o.id }",
            "an offset from it",
        ),
    ] {
        let graph = graph(&format!(
            r#"
            resource "time_rotating" "r" {{
              rotation_days = 30
            }}
            resource "terraform_data" "t" {{
              input = time_rotating.r.id
            }}
            resource "time_offset" "o" {{
              base_rfc3339 = time_rotating.r.id
            }}
            resource "azuread_application_password" "p" {{
              application_id = "x"
              {arguments}
            }}
            "#
        ));
        let rotation = &credential(&graph, "azuread_application_password.p").rotation;
        let every = Rotation::Every(Duration::from_days(30));
        assert_eq!(rotation.known(), Some(&every), "{what}");
    }
}

#[test]
fn a_fixed_offset_is_no_rotation() {
    let graph = graph(
        r#"
        resource "time_offset" "o" {
          offset_days = 30
        }
        resource "aws_iam_access_key" "k" {
          user = time_offset.o.id
        }
        "#,
    );
    let rotation = &credential(&graph, "aws_iam_access_key.k").rotation;
    assert!(matches!(rotation, Fact::Absent(_)), "{rotation:?}");
}

#[test]
fn a_trigger_that_cannot_be_followed_leaves_rotation_unknown() {
    for (trigger, what) in [
        ("var.rot", "a variable"),
        ("module.elsewhere.id", "the output of a module that is not here"),
        ("{ at = var.rot, of = aws_iam_user.u.id }", "a part of it"),
    ] {
        let graph = graph(&format!(
            r#"
            variable "rot" {{}}
            module "elsewhere" {{
              source = "registry/x/y"
            }}
            resource "aws_iam_user" "u" {{
              name = "u"
            }}
            resource "terraform_data" "t" {{
              triggers_replace = {trigger}
            }}
            resource "aws_iam_access_key" "k" {{
              user = "u"
              lifecycle {{
                replace_triggered_by = [terraform_data.t]
              }}
            }}
            "#
        ));
        let rotation = &credential(&graph, "aws_iam_access_key.k").rotation;
        assert!(matches!(rotation, Fact::Unknown(..)), "{what}: {rotation:?}");
    }
}

#[test]
fn a_rotating_time_that_is_not_there_rotates_nothing() {
    for time in [
        "",
        "resource \"time_rotating\" \"r\" {\n count = 0\n rotation_days = 30\n }",
    ] {
        let graph = graph(&format!(
            r#"
            {time}
            resource "aws_iam_access_key" "k" {{
              user = "u"
              lifecycle {{
                replace_triggered_by = [time_rotating.r]
              }}
            }}
            "#
        ));
        let rotation = &credential(&graph, "aws_iam_access_key.k").rotation;
        assert!(matches!(rotation, Fact::Absent(_)), "{time}: {rotation:?}");
    }
}

#[test]
fn the_schedule_of_a_rotating_time_is_read() {
    for (arguments, expected) in [
        ("rotation_years = 10", Rotation::Every(Duration::from_days(3650))),
        (
            "rotation_rfc3339 = \"2099-01-01T00:00:00Z\"",
            Rotation::Once("2099-01-01T00:00:00Z".parse().unwrap()),
        ),
        (
            "rotation_days = var.days",
            Rotation::Scheduled(governance::Why::new("variable `days` has no value")),
        ),
    ] {
        let graph = graph(&format!(
            r#"
            variable "days" {{}}
            resource "time_rotating" "r" {{
              {arguments}
            }}
            resource "aws_iam_access_key" "k" {{
              user = "u"
              lifecycle {{
                replace_triggered_by = [time_rotating.r]
              }}
            }}
            "#
        ));
        let rotation = &credential(&graph, "aws_iam_access_key.k").rotation;
        assert_eq!(rotation.known(), Some(&expected), "{arguments}");
    }
}

#[test]
fn a_start_is_read_where_the_vendor_has_one() {
    let graph = graph(
        r#"resource "azuread_application_password" "p" {
             application_id = "x"
             start_date     = "2030-01-01T00:00:00Z"
             end_date       = "2030-02-01T00:00:00Z"
           }"#,
    );
    let start = &credential(&graph, "azuread_application_password.p").starts_at;
    assert_eq!(start.known(), "2030-01-01T00:00:00Z".parse().ok().as_ref());
}

#[test]
fn our_own_credentials_have_a_kind_an_end_and_a_rotation() {
    let graph = graph(
        r#"resource "extid_credential" "c" {
             name     = "c"
             identity = extid_agent.bot.id
             kind     = "private_key_jwt"
             ttl      = "30d"
             rotation = { every = "10d", overlap = "1d" }
           }
           resource "extid_agent" "bot" {
             name  = "bot"
             class = "agents"
           }"#,
    );
    let credential = credential(&graph, "extid_credential.c");
    assert_eq!(credential.kind, CredentialKind::PrivateKeyJwt);
    assert_eq!(
        credential.expires_at.known().map(|end| end.value),
        Some(EndValue::After(Duration::from_days(30)))
    );
    let every = Rotation::Every(Duration::from_days(10));
    assert_eq!(credential.rotation.known(), Some(&every));
    assert_eq!(
        credential.of,
        governance::Link::To(find(&graph, "extid_agent.bot").0)
    );
    assert!(matches!(
        identity(&graph, "extid_agent.bot").expires_at,
        Fact::Absent(_)
    ));
}
