//! Links: by reference, by literal, and when neither leads anywhere.

use governance::{ActorType, Basis, Link};

use super::*;

#[test]
fn a_reference_ties_though_the_name_is_unknown() {
    let graph = graph(
        r#"
        resource "aws_iam_user" "ci" { name = var.name }
        resource "aws_iam_access_key" "k" { user = aws_iam_user.ci.name }
        "#,
    );
    let user = find(&graph, "aws_iam_user.ci").0;
    assert_eq!(credential(&graph, "aws_iam_access_key.k").of, Link::To(user));
}

#[test]
fn a_literal_ties_to_the_resource_of_that_name() {
    let graph = graph(
        r#"
        resource "aws_iam_user" "u" { name = "ci" }
        resource "aws_iam_user" "v" { name = "other" }
        resource "aws_iam_access_key" "k" { user = "ci" }
        resource "aws_iam_access_key" "elsewhere" { user = "deploy" }
        "#,
    );
    let user = find(&graph, "aws_iam_user.u").0;
    assert_eq!(credential(&graph, "aws_iam_access_key.k").of, Link::To(user));
    assert_eq!(
        credential(&graph, "aws_iam_access_key.elsewhere").of,
        Link::Outside
    );
}

#[test]
fn a_data_source_is_outside_and_a_variable_unknown() {
    let graph = graph(
        r#"
        data "aws_iam_user" "ci" { user_name = "ci" }
        resource "aws_iam_access_key" "a" { user = data.aws_iam_user.ci.user_name }
        resource "aws_iam_access_key" "b" { user = var.user }
        "#,
    );
    assert_eq!(credential(&graph, "aws_iam_access_key.a").of, Link::Outside);
    assert!(matches!(
        credential(&graph, "aws_iam_access_key.b").of,
        Link::Unknown(_)
    ));
}

