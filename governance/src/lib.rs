//! The governance model that `extid-lint` and `terraform-provider-extid` share.
//!
//! Pure: no I/O, no async, no Terraform, no clock. A program builds a [`Graph`] of subjects out of facts,
//! and [`policies`] turn it into verdicts. Every question about time takes an explicit `as_of`.

mod actor;
mod fact;
mod graph;
mod holder;
mod inheritance;
mod lifetime;
mod limits;
mod owner_words;
pub mod policies;
mod policy;
pub mod policy_file;
pub mod scope;
mod subject;
#[cfg(test)]
mod subject_fixtures;
mod time;
mod verdict;

pub use actor::{Actor, ActorType, Basis, UnknownActorType};
pub use fact::{At, Collection, Fact, Items, Judged, Why};
pub use graph::{Graph, Link, SubjectId};
pub use inheritance::{
    Dependents, OwnerAnswer, OwnerCandidate, OwnerSlot, OwnerSource, Owners, any_owner, effective_owner,
};
pub use limits::{Bound, Limit, LimitKey, Limits, Measure, UnknownLimit};
pub use owner_words::{OWNER_KEYS, OWNER_PATTERNS, is_owner_key, owner_in_free_text};
pub use policy::{Check, Persona, Policy, Settings, View};
pub use scope::{Breadth, Dialect, ScopeValue, breadth};
pub use subject::{
    Class, Credential, CredentialKind, CredentialRole, Delegation, End, EndValue, Grant, Identity, Method,
    Noun, Owner, Reach, Relationship, Rotation, ScopeDefinition, Subject,
};
pub use time::{Duration, Instant, ParseDurationError, ParseInstantError};
pub use verdict::{Breach, Confidence, Severity, Verdict};
