//! The shape of a catalogue row: what a resource type means to the model, as data.
//!
//! Compiled twice, by `build.rs` for our own rows and here for those of users; so it may name nothing of this crate.
//! Every field is borrowed in the built-in tables and owned in rows that are read at run time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use governance::{ActorType, CredentialKind, CredentialRole, Dialect, Duration, OwnerSlot};
use serde::{Deserialize, Deserializer};

pub type Text = Cow<'static, str>;
pub type List<T> = Cow<'static, [T]>;

/// One resource type or data source, and the subjects it emits; without any it is only looked at.
#[derive(Clone, Debug)]
pub struct Row {
    /// `aws_iam_user`, or `data.aws_iam_policy`.
    pub r#type: Text,
    /// Source addresses of the providers whose type this is.
    pub sources: List<Text>,
    pub emits: List<Emit>,
}

/// Where in an instance a value stands.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Path {
    pub from: Base,
    pub names: List<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The resource.
    This,
    /// The element that `each` stands at: `each.end_date`.
    Each,
    /// The provider configuration in use: `provider.default_tags.tags`.
    Provider,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    Owner,
    Relationship,
    Class,
    Identity,
    Scope,
    Grant,
    Credential,
    Delegation,
    /// No subject: names an owner of the subject that `of` links to.
    OwnerEdge,
    /// No subject: gives the subject that `of` links to a way to authenticate.
    MethodEdge,
}

/// One subject (or edge) per instance, or per element of `each`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emit {
    pub noun: Noun,
    /// Tells it from the others of the same resource; empty for the first. Part of fingerprints.
    #[serde(default, rename = "as")]
    pub name: Text,
    #[serde(default)]
    pub each: Option<Path>,
    /// Emitted unless one of these is known not to hold.
    #[serde(default)]
    pub when: List<Condition>,

    /// Facts that are read as they are, by governance field.
    #[serde(default)]
    pub fields: Fields,
    /// How the vendor spells a governance field, where it is not the path that the fact is read from.
    #[serde(default)]
    pub spelling: Spellings,

    /// First rule that decides.
    #[serde(default)]
    pub actor: List<ActorRule>,
    /// An AWS trust policy, which tells who may use the identity.
    #[serde(default)]
    pub trust: Option<Path>,
    /// A platform account: asked for an owner only when usable from outside.
    #[serde(default)]
    pub platform: bool,
    #[serde(default)]
    pub owner: Option<OwnerRow>,
    #[serde(default)]
    pub methods: List<MethodRow>,

    /// Alternatives of one link; the first that is written wins. A grant may be of several.
    #[serde(default)]
    pub of: List<LinkRow>,
    #[serde(default)]
    pub class: List<LinkRow>,
    #[serde(default)]
    pub relationship: List<LinkRow>,
    #[serde(default)]
    pub escalation: List<LinkRow>,
    /// Not alternatives: every one names the same identity.
    #[serde(default)]
    pub same_as: List<LinkRow>,

    /// First that is present wins.
    #[serde(default)]
    pub expires: List<ExpiryRow>,
    #[serde(default)]
    pub absent: Option<Absent>,
    /// Written values that mean "no end", as text: `0`, `-1`, `never`.
    #[serde(default)]
    pub never: List<Text>,
    /// A grant type that is made to end.
    #[serde(default)]
    pub must_end: bool,
    /// Attributes whose presence means that it is replaced on a schedule or a trigger.
    #[serde(default)]
    pub rotation: List<Path>,
    /// The period, a duration as `extid` writes them.
    #[serde(default)]
    pub rotation_every: Option<Path>,

    #[serde(default)]
    pub scopes: List<ScopeRow>,
    #[serde(default)]
    pub tools: List<ScopeRow>,

    #[serde(default)]
    pub kind: Option<Kind>,
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    pub secrets: List<SecretRow>,
}

/// The credential kinds and roles, as rows spell them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Kind(pub CredentialKind);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Role(pub CredentialRole);

/// Governance field -> path, in order of the field's name.
#[derive(Clone, Debug, Default)]
pub struct Fields(pub List<(Text, Path)>);

/// Governance field -> the vendor's word.
#[derive(Clone, Debug, Default)]
pub struct Spellings(pub List<(Text, Text)>);

