//! Subjects for tests: complete and unobjectionable until a test changes one thing.

use crate::{
    Actor, ActorType, At, Basis, Breach, Breadth, Check, Class, Collection, Credential, CredentialKind,
    CredentialRole, Delegation, Duration, End, EndValue, Fact, Grant, Graph, Identity, Instant, Items, Link,
    Noun, OwnerCandidate, OwnerSlot, OwnerSource, Owners, Policy, Reach, Relationship, ScopeValue, Settings,
    Subject, SubjectId, Verdict, View, Why,
};

pub(crate) fn at(n: u32) -> At {
    At(n)
}

pub(crate) fn instant(text: &str) -> Instant {
    text.parse().unwrap()
}

/// The instant at which all test graphs are judged.
pub(crate) fn as_of() -> Instant {
    instant("2026-11-24T00:00:00Z")
}

pub(crate) fn known<T>(value: T) -> Fact<T> {
    Fact::Known(value, at(10))
}

pub(crate) fn unknown<T>() -> Fact<T> {
    Fact::Unknown(Why::new("var.x has no value"), at(11))
}

pub(crate) fn absent<T>() -> Fact<T> {
    Fact::Absent(at(12))
}

pub(crate) fn list<T>(items: Vec<T>) -> Items<T> {
    known(Collection::closed(
        items.into_iter().map(|item| (item, at(13))).collect(),
    ))
}

pub(crate) fn end(value: EndValue) -> Fact<End> {
    known(End {
        value,
        vendor_default: false,
        moving: false,
    })
}

pub(crate) fn ends_on(text: &str) -> Fact<End> {
    end(EndValue::On(instant(text)))
}

pub(crate) fn ends_after(days: u64) -> Fact<End> {
    end(EndValue::After(Duration::from_days(days)))
}

pub(crate) fn owned_by(names: &[&str]) -> Owners {
    Owners {
        slot: OwnerSlot::FirstClass,
        candidates: vec![OwnerCandidate {
            from: OwnerSource::Tags,
            spelling: "tags".to_owned(),
            names: list(names.iter().map(|name| (*name).to_owned()).collect()),
        }],
        reference: Fact::NoPlace,
        at: at(20),
    }
}

/// No place of its own for an owner.
pub(crate) fn ownerless() -> Owners {
    Owners {
        slot: OwnerSlot::Nowhere,
        candidates: Vec::new(),
        reference: Fact::NoPlace,
        at: at(21),
    }
}

pub(crate) fn subject(name: &str, noun: Noun) -> Subject {
    Subject {
        name: name.to_owned(),
        at: at(1),
        reach: Reach::Own,
        noun,
    }
}

pub(crate) fn vendor(subject: Subject) -> Subject {
    Subject {
        reach: Reach::Vendor,
        ..subject
    }
}

/// A service of one's own, owned, ending in 30 days.
pub(crate) fn identity(change: impl FnOnce(&mut Identity)) -> Subject {
    let mut identity = Identity {
        actor: known(Actor::of(ActorType::Service, Basis::Declared)),
        owners: owned_by(&["team-a"]),
        class: Link::None,
        relationship: Link::None,
        same_as: Vec::new(),
        starts_at: absent(),
        expires_at: ends_after(30),
        methods: Fact::NoPlace,
        tools: Fact::NoPlace,
        acts_for: Fact::NoPlace,
        platform: false,
        exposed: Fact::NoPlace,
    };
    change(&mut identity);
    subject("service/etl", Noun::Identity(identity))
}

pub(crate) fn identity_of(kind: ActorType, basis: Basis) -> Subject {
    identity(|identity| identity.actor = known(Actor::of(kind, basis)))
}

pub(crate) fn agent() -> Subject {
    identity_of(ActorType::AiAgent, Basis::Declared)
}

pub(crate) fn class(kind: ActorType) -> Subject {
    let class = Class {
        name: known("batch".to_owned()),
        actor: known(Actor::of(kind, Basis::Declared)),
        owners: owned_by(&["team-a"]),
        methods: Fact::NoPlace,
    };
    subject("class/batch", Noun::Class(class))
}

pub(crate) fn relationship(ends_at: Fact<Instant>) -> Subject {
    let relationship = Relationship {
        kind: known("vendor_contract".to_owned()),
        owners: owned_by(&["team-a"]),
        starts_at: known(instant("2026-01-01T00:00:00Z")),
        ends_at,
        open_ended: absent(),
        grace: absent(),
        ended: absent(),
    };
    subject("relationship/acme", Noun::Relationship(relationship))
}

/// An API key that ends in 30 days.
pub(crate) fn credential(of: Link) -> Subject {
    credential_with(of, |_| {})
}

pub(crate) fn credential_with(of: Link, change: impl FnOnce(&mut Credential)) -> Subject {
    let mut credential = Credential {
        of,
        owners: ownerless(),
        kind: CredentialKind::ApiKey,
        role: CredentialRole::Issued,
        starts_at: absent(),
        expires_at: ends_after(30),
        rotation: absent(),
    };
    change(&mut credential);
    subject("credential/etl/key", Noun::Credential(credential))
}

pub(crate) fn bounded(text: &str) -> ScopeValue {
    ScopeValue {
        text: text.to_owned(),
        breadth: Breadth::Bounded,
    }
}

pub(crate) fn unbounded(text: &str) -> ScopeValue {
    ScopeValue {
        text: text.to_owned(),
        breadth: Breadth::Unbounded("every action of every service".into()),
    }
}

pub(crate) fn grant(of: Link, scopes: Items<ScopeValue>) -> Subject {
    let grant = Grant {
        of: vec![of],
        scopes,
        starts_at: Fact::NoPlace,
        expires_at: Fact::NoPlace,
        must_end: false,
    };
    subject("grant/etl/read", Noun::Grant(grant))
}

pub(crate) fn delegation(agent: Link, expires_at: Fact<End>) -> Subject {
    let delegation = Delegation {
        agent,
        scopes: list(vec![bounded("tickets:read")]),
        expires_at,
    };
    subject("delegation/bot/read", Noun::Delegation(delegation))
}

/// What a policy says of one subject of a graph, under default settings.
pub(crate) fn judge(policy: &Policy, graph: &Graph, id: SubjectId) -> Vec<Verdict> {
    judge_with(policy, graph, id, &Settings::default())
}

pub(crate) fn judge_with(policy: &Policy, graph: &Graph, id: SubjectId, settings: &Settings) -> Vec<Verdict> {
    let view = View {
        graph,
        settings,
        as_of: as_of(),
    };
    match policy.check {
        Check::Subject(check) => check(&view, id),
        Check::Graph(check) => {
            let verdicts = check(&view).into_iter();
            verdicts.filter(|(of, _)| *of == id).map(|(_, v)| v).collect()
        }
    }
}

/// The only verdict, which must be a breach.
#[track_caller]
pub(crate) fn only_breach(verdicts: Vec<Verdict>) -> Breach {
    match <[Verdict; 1]>::try_from(verdicts) {
        Ok([Verdict::Breach(breach)]) => breach,
        other => panic!("one breach was expected, not {other:?}"),
    }
}

#[track_caller]
pub(crate) fn assert_silent(verdicts: &[Verdict]) {
    let silent = verdicts.iter().all(|verdict| matches!(verdict, Verdict::Pass));
    assert!(silent, "nothing was expected, not {verdicts:?}");
}

#[track_caller]
pub(crate) fn assert_undecided(verdicts: &[Verdict]) {
    let undecided = matches!(verdicts, [Verdict::Undecided { .. }]);
    assert!(undecided, "undecided was expected, not {verdicts:?}");
}
