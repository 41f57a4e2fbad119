//! XID202 expiry-too-far: an end that lies too far ahead to be one
//!
//! ## What
//!
//! A credential, a grant made to end, or an identity of your own whose end lies beyond the limit of its kind of
//! actor: above the hard limit an error, above the soft one a warning. Lengths are counted from the day of the run or
//! from a start that is written (`starts_at`, `start_date`), whichever is later; exactly the limit passes.
//!
//! A credential that is known to be replaced on a schedule ends when it is replaced, if that comes before its end. One
//! that cannot end is judged by its rotation alone: a `time_rotating` of ten years is an end ten years ahead.
//!
//! Actor types that somebody declared have the limits of their row: a service 180 days for a static secret, an agent
//! 90 days for its identity. Where nobody declared one, a credential may live 365 days, and what is above 90 days is
//! said to pedants only. An end that nobody wrote counts too: Entra gives a secret without `end_date` about two years.
//!
//! Not asked: dates that cannot be known, dates in the past, the secrets of agents (XID603 knows a shorter
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
use crate::lifetime;
use crate::{
    ActorType, At, Bound, Breach, Check, Confidence, Credential, CredentialKind, CredentialRole, Duration,
    End, EndValue, Fact, Instant, Judged, LimitKey, Link, Noun, Persona, Policy, Reach, Severity, Subject,
    SubjectId, Verdict, View, Why,
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

/// What puts the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Expiry,
    Rotation,
}

struct TooFar {
    end: End,
    length: Duration,
    limit: Duration,
    /// The limit is one that only a warning stands behind.
    advised: bool,
    by: By,
    at: At,
}

