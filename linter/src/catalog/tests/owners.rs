//! Owners: own attributes, edges, tags, text, provider defaults, and what people declare.

use governance::policy_file;
use governance::{ActorType, Basis, Dependents, Link, OwnerAnswer, OwnerSlot, OwnerSource, any_owner};

use super::*;

fn owner_of(graph: &RootGraph, name: &str) -> OwnerAnswer {
    any_owner(&graph.graph, &Dependents::new(&graph.graph), find(graph, name).0)
}

fn source_of(answer: &OwnerAnswer) -> Option<OwnerSource> {
    match answer {
        OwnerAnswer::Named { from, .. } => Some(*from),
        _ => None,
    }
}

#[test]
fn each_place_that_may_name_an_owner_is_looked_at() {
    let api_key = |arguments: &str| {
        graph(&format!(
            r#"resource "aws_api_gateway_api_key" "k" {{
                 name = "k"
                 {arguments}
               }}"#
        ))
    };
    let answer = |arguments: &str| owner_of(&api_key(arguments), "aws_api_gateway_api_key.k");
    assert_eq!(
        source_of(&answer("tags = { Team = \"payments\" }")),
        Some(OwnerSource::Tags)
    );
    assert_eq!(
        source_of(&answer("tags = { owner = \"team-${var.x}\" }")),
        Some(OwnerSource::Tags)
    );
    assert_eq!(
        source_of(&answer("description = \"owner: payments\"")),
        Some(OwnerSource::FreeText)
    );
    assert!(matches!(
        answer("tags = { owner = var.owner }"),
        OwnerAnswer::Undecided(..)
    ));
    assert!(matches!(answer("tags = var.tags"), OwnerAnswer::Undecided(..)));
    for nobody in [
        "",
        "tags = { env = \"x\" }",
        "tags = { owner = \"\" }",
        "tags = null",
    ] {
        let answer = answer(nobody);
        let OwnerAnswer::Nobody { looked } = &answer else {
            panic!("{nobody} gave {answer:?}")
        };
        let spellings: Vec<&str> = looked.iter().map(|(_, spelling)| spelling.as_str()).collect();
        assert_eq!(spellings, ["tags", "description", "provider default_tags"]);
    }
}

#[test]
fn a_collection_with_unknown_parts_proves_what_it_is_known_to_hold() {
    let user = |tags: &str| {
        let text = format!("resource \"aws_iam_user\" \"u\" {{\n name = \"u\"\n tags = {tags}\n}}");
        owner_of(&graph(&text), "aws_iam_user.u")
    };
    let named = user("merge(var.tags, { owner = \"a\" })");
    assert_eq!(source_of(&named), Some(OwnerSource::Tags));
    let open = user("merge(var.tags, { env = \"a\" })");
    assert!(matches!(open, OwnerAnswer::Undecided(..)), "{open:?}");
}

#[test]
fn default_tags_of_the_provider_in_use_name_an_owner() {
    let graph = graph(
        r#"
        provider "aws" {
          default_tags {
            tags = { owner = "platform" }
          }
        }
        resource "aws_iam_user" "ci" { name = "ci" }
        "#,
    );
    assert_eq!(
        source_of(&owner_of(&graph, "aws_iam_user.ci")),
        Some(OwnerSource::ProviderDefaults)
    );
}

#[test]
fn a_tag_of_ones_own_hides_the_default_of_the_same_key() {
    let user = |tags: &str| {
        let graph = graph(&format!(
            r#"
            provider "aws" {{
              default_tags {{
                tags = {{ owner = "platform" }}
              }}
            }}
            resource "aws_iam_user" "ci" {{
              name = "ci"
              tags = {tags}
            }}
            "#
        ));
        source_of(&owner_of(&graph, "aws_iam_user.ci"))
    };
    assert_eq!(user("{ owner = \"\" }"), None);
    assert_eq!(user("{ owner = null }"), Some(OwnerSource::ProviderDefaults));
    assert_eq!(user("{ team = \"\" }"), Some(OwnerSource::ProviderDefaults));
    assert_eq!(
        user("{ \"Business Owner\" = \"alice\" }"),
        Some(OwnerSource::Tags)
    );
}

#[test]
fn an_owner_edge_names_the_owner_of_its_application() {
    let graph = graph(
        r#"
        resource "azuread_application_registration" "a" { display_name = "a" }
        resource "azuread_application_registration" "b" { display_name = "b" }
        resource "azuread_user" "alice" { display_name = "Alice" }
        resource "azuread_application_owner" "o" {
          application_id  = azuread_application_registration.a.id
          owner_object_id = azuread_user.alice.object_id
        }
        "#,
    );
    let a = identity(&graph, "azuread_application_registration.a");
    let names = a.owners.candidates[0].names.known().unwrap();
    assert_eq!(names.items[0].0, "azuread_user.alice.object_id");
    assert_eq!(a.owners.slot, OwnerSlot::FirstClass);
    assert!(matches!(
        owner_of(&graph, "azuread_application_registration.b"),
        OwnerAnswer::Nobody { .. }
    ));
}

