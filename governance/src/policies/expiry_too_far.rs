//! XID202 expiry-too-far: an end that lies too far ahead to be one
//!
//! ## What
//!
//! A credential, a grant made to end, or an identity of your own whose end lies beyond the limit of its kind of
//! actor: above the hard limit an error, above the soft one a warning. Lengths are counted from `starts_at` or from
//! the day of the run, whichever is later; exactly the limit passes.
//!
//! Actor types that somebody declared have the limits of their row: a service 180 days for a static secret, an agent
//! 90 days for its identity. Where nobody declared one, a credential may live 365 days, and what is above 90 days is
//! said to pedants only. An end that nobody wrote counts too: Entra gives a secret without `end_date` about two years.
//!
//! Not asked: dates that cannot be known, dates in the past (XID203), the secrets of agents (XID603 knows a shorter
//! limit), secrets inside OAuth clients, copies, brokered credentials, and vendors' trusts.
//!
//! ## Why
//!
//! A date thirty years ahead satisfies a form and protects nobody. The token in front of 38 TB of Microsoft's
//! research data was valid until 2051.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "azuread_application" "research" {
//!   display_name = "research-data"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_password" "research" {
//!   application_id = azuread_application.research.id
//!   end_date       = "2051-10-06T00:00:00Z"
//! }
//!
//! # No end_date: Entra takes about two years.
//! resource "azuread_application_password" "fallback" {
//!   application_id = azuread_application.research.id
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "azuread_application" "research" {
//!   display_name = "research-data"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_password" "research" {
//!   application_id = azuread_application.research.id
//!   end_date       = "2027-02-15T00:00:00Z"
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
//! resource "azuread_application" "research" {
//!   display_name = "research-data"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_password" "research" {
//!   application_id = azuread_application.research.id
//!   end_date       = var.secret_end
//! }
//! ```
//!
//! ## Fix
//!
//! Bring the end within the limit and rotate; a second credential that overlaps the first makes rotation boring.
//! If the work itself is shorter than the limit, write the day on which it ends. Limits are changed in one place,
//! `[limits.service] static-secret-age = { soft = "60d", hard = "90d" }` in `extid.toml`.
//!
//! ## Maps to
//!
//! OWASP NHI7; NIST 800-53 IA-5f.

use crate::holder::Who;
use crate::{
    ActorType, At, Bound, Breach, Check, Confidence, Credential, CredentialKind, CredentialRole, Duration,
    End, EndValue, Fact, Identity, Instant, Judged, LimitKey, Link, Noun, Persona, Policy, Reach, Severity,
    Subject, SubjectId, Verdict, View, Why,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID202",
    name: "expiry-too-far",
    summary: "an end that lies too far ahead to be one",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

/// How long it may live.
#[derive(Clone, Copy, Default)]
struct Longest {
    soft: Option<Duration>,
    hard: Option<Duration>,
}

struct TooFar {
    end: End,
    length: Duration,
    limit: Duration,
}

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let subject = view.graph.get(id);
    let who = Who::of(view.graph, id);
    let (expires_at, longest) = match &subject.noun {
        Noun::Credential(credential) if is_asked(credential, subject.reach, &who) => {
            (&credential.expires_at, of_credential(view, credential.kind, &who))
        }
        Noun::Identity(identity) if subject.reach != Reach::Vendor => match who.declared() {
            Some(actor) => (&identity.expires_at, row(view, actor, LimitKey::IdentityLifetime)),
            None => return Vec::new(),
        },
        Noun::Grant(grant) if grant.must_end => {
            let hard = loosest(view).hard;
            (&grant.expires_at, Longest { soft: None, hard })
        }
        _ => return Vec::new(),
    };
    vec![judge_end(view, subject, &who, expires_at, longest)]
}

/// Embedded secrets, copies and brokers are judged elsewhere, and the static secrets of agents by
/// `static-secret-for-agent`, whose limit is shorter.
fn is_asked(credential: &Credential, reach: Reach, who: &Who) -> bool {
    credential.role == CredentialRole::Issued
        && !(reach == Reach::Vendor && credential.kind == CredentialKind::FederationTrust)
        && !(who.is_certain_agent() && credential.kind.is_static_secret())
}

fn of_credential(view: &View<'_>, kind: CredentialKind, who: &Who) -> Longest {
    let lifetime = |actor| row(view, actor, LimitKey::IdentityLifetime);
    match who.declared() {
        None => loosest(view),
        Some(actor) if kind.is_static_secret() => {
            let own = row(view, actor, LimitKey::StaticSecretAge);
            // A partner's secret may last as long as the contract, which its identity's lifetime bounds.
            let hard = own.hard.or(lifetime(actor).hard).or(loosest(view).hard);
            Longest { hard, ..own }
        }
        Some(actor) => Longest {
            soft: None,
            hard: lifetime(actor).hard.or(loosest(view).hard),
        },
    }
}

fn row(view: &View<'_>, actor: ActorType, key: LimitKey) -> Longest {
    let limit = view.settings.limits.get(actor, key);
    Longest {
        soft: limit.soft().and_then(Bound::length),
        hard: limit.hard().and_then(Bound::length),
    }
}

fn loosest(view: &View<'_>) -> Longest {
    let limit = view.settings.limits.loosest(LimitKey::StaticSecretAge);
    Longest {
        soft: limit.soft().and_then(Bound::length),
        hard: limit.hard().and_then(Bound::length),
    }
}

fn judge_end(
    view: &View<'_>,
    subject: &Subject,
    who: &Who,
    expires_at: &Fact<End>,
    longest: Longest,
) -> Verdict {
    let start = match start(view, subject) {
        Ok(start) => start,
        Err((why, at)) => return undecided(why, at),
    };
    let beyond = |limit: Option<Duration>| {
        expires_at.judge(|end| {
            let length = length(end, start)?;
            let limit = limit.filter(|limit| length > *limit)?;
            Some(TooFar {
                end: end.clone(),
                length,
                limit,
            })
        })
    };
    let (too_far, at, severity, persona) = match (beyond(longest.hard), beyond(longest.soft)) {
        (Judged::Breach(too_far, at), _) => (too_far, at, Severity::Error, Persona::Regular),
        // Where it is unsure by how much, it is too far at least for the warning.
        (_, Judged::Breach(too_far, at)) => {
            let persona = match who.declared() {
                Some(_) => Persona::Regular,
                None => Persona::Pedantic,
            };
            (too_far, at, who.severity(view, Severity::Warning), persona)
        }
        (Judged::Undecided(why, at), _) | (_, Judged::Undecided(why, at)) => return undecided(why, at),
        _ => return Verdict::Pass,
    };
    let TooFar { end, length, limit } = too_far;
    let of = match (&subject.noun, who.declared()) {
        (Noun::Credential(credential), Some(actor)) => {
            format!("this {} of a {}", credential.kind.word(), said(actor))
        }
        (Noun::Credential(credential), None) => format!("this {}", credential.kind.word()),
        (Noun::Grant(_), _) => "this grant".to_owned(),
        (_, Some(actor)) => format!("this {}", said(actor)),
        (_, None) => "this identity".to_owned(),
    };
    let message = match end.value {
        _ if end.vendor_default => {
            format!("without `{{field}}` {of} lives for {length}, and {limit} is the most")
        }
        EndValue::On(instant) => {
            let date = instant.date();
            format!("`{{field}}` keeps {of} alive until {date}, and {limit} is the most")
        }
        _ => format!("`{{field}}` keeps {of} alive for {length}, and {limit} is the most"),
    };
    Verdict::Breach(Breach {
        field: "expires_at",
        at,
        severity,
        confidence: if end.vendor_default {
            Confidence::Medium
        } else {
            Confidence::High
        },
        persona,
        evidence: match end.value {
            EndValue::On(instant) => format!("expires_at={}", instant.date()),
            _ => format!("ttl={}s", length.seconds()),
        },
        message,
        help: format!("set `{{field}}` at most {limit} ahead"),
        related: Vec::new(),
    })
}

/// From when the length counts: the later of the run and a start that is written.
fn start(view: &View<'_>, subject: &Subject) -> Result<Instant, (Why, At)> {
    let holder = match &subject.noun {
        Noun::Credential(credential) => match credential.of {
            Link::To(id) => &view.graph.get(id).noun,
            _ => return Ok(view.as_of),
        },
        noun => noun,
    };
    let Noun::Identity(Identity { starts_at, .. }) = holder else {
        return Ok(view.as_of);
    };
    match starts_at.judge(|start| Some(*start)) {
        Judged::Breach(start, _) => Ok(start.max(view.as_of)),
        Judged::Undecided(why, at) => Err((why, at)),
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => Ok(view.as_of),
    }
}

/// `None` for what has no end, and for an end that is past.
fn length(end: &End, start: Instant) -> Option<Duration> {
    match end.value {
        EndValue::On(instant) => start.until(instant),
        EndValue::After(length) => Some(length),
        EndValue::Never => None,
    }
}

fn undecided(why: Why, at: At) -> Verdict {
    Verdict::Undecided {
        field: "expires_at",
        why,
        at,
    }
}

fn said(actor: ActorType) -> &'static str {
    match actor {
        ActorType::Customer => "customer",
        ActorType::Partner => "partner",
        ActorType::ApiClient => "client",
        ActorType::Service => "service",
        ActorType::AiAgent => "declared agent",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{Basis, Graph, Limit, Settings};

    fn verdicts(subject: Subject) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let id = graph.push(subject);
        judge(&POLICY, &graph, id)
    }

    fn vendor_key(expires_at: Fact<End>) -> Vec<Verdict> {
        verdicts(vendor(credential_with(Link::None, |key| {
            key.expires_at = expires_at
        })))
    }

    fn key_of(kind: ActorType, change: impl FnOnce(&mut Credential)) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let holder = graph.push(identity_of(kind, Basis::Declared));
        let id = graph.push(credential_with(Link::To(holder), change));
        judge(&POLICY, &graph, id)
    }

    #[test]
    fn a_vendors_key_may_live_a_year_and_a_day_more_is_an_error() {
        assert_eq!(only_breach(vendor_key(ends_after(366))).severity, Severity::Error);
        let at_the_limit = only_breach(vendor_key(ends_after(365)));
        assert_eq!(
            (at_the_limit.severity, at_the_limit.persona),
            (Severity::Warning, Persona::Pedantic)
        );
        assert_silent(&vendor_key(ends_after(90)));
    }

    #[test]
    fn dates_are_counted_from_the_day_of_the_run() {
        let far = only_breach(vendor_key(ends_on("2051-10-06T00:00:00Z")));
        assert_eq!(
            (far.severity, far.evidence.as_str()),
            (Severity::Error, "expires_at=2051-10-06")
        );
        assert_silent(&vendor_key(ends_on("2027-02-15T00:00:00Z")));
        assert_silent(&vendor_key(ends_on("2020-01-01T00:00:00Z")));
    }

    #[test]
    fn a_default_that_nobody_wrote_counts_and_says_so() {
        let breach = only_breach(vendor_key(known(End {
            value: EndValue::After(Duration::from_days(730)),
            vendor_default: true,
            moving: false,
        })));
        assert_eq!(
            breach.message,
            "without `{field}` this API key lives for 730d, and 365d is the most"
        );
        assert_eq!(
            (breach.evidence.as_str(), breach.confidence),
            ("ttl=63072000s", Confidence::Medium)
        );
    }

    #[test]
    fn what_never_ends_or_cannot_be_known_is_not_too_far() {
        assert_silent(&vendor_key(end(EndValue::Never)));
        assert_silent(&vendor_key(absent()));
        assert_silent(&vendor_key(Fact::NoPlace));
        assert_undecided(&vendor_key(unknown()));
    }

    #[test]
    fn declared_actors_have_the_limits_of_their_row() {
        let service = |days| key_of(ActorType::Service, |key| key.expires_at = ends_after(days));
        assert_eq!(only_breach(service(181)).severity, Severity::Error);
        let soft = only_breach(service(180));
        assert_eq!(
            (soft.severity, soft.persona),
            (Severity::Warning, Persona::Regular)
        );
        assert_silent(&service(90));
    }

    #[test]
    fn a_partners_secret_is_bounded_by_its_identity() {
        let partner = |days| key_of(ActorType::Partner, |key| key.expires_at = ends_after(days));
        assert_eq!(only_breach(partner(366)).severity, Severity::Error);
        assert_eq!(only_breach(partner(200)).severity, Severity::Warning);
    }

    #[test]
    fn an_inferred_type_does_not_tighten() {
        let mut graph = Graph::default();
        let holder = graph.push(vendor(identity_of(ActorType::Service, Basis::Inferred)));
        let id = graph.push(vendor(credential_with(Link::To(holder), |key| {
            key.expires_at = ends_after(200);
        })));
        assert_eq!(only_breach(judge(&POLICY, &graph, id)).persona, Persona::Pedantic);
    }

    #[test]
    fn an_agents_identity_has_90_days_and_its_secrets_are_not_asked_here() {
        let with_end = |days| {
            let mut subject = agent();
            if let Noun::Identity(identity) = &mut subject.noun {
                identity.expires_at = ends_after(days);
            }
            verdicts(subject)
        };
        assert_eq!(only_breach(with_end(91)).severity, Severity::Error);
        assert_silent(&with_end(90));
        assert_silent(&key_of(ActorType::AiAgent, |key| {
            key.expires_at = ends_after(900)
        }));
        let key_pair = key_of(ActorType::AiAgent, |key| {
            key.kind = CredentialKind::PrivateKeyJwt;
            key.expires_at = ends_after(91);
        });
        assert_eq!(only_breach(key_pair).severity, Severity::Error);
    }

    #[test]
    fn a_later_start_moves_the_limit() {
        let starting = |starts_at| {
            verdicts(identity(|identity| {
                identity.starts_at = starts_at;
                identity.expires_at = ends_on("2027-12-24T00:00:00Z");
            }))
        };
        assert_silent(&starting(known(instant("2027-01-01T00:00:00Z"))));
        only_breach(starting(known(instant("2026-01-01T00:00:00Z"))));
        assert_undecided(&starting(unknown()));
    }

    #[test]
    fn trusts_of_vendors_and_embedded_secrets_are_not_asked() {
        for change in [
            |key: &mut Credential| key.kind = CredentialKind::FederationTrust,
            |key: &mut Credential| key.role = CredentialRole::Embedded,
            |key: &mut Credential| key.role = CredentialRole::Copy,
        ] {
            assert_silent(&verdicts(vendor(credential_with(Link::None, |key| {
                key.expires_at = ends_after(4000);
                change(key);
            }))));
        }
    }

    #[test]
    fn a_policy_file_moves_the_line() {
        let mut settings = Settings::default();
        let hard = Some(Bound::Length(Duration::from_days(10)));
        settings.limits.set(
            ActorType::Service,
            LimitKey::IdentityLifetime,
            Limit::UpTo { soft: None, hard },
        );
        let mut graph = Graph::default();
        let id = graph.push(identity(|_| {}));
        assert_eq!(
            only_breach(judge_with(&POLICY, &graph, id, &settings)).severity,
            Severity::Error
        );
    }

    #[test]
    fn branches_that_are_both_too_far_are_reported() {
        let ends = [400, 500].map(|days| End {
            value: EndValue::After(Duration::from_days(days)),
            vendor_default: false,
            moving: false,
        });
        assert_eq!(
            only_breach(vendor_key(Fact::OneOf(ends.into(), at(5)))).severity,
            Severity::Error
        );
    }
}
