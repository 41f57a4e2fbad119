//! XID301 unbounded-agent-scope: an agent that may do everything
//!
//! ## What
//!
//! A grant, delegation or list of tools of an AI agent that holds a value which means everything *in that
//! attribute*: `*`, `all`, `admin`, an AWS policy of `Action = "*"` or `iam:*`, AdministratorAccess, a Graph
//! permission such as `Directory.ReadWrite.All`, a directory role such as Global Administrator, or no list at all
//! where the vendor reads that as everything. An `extid_agent` must list its `tools`.
//!
//! An agent is what says so (`extid_agent`, a `[[subject]]` entry, a comment), what can be nothing else (a Bedrock
//! agent, and the role it runs as), or with less confidence a role that Bedrock may assume. Which words mean everything
//! depends on the attribute: `all` and `admin` do among OAuth scopes, and only `*` among tools. Values match whole:
//! `all-tickets.read` and `GROUP_BACKUP_ADMIN` are no wildcards, and `Resource = "*"` beside enumerated actions is not
//! one either. `Action = "*"` reaches no further than the services whose resources the statement is known to list.
//!
//! ## Why
//!
//! An agent decides for itself what to call next, and reads instructions from whoever can write to it. Whatever it
//! may do, a stranger's text may make it do: bounds are the only control that does not depend on the model.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "aws_iam_role" "triage" {
//!   name = "triage-agent"
//!   tags = { owner = "team-support" }
//!
//!   assume_role_policy = jsonencode({
//!     Version = "2012-10-17"
//!     Statement = [{
//!       Effect    = "Allow"
//!       Principal = { Service = "bedrock.amazonaws.com" }
//!       Action    = "sts:AssumeRole"
//!       Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
//!     }]
//!   })
//! }
//!
//! resource "aws_iam_role_policy" "triage" {
//!   name = "everything"
//!   role = aws_iam_role.triage.id
//!
//!   policy = jsonencode({
//!     Version   = "2012-10-17"
//!     Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
//!   })
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "aws_iam_role" "triage" {
//!   name = "triage-agent"
//!   tags = { owner = "team-support" }
//!
//!   assume_role_policy = jsonencode({
//!     Version = "2012-10-17"
//!     Statement = [{
//!       Effect    = "Allow"
//!       Principal = { Service = "bedrock.amazonaws.com" }
//!       Action    = "sts:AssumeRole"
//!       Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
//!     }]
//!   })
//! }
//!
//! resource "aws_iam_role_policy" "triage" {
//!   name = "read-tickets"
//!   role = aws_iam_role.triage.id
//!
//!   policy = jsonencode({
//!     Version = "2012-10-17"
//!     Statement = [{
//!       Effect   = "Allow"
//!       Action   = ["dynamodb:GetItem", "dynamodb:Query"]
//!       Resource = "arn:aws:dynamodb:eu-central-1:123456789012:table/tickets"
//!     }]
//!   })
//! }
//! ```
//!
//! ## Undecided
//!
//! ```hcl
//! variable "policy_arn" {
//!   type = string
//! }
//!
//! resource "aws_iam_role" "triage" {
//!   name = "triage-agent"
//!   tags = { owner = "team-support" }
//!
//!   assume_role_policy = jsonencode({
//!     Version = "2012-10-17"
//!     Statement = [{
//!       Effect    = "Allow"
//!       Principal = { Service = "bedrock.amazonaws.com" }
//!       Action    = "sts:AssumeRole"
//!       Condition = { StringEquals = { "aws:SourceAccount" = "123456789012" } }
//!     }]
//!   })
//! }
//!
//! resource "aws_iam_role_policy_attachment" "triage" {
//!   role       = aws_iam_role.triage.name
//!   policy_arn = var.policy_arn
//! }
//! ```
//!
//! ## Fix
//!
//! List what the agent's job takes: actions, scopes, tools. Give what it does to others' data a scope of its own that
//! asks for approval. If two jobs need different lists, they are two agents.
//!
//! ## Maps to
//!
//! OWASP NHI5, LLM06, ASI03, MCP02; NIST 800-53 AC-6; NIST CSF PR.AA-05.

use super::wildcard_scope::narrower;
use crate::holder::Who;
use crate::scope;
use crate::{
    ActorType, At, Breach, Check, Items, Judged, Noun, Persona, Policy, Reach, ScopeValue, Severity,
    SubjectId, Verdict, View,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID301",
    name: "unbounded-agent-scope",
    summary: "an agent that may do everything",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let subject = view.graph.get(id);
    match &subject.noun {
        Noun::Grant(grant) => {
            let holders = grant.of.iter().map(|link| Who::behind(view.graph, link));
            match holders.into_iter().find(is_agent) {
                Some(who) => vec![judge_list(&grant.scopes, "scopes", &who)],
                None => Vec::new(),
            }
        }
        Noun::Delegation(delegation) => {
            vec![judge_list(&delegation.scopes, "scopes", &Who::of(view.graph, id))]
        }
        Noun::Identity(identity) => {
            let who = Who::of(view.graph, id);
            if !is_agent(&who) {
                return Vec::new();
            }
            match judge_list(&identity.tools, "tools", &who) {
                Verdict::Pass if subject.reach == Reach::Own => {
                    vec![missing_tools(&identity.tools, &who).unwrap_or(Verdict::Pass)]
                }
                verdict => vec![verdict],
            }
        }
        _ => Vec::new(),
    }
}

fn is_agent(who: &Who) -> bool {
    who.kind() == Some(ActorType::AiAgent)
}

/// A list that is not written is the vendor's business: where it means everything, the catalogue says so in a value.
fn judge_list(list: &Items<ScopeValue>, field: &'static str, who: &Who) -> Verdict {
    match scope::widest(list) {
        Judged::Breach((text, meaning), at) if text.is_empty() => breach(
            field,
            at,
            "absent",
            format!("without `{{field}}` this agent reaches {meaning}"),
            who,
        ),
        Judged::Breach((text, meaning), at) => breach(
            field,
            at,
            &text,
            format!("`{text}` gives this agent {meaning}"),
            who,
        ),
        Judged::Undecided(why, at) => Verdict::Undecided { field, why, at },
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => Verdict::Pass,
    }
}

fn missing_tools(tools: &Items<ScopeValue>, who: &Who) -> Option<Verdict> {
    match tools.judge_each(|_| None::<()>) {
        Judged::Absent(at) => {
            let message = "`{field}` is not set, so nothing bounds what this agent may call".to_owned();
            Some(breach("tools", at, "absent", message, who))
        }
        _ => None,
    }
}

fn breach(field: &'static str, at: At, value: &str, message: String, who: &Who) -> Verdict {
    Verdict::Breach(Breach {
        field,
        at,
        severity: Severity::Error,
        confidence: who.confidence(),
        persona: Persona::Regular,
        evidence: format!("{field}={value}"),
        message,
        help: narrower(value).to_owned(),
        related: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{Basis, Collection, Confidence, Fact, Graph, Identity, Link, Subject, Why};

    fn grant_to(basis: Basis, scopes: Items<ScopeValue>) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let bot = graph.push(identity_of(ActorType::AiAgent, basis));
        let id = graph.push(grant(Link::To(bot), scopes));
        judge(&POLICY, &graph, id)
    }

    fn tools(reach: Reach, tools: Items<ScopeValue>) -> Vec<Verdict> {
        let mut subject = Subject { reach, ..agent() };
        if let Noun::Identity(Identity { tools: field, .. }) = &mut subject.noun {
            *field = tools;
        }
        let mut graph = Graph::default();
        let id = graph.push(subject);
        judge(&POLICY, &graph, id)
    }

    #[test]
    fn a_wildcard_held_by_an_agent_is_an_error_at_its_place() {
        let scopes = list(vec![bounded("s3:GetObject"), unbounded("*")]);
        let breach = only_breach(grant_to(Basis::Declared, scopes));
        assert_eq!((breach.severity, breach.at), (Severity::Error, at(13)));
        assert_eq!(breach.evidence, "scopes=*");
        assert_eq!(
            breach.message,
            "`*` gives this agent every action of every service"
        );
    }

    #[test]
    fn an_inferred_agent_lowers_the_confidence_and_not_the_severity() {
        let breach = only_breach(grant_to(Basis::Inferred, list(vec![unbounded("*")])));
        assert_eq!(
            (breach.severity, breach.confidence),
            (Severity::Error, Confidence::Medium)
        );
    }

    #[test]
    fn enumerated_scopes_pass_and_unknown_ones_are_undecided() {
        assert_silent(&grant_to(
            Basis::Declared,
            list(vec![bounded("all-tickets.read")]),
        ));
        assert_undecided(&grant_to(Basis::Declared, unknown()));
    }

    #[test]
    fn a_wildcard_in_an_open_list_is_one_whatever_else_is_in_it() {
        let open = |item: ScopeValue| {
            known(Collection {
                items: vec![(item, at(13))],
                open: Some(Why::new("var.more has no value")),
            })
        };
        only_breach(grant_to(Basis::Declared, open(unbounded("*"))));
        assert_undecided(&grant_to(Basis::Declared, open(bounded("read"))));
    }

    #[test]
    fn no_list_where_that_means_everything_says_so() {
        let breach = only_breach(grant_to(Basis::Declared, list(vec![unbounded("")])));
        assert_eq!(breach.evidence, "scopes=absent");
        assert_eq!(
            breach.message,
            "without `{field}` this agent reaches every action of every service"
        );
    }

    #[test]
    fn other_actors_are_not_judged_here() {
        let mut graph = Graph::default();
        let service = graph.push(identity_of(ActorType::Service, Basis::Declared));
        let id = graph.push(grant(Link::To(service), list(vec![unbounded("*")])));
        assert!(judge(&POLICY, &graph, id).is_empty());
    }

    #[test]
    fn tools_must_be_listed_by_agents_of_ones_own() {
        assert_eq!(only_breach(tools(Reach::Own, absent())).evidence, "tools=absent");
        assert_eq!(
            only_breach(tools(Reach::Own, list(vec![unbounded("*")]))).field,
            "tools"
        );
        assert_silent(&tools(Reach::Own, list(vec![bounded("search_tickets")])));
        assert_silent(&tools(Reach::Vendor, absent()));
        assert_silent(&tools(Reach::Vendor, Fact::NoPlace));
        assert_undecided(&tools(Reach::Own, unknown()));
    }

    #[test]
    fn a_delegation_is_an_agents_wherever_the_agent_is() {
        let mut subject = delegation(Link::Outside, ends_after(1));
        if let Noun::Delegation(delegation) = &mut subject.noun {
            delegation.scopes = list(vec![unbounded("*")]);
        }
        let mut graph = Graph::default();
        let id = graph.push(subject);
        only_breach(judge(&POLICY, &graph, id));
    }
}