/// What one end says of the limits.
enum Distance {
    Within,
    Beyond(TooFar),
    Unknown(Why, At),
    /// There is no such end.
    None,
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
    let (start, certain) = lifetime::start(view, starts(view, subject));
    let by_expiry = distance(expires_at, By::Expiry, start, longest);
    let by_rotation = match &subject.noun {
        Noun::Credential(credential) => {
            distance(&lifetime::replaced(credential), By::Rotation, start, longest)
        }
        _ => Distance::None,
    };
    let nearest = match (by_expiry, by_rotation) {
        // What has no end although it could is `absent-expiry`'s.
        (Distance::None, _) if !matches!(expires_at, Fact::NoPlace) => Distance::None,
        (Distance::None, other) | (other, Distance::None) => other,
        (Distance::Within, _) | (_, Distance::Within) => Distance::Within,
        (Distance::Unknown(why, at), _) | (_, Distance::Unknown(why, at)) => Distance::Unknown(why, at),
        (Distance::Beyond(end), Distance::Beyond(rotation)) => {
            Distance::Beyond(if rotation.length < end.length {
                rotation
            } else {
                end
            })
        }
    };
    vec![match nearest {
        Distance::Within | Distance::None => Verdict::Pass,
        Distance::Unknown(why, at) => undecided(why, at),
        Distance::Beyond(too_far) if !certain && matches!(too_far.end.value, EndValue::On(_)) => {
            undecided(Why::new("from when it counts is not known"), too_far.at)
        }
        Distance::Beyond(too_far) => breach(view, subject, &who, &too_far),
    }]
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

fn distance(end: &Fact<End>, by: By, start: Instant, longest: Longest) -> Distance {
    let beyond = |limit: Option<Duration>| {
        end.judge(|end| {
            let length = lifetime::length(end, start)?;
            let limit = limit.filter(|limit| length > *limit)?;
            Some((end.clone(), length, limit))
        })
    };
    let too_far = |(end, length, limit), advised, at| {
        Distance::Beyond(TooFar {
            end,
            length,
            limit,
            advised,
            by,
            at,
        })
    };
    match (beyond(longest.hard), beyond(longest.soft)) {
        (Judged::Breach(found, at), _) => too_far(found, false, at),
        // Where it is unsure by how much, it is too far at least for the warning.
        (_, Judged::Breach(found, at)) => too_far(found, true, at),
        (Judged::Undecided(why, at), _) | (_, Judged::Undecided(why, at)) => Distance::Unknown(why, at),
        (Judged::Absent(_) | Judged::NoPlace, _) => Distance::None,
        (Judged::Pass, _) => match end.known().map(|end| end.value) {
            Some(EndValue::Never) => Distance::None,
            _ => Distance::Within,
        },
    }
}

fn breach(view: &View<'_>, subject: &Subject, who: &Who, too_far: &TooFar) -> Verdict {
    let TooFar {
        end, length, limit, ..
    } = too_far;
    let (severity, persona) = match (too_far.advised, who.declared()) {
        (false, _) => (Severity::Error, Persona::Regular),
        (true, Some(_)) => (who.severity(view, Severity::Warning), Persona::Regular),
        (true, None) => (Severity::Warning, Persona::Pedantic),
    };
    let of = match (&subject.noun, who.declared()) {
        (Noun::Credential(credential), Some(actor)) => {
            format!("this {} of a {}", credential.kind.word(), said(actor))
        }
        (Noun::Credential(credential), None) => format!("this {}", credential.kind.word()),
        (Noun::Grant(_), _) => "this grant".to_owned(),
        (_, Some(actor)) => format!("this {}", said(actor)),
        (_, None) => "this identity".to_owned(),
    };
    let most = match too_far.advised {
        true => format!("and more than {limit} is not advised"),
        false => format!("and {limit} is the most"),
    };
    let message = match (too_far.by, end.value) {
        (By::Expiry, _) if end.vendor_default => {
            format!("without `{{field}}` {of} lives for {length}, {most}")
        }
        (By::Expiry, EndValue::On(instant)) => {
            format!("`{{field}}` keeps {of} alive until {}, {most}", instant.date())
        }
        (By::Expiry, _) => format!("`{{field}}` keeps {of} alive for {length}, {most}"),
        (By::Rotation, EndValue::On(instant)) => {
            format!("{of} is not replaced before {}, {most}", instant.date())
        }
        (By::Rotation, _) => format!("{of} is replaced only every {length}, {most}"),
    };
    Verdict::Breach(Breach {
        field: match too_far.by {
            By::Expiry => "expires_at",
            By::Rotation => "rotation",
        },
        at: too_far.at,
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
        help: match too_far.by {
            By::Expiry => format!("set `{{field}}` at most {limit} ahead"),
            By::Rotation => format!("rotate it at least every {limit}"),
        },
        related: Vec::new(),
    })
}

/// The starts that are written: its own, and that of the identity it belongs to.
fn starts<'g>(view: &View<'g>, subject: &'g Subject) -> Vec<&'g Fact<Instant>> {
    let of_identity = |link: &Link| match &view.graph.get(link.target()?).noun {
        Noun::Identity(identity) => Some(&identity.starts_at),
        _ => None,
    };
    match &subject.noun {
        Noun::Identity(identity) => vec![&identity.starts_at],
        Noun::Grant(grant) => vec![&grant.starts_at],
        Noun::Credential(credential) => std::iter::once(&credential.starts_at)
            .chain(of_identity(&credential.of))
            .collect(),
        _ => Vec::new(),
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
    use crate::{Basis, Graph, Limit, Rotation, Settings};

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
    fn a_credentials_own_start_moves_the_limit_too() {
        let starting = |starts_at| {
            key_of(ActorType::Service, |key| {
                key.starts_at = starts_at;
                key.expires_at = ends_on("2030-02-01T00:00:00Z");
            })
        };
        assert_silent(&starting(known(instant("2030-01-01T00:00:00Z"))));
        only_breach(starting(absent()));
        assert_undecided(&starting(unknown()));
    }

    #[test]
    fn what_is_replaced_ends_when_it_is_replaced() {
        let rotated = |expires_at: Fact<End>, rotation| {
            verdicts(vendor(credential_with(Link::None, |key| {
                key.expires_at = expires_at;
                key.rotation = known(rotation);
            })))
        };
        let every = |days| Rotation::Every(Duration::from_days(days));
        assert_silent(&rotated(ends_after(730), every(20)));
        assert_silent(&rotated(unknown(), every(20)));
        assert_silent(&rotated(Fact::NoPlace, every(90)));
        assert_eq!(
            only_breach(rotated(ends_after(730), every(400))).message,
            "this API key is replaced only every 400d, and 365d is the most"
        );
        assert_eq!(
            only_breach(rotated(ends_after(730), every(800))).field,
            "expires_at"
        );
        let rare = only_breach(rotated(Fact::NoPlace, every(3650)));
        assert_eq!(
            (rare.field, rare.evidence.as_str()),
            ("rotation", "ttl=315360000s")
        );
        assert_eq!(rare.severity, Severity::Error);
        let once = Rotation::Once(instant("2099-01-01T00:00:00Z"));
        only_breach(rotated(Fact::NoPlace, once));
    }

    #[test]
    fn a_schedule_that_cannot_be_known_leaves_it_undecided_and_a_mere_trigger_does_not() {
        let rotated = |rotation| {
            verdicts(vendor(credential_with(Link::None, |key| {
                key.expires_at = ends_after(730);
                key.rotation = rotation;
            })))
        };
        assert_undecided(&rotated(known(Rotation::Scheduled(Why::new(
            "var.days has no value",
        )))));
        assert_undecided(&rotated(unknown()));
        only_breach(rotated(known(Rotation::Triggered)));
    }

    #[test]
    fn the_message_says_which_limit_it_is() {
        let message = |days| only_breach(vendor_key(ends_after(days))).message;
        assert!(message(366).ends_with("and 365d is the most"));
        assert!(message(91).ends_with("and more than 90d is not advised"));
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