#[test]
fn unknown_elements_of_a_list_of_owners_leave_it_open() {
    let app = |owners: &str| {
        graph(&format!(
            r#"
            data "azuread_client_config" "current" {{}}
            data "azuread_users" "admins" {{ return_all = true }}
            resource "azuread_application" "a" {{
              display_name = "a"
              owners       = {owners}
            }}
            "#
        ))
    };
    let answer = |owners: &str| owner_of(&app(owners), "azuread_application.a");
    assert!(matches!(answer("[]"), OwnerAnswer::Nobody { .. }));
    for unknown in [
        "[var.owner]",
        "var.owners",
        "data.azuread_users.admins.object_ids",
    ] {
        assert!(matches!(answer(unknown), OwnerAnswer::Undecided(..)), "{unknown}");
    }
    assert!(matches!(answer("[\"a\", var.owner]"), OwnerAnswer::Named { .. }));
    let pipeline = app("[data.azuread_client_config.current.object_id]");
    let names = identity(&pipeline, "azuread_application.a").owners.candidates[0]
        .names
        .known()
        .unwrap();
    assert_eq!(names.items[0].0, "data.azuread_client_config.current.object_id");
}

#[test]
fn an_empty_list_is_where_a_missing_owner_is_reported() {
    let text = r#"
    resource "azuread_application" "a" {
      display_name = "a"
      owners       = []
    }
    "#;
    let graph = graph(text);
    let owners = &identity(&graph, "azuread_application.a").owners;
    assert_eq!(source(text, &graph, owners.at), "owners       = []");
}

#[test]
fn an_existing_service_principal_is_asked_for_no_owner() {
    let graph = graph(
        r#"resource "azuread_service_principal" "graph" {
             client_id    = "00000003-0000-0000-c000-000000000000"
             use_existing = true
           }"#,
    );
    assert_eq!(
        identity(&graph, "azuread_service_principal.graph").owners.slot,
        OwnerSlot::Nowhere
    );
}

#[test]
fn the_tags_of_a_pool_own_its_clients() {
    let graph = graph(
        r#"
        resource "aws_cognito_user_pool" "p" {
          name = "p"
          tags = { owner = "identity" }
        }
        resource "aws_cognito_user_pool_client" "c" { user_pool_id = aws_cognito_user_pool.p.id }
        "#,
    );
    assert_eq!(
        source_of(&owner_of(&graph, "aws_cognito_user_pool_client.c")),
        Some(OwnerSource::Tags)
    );
}

#[test]
fn a_pool_is_asked_for_an_owner_only_when_it_has_clients() {
    let slot = |text: &str| {
        let graph = graph(text);
        let Noun::Class(pool) = &find(&graph, "aws_cognito_user_pool.p").1.noun else {
            panic!()
        };
        pool.owners.slot
    };
    let pool = r#"resource "aws_cognito_user_pool" "p" { name = "p" }"#;
    let client =
        r#"resource "aws_cognito_user_pool_client" "c" { user_pool_id = aws_cognito_user_pool.p.id }"#;
    assert_eq!(slot(pool), OwnerSlot::Nowhere);
    assert_eq!(slot(&format!("{pool}\n{client}")), OwnerSlot::FirstClass);
}

#[test]
fn our_own_resources_refer_to_their_owner() {
    let graph = graph(
        r#"
        resource "extid_owner" "platform" {
          name = "platform"
          kind = "team"
        }
        resource "extid_relationship" "acme" {
          name  = "acme"
          owner = extid_owner.platform.id
        }
        resource "extid_partner" "p" {
          name         = "p"
          relationship = extid_relationship.acme.id
          owner        = ""
        }
        "#,
    );
    let Noun::Relationship(acme) = &find(&graph, "extid_relationship.acme").1.noun else {
        panic!()
    };
    assert_eq!(
        acme.owners.reference.known().map(String::as_str),
        Some("extid_owner.platform")
    );
    let partner = identity(&graph, "extid_partner.p");
    assert!(matches!(partner.owners.reference, Fact::Null(_)));
    assert_eq!(
        partner.relationship,
        Link::To(find(&graph, "extid_relationship.acme").0)
    );
    assert_eq!(
        partner.actor.known().map(|actor| actor.basis),
        Some(Basis::Declared)
    );
    assert!(matches!(
        owner_of(&graph, "extid_partner.p"),
        OwnerAnswer::Named { .. }
    ));
}

