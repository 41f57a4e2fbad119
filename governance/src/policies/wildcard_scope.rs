//! XID302 wildcard-scope: access to everything for whoever is not an agent
//!
//! ## What
//!
//! The values of XID301, granted to anyone else: `*`, `all`, `admin`, an AWS policy of `Action = "*"` or `iam:*`,
//! AdministratorAccess, Graph permissions to write everything, directory roles that own the tenant, consent for all
//! users, and kinds of token that reach everything by nature. For partners and API clients an error, for services,
//! customers and your own people a warning.
//!
//! Values match whole and per attribute. `Resource = "*"` beside enumerated actions, `s3:*` or `*` on one bucket, an
//! absent list of addresses or `resource_names`: none of these is a wildcard here. A `Resource` that cannot be known
//! narrows nothing. Members of AWS groups are not followed.
//!
//! ## Why
//!
//! What a stolen credential can do is what its scope says. Every large token theft of the last years became large
//! through one integration that could read everything because nobody had listed what it needed.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "aws_iam_user" "backup" {
//!   name = "backup-vendor"
//!   tags = { owner = "team-storage" }
//! }
//!
//! resource "aws_iam_user_policy_attachment" "backup" {
//!   user       = aws_iam_user.backup.name
//!   policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
//! }
//! ```
//!
//! ```hcl
//! resource "azuread_application" "sync" {
//!   display_name = "directory-sync"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_service_principal" "sync" {
//!   client_id = azuread_application.sync.client_id
//! }
//!
//! # Global Administrator
//! resource "azuread_directory_role_assignment" "sync" {
//!   role_id             = "62e90394-69f5-4237-9190-012177145e10"
//!   principal_object_id = azuread_service_principal.sync.object_id
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "aws_iam_user" "backup" {
//!   name = "backup-vendor"
//!   tags = { owner = "team-storage" }
//! }
//!
//! resource "aws_iam_user_policy" "backup" {
//!   name = "write-backups"
//!   user = aws_iam_user.backup.name
//!
//!   policy = jsonencode({
//!     Version = "2012-10-17"
//!     Statement = [{
//!       Effect   = "Allow"
//!       Action   = ["s3:PutObject", "s3:ListBucket"]
//!       Resource = "*"
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
//! resource "aws_iam_user" "backup" {
//!   name = "backup-vendor"
//!   tags = { owner = "team-storage" }
//! }
//!
//! resource "aws_iam_user_policy_attachment" "backup" {
//!   user       = aws_iam_user.backup.name
//!   policy_arn = var.policy_arn
//! }
//! ```
//!
//! ## Fix
//!
//! List the actions in use: most vendors show which of the granted ones were ever called. Administration belongs to
//! an internal identity behind an approval, not to an integration.
//!
//! ## Maps to
//!
//! OWASP NHI5, NHI3; NIST 800-53 AC-6.

use crate::holder::Who;
use crate::scope;
use crate::{
    ActorType, Basis, Breach, Check, Confidence, Grant, Judged, Noun, Persona, Policy, Severity, SubjectId,
    Verdict, View,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID302",
    name: "wildcard-scope",
    summary: "access to everything for whoever is not an agent",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let Noun::Grant(grant) = &view.graph.get(id).noun else {
        return Vec::new();
    };
    let holders: Vec<Who> = grant
        .of
        .iter()
        .map(|link| Who::behind(view.graph, link))
        .collect();
    // One defect, one finding: `unbounded-agent-scope` says it.
    if holders.iter().any(|who| who.kind() == Some(ActorType::AiAgent)) {
        return Vec::new();
    }
    vec![judge_grant(view, grant, &holders)]
}

fn judge_grant(view: &View<'_>, grant: &Grant, holders: &[Who]) -> Verdict {
    let ((text, meaning), at) = match scope::widest(&grant.scopes) {
        Judged::Breach(found, at) => (found, at),
        Judged::Undecided(why, at) => {
            return Verdict::Undecided {
                field: "scopes",
                why,
                at,
            };
        }
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => return Verdict::Pass,
    };
    let worst = holders.iter().max_by_key(|who| severity(who));
    let (value, message) = if text.is_empty() {
        ("absent", format!("without `{{field}}` it reaches {meaning}"))
    } else {
        (text.as_str(), format!("`{text}` grants {meaning}"))
    };
    Verdict::Breach(Breach {
        field: "scopes",
        at,
        severity: worst.map_or(Severity::Warning, |who| who.severity(view, severity(who))),
        confidence: confidence(worst),
        persona: Persona::Regular,
        evidence: format!("scopes={value}"),
        message,
        help: narrower(&text).to_owned(),
        related: Vec::new(),
    })
}

/// What to do about a value: a policy is attached whole, so that only another one can be narrower.
pub(super) fn narrower(text: &str) -> &'static str {
    if text.starts_with("arn:") || text.ends_with("Access") {
        "attach a policy that lists the actions it needs, each by name"
    } else if text.starts_with("NotAction=") {
        "list the actions it needs in `Action`, each by name, instead of those it does not"
    } else {
        "list in `{field}` what it needs, each by name"
    }
}

