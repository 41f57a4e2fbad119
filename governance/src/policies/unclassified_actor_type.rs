//! XID104 unclassified-actor-type: a class or identity is none of the five kinds of actor
//!
//! ## What
//!
//! Every class says `customer`, `partner`, `api_client`, `service` or `ai_agent`. Other words (`external`,
//! `generic`), no word at all, and a class that is merely *called* generic, external, other, misc or default are
//! reported; so is a vendor's resource that a `[[subject]]` entry binds to an owner without saying what it is.
//!
//! Vendor resources that nobody bound are left alone. With `require-binding = true` an auditor sees those whose
//! kind cannot be told.
//!
//! ## Why
//!
//! The kinds differ in everything that matters: who consents, how long a token may live, what ends access, whether
//! a second factor can be asked. A class for everyone gets the limits of the most patient among them, and an agent
//! inherits the sessions of a customer.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "extid_owner" "platform" {
//!   name    = "platform"
//!   kind    = "team"
//!   contact = "platform@example.com"
//! }
//!
//! resource "extid_revocation_path" "api" {
//!   name         = "api"
//!   covers       = { client_secret = "delete", access_token = "introspection" }
//!   target_time  = "15m"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-api"
//! }
//!
//! resource "extid_identity_class" "outside" {
//!   name            = "outside-callers"
//!   actor_type      = "external"
//!   owner           = extid_owner.platform.id
//!   authentication  = { methods = ["client_secret"] }
//!   token_policy    = { access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.platform.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.api.id
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "extid_owner" "platform" {
//!   name    = "platform"
//!   kind    = "team"
//!   contact = "platform@example.com"
//! }
//!
//! resource "extid_revocation_path" "api" {
//!   name         = "api"
//!   covers       = { client_secret = "delete", access_token = "introspection" }
//!   target_time  = "15m"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-api"
//! }
//!
//! resource "extid_identity_class" "outside" {
//!   name            = "outside-callers"
//!   actor_type      = "api_client"
//!   owner           = extid_owner.platform.id
//!   authentication  = { methods = ["client_secret"] }
//!   token_policy    = { access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.platform.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.api.id
//! }
//! ```
//!
//! ## Undecided
//!
//! ```hcl
//! variable "actor_type" {
//!   type = string
//! }
//!
//! resource "extid_owner" "platform" {
//!   name    = "platform"
//!   kind    = "team"
//!   contact = "platform@example.com"
//! }
//!
//! resource "extid_revocation_path" "api" {
//!   name         = "api"
//!   covers       = { client_secret = "delete", access_token = "introspection" }
//!   target_time  = "15m"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-api"
//! }
//!
//! resource "extid_identity_class" "outside" {
//!   name            = "outside-callers"
//!   actor_type      = var.actor_type
//!   owner           = extid_owner.platform.id
//!   authentication  = { methods = ["client_secret"] }
//!   token_policy    = { access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.platform.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.api.id
//! }
//! ```
//!
//! ## Fix
//!
//! Ask who acts. A person who signs in is a `customer`, or a `partner` when a contract of their employer ends it;
//! a program of someone else is an `api_client`, one of your own a `service`; what decides by itself which call
//! comes next is an `ai_agent`. If one class holds two kinds, split it.
//!
//! ## Maps to
//!
//! NIST 800-53 AC-2a; NIST CSF PR.AA-05; ISO 27001 A.5.16(c).

use crate::holder::Who;
use crate::{
    Actor, At, Breach, Check, Class, Confidence, Fact, Judged, Noun, Persona, Policy, Reach, Severity,
    SubjectId, Verdict, View,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID104",
    name: "unclassified-actor-type",
    summary: "a class or identity is none of the five kinds of actor",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

/// Names under which a class holds everything that has no place elsewhere.
const CATCH_ALL_NAMES: [&str; 9] = [
    "generic",
    "external",
    "other",
    "others",
    "misc",
    "miscellaneous",
    "default",
    "unknown",
    "various",
];

const HELP: &str = "set `{field}` to customer, partner, api_client, service or ai_agent";

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let subject = view.graph.get(id);
    match (&subject.noun, subject.reach) {
        (Noun::Class(class), _) => vec![of_class(class)],
        (Noun::Identity(identity), Reach::Bound) => match stated(&identity.actor) {
            Judged::Absent(_) | Judged::NoPlace => of_identity(view, id, Persona::Regular),
            judged => vec![verdict(judged)],
        },
        (Noun::Identity(identity), Reach::Vendor) if view.settings.require_binding => {
            match stated(&identity.actor) {
                Judged::Absent(_) | Judged::NoPlace => of_identity(view, id, Persona::Auditor),
                _ => Vec::new(),
            }
        }
        // The type of an identity of one's own is its resource type.
        _ => Vec::new(),
    }
}

fn of_class(class: &Class) -> Verdict {
    match stated(&class.actor) {
        Judged::Pass => match class.name.judge(|name| is_catch_all(name).then(|| name.clone())) {
            Judged::Breach(name, at) => breach(
                "name",
                at,
                format!("name={name}"),
                format!("a class named `{name}` takes in every kind of actor"),
                "split the class by kind of actor and name each after what its members do",
            ),
            // A name that cannot be known yet is no reason to doubt the type.
            _ => Verdict::Pass,
        },
        Judged::Absent(at) => breach(
            "actor_type",
            at,
            "absent".to_owned(),
            "this class does not say which kind of actor it holds".to_owned(),
            HELP,
        ),
        Judged::NoPlace => Verdict::Pass,
        judged => verdict(judged),
    }
}

/// An identity that says nothing itself may still belong to a class that does.
fn of_identity(view: &View<'_>, id: SubjectId, persona: Persona) -> Vec<Verdict> {
    let subject = view.graph.get(id);
    match Who::of(view.graph, id) {
        Who::Actor(..) => vec![Verdict::Pass],
        Who::Unknown(why) => vec![Verdict::Undecided {
            field: "actor_type",
            why,
            at: subject.at,
        }],
        Who::Nobody => {
            let verdict = breach(
                "actor_type",
                subject.at,
                "absent".to_owned(),
                "nothing says which kind of actor this identity is".to_owned(),
                "give it an `actor_type` in a `[[subject]]` entry of extid.toml or in a comment above the block",
            );
            vec![match verdict {
                Verdict::Breach(breach) => Verdict::Breach(Breach { persona, ..breach }),
                other => other,
            }]
        }
    }
}

fn stated(actor: &Fact<Actor>) -> Judged<String> {
    let judged = actor.judge(|actor| actor.kind.is_none().then(|| actor.text.clone()));
    match judged {
        Judged::Breach(text, at) if text.trim().is_empty() => Judged::Absent(at),
        judged => judged,
    }
}

fn verdict(judged: Judged<String>) -> Verdict {
    match judged {
        Judged::Breach(text, at) => breach(
            "actor_type",
            at,
            format!("actor_type={text}"),
            format!("`{text}` is none of the five kinds of actor"),
            HELP,
        ),
        Judged::Undecided(why, at) => Verdict::Undecided {
            field: "actor_type",
            why,
            at,
        },
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => Verdict::Pass,
    }
}

fn breach(field: &'static str, at: At, evidence: String, message: String, help: &str) -> Verdict {
    Verdict::Breach(Breach {
        field,
        at,
        severity: Severity::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        evidence,
        message,
        help: help.to_owned(),
        related: Vec::new(),
    })
}

fn is_catch_all(name: &str) -> bool {
    CATCH_ALL_NAMES
        .iter()
        .any(|word| word.eq_ignore_ascii_case(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{ActorType, Basis, Graph, Identity, Link, Settings, Subject};

    fn class_with(change: impl FnOnce(&mut Class)) -> Subject {
        let mut subject = class(ActorType::Service);
        if let Noun::Class(class) = &mut subject.noun {
            change(class);
        }
        subject
    }

    fn bound(change: impl FnOnce(&mut Identity)) -> Subject {
        Subject {
            reach: Reach::Bound,
            ..identity(change)
        }
    }

    fn verdicts(subject: Subject) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let id = graph.push(subject);
        judge(&POLICY, &graph, id)
    }

    #[test]
    fn a_class_of_another_type_or_of_none_is_reported() {
        let other = breach_of(class_with(|class| {
            class.actor = known(Actor::written("external"))
        }));
        assert_eq!(
            (other.field, other.evidence.as_str()),
            ("actor_type", "actor_type=external")
        );
        assert_eq!(
            breach_of(class_with(|class| class.actor = absent())).evidence,
            "absent"
        );
        let empty = class_with(|class| class.actor = known(Actor::written("")));
        assert_eq!(breach_of(empty).evidence, "absent");
    }

    fn breach_of(subject: Subject) -> Breach {
        only_breach(verdicts(subject))
    }

    #[test]
    fn a_class_named_for_everyone_is_reported_and_one_whose_name_contains_the_word_is_not() {
        let named = |name: &str| class_with(|class| class.name = known(name.to_owned()));
        assert_eq!(breach_of(named("External")).field, "name");
        assert_silent(&verdicts(named("external-auditors")));
        assert_silent(&verdicts(class_with(|class| class.name = unknown())));
    }

    #[test]
    fn an_unknown_type_is_undecided() {
        assert_undecided(&verdicts(class_with(|class| class.actor = unknown())));
    }

    #[test]
    fn a_binding_must_say_what_it_binds() {
        assert_eq!(
            breach_of(bound(|identity| identity.actor = absent())).persona,
            Persona::Regular
        );
        let inferred = bound(|identity| {
            identity.actor = known(Actor::of(ActorType::ApiClient, Basis::Inferred));
        });
        assert_silent(&verdicts(inferred));
    }

    #[test]
    fn a_bound_identity_takes_the_type_of_its_class() {
        let mut graph = Graph::default();
        let class = graph.push(class(ActorType::Partner));
        let id = graph.push(bound(|identity| {
            identity.actor = absent();
            identity.class = Link::To(class);
        }));
        assert_silent(&judge(&POLICY, &graph, id));
    }

    #[test]
    fn vendor_identities_are_asked_only_when_binding_is_required_and_by_auditors() {
        let mut graph = Graph::default();
        let id = graph.push(vendor(identity(|identity| identity.actor = absent())));
        assert_silent(&judge(&POLICY, &graph, id));
        let settings = Settings {
            require_binding: true,
            ..Settings::default()
        };
        let breach = only_breach(judge_with(&POLICY, &graph, id, &settings));
        assert_eq!(breach.persona, Persona::Auditor);
    }
}
