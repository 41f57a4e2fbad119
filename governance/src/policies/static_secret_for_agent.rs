//! XID603 static-secret-for-agent: an agent that holds a secret worth stealing
//!
//! ## What
//!
//! An API key, client secret or password of an AI agent that has no end, or one more than 30 days after its start. One
//! that is known to be rotated within those 30 days passes, whatever its end: rotation ends it first. The agent must be
//! certain: declared, or of a type that can be nothing else.
//!
//! Key pairs, certificates, federation and tokens from an exchange are what to use instead. Stores and brokers that
//! hold a third party's key *for* an agent, so that it never sees it (Bedrock AgentCore credential providers), are the
//! cure and not reported. On such a secret XID202 is silent.
//!
//! ## Why
//!
//! Whatever an agent can read, a prompt can make it say. A static secret in its context is a secret in its logs, its
//! memory and its answers, and good for whoever reads those. In one survey 44 % of organisations gave their agents
//! static API keys.
//!
//! ## Flagged
//!
//! ```hcl
//! # extid: subject actor=ai_agent owner=team-support
//! resource "azuread_application" "triage" {
//!   display_name = "ticket-triage"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_password" "triage" {
//!   application_id = azuread_application.triage.id
//!   end_date       = "2027-02-15T00:00:00Z"
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! # extid: subject actor=ai_agent owner=team-support
//! resource "azuread_application" "triage" {
//!   display_name = "ticket-triage"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_federated_identity_credential" "triage" {
//!   application_id = azuread_application.triage.id
//!   display_name   = "ticket-triage-workload"
//!   issuer         = "https://oidc.eks.eu-central-1.amazonaws.com/id/3F1D2A0E52C44C39"
//!   subject        = "system:serviceaccount:support:triage"
//!   audiences      = ["api://AzureADTokenExchange"]
//! }
//! ```
//!
//! ```hcl
//! # extid: subject actor=ai_agent owner=team-support
//! resource "azuread_application" "triage" {
//!   display_name = "ticket-triage"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! # A trial of three weeks.
//! resource "azuread_application_password" "trial" {
//!   application_id = azuread_application.triage.id
//!   end_date       = "2026-12-15T00:00:00Z"
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
//! # extid: subject actor=ai_agent owner=team-support
//! resource "azuread_application" "triage" {
//!   display_name = "ticket-triage"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! resource "azuread_application_password" "triage" {
//!   application_id = azuread_application.triage.id
//!   end_date       = var.secret_end
//! }
//! ```
//!
//! ## Fix
//!
//! Let the agent prove who it is with its workload identity (SPIFFE, Kubernetes, cloud) or a key pair, and exchange that
//! for tokens of minutes. Where a third party offers nothing but a key, put it into a broker that calls on the agent's
//! behalf, and waive this rule for at most 30 days at a time.
//!
//! ## Maps to
//!
//! OWASP NHI7, MCP01, ASI03.