#[test]
fn keys_lead_to_their_instance_and_symbolic_to_symbolic() {
    let graph = graph(
        r#"
        resource "aws_iam_user" "u" {
          for_each = { a = 1, b = 2 }
          name     = each.key
        }
        resource "aws_iam_access_key" "k" {
          for_each = { a = 1, b = 2 }
          user     = aws_iam_user.u[each.key].name
        }
        resource "aws_iam_user" "s" {
          for_each = var.names
          name     = each.key
        }
        resource "aws_iam_access_key" "s" {
          for_each = var.names
          user     = aws_iam_user.s[each.key].name
        }
        resource "aws_iam_access_key" "any" {
          for_each = var.names
          user     = aws_iam_user.u[each.key].name
        }
        "#,
    );
    let b = find(&graph, r#"aws_iam_user.u["b"]"#).0;
    assert_eq!(credential(&graph, r#"aws_iam_access_key.k["b"]"#).of, Link::To(b));
    let symbolic = find(&graph, "aws_iam_user.s[*]").0;
    assert_eq!(
        credential(&graph, "aws_iam_access_key.s[*]").of,
        Link::To(symbolic)
    );
    assert!(matches!(
        credential(&graph, "aws_iam_access_key.any[*]").of,
        Link::Unknown(_)
    ));
}

#[test]
fn branches_that_lead_to_different_resources_leave_a_link_unknown() {
    let graph = graph(
        r#"
        resource "aws_iam_user" "a" { name = "a" }
        resource "aws_iam_user" "b" { name = "b" }
        resource "aws_iam_access_key" "k" { user = var.a ? aws_iam_user.a.name : aws_iam_user.b.name }
        "#,
    );
    assert!(matches!(
        credential(&graph, "aws_iam_access_key.k").of,
        Link::Unknown(_)
    ));
}

#[test]
fn a_service_principal_is_the_same_identity_as_its_application() {
    let graph = graph(
        r#"
        resource "azuread_application" "app" { display_name = "x" }
        resource "azuread_service_principal" "sp" { client_id = azuread_application.app.client_id }
        resource "azuread_service_principal_password" "p" { service_principal_id = azuread_service_principal.sp.id }
        "#,
    );
    let (app, _) = find(&graph, "azuread_application.app");
    let (sp, _) = find(&graph, "azuread_service_principal.sp");
    assert_eq!(
        identity(&graph, "azuread_service_principal.sp").same_as,
        [Link::To(app)]
    );
    assert_eq!(
        credential(&graph, "azuread_service_principal_password.p").of,
        Link::To(sp)
    );
}

#[test]
fn a_user_with_only_a_console_login_is_a_person() {
    let graph = graph(
        r#"
        resource "aws_iam_user" "alice" { name = "alice" }
        resource "aws_iam_user_login_profile" "alice" { user = aws_iam_user.alice.name }
        resource "aws_iam_user" "ci" { name = "ci" }
        resource "aws_iam_access_key" "ci" { user = aws_iam_user.ci.name }
        resource "aws_iam_user" "both" { name = "both" }
        resource "aws_iam_access_key" "both" { user = aws_iam_user.both.name }
        resource "aws_iam_user_login_profile" "both" { user = aws_iam_user.both.name }
        "#,
    );
    let alice = identity(&graph, "aws_iam_user.alice");
    assert_eq!(alice.actor, Fact::NoPlace);
    assert_eq!(alice.owners.slot, governance::OwnerSlot::Nowhere);
    let actor = identity(&graph, "aws_iam_user.ci").actor.known().unwrap();
    assert_eq!(
        (actor.kind, actor.basis),
        (Some(ActorType::Service), Basis::Inferred)
    );
    let both = identity(&graph, "aws_iam_user.both");
    assert!(matches!(both.actor, Fact::Absent(_)), "{:?}", both.actor);
    assert_eq!(both.methods.judge_any(|method| method.human), Judged::Pass);
}

#[test]
fn agents_are_known_by_their_type_and_make_agents_of_the_roles_they_run_as() {
    let graph = graph(
        r#"
        resource "aws_bedrockagent_agent" "a" { agent_resource_role_arn = aws_iam_role.r.arn }
        resource "aws_iam_role" "r" { assume_role_policy = var.trust }
        resource "aws_iam_role" "named-like-an-agent" {
          assume_role_policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"}}}"
          tags               = { agent = "true" }
        }
        "#,
    );
    for name in ["aws_bedrockagent_agent.a", "aws_iam_role.r"] {
        let actor = identity(&graph, name).actor.known().unwrap();
        assert_eq!(
            (actor.kind, actor.basis),
            (Some(ActorType::AiAgent), Basis::Typed),
            "{name}"
        );
        assert!(!identity(&graph, name).platform);
    }
    let other = identity(&graph, "aws_iam_role.named-like-an-agent");
    assert!(matches!(other.actor, Fact::Absent(_)));
    assert!(other.platform);
}

#[test]
fn the_flow_of_a_cognito_client_tells_machines_from_customers() {
    let client = |flows: &str| {
        graph(&format!(
            r#"resource "aws_cognito_user_pool_client" "c" {{
                 user_pool_id        = "eu-1_x"
                 allowed_oauth_flows = {flows}
               }}"#
        ))
    };
    let kind = |graph: &RootGraph| {
        let actor = &identity(graph, "aws_cognito_user_pool_client.c").actor;
        actor.known().and_then(|actor| actor.kind)
    };
    assert_eq!(
        kind(&client(r#"["client_credentials"]"#)),
        Some(ActorType::ApiClient)
    );
    assert_eq!(kind(&client(r#"["code"]"#)), Some(ActorType::Customer));
    assert_eq!(kind(&client("var.flows")), None);
}

#[test]
fn trust_policies_tell_who_is_outside() {
    let role = |principal: &str, condition: &str| {
        graph(&format!(
            r#"resource "aws_iam_role" "r" {{
                 assume_role_policy = <<-JSON
                   {{"Statement": [{{"Effect": "Allow", "Action": "sts:AssumeRole",
                     "Principal": {principal}, "Condition": {{{condition}}}}}]}}
                 JSON
               }}
               resource "aws_iam_openid_connect_provider" "github" {{ url = "https://example.com" }}
               data "aws_caller_identity" "me" {{}}
               resource "aws_iam_saml_provider" "sso" {{ name = "sso" }}"#
        ))
    };
    let exposed = |principal: &str, condition: &str| {
        let graph = role(principal, condition);
        match &identity(&graph, "aws_iam_role.r").exposed {
            Fact::Known(exposed, _) => Some(*exposed),
            Fact::Unknown(..) => None,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(exposed(r#"{"Service": "lambda.amazonaws.com"}"#, ""), Some(false));
    assert_eq!(
        exposed(
            r#"{"Federated": "${aws_iam_openid_connect_provider.github.arn}"}"#,
            ""
        ),
        Some(true)
    );
    assert_eq!(
        exposed(r#"{"Federated": "${aws_iam_saml_provider.sso.arn}"}"#, ""),
        Some(false)
    );
    assert_eq!(
        exposed(
            r#"{"AWS": "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root"}"#,
            ""
        ),
        Some(false)
    );
    assert_eq!(exposed(r#"{"AWS": "arn:aws:iam::111122223333:root"}"#, ""), None);
    assert_eq!(exposed(r#"{"AWS": "${var.vendor}"}"#, ""), None);
    let external_id = r#""StringEquals": {"sts:ExternalId": "x"}"#;
    assert_eq!(
        exposed(r#"{"AWS": "arn:aws:iam::111122223333:root"}"#, external_id),
        Some(true),
        "only third parties are told apart by an external id"
    );
    assert_eq!(exposed(r#"{"AWS": "${var.vendor}"}"#, external_id), Some(true));
    assert_eq!(exposed(r#""*""#, ""), Some(true));
    assert_eq!(
        exposed(r#""*""#, r#""StringEquals": {"aws:PrincipalOrgID": "o-x"}"#),
        Some(false)
    );

    let basis = |principal: &str, condition: &str| {
        let graph = role(principal, condition);
        identity(&graph, "aws_iam_role.r")
            .actor
            .known()
            .map(|actor| actor.basis)
    };
    assert_eq!(
        basis(r#"{"Service": "bedrock-agentcore.amazonaws.com"}"#, ""),
        Some(Basis::Typed)
    );
    assert_eq!(
        basis(r#"{"Service": ["bedrock.amazonaws.com"]}"#, ""),
        Some(Basis::Inferred)
    );
    let knowledge_base = r#""ArnLike": {"aws:SourceArn": "arn:aws:bedrock:eu-1:1:knowledge-base/*"}"#;
    assert_eq!(
        basis(r#"{"Service": ["bedrock.amazonaws.com"]}"#, knowledge_base),
        None
    );
}

#[test]
fn accounts_of_the_policy_file_tell_own_from_foreign() {
    let text = r#"resource "aws_iam_role" "r" {
      assume_role_policy = "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"}}}"
    }"#;
    let exposed = |account: &str| {
        let settings = Settings {
            accounts: vec![account.to_owned()],
            ..Settings::default()
        };
        let graph = graph_with(text, &[], &settings);
        identity(&graph, "aws_iam_role.r").exposed.known().copied()
    };
    assert_eq!(exposed("111122223333"), Some(false));
    assert_eq!(exposed("444455556666"), Some(true));
}