fn severity(who: &Who) -> Severity {
    match who.kind() {
        Some(ActorType::Partner | ActorType::ApiClient) => Severity::Error,
        _ => Severity::Warning,
    }
}

/// What it grants is certain; to whom may not be.
fn confidence(who: Option<&Who>) -> Confidence {
    match who {
        Some(Who::Actor(_, Basis::Typed | Basis::Declared)) => Confidence::High,
        _ => Confidence::Medium,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{Graph, Items, Link, ScopeValue, Subject, Why};

    fn granted(holder: Option<Subject>, scopes: Items<ScopeValue>) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let link = holder.map_or(Link::None, |holder| Link::To(graph.push(holder)));
        let id = graph.push(grant(link, scopes));
        judge(&POLICY, &graph, id)
    }

    fn everything() -> Items<ScopeValue> {
        list(vec![unbounded("*")])
    }

    #[test]
    fn who_holds_it_decides_how_bad_it_is() {
        let severity =
            |kind| only_breach(granted(Some(identity_of(kind, Basis::Declared)), everything())).severity;
        assert_eq!(severity(ActorType::Partner), Severity::Error);
        assert_eq!(severity(ActorType::ApiClient), Severity::Error);
        assert_eq!(severity(ActorType::Service), Severity::Warning);
        assert_eq!(severity(ActorType::Customer), Severity::Warning);
        assert_eq!(
            only_breach(granted(None, everything())).severity,
            Severity::Warning
        );
    }

    #[test]
    fn an_inferred_holder_lowers_the_confidence_only() {
        let breach = only_breach(granted(
            Some(identity_of(ActorType::ApiClient, Basis::Inferred)),
            everything(),
        ));
        assert_eq!(
            (breach.severity, breach.confidence),
            (Severity::Error, Confidence::Medium)
        );
    }

    #[test]
    fn the_help_fits_what_was_granted() {
        let help = |text: &str| {
            let scopes = list(vec![unbounded(text)]);
            only_breach(granted(None, scopes)).help
        };
        assert!(help("arn:aws:iam::aws:policy/AdministratorAccess").starts_with("attach a policy"));
        assert!(help("NotAction=iam:*").contains("`Action`"));
        assert!(help("*").contains("`{field}`"));
    }

    #[test]
    fn the_widest_value_is_named_wherever_it_stands() {
        let scopes = list(vec![unbounded("iam:*"), unbounded("*")]);
        assert_eq!(only_breach(granted(None, scopes)).evidence, "scopes=*");
        let narrow = list(vec![unbounded("iam:*"), unbounded("sts:*")]);
        assert_eq!(only_breach(granted(None, narrow)).evidence, "scopes=iam:*");
    }

    #[test]
    fn agents_are_left_to_the_rule_for_agents() {
        assert!(granted(Some(agent()), everything()).is_empty());
    }

    #[test]
    fn a_grant_to_several_is_judged_by_the_worst_of_them() {
        let mut graph = Graph::default();
        let service = graph.push(identity_of(ActorType::Service, Basis::Declared));
        let partner = graph.push(identity_of(ActorType::Partner, Basis::Declared));
        let mut subject = grant(Link::To(service), everything());
        if let Noun::Grant(grant) = &mut subject.noun {
            grant.of.push(Link::To(partner));
        }
        let id = graph.push(subject);
        assert_eq!(only_breach(judge(&POLICY, &graph, id)).severity, Severity::Error);
    }

    #[test]
    fn a_holder_that_cannot_be_known_still_holds_everything() {
        let mut graph = Graph::default();
        let id = graph.push(grant(
            Link::Unknown(Why::new("var.user has no value")),
            everything(),
        ));
        assert_eq!(
            only_breach(judge(&POLICY, &graph, id)).severity,
            Severity::Warning
        );
    }

    #[test]
    fn bounded_scopes_pass_and_unknown_ones_are_undecided() {
        let service = || Some(identity_of(ActorType::Service, Basis::Declared));
        assert_silent(&granted(service(), list(vec![bounded("GROUP_BACKUP_ADMIN")])));
        assert_silent(&granted(service(), absent()));
        assert_undecided(&granted(service(), unknown()));
    }
}
