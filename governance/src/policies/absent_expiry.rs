//! XID201 absent-expiry: access that never ends by itself
//!
//! ## What
//!
//! A key, token, client secret or certificate whose expiry is not written where that means never, or is written as
//! never (`0`, `-1`, `"never"`); a partner, api client, service or agent without `expires_at`; a delegation without
//! one; a grant of a kind made to end (an access package, an eligibility schedule) without an end.
//!
//! Some keys cannot end at all: AWS access keys, Google service account keys, most client secrets. They pass when
//! they are rotated: when something about them depends on a `time_rotating`, or a rotation argument is set; whether
//! often enough is XID202's business. A replacement that waits for what cannot be followed is undecided. The
//! secret inside an OAuth client, copies in secret stores, brokered credentials and passwords are not asked, nor are
//! trusts that hold no secret. If the vendor's default is an end, that end is XID202's business.
//!
//! Keys of customers, and credentials of which the vendor holds only the public half, are warnings.
//!
//! ## Why
//!
//! What does not end by itself ends when somebody remembers it. The token that opened the Internet Archive in
//! October 2024 had lain in a public configuration file for two years; a limit of one year would have ended it first.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "aws_iam_user" "export" {
//!   name = "nightly-export"
//!   tags = { owner = "team-data" }
//! }
//!
//! # AWS access keys have no expiry: only rotation ends them.
//! resource "aws_iam_access_key" "export" {
//!   user = aws_iam_user.export.name
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "azuread_application" "export" {
//!   display_name = "nightly-export"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_password" "export" {
//!   application_id = azuread_application.export.id
//!   end_date       = "2027-02-15T00:00:00Z"
//! }
//! ```
//!
//! ```hcl
//! # An identity without a key of its own: nothing here can leak.
//! resource "aws_iam_user" "break_glass" {
//!   name = "break-glass"
//!   tags = { owner = "team-security" }
//! }
//! ```
//!
//! ## Undecided
//!
//! ```hcl
//! variable "secret_end" {
//!   type = string
//! }
//!
//! resource "azuread_application" "export" {
//!   display_name = "nightly-export"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_password" "export" {
//!   application_id = azuread_application.export.id
//!   end_date       = var.secret_end
//! }
//! ```
//!
//! ## Fix
//!
//! Write the end that the work has, within the limits of its kind of actor. Where the vendor offers none, replace the
//! key on a schedule, or better, use no key: federation and short-lived tokens end by nature.
//!
//! ```hcl
//! resource "time_rotating" "export" {
//!   rotation_days = 60
//! }
//!
//! resource "aws_iam_access_key" "export" {
//!   user = aws_iam_user.export.name
//!
//!   lifecycle {
//!     replace_triggered_by = [time_rotating.export]
//!   }
//! }
//! ```
//!
//! ## Maps to
//!
//! OWASP NHI7, MCP02; NIST 800-53 AC-2(2), AC-2(3), IA-5f; PCI DSS 8.2.7.

use crate::holder::Who;
use crate::{
    ActorType, At, Breach, Check, Credential, CredentialKind, CredentialRole, End, EndValue, Fact, Grant,
    Identity, Judged, Link, Noun, Persona, Policy, Reach, Severity, Subject, SubjectId, Verdict, View,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID201",
    name: "absent-expiry",
    summary: "access that never ends by itself",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

/// How it came to have no end.
enum Endless {
    NotWritten,
    SaysNever,
    CannotEnd,
}

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let subject = view.graph.get(id);
    let judged = match &subject.noun {
        Noun::Credential(credential) if is_asked(credential) => of_credential(credential, subject.at),
        Noun::Identity(identity) => match Who::of(view.graph, id).kind() {
            Some(ActorType::Customer) | None => return Vec::new(),
            // A vendor's identity has no end to write; its credentials do.
            Some(_) if subject.reach == Reach::Vendor => return Vec::new(),
            Some(_) => of_end(&identity.expires_at),
        },
        Noun::Delegation(delegation) => of_end(&delegation.expires_at),
        Noun::Grant(grant) if grant.must_end => of_end(&grant.expires_at),
        Noun::Grant(grant) if subject.reach == Reach::Own => of_own_grant(view, grant, subject.at),
        _ => return Vec::new(),
    };
    vec![verdict(view, id, subject, judged)]
}

/// Embedded secrets, copies and brokers are judged elsewhere; a password ends with the account.
fn is_asked(credential: &Credential) -> bool {
    credential.role == CredentialRole::Issued && credential.kind != CredentialKind::Password
}

fn of_end(end: &Fact<End>) -> Judged<Endless> {
    match end.judge(|end| (end.value == EndValue::Never).then_some(Endless::SaysNever)) {
        Judged::Absent(at) => Judged::Breach(Endless::NotWritten, at),
        judged => judged,
    }
}

fn of_credential(credential: &Credential, header: At) -> Judged<Endless> {
    match of_end(&credential.expires_at) {
        // A trust holds nothing that could be kept past its end.
        Judged::NoPlace if credential.kind == CredentialKind::FederationTrust => Judged::NoPlace,
        Judged::NoPlace => match credential.rotation.judge(|_| None::<Endless>) {
            Judged::Absent(_) | Judged::NoPlace => Judged::Breach(Endless::CannotEnd, header),
            rotated => rotated,
        },
        judged => judged,
    }
}

/// A grant ends with its identity; only where that has no end either is the grant asked.
fn of_own_grant(view: &View<'_>, grant: &Grant, header: At) -> Judged<Endless> {
    let judged = of_end(&grant.expires_at);
    if !matches!(judged, Judged::Breach(Endless::NotWritten, _)) {
        return judged;
    }
    let mut ends = grant.of.iter().map(|link| match link {
        Link::To(id) => match &view.graph.get(*id).noun {
            Noun::Identity(Identity { expires_at, .. }) => of_end(expires_at),
            _ => Judged::Pass,
        },
        Link::Unknown(why) => Judged::Undecided(why.clone(), header),
        Link::Outside | Link::None => Judged::Pass,
    });
    ends.find(|end| !matches!(end, Judged::Pass | Judged::NoPlace))
        .map_or(Judged::Pass, |end| match end {
            Judged::Undecided(why, at) => Judged::Undecided(why, at),
            _ => judged,
        })
}

fn verdict(view: &View<'_>, id: SubjectId, subject: &Subject, judged: Judged<Endless>) -> Verdict {
    let (endless, at) = match judged {
        Judged::Breach(endless, at) => (endless, at),
        Judged::Undecided(why, at) => {
            return Verdict::Undecided {
                field: "expires_at",
                why,
                at,
            };
        }
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => return Verdict::Pass,
    };
    let who = Who::of(view.graph, id);
    let word = word(subject);
    let (evidence, message, help) = match endless {
        Endless::NotWritten => (
            "absent",
            format!("`{{field}}` is not set, so this {word} never ends"),
            "set `{field}` to the day on which the work ends",
        ),
        Endless::SaysNever => (
            "never",
            format!("`{{field}}` says that this {word} never ends"),
            "set `{field}` to the day on which the work ends",
        ),
        Endless::CannotEnd => (
            "absent",
            format!("this {word} cannot end and nothing rotates it"),
            "replace it whenever a `time_rotating` changes, or use federation and short-lived tokens instead",
        ),
    };
    Verdict::Breach(Breach {
        field: "expires_at",
        at,
        severity: who.severity(view, severity(subject, &who)),
        confidence: who.confidence(),
        persona: Persona::Regular,
        evidence: evidence.to_owned(),
        message,
        help: help.to_owned(),
        related: Vec::new(),
    })
}

fn severity(subject: &Subject, who: &Who) -> Severity {
    match &subject.noun {
        Noun::Credential(credential) if credential.kind.is_public_key() => Severity::Warning,
        _ if who.kind() == Some(ActorType::Customer) => Severity::Warning,
        _ => Severity::Error,
    }
}

fn word(subject: &Subject) -> &'static str {
    match &subject.noun {
        Noun::Credential(credential) => credential.kind.word(),
        Noun::Grant(_) => "grant",
        Noun::Delegation(_) => "delegation",
        _ => "identity",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{Basis, Duration, Graph, Rotation, Settings};

    fn verdicts(subject: Subject) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let id = graph.push(subject);
        judge(&POLICY, &graph, id)
    }

    fn key(change: impl FnOnce(&mut Credential)) -> Vec<Verdict> {
        verdicts(vendor(credential_with(Link::None, change)))
    }

    #[test]
    fn a_key_without_an_end_is_reported_where_the_end_would_stand() {
        let breach = only_breach(key(|key| key.expires_at = absent()));
        assert_eq!((breach.at, breach.evidence.as_str()), (at(12), "absent"));
        assert_eq!(breach.severity, Severity::Error);
        assert_eq!(breach.message, "`{field}` is not set, so this API key never ends");
    }

    #[test]
    fn null_is_absent_and_never_is_said() {
        assert_eq!(
            only_breach(key(|key| key.expires_at = Fact::Null(at(3)))).at,
            at(3)
        );
        assert_eq!(
            only_breach(key(|key| key.expires_at = end(EndValue::Never))).evidence,
            "never"
        );
    }

    #[test]
    fn any_end_passes_here() {
        assert_silent(&key(|key| key.expires_at = ends_on("2051-10-06T00:00:00Z")));
        assert_silent(&key(|key| key.expires_at = ends_after(730)));
    }

    #[test]
    fn a_key_that_cannot_end_must_be_rotated() {
        let cannot_end = |rotation: Fact<Rotation>| {
            key(|key| {
                key.expires_at = Fact::NoPlace;
                key.rotation = rotation;
            })
        };
        assert_eq!(only_breach(cannot_end(absent())).at, at(1), "at the block header");
        only_breach(cannot_end(Fact::NoPlace));
        assert_silent(&cannot_end(known(Rotation::Triggered)));
        assert_silent(&cannot_end(known(Rotation::Every(Duration::from_days(3650)))));
        assert_undecided(&cannot_end(unknown()));
    }

    #[test]
    fn what_is_unknown_is_undecided() {
        assert_undecided(&key(|key| key.expires_at = unknown()));
        let either = Fact::OneOf(
            [EndValue::Never, EndValue::After(Duration::from_days(1))]
                .map(|value| End {
                    value,
                    vendor_default: false,
                    moving: false,
                })
                .into(),
            at(4),
        );
        assert_undecided(&key(|key| key.expires_at = either));
    }

    #[test]
    fn embedded_secrets_copies_brokers_passwords_and_trusts_are_not_asked() {
        for role in [
            CredentialRole::Embedded,
            CredentialRole::Copy,
            CredentialRole::Broker,
        ] {
            assert_silent(&key(|key| {
                key.expires_at = absent();
                key.role = role;
            }));
        }
        for kind in [CredentialKind::Password, CredentialKind::FederationTrust] {
            assert_silent(&key(|key| {
                key.expires_at = Fact::NoPlace;
                key.kind = kind;
            }));
        }
    }

    #[test]
    fn public_keys_and_keys_of_customers_are_warnings() {
        let public = only_breach(key(|key| {
            key.expires_at = absent();
            key.kind = CredentialKind::Certificate;
        }));
        assert_eq!(public.severity, Severity::Warning);
        let mut graph = Graph::default();
        let customer = graph.push(identity_of(ActorType::Customer, Basis::Declared));
        let id = graph.push(credential_with(Link::To(customer), |key| {
            key.expires_at = absent()
        }));
        assert_eq!(
            only_breach(judge(&POLICY, &graph, id)).severity,
            Severity::Warning
        );
    }

    #[test]
    fn strict_raises_a_public_key_of_a_declared_agent() {
        let strict = Settings {
            strict: true,
            ..Settings::default()
        };
        let mut graph = Graph::default();
        let bot = graph.push(agent());
        let id = graph.push(credential_with(Link::To(bot), |key| {
            key.expires_at = absent();
            key.kind = CredentialKind::PrivateKeyJwt;
        }));
        assert_eq!(
            only_breach(judge(&POLICY, &graph, id)).severity,
            Severity::Warning
        );
        assert_eq!(
            only_breach(judge_with(&POLICY, &graph, id, &strict)).severity,
            Severity::Error
        );
    }

    #[test]
    fn identities_of_ones_own_must_end_unless_they_are_customers() {
        let endless = |kind| {
            let mut subject = identity_of(kind, Basis::Declared);
            if let Noun::Identity(identity) = &mut subject.noun {
                identity.expires_at = absent();
            }
            subject
        };
        for kind in [
            ActorType::Partner,
            ActorType::ApiClient,
            ActorType::Service,
            ActorType::AiAgent,
        ] {
            only_breach(verdicts(endless(kind)));
        }
        assert_silent(&verdicts(endless(ActorType::Customer)));
        assert_silent(&verdicts(vendor(endless(ActorType::Service))));
    }

    #[test]
    fn delegations_and_grants_made_to_end_must_end() {
        only_breach(verdicts(delegation(Link::None, absent())));
        let mut package = vendor(grant(Link::None, list(vec![bounded("reader")])));
        if let Noun::Grant(grant) = &mut package.noun {
            grant.must_end = true;
            grant.expires_at = absent();
        }
        only_breach(verdicts(package));
        assert_silent(&verdicts(vendor(grant(
            Link::None,
            list(vec![bounded("reader")]),
        ))));
    }

    #[test]
    fn a_grant_ends_with_its_identity() {
        let with_identity_end = |expires_at: Fact<End>| {
            let mut graph = Graph::default();
            let customer = graph.push(identity(|identity| identity.expires_at = expires_at));
            let mut grant = grant(Link::To(customer), list(vec![bounded("reader")]));
            if let Noun::Grant(grant) = &mut grant.noun {
                grant.expires_at = absent();
            }
            let id = graph.push(grant);
            judge(&POLICY, &graph, id)
        };
        assert_silent(&with_identity_end(ends_after(30)));
        only_breach(with_identity_end(absent()));
        assert_undecided(&with_identity_end(unknown()));
    }
}
