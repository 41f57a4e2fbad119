//! Scopes: lists, policy documents with unknown parts, managed policies, and what references lead to.

use governance::Link;

use super::*;

fn role_policy(policy: &str) -> RootGraph {
    graph(&format!(
        r#"
        resource "aws_s3_bucket" "b" {{}}
        resource "aws_iam_role" "r" {{}}
        data "aws_partition" "p" {{}}
        resource "aws_iam_role_policy" "p" {{
          role   = "r"
          policy = <<-JSON
            {policy}
          JSON
        }}
        "#
    ))
}

fn scopes(graph: &RootGraph) -> &governance::Items<ScopeValue> {
    &grant(graph, "aws_iam_role_policy.p").scopes
}

#[test]
fn a_policy_is_read_although_its_resource_is_unknown() {
    let graph = role_policy(
        r#"{"Statement": [{"Effect": "Allow", "Action": "iam:*", "Resource": "${var.role}"},
            {"Effect": "Allow", "Action": ["s3:GetObject", "s3:${var.verb}"], "Resource": ${var.list}},
            {"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]}"#,
    );
    assert_eq!(words(scopes(&graph)), [("iam:*", true), ("s3:GetObject", false)]);
    assert!(
        scopes(&graph).known().unwrap().open.is_some(),
        "an action is unknown"
    );
}

#[test]
fn every_resource_alone_is_not_unbounded_and_a_closed_list_is_closed() {
    let graph =
        role_policy(r#"{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}"#);
    assert_eq!(words(scopes(&graph)), [("s3:GetObject", false)]);
    assert_eq!(scopes(&graph).known().unwrap().open, None);
}

#[test]
fn allowing_everything_but_some_actions_is_unbounded() {
    let graph = role_policy(r#"{"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}}"#);
    assert_eq!(words(scopes(&graph)), [("NotAction=iam:*", true)]);
}

#[test]
fn every_action_on_resources_of_one_service_is_every_action_of_that_service() {
    let allowing = |resource: &str| {
        let graph = role_policy(&format!(
            r#"{{"Statement": {{"Effect": "Allow", "Action": "*", "Resource": {resource}}}}}"#
        ));
        let judged = scopes(&graph).judge_each(|scope| scope.breadth.is_unbounded().then_some(()));
        match judged {
            Judged::Breach(..) => true,
            Judged::Pass => false,
            other => panic!("{resource}: {other:?}"),
        }
    };
    for (resource, unbounded) in [
        (r#""*""#, true),
        (r#""arn:aws:*:*:*:*""#, true),
        (r#"["arn:aws:s3:::b/*", "*"]"#, true),
        (r#""arn:aws:iam::111122223333:role/*""#, true),
        (r#""${aws_iam_role.r.arn}""#, true),
        (r#""arn:aws:s3:::b/*""#, false),
        (r#""arn:${data.aws_partition.p.partition}:s3:::b/*""#, false),
        (r#""arn:aws:s3:::${var.bucket}/*""#, false),
        (r#""${aws_s3_bucket.b.arn}/*""#, false),
        (r#""${var.resource}""#, true),
    ] {
        assert_eq!(allowing(resource), unbounded, "{resource}");
    }
    let but = role_policy(r#"{"Statement": {"Effect": "Allow", "NotAction": [], "Resource": "*"}}"#);
    assert_eq!(words(scopes(&but)), [("NotAction=[]", true)]);
}

#[test]
fn a_managed_policy_is_known_in_whatever_partition() {
    let attached = |arn: &str| {
        let graph = graph(&format!(
            r#"data "aws_partition" "p" {{}}
               resource "aws_iam_user_policy_attachment" "a" {{
                 user       = "u"
                 policy_arn = "{arn}"
               }}"#
        ));
        let scopes = &grant(&graph, "aws_iam_user_policy_attachment.a").scopes;
        scopes.known().map(|all| {
            all.items
                .iter()
                .map(|(scope, _)| scope.breadth.is_unbounded())
                .collect::<Vec<_>>()
        })
    };
    let partition = "${data.aws_partition.p.partition}";
    for (policy, unbounded) in [("AdministratorAccess", true), ("ReadOnlyAccess", false)] {
        let arn = format!("arn:{partition}:iam::aws:policy/{policy}");
        assert_eq!(attached(&arn), Some(vec![unbounded]), "{policy}");
    }
    let elsewhere = attached("arn:aws:iam::${var.account}:policy/AdministratorAccess");
    assert_ne!(elsewhere, Some(vec![true]), "the account is not known");
}

#[test]
fn a_policy_that_cannot_be_read_is_undecided() {
    for policy in [
        "{",
        "{}",
        r#"{"Statement": [${var.statements}]}"#,
        "${var.policy}",
    ] {
        let graph = role_policy(policy);
        let judged = scopes(&graph).judge_each(|scope| scope.breadth.is_unbounded().then_some(()));
        assert!(
            matches!(judged, Judged::Undecided(..)),
            "{policy} gave {judged:?}"
        );
    }
}

#[test]
fn a_sensitive_policy_is_not_shown() {
    let graph = graph(
        r#"
        variable "policy" {
          default   = "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:Hidden\"}}"
          sensitive = true
        }
        resource "aws_iam_role_policy" "p" {
          role   = "r"
          policy = var.policy
        }
        "#,
    );
    assert!(!format!("{:?}", graph.graph).contains("Hidden"));
    assert!(
        scopes(&graph)
            .known()
            .is_some_and(|set| set.open.is_some() && set.items.is_empty())
    );
}

#[test]
fn an_attachment_gives_what_its_policy_holds_and_stands_at_the_attachment() {
    let text = r#"
    resource "aws_iam_policy" "p" {
      policy = "{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"*\"}}"
    }
    resource "aws_iam_user" "u" { name = "u" }
    resource "aws_iam_user_policy_attachment" "own" {
      user       = aws_iam_user.u.name
      policy_arn = aws_iam_policy.p.arn
    }
    resource "aws_iam_user_policy_attachment" "managed" {
      user       = aws_iam_user.u.name
      policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    }
    resource "aws_iam_user_policy_attachment" "looked-up" {
      user       = aws_iam_user.u.name
      policy_arn = data.aws_iam_policy.admin.arn
    }
    data "aws_iam_policy" "admin" { name = "AdministratorAccess" }
    resource "aws_iam_user_policy_attachment" "unknown" {
      user       = aws_iam_user.u.name
      policy_arn = var.policy
    }
    "#;
    let graph = graph(text);
    let own = &grant(&graph, "aws_iam_user_policy_attachment.own").scopes;
    assert_eq!(words(own), [("*", true)]);
    let at = own.known().unwrap().items[0].1;
    assert_eq!(source(text, &graph, at), "policy_arn = aws_iam_policy.p.arn");
    let managed = &grant(&graph, "aws_iam_user_policy_attachment.managed").scopes;
    assert_eq!(
        words(managed),
        [("arn:aws:iam::aws:policy/AdministratorAccess", true)]
    );
    let looked_up = &grant(&graph, "aws_iam_user_policy_attachment.looked-up").scopes;
    assert_eq!(words(looked_up), [("AdministratorAccess", true)]);
    let unknown = &grant(&graph, "aws_iam_user_policy_attachment.unknown").scopes;
    assert!(matches!(unknown.judge_each(|_| Some(())), Judged::Undecided(..)));
    assert!(
        graph
            .graph
            .iter()
            .all(|(_, subject)| subject.name != "aws_iam_policy.p"),
        "a policy by itself is given to nobody"
    );
}

#[test]
fn an_attachment_to_many_is_of_each() {
    let graph = graph(
        r#"
        resource "aws_iam_user" "u" { name = "u" }
        resource "aws_iam_role" "r" { assume_role_policy = var.trust }
        resource "aws_iam_policy_attachment" "a" {
          users      = [aws_iam_user.u.name]
          roles      = [aws_iam_role.r.name, var.more]
          policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
        }
        "#,
    );
    let of = &grant(&graph, "aws_iam_policy_attachment.a").of;
    for name in ["aws_iam_user.u", "aws_iam_role.r"] {
        assert!(
            of.contains(&Link::To(find(&graph, name).0)),
            "{of:?} lacks {name}"
        );
    }
    assert!(of.iter().any(|link| matches!(link, Link::Unknown(_))));
}

#[test]
fn a_permission_is_named_by_the_key_that_its_id_is_looked_up_by() {
    let graph = graph(
        r#"
        data "azuread_service_principal" "graph" { client_id = "00000003-0000-0000-c000-000000000000" }
        resource "azuread_app_role_assignment" "a" {
          app_role_id         = data.azuread_service_principal.graph.app_role_ids["Directory.ReadWrite.All"]
          principal_object_id = "x"
        }
        resource "azuread_app_role_assignment" "guid" {
          app_role_id         = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
          principal_object_id = "x"
        }
        "#,
    );
    let a = &grant(&graph, "azuread_app_role_assignment.a").scopes;
    assert_eq!(words(a), [("Directory.ReadWrite.All", true)]);
    let guid = &grant(&graph, "azuread_app_role_assignment.guid").scopes;
    assert_eq!(words(guid), [("e1fe6dd8-ba31-4d61-89e7-88639da4683d", false)]);
}

#[test]
fn only_application_permissions_of_a_request_are_read() {
    let graph = graph(
        r#"resource "azuread_application" "app" {
             display_name = "x"
             required_resource_access {
               resource_app_id = "00000003-0000-0000-c000-000000000000"
               resource_access {
                 id   = "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9"
                 type = "Role"
               }
               resource_access {
                 id   = "e1fe6dd8-ba31-4d61-89e7-88639da4683d"
                 type = "Scope"
               }
             }
           }"#,
    );
    let request = &grant(&graph, "azuread_application.app.required_resource_access[0]").scopes;
    assert_eq!(words(request), [("1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9", true)]);
}

#[test]
fn consent_without_a_user_is_consent_for_all() {
    let consent = |more: &str| {
        graph(&format!(
            r#"resource "azuread_service_principal_delegated_permission_grant" "g" {{
                 service_principal_object_id = "x"
                 claim_values                = ["User.Read"]
                 {more}
               }}"#
        ))
    };
    let name = "azuread_service_principal_delegated_permission_grant.g";
    let all = consent("");
    assert_eq!(
        words(&grant(&all, name).scopes),
        [("User.Read", false), ("consent for all users", true)]
    );
    let one = consent("user_object_id = \"x\"");
    assert_eq!(words(&grant(&one, name).scopes), [("User.Read", false)]);
}

#[test]
fn a_directory_role_below_the_tenant_is_bounded() {
    let assignment = |more: &str| {
        graph(&format!(
            r#"
            resource "azuread_directory_role" "admin" {{ display_name = "Global Administrator" }}
            resource "azuread_directory_role_assignment" "a" {{
              role_id             = azuread_directory_role.admin.template_id
              principal_object_id = "x"
              {more}
            }}
            "#
        ))
    };
    let name = "azuread_directory_role_assignment.a";
    let wide = assignment("");
    assert_eq!(
        words(&grant(&wide, name).scopes),
        [("Global Administrator", true)]
    );
    let narrow = assignment("directory_scope_id = \"/administrativeUnits/x\"");
    assert!(matches!(grant(&narrow, name).scopes, Fact::Absent(_)));
}

#[test]
fn tools_and_scopes_of_our_own_agents_are_read() {
    let graph = graph(
        r#"
        resource "extid_agent" "bot" {
          name  = "bot"
          tools = ["*"]
        }
        resource "extid_agent" "tool-less" { name = "t" }
        resource "extid_scope" "read" { name = "tickets:read" }
        resource "extid_grant" "g" {
          identity = extid_agent.bot.id
          scopes   = [extid_scope.read.id]
        }
        "#,
    );
    assert_eq!(words(&identity(&graph, "extid_agent.bot").tools), [("*", true)]);
    assert!(matches!(
        identity(&graph, "extid_agent.tool-less").tools,
        Fact::Absent(_)
    ));
    assert_eq!(
        words(&grant(&graph, "extid_grant.g").scopes),
        [("tickets:read", false)]
    );
    assert_eq!(
        grant(&graph, "extid_grant.g").of,
        [Link::To(find(&graph, "extid_agent.bot").0)]
    );
}

#[test]
fn absent_tools_mean_all_where_the_vendor_says_so() {
    let graph = graph(r#"resource "aws_bedrockagentcore_harness" "h" { harness_name = "h" }"#);
    assert_eq!(
        words(&identity(&graph, "aws_bedrockagentcore_harness.h").tools),
        [("", true)]
    );
}