/// What holds of an instance. Exactly one of `path` and `linked`, exactly one of `is` and `present`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    #[serde(default)]
    pub path: Option<Path>,
    /// A resource type, one of which links here.
    #[serde(default)]
    pub linked: Option<Text>,
    /// The value, or an element of it, is one of these.
    #[serde(default)]
    pub is: List<Text>,
    #[serde(default)]
    pub present: Option<bool>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorRule {
    pub is: ActorWord,
    /// All must hold.
    #[serde(default)]
    pub when: List<Condition>,
    /// The resource cannot be anything else; false lowers confidence.
    #[serde(default)]
    pub sure: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActorWord {
    Is(ActorType),
    /// People of our own: no actor type, no owner asked.
    Workforce,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnerRow {
    pub slot: Slot,
    /// Lists or texts that name owners.
    #[serde(default)]
    pub attributes: List<Path>,
    /// Maps that name an owner under an owner key.
    #[serde(default)]
    pub tags: List<Path>,
    /// Texts in which an owner may be written.
    #[serde(default)]
    pub text: List<Path>,
    /// Maps of the provider configuration.
    #[serde(default)]
    pub defaults: List<Path>,
    /// The owner reference of our own resources.
    #[serde(default)]
    pub reference: List<LinkRow>,
    /// Nobody is asked for an owner when one of these holds.
    #[serde(default)]
    pub unless: List<Condition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u8")]
pub struct Slot(pub OwnerSlot);

/// A tie by an attribute: by reference first, then by the literal value of a target's attribute.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRow {
    /// Without it, the first subject of this same resource.
    #[serde(default)]
    pub path: Option<Path>,
    #[serde(default)]
    pub to: List<Text>,
    /// Attributes of the targets that a literal may equal.
    #[serde(default)]
    pub by: List<Path>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpiryRow {
    pub path: Path,
    #[serde(rename = "as")]
    pub format: Format,
    /// For `unit`: where the unit of the number stands.
    #[serde(default)]
    pub unit: Option<Path>,
    /// For `unit`: the unit when none is written.
    #[serde(default)]
    pub unit_default: Text,
}

/// How an end is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// `2026-12-31T00:00:00Z`
    Rfc3339,
    /// `2026-12-31`, the end of that day in UTC
    Date,
    UnixSeconds,
    UnixMillis,
    /// `8760h`, `1h30m`, `1.5h`
    GoDuration,
    /// `90d`, `1w2d`
    ExtidDuration,
    /// `P90D`, `PT8H`
    Iso8601Duration,
    /// Numbers, or texts of digits
    Seconds,
    Minutes,
    Hours,
    Days,
    /// 30 days each
    Months,
    /// `3600s`
    SecondsSuffixed,
    /// A number whose unit stands in another attribute
    Unit,
    /// `true` says that it never ends; `false` says nothing
    TrueIsNever,
}

/// What an expiry means that nobody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Absent {
    Never,
    /// The vendor sets one.
    After(Duration),
    /// Terraform or the vendor refuses the resource.
    Required,
}

/// Words of access.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeRow {
    #[serde(default)]
    pub path: Option<Path>,
    #[serde(default, rename = "as")]
    pub container: Container,
    #[serde(default)]
    pub dialect: Option<Dialect>,
    /// What an absent value reaches ("every tool"); empty when it gives nothing.
    #[serde(default)]
    pub absent_reaches: Text,
    /// Values that are unbounded in this attribute, whatever the dialect says.
    #[serde(default)]
    pub unbounded: List<Text>,
    /// Without a path: a fixed word, given when `when` holds.
    #[serde(default)]
    pub word: Text,
    /// What that word grants, when it is unbounded.
    #[serde(default)]
    pub reaches: Text,
    #[serde(default)]
    pub when: List<Condition>,
    /// What a reference is read through.
    #[serde(default)]
    pub follow: List<FollowRow>,
    /// Of several elements, those at whose place this value is one of these.
    #[serde(default)]
    pub only: Option<Condition>,
    /// Its last step names the scope: `data.azuread_service_principal.graph.app_role_ids["Mail.Send"]`.
    #[serde(default)]
    pub key_of: List<Text>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// One word, or a list or set of words
    #[default]
    List,
    /// One text, words separated by spaces
    Words,
    /// A policy document in JSON
    AwsPolicy,
    /// `true` gives the row's word
    Flag,
}

