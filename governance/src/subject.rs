//! One struct per noun of the model; each field is a fact.

use crate::{Actor, At, Duration, Fact, Instant, Items, Link, Owners, ScopeValue, Why};

/// One object that is governed.
#[derive(Clone, Debug)]
pub struct Subject {
    /// What people call it: a resource address (with the emitted part), or a ref.
    pub name: String,
    /// The object as a whole (its block header).
    pub at: At,
    pub reach: Reach,
    pub noun: Noun,
}

/// Whose vocabulary the subject speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// An `extid_*` object.
    Own,
    /// A vendor's resource that `[[subject]]` or a comment tells what it is.
    Bound,
    /// A vendor's resource as the catalogue reads it.
    Vendor,
}

#[derive(Clone, Debug)]
pub enum Noun {
    Owner(Owner),
    Relationship(Relationship),
    Class(Class),
    Identity(Identity),
    Scope(ScopeDefinition),
    Grant(Grant),
    Credential(Credential),
    Delegation(Delegation),
}

/// When access ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    pub value: EndValue,
    /// The vendor's default, not written by anyone: said as "absent means 730d".
    pub vendor_default: bool,
    /// Counted from the moment of each plan (`timestamp()`), so it never comes nearer.
    pub moving: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndValue {
    On(Instant),
    /// After its creation or start.
    After(Duration),
    /// A written value that means "no end" (0, "never", -1).
    Never,
}

#[derive(Clone, Debug)]
pub struct Owner {
    pub kind: Fact<String>,
    pub contact: Fact<String>,
    pub escalation: Link,
    pub active_until: Fact<Instant>,
}

#[derive(Clone, Debug)]
pub struct Relationship {
    pub kind: Fact<String>,
    pub owners: Owners,
    pub starts_at: Fact<Instant>,
    pub ends_at: Fact<Instant>,
    pub open_ended: Fact<bool>,
    pub grace: Fact<Duration>,
    /// Known(true) when the relationship was ended by hand (`end` is present).
    pub ended: Fact<bool>,
}

#[derive(Clone, Debug)]
pub struct Class {
    /// What the class is called, without address or kind.
    pub name: Fact<String>,
    pub actor: Fact<Actor>,
    pub owners: Owners,
    pub methods: Items<Method>,
}

#[derive(Clone, Debug)]
pub struct Identity {
    pub actor: Fact<Actor>,
    pub owners: Owners,
    pub class: Link,
    pub relationship: Link,
    /// Other subjects that are the same identity: a service principal and its application.
    pub same_as: Vec<Link>,
    pub starts_at: Fact<Instant>,
    pub expires_at: Fact<End>,
    /// How it may authenticate, explicit values only.
    pub methods: Items<Method>,
    /// What an agent may call; `NoPlace` where the kind has no list of tools.
    pub tools: Items<ScopeValue>,
    pub acts_for: Fact<String>,
    /// A platform account (a cloud role, a managed identity): asked for an owner only when usable from outside.
    pub platform: bool,
    /// Whether a platform account can be used from outside: a federated or foreign principal, for example.
    pub exposed: Fact<bool>,
}

/// A way to authenticate, or an OAuth flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// The vendor's word, for the message.
    pub text: String,
    /// A person's flow: password, OTP, magic link, social, implicit, ROPC, console login.
    pub human: bool,
}

#[derive(Clone, Debug)]
pub struct ScopeDefinition {
    pub resource: Fact<String>,
    pub actions: Items<String>,
    pub sensitivity: Fact<String>,
}

#[derive(Clone, Debug)]
pub struct Grant {
    /// Who receives it.
    pub of: Vec<Link>,
    /// Words or links, as the vendor writes them.
    pub scopes: Items<ScopeValue>,
    pub starts_at: Fact<Instant>,
    pub expires_at: Fact<End>,
    /// A grant type made to end (an access package, a PIM schedule): asked for an expiry of its own.
    pub must_end: bool,
}

#[derive(Clone, Debug)]
pub struct Credential {
    pub of: Link,
    pub owners: Owners,
    pub kind: CredentialKind,
    pub role: CredentialRole,
    pub starts_at: Fact<Instant>,
    pub expires_at: Fact<End>,
    pub rotation: Fact<Rotation>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    ApiKey,
    ClientSecret,
    PrivateKeyJwt,
    Certificate,
    FederationTrust,
    Password,
    SshKey,
    /// An extid credential whose `kind` is not known.
    Undetermined,
}

impl CredentialKind {
    /// A secret that is presented as it is, and so can be replayed by whoever reads it.
    pub fn is_static_secret(self) -> bool {
        matches!(self, Self::ApiKey | Self::ClientSecret | Self::Password)
    }

    /// Only its public half is known to the issuer.
    pub fn is_public_key(self) -> bool {
        matches!(self, Self::PrivateKeyJwt | Self::Certificate | Self::SshKey)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::ApiKey => "api_key",
            Self::ClientSecret => "client_secret",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::Certificate => "certificate",
            Self::FederationTrust => "federation_trust",
            Self::Password => "password",
            Self::SshKey => "ssh_key",
            Self::Undetermined => "credential",
        }
    }

    /// In a sentence: "this API key never ends".
    pub fn word(self) -> &'static str {
        match self {
            Self::ApiKey => "API key",
            Self::ClientSecret => "client secret",
            Self::PrivateKeyJwt => "key pair",
            Self::Certificate => "certificate",
            Self::FederationTrust => "federation trust",
            Self::Password => "password",
            Self::SshKey => "SSH key",
            Self::Undetermined => "credential",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialRole {
    /// The resource issues a key or token of its own.
    Issued,
    /// The secret of an OAuth client.
    Embedded,
    /// A secret store's copy of something issued elsewhere.
    Copy,
    /// Holds a third party's secret so that an agent need not (bedrock agentcore credential providers).
    Broker,
}

/// That a credential is replaced, and when: what was issued before ends then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// Again and again, each time after this long.
    Every(Duration),
    /// On one day, and not again.
    Once(Instant),
    /// On a schedule whose length is not known.
    Scheduled(Why),
    /// When something else changes, which need never happen.
    Triggered,
}

#[derive(Clone, Debug)]
pub struct Delegation {
    pub agent: Link,
    pub scopes: Items<ScopeValue>,
    pub expires_at: Fact<End>,
}