use crate::holder::Who;
use crate::lifetime;
use crate::{
    ActorType, Breach, Check, Credential, CredentialRole, Duration, End, EndValue, Fact, Instant, Judged,
    Limit, LimitKey, Noun, Persona, Policy, Severity, Subject, SubjectId, Verdict, View, Why,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID603",
    name: "static-secret-for-agent",
    summary: "an agent that holds a secret worth stealing",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

/// How long the secret lives, when that is too long.
enum Life {
    /// No end and no rotation.
    Endless,
    For(Duration),
    Until(Instant),
}

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let subject = view.graph.get(id);
    let Noun::Credential(credential) = &subject.noun else {
        return Vec::new();
    };
    let held = matches!(credential.role, CredentialRole::Issued | CredentialRole::Embedded);
    if !held || !credential.kind.is_static_secret() {
        return Vec::new();
    }
    match Who::of(view.graph, id) {
        who if who.is_certain_agent() => longest(view)
            .map(|longest| judge_life(view, subject, credential, &who, longest))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// How long a static secret of an agent may live; `None` when a policy file took the limit away.
fn longest(view: &View<'_>) -> Option<Duration> {
    match view
        .settings
        .limits
        .get(ActorType::AiAgent, LimitKey::StaticSecretAge)
    {
        Limit::Forbidden { waiver } => Some(waiver),
        Limit::UpTo { hard, soft } => hard.or(soft)?.length(),
    }
}

fn judge_life(
    view: &View<'_>,
    subject: &Subject,
    credential: &Credential,
    who: &Who,
    longest: Duration,
) -> Verdict {
    let starts = [Some(&credential.starts_at), holder_starts(view, credential)];
    let (start, certain) = lifetime::start(view, starts.into_iter().flatten());
    let judge = |end: &Fact<End>| {
        end.judge(|end| match end.value {
            EndValue::Never => Some(Life::Endless),
            EndValue::After(length) => (length > longest).then_some(Life::For(length)),
            EndValue::On(instant) => {
                (lifetime::length(end, start)? > longest).then_some(Life::Until(instant))
            }
        })
    };
    let endless = |judged, header| match judged {
        Judged::Absent(at) => Judged::Breach(Life::Endless, at),
        Judged::NoPlace => Judged::Breach(Life::Endless, header),
        judged => judged,
    };
    // Whichever comes first: the end, or the rotation that puts another in its place.
    let by_end = endless(judge(&credential.expires_at), subject.at);
    let judged = match (by_end, judge(&lifetime::replaced(credential))) {
        (Judged::Pass, _) | (_, Judged::Pass) => Judged::Pass,
        (Judged::Breach(Life::Until(_), at), _) if !certain => {
            Judged::Undecided(Why::new("from when it counts is not known"), at)
        }
        (Judged::Breach(Life::Endless, header), Judged::Absent(at))
            if matches!(credential.rotation, Fact::Known(..)) && header == subject.at =>
        {
            Judged::Undecided(Why::new("how often it is rotated is not known"), at)
        }
        (_, Judged::Undecided(why, at)) => Judged::Undecided(why, at),
        (Judged::Breach(Life::Endless, _), by_rotation @ Judged::Breach(..)) => by_rotation,
        (by_end, _) => by_end,
    };
    let (life, at) = match judged {
        Judged::Breach(life, at) => (life, at),
        Judged::Undecided(why, at) => {
            return Verdict::Undecided {
                field: "expires_at",
                why,
                at,
            };
        }
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => return Verdict::Pass,
    };
    let (kind, word) = (credential.kind.as_str(), credential.kind.word());
    let (evidence, message, label) = match life {
        Life::Endless => (
            format!("kind={kind} ttl=none"),
            format!("this agent holds a static {word} without an end"),
            "it would end here",
        ),
        Life::For(length) => (
            format!("kind={kind} ttl>{longest}"),
            format!("this agent holds a static {word} for {length}, and {longest} is the most"),
            "it lives that long",
        ),
        Life::Until(end) => (
            format!("kind={kind} ttl>{longest}"),
            format!(
                "this agent holds a static {word} until {}, and {longest} is the most",
                end.date()
            ),
            "it ends here",
        ),
    };
    // Not the end is wrong but the secret: the block is the place.
    let related = Some((at, label.to_owned())).filter(|(at, _)| *at != subject.at);
    Verdict::Breach(Breach {
        field: "kind",
        at: subject.at,
        severity: Severity::Error,
        confidence: who.confidence(),
        persona: Persona::Regular,
        evidence,
        message,
        help: "let it use workload identity federation or a key pair, or put the secret into a broker"
            .to_owned(),
        related: related.into_iter().collect(),
    })
}

fn holder_starts<'g>(view: &View<'g>, credential: &Credential) -> Option<&'g Fact<Instant>> {
    match &view.graph.get(credential.of.target()?).noun {
        Noun::Identity(identity) => Some(&identity.starts_at),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{Basis, CredentialKind, Graph, Link, Rotation, Settings};

    fn held_by(kind: ActorType, basis: Basis, change: impl FnOnce(&mut Credential)) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let holder = graph.push(identity_of(kind, basis));
        let id = graph.push(credential_with(Link::To(holder), change));
        judge(&POLICY, &graph, id)
    }

    fn agents(change: impl FnOnce(&mut Credential)) -> Vec<Verdict> {
        held_by(ActorType::AiAgent, Basis::Declared, change)
    }

    fn ending(expires_at: Fact<End>) -> Vec<Verdict> {
        agents(|key| key.expires_at = expires_at)
    }

    #[test]
    fn a_secret_of_an_agent_may_live_thirty_days() {
        assert_silent(&ending(ends_after(30)));
        let breach = only_breach(ending(ends_after(31)));
        assert_eq!(
            breach.message,
            "this agent holds a static API key for 31d, and 30d is the most"
        );
        assert_eq!(
            (breach.severity, breach.at, breach.related[0].0),
            (Severity::Error, at(1), at(10))
        );
        assert_silent(&ending(ends_on("2026-12-15T00:00:00Z")));
    }

    #[test]
    fn evidence_does_not_change_as_the_end_comes_nearer() {
        let breach = only_breach(ending(ends_on("2027-02-15T00:00:00Z")));
        assert_eq!(breach.evidence, "kind=api_key ttl>30d");
    }

    #[test]
    fn a_secret_without_an_end_is_worse() {
        for endless in [absent(), end(EndValue::Never)] {
            assert_eq!(only_breach(ending(endless)).evidence, "kind=api_key ttl=none");
        }
        assert_undecided(&ending(unknown()));
    }

    #[test]
    fn a_secret_that_cannot_end_lives_from_rotation_to_rotation() {
        let rotated = |rotation: Fact<Rotation>| {
            agents(|key| {
                key.expires_at = Fact::NoPlace;
                key.rotation = rotation;
            })
        };
        let every = |days| known(Rotation::Every(Duration::from_days(days)));
        assert_silent(&rotated(every(30)));
        only_breach(rotated(every(60)));
        only_breach(rotated(absent()));
        assert_undecided(&rotated(known(Rotation::Triggered)));
        assert_undecided(&rotated(known(Rotation::Scheduled(Why::new(
            "var.days has no value",
        )))));
        assert_undecided(&rotated(unknown()));
        assert_silent(&rotated(known(Rotation::Once(instant("2026-12-15T00:00:00Z")))));
        only_breach(rotated(known(Rotation::Once(instant("2099-01-01T00:00:00Z")))));
    }

    #[test]
    fn a_rotation_within_thirty_days_ends_it_before_its_end() {
        let with = |expires_at: Fact<End>, days| {
            agents(|key| {
                key.expires_at = expires_at;
                key.rotation = known(Rotation::Every(Duration::from_days(days)));
            })
        };
        assert_silent(&with(ends_after(730), 20));
        assert_silent(&with(unknown(), 20));
        assert_silent(&with(ends_after(20), 730));
        only_breach(with(ends_after(730), 60));
    }

    #[test]
    fn a_later_start_moves_the_line() {
        let starting = |starts_at| {
            agents(|key| {
                key.starts_at = starts_at;
                key.expires_at = ends_on("2027-06-20T00:00:00Z");
            })
        };
        assert_silent(&starting(known(instant("2027-06-01T00:00:00Z"))));
        only_breach(starting(absent()));
        assert_undecided(&starting(unknown()));
    }

    #[test]
    fn brokers_copies_and_key_pairs_are_the_cure() {
        for role in [CredentialRole::Broker, CredentialRole::Copy] {
            assert_silent(&agents(|key| {
                key.role = role;
                key.expires_at = absent();
            }));
        }
        for kind in [
            CredentialKind::PrivateKeyJwt,
            CredentialKind::Certificate,
            CredentialKind::FederationTrust,
        ] {
            assert_silent(&agents(|key| {
                key.kind = kind;
                key.expires_at = absent();
            }));
        }
    }

    #[test]
    fn only_certain_agents_are_asked() {
        let endless = |key: &mut Credential| key.expires_at = absent();
        only_breach(held_by(ActorType::AiAgent, Basis::Typed, endless));
        assert_silent(&held_by(ActorType::AiAgent, Basis::Inferred, endless));
        assert_silent(&held_by(ActorType::Service, Basis::Declared, endless));
    }

    #[test]
    fn a_policy_file_moves_the_line_or_takes_it_away() {
        let with = |limit| {
            let mut settings = Settings::default();
            settings
                .limits
                .set(ActorType::AiAgent, LimitKey::StaticSecretAge, limit);
            let mut graph = Graph::default();
            let holder = graph.push(agent());
            let id = graph.push(credential(Link::To(holder)));
            judge_with(&POLICY, &graph, id, &settings)
        };
        let waiver = Duration::from_days(7);
        only_breach(with(Limit::Forbidden { waiver }));
        assert_silent(&with(Limit::NONE));
    }
}