/// Attributes of a referenced resource which say what a scope is: the first that is known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowRow {
    pub to: Text,
    pub read: List<Path>,
    #[serde(default, rename = "as")]
    pub container: Container,
    #[serde(default)]
    pub dialect: Option<Dialect>,
}

/// A way to authenticate.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodRow {
    /// A list of words, a flag, or a block; without it the row itself is the method.
    #[serde(default)]
    pub path: Option<Path>,
    /// What a flag or block is called.
    #[serde(default)]
    pub word: Text,
    /// The flag or block is a person's flow.
    #[serde(default)]
    pub human: bool,
    /// Which words of a list are a person's flow.
    #[serde(default)]
    pub human_words: List<Text>,
    #[serde(default)]
    pub when: List<Condition>,
}

/// A secret that the resource holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretRow {
    pub path: Path,
    /// Written by the author, rather than made by the vendor.
    #[serde(default)]
    pub given: bool,
    /// An argument of the same resource that keeps it out of the state.
    #[serde(default)]
    pub instead: Text,
}

/// A catalogue file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub provider: Provider,
    #[serde(default)]
    pub resource: BTreeMap<String, Vec<toml::Spanned<Emit>>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// `registry namespace/name` of every provider that has these types.
    pub sources: Vec<String>,
    /// Types that emit nothing but are looked at; data sources as `data.<type>`.
    #[serde(default)]
    pub reads: Vec<toml::Spanned<String>>,
}

impl TryFrom<String> for Path {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let mut names: Vec<Text> = text.split('.').map(|name| Cow::Owned(name.to_owned())).collect();
        let legal = |name: &str| {
            !name.is_empty()
                && name
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        };
        if !names.iter().all(|name| legal(name)) {
            return Err(format!("`{text}` is not a path; write names separated by dots"));
        }
        let from = match names[0].as_ref() {
            "each" => Base::Each,
            "provider" => Base::Provider,
            _ => Base::This,
        };
        if from != Base::This {
            names.remove(0);
        }
        Ok(Self {
            from,
            names: Cow::Owned(names),
        })
    }
}

impl TryFrom<String> for Kind {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        use CredentialKind as K;
        [
            K::ApiKey,
            K::ClientSecret,
            K::PrivateKeyJwt,
            K::Certificate,
            K::FederationTrust,
            K::Password,
            K::SshKey,
            K::Undetermined,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == text)
        .map(Self)
        .ok_or_else(|| format!("`{text}` is not a kind of credential"))
    }
}

impl TryFrom<String> for Role {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Ok(Self(match text.as_str() {
            "issued" => CredentialRole::Issued,
            "embedded" => CredentialRole::Embedded,
            "copy" => CredentialRole::Copy,
            "broker" => CredentialRole::Broker,
            _ => {
                return Err(format!(
                    "`{text}` is not a role; use issued, embedded, copy or broker"
                ));
            }
        }))
    }
}

impl TryFrom<u8> for Slot {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Ok(Self(match number {
            1 => OwnerSlot::FirstClass,
            2 => OwnerSlot::FreeText,
            3 => OwnerSlot::NameOnly,
            4 => OwnerSlot::Nowhere,
            _ => return Err(format!("{number} is not an owner slot; use 1 to 4")),
        }))
    }
}

impl TryFrom<String> for Absent {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Ok(match text.as_str() {
            "never" => Self::Never,
            "required" => Self::Required,
            duration => Self::After(duration.parse().map_err(|error| {
                format!("{error}; `absent` is never, required, or the vendor's default as a duration")
            })?),
        })
    }
}

impl<'de> Deserialize<'de> for ActorWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "workforce" {
            return Ok(Self::Workforce);
        }
        text.parse().map(Self::Is).map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<String, Path>::deserialize(deserializer)?;
        Ok(Self(
            map.into_iter()
                .map(|(name, path)| (Cow::Owned(name), path))
                .collect(),
        ))
    }
}

impl<'de> Deserialize<'de> for Spellings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = BTreeMap::<String, String>::deserialize(deserializer)?;
        Ok(Self(
            map.into_iter()
                .map(|(name, word)| (Cow::Owned(name), Cow::Owned(word)))
                .collect(),
        ))
    }
}
