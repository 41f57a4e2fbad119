//! Who owns a subject: candidates of its own, then those of what it hangs on.

use crate::{At, Fact, Items};

/// Where an owner may stand, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerSource {
    /// A `[[subject]]` entry or comment.
    Binding,
    /// A first-class attribute or an owner-edge resource.
    Attribute,
    /// Tags, labels, metadata under an owner key.
    Tags,
    /// A description, comment or note.
    FreeText,
    /// Defaults of the provider configuration in use.
    ProviderDefaults,
}

/// How good a place for an owner the resource type has (rules.md "Owner slots").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerSlot {
    FirstClass,
    FreeText,
    NameOnly,
    Nowhere,
}

#[derive(Clone, Debug)]
pub struct OwnerCandidate {
    pub from: OwnerSource,
    /// The program's spelling of the place, for "looked in": `owners`, `tags`, `provider default_tags`.
    pub spelling: String,
    /// Names found; an empty closed collection is a place that names nobody.
    pub names: Items<String>,
}

#[derive(Clone, Debug)]
pub struct Owners {
    pub slot: OwnerSlot,
    pub candidates: Vec<OwnerCandidate>,
    /// The subject's owner reference (`extid_*`), when it has such a field.
    pub reference: Fact<String>,
    /// Where a missing owner is reported.
    pub at: At,
}
