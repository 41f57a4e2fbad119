//! Builds the governance struct of each noun from a row's reading.

use governance::{
    Actor, Class, Credential, CredentialKind, CredentialRole, Delegation, Fact, Grant, Identity, Items, Link,
    Noun, Owner, OwnerCandidate, Relationship, ScopeDefinition, Why,
};

use super::actor::{self, Read};
use super::bindings::Binding;
use super::conditions::{self, Holds};
use super::joining::joined;
use super::reading::{Item, Reading, text_of, why_unknown};
use super::row::{self, Condition, Path};
use super::{expiry, links, methods, owners, rotation, scopes, trust};
use crate::eval::Value;

/// What other resources add to a subject.
#[derive(Debug, Default)]
pub(super) struct Added {
    pub(super) owners: Vec<OwnerCandidate>,
    pub(super) methods: Option<Items<governance::Method>>,
}

/// `None` for an edge.
pub(super) fn build(reading: &Reading<'_, '_>, bindings: &[Binding<'_>], added: Added) -> Option<Noun> {
    let emit = reading.emit;
    let owners = |asked: bool| owners::read(reading, bindings, &added.owners, asked);
    Some(match emit.noun {
        row::Noun::Owner => Noun::Owner(Owner {
            kind: text(reading, "kind"),
            contact: text(reading, "contact"),
            escalation: links::one(reading, &emit.escalation),
            active_until: parsed(reading, "active_until"),
        }),
        row::Noun::Relationship => Noun::Relationship(Relationship {
            kind: text(reading, "kind"),
            owners: owners(true),
            starts_at: parsed(reading, "starts_at"),
            ends_at: parsed(reading, "ends_at"),
            open_ended: field(reading, "open_ended", flag),
            grace: parsed(reading, "grace"),
            ended: presence(reading, "ended"),
        }),
        row::Noun::Class => Noun::Class(Class {
            name: text(reading, "name"),
            actor: field(reading, "actor_type", |value| {
                text_of(value).map(|text| Actor::written(&text))
            }),
            owners: owners(true),
            methods: methods::read(reading, &emit.methods),
        }),
        row::Noun::Identity => identity(reading, bindings, added),
        row::Noun::Scope => Noun::Scope(ScopeDefinition {
            resource: text(reading, "resource"),
            actions: texts(reading, "actions"),
            sensitivity: text(reading, "sensitivity"),
        }),
        row::Noun::Grant => Noun::Grant(Grant {
            of: links::all(reading, &emit.of),
            scopes: scopes::read(reading, &emit.scopes),
            starts_at: parsed(reading, "starts_at"),
            expires_at: expiry::read(reading),
            must_end: emit.must_end,
        }),
        row::Noun::Credential => Noun::Credential(Credential {
            of: links::one(reading, &emit.of),
            owners: owners(true),
            kind: kind(reading),
            role: emit.role.map_or(CredentialRole::Issued, |role| role.0),
            starts_at: parsed(reading, "starts_at"),
            expires_at: expiry::read(reading),
            rotation: rotation::read(reading),
        }),
        row::Noun::Delegation => Noun::Delegation(Delegation {
            agent: links::one(reading, &emit.of),
            scopes: scopes::read(reading, &emit.scopes),
            expires_at: expiry::read(reading),
        }),
        row::Noun::OwnerEdge | row::Noun::MethodEdge => return None,
    })
}

fn identity(reading: &Reading<'_, '_>, bindings: &[Binding<'_>], added: Added) -> Noun {
    let emit = reading.emit;
    let trust = emit.trust.as_ref().map(|path| trust::read(reading, path));
    let (agent, exposed) = match trust {
        Some(trust) => (trust.agent, trust.exposed),
        None => (None, Fact::NoPlace),
    };
    // A role that an agent runs as is no platform account.
    let platform = emit.platform && agent.is_none();
    let (actor, workforce) = match actor::read(reading, bindings, agent) {
        Read::Is(actor) => (actor, false),
        Read::Workforce => (Fact::NoPlace, true),
    };
    let mut methods = methods::read(reading, &emit.methods);
    if let Some(more) = added.methods {
        methods = joined(methods, more);
    }
    Noun::Identity(Identity {
        actor,
        owners: owners::read(reading, bindings, &added.owners, !workforce),
        class: declared_link(
            reading,
            bindings,
            |declared| declared.class.as_deref(),
            row::Noun::Class,
        )
        .unwrap_or_else(|| links::one(reading, &emit.class)),
        relationship: declared_link(
            reading,
            bindings,
            |declared| declared.relationship.as_deref(),
            row::Noun::Relationship,
        )
        .unwrap_or_else(|| links::one(reading, &emit.relationship)),
        same_as: links::all(reading, &emit.same_as),
        starts_at: parsed(reading, "starts_at"),
        expires_at: expiry::read(reading),
        methods,
        tools: scopes::read(reading, &emit.tools),
        acts_for: text(reading, "acts_for"),
        platform,
        exposed,
    })
}

/// A class or relationship that a binding names: the `extid_*` object of that name, if it is here.
fn declared_link(
    reading: &Reading<'_, '_>,
    bindings: &[Binding<'_>],
    name: impl Fn(&super::directive::Declared) -> Option<&str>,
    noun: row::Noun,
) -> Option<Link> {
    let name = bindings.iter().find_map(|binding| name(binding.declared))?;
    Some(reading.root.named(noun, name).map_or(Link::Outside, Link::To))
}

fn kind(reading: &Reading<'_, '_>) -> CredentialKind {
    let written = text(reading, "kind")
        .known()
        .and_then(|text| row::Kind::try_from(text.clone()).ok());
    written
        .or(reading.emit.kind)
        .map_or(CredentialKind::Undetermined, |kind| kind.0)
}

fn path<'r>(reading: &Reading<'r, '_>, field: &str) -> Option<&'r Path> {
    let fields: &'r [(row::Text, Path)] = &reading.emit.fields.0;
    fields
        .iter()
        .find(|(name, _)| name == field)
        .map(|(_, path)| path)
}

fn field<T>(reading: &Reading<'_, '_>, name: &str, convert: impl Fn(&Value) -> Result<T, Why>) -> Fact<T> {
    path(reading, name).map_or(Fact::NoPlace, |path| reading.fact(path, convert))
}

fn text(reading: &Reading<'_, '_>, name: &str) -> Fact<String> {
    field(reading, name, text_of)
}

/// A duration or an instant, as `extid` writes them.
fn parsed<T>(reading: &Reading<'_, '_>, name: &str) -> Fact<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    field(reading, name, |value| {
        text_of(value)?
            .parse()
            .map_err(|error: T::Err| Why::new(error.to_string()))
    })
}

fn texts(reading: &Reading<'_, '_>, name: &str) -> Items<String> {
    path(reading, name).map_or(Fact::NoPlace, |path| {
        reading.items(path, |value| match text_of(value) {
            Ok(text) => Item::Is(text),
            Err(_) => Item::Open(why_unknown(value)),
        })
    })
}

fn flag(value: &Value) -> Result<bool, Why> {
    match text_of(value)?.as_str() {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Why::new("it is neither true nor false")),
    }
}

fn presence(reading: &Reading<'_, '_>, name: &str) -> Fact<bool> {
    let Some(path) = path(reading, name) else {
        return Fact::NoPlace;
    };
    let at = reading
        .get(path)
        .map_or(reading.header(), |value| reading.at(path, &value));
    let condition = Condition {
        path: Some(path.clone()),
        linked: None,
        is: Vec::<row::Text>::new().into(),
        present: Some(true),
    };
    match conditions::ask(reading, &condition) {
        Holds::Yes => Fact::Known(true, at),
        Holds::No => Fact::Absent(at),
        Holds::Unknown(why) => Fact::Unknown(why, at),
    }
}