#[test]
fn no_secret_reaches_a_fact() {
    let graph = graph(
        r#"
        variable "secret" {
          default   = "hush"
          sensitive = true
        }
        resource "aws_api_gateway_api_key" "k" {
          name        = "k"
          description = "owner: ${var.secret}"
          tags        = { owner = var.secret }
        }
        resource "azuread_application_password" "p" {
          application_id = var.secret
          display_name   = "owner=${var.secret}"
          end_date       = var.secret
        }
        resource "extid_agent" "bot" {
          name  = "bot"
          owner = var.secret
          tools = [var.secret]
        }
        "#,
    );
    let shown = format!("{graph:?}");
    assert!(!shown.contains("hush"), "{shown}");
    assert!(matches!(
        owner_of(&graph, "aws_api_gateway_api_key.k"),
        OwnerAnswer::Named { .. }
    ));
}

fn bound(policy_file: &str, text: &str) -> RootGraph {
    let (file, problems) = policy_file::parse(policy_file);
    assert!(problems.is_empty(), "{problems:?}");
    graph_with(text, &file.subjects, &Settings::default())
}

const TWO_KEYED_USERS: &str = r#"
    resource "aws_iam_user" "u" {
      for_each = { a = 1, b = 2 }
      name     = each.key
    }
"#;

#[test]
fn an_entry_of_the_policy_file_declares_what_its_glob_matches() {
    for pattern in ["aws_iam_user.*", "aws_iam_user.u", "aws_iam_user.u[\\\"a\\\"]"] {
        let entry =
            format!("[[subject]]\nmatch = \"{pattern}\"\nactor_type = \"ai_agent\"\nowner = \"team-x\"\n");
        let graph = bound(&entry, TWO_KEYED_USERS);
        let (_, subject) = find(&graph, r#"aws_iam_user.u["a"]"#);
        assert_eq!(subject.reach, Reach::Bound, "{pattern}");
        let user = identity(&graph, r#"aws_iam_user.u["a"]"#);
        let actor = user.actor.known().unwrap();
        assert_eq!(
            (actor.kind, actor.basis),
            (Some(ActorType::AiAgent), Basis::Declared)
        );
        let answer = owner_of(&graph, r#"aws_iam_user.u["a"]"#);
        assert_eq!(source_of(&answer), Some(OwnerSource::Binding));
    }
    let keyed = "[[subject]]\nmatch = 'aws_iam_user.u[\"a\"]'\nowner = \"x\"\nactor_type = \"service\"\n";
    let graph = bound(keyed, TWO_KEYED_USERS);
    assert_eq!(find(&graph, r#"aws_iam_user.u["b"]"#).1.reach, Reach::Vendor);
}

#[test]
fn a_comment_declares_the_resource_below_it() {
    let text = r#"
    # extid: subject actor=ai_agent owner=team-x relationship=acme
    # the nightly importer
    resource "aws_iam_user" "ci" { name = "ci" }
    resource "aws_iam_user" "other" { name = "o" }
    resource "extid_relationship" "acme" { name = "acme" }
    "#;
    let graph = graph(text);
    let ci = identity(&graph, "aws_iam_user.ci");
    let Fact::Known(actor, at) = &ci.actor else {
        panic!("{:?}", ci.actor)
    };
    assert_eq!(
        (actor.kind, actor.basis),
        (Some(ActorType::AiAgent), Basis::Declared)
    );
    assert!(source(text, &graph, *at).contains("extid: subject"));
    assert_eq!(
        ci.relationship,
        Link::To(find(&graph, "extid_relationship.acme").0)
    );
    assert_eq!(find(&graph, "aws_iam_user.ci").1.reach, Reach::Bound);
    assert_eq!(find(&graph, "aws_iam_user.other").1.reach, Reach::Vendor);
}

#[test]
fn a_comment_that_declares_nothing_is_a_problem() {
    for (comment, part) in [
        ("# extid: subject actor=robot", "`robot` is not an actor type"),
        ("# extid: subject owner=x\n\n", "stands over no resource"),
    ] {
        let tree = tree(&memory(&format!(
            "{comment}\nresource \"aws_iam_user\" \"ci\" {{\n}}\n"
        )));
        let (_, problems) = Bindings::new(&[], &tree).unwrap();
        assert_eq!(problems.len(), 1, "{comment}");
        assert!(problems[0].message.contains(part), "{}", problems[0].message);
        assert_eq!(&*problems[0].file, "main.tf");
    }
}
