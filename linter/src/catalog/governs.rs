//! Which arguments of a resource type govern access: for rules that read Terraform's text.

use std::borrow::Cow;

use super::row::{Base, Emit, Noun, Path, Row};
use super::tables;

/// What an argument decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Governs {
    Expiry,
    Scope,
    Status,
    Owner,
}

/// Words that switch access on or off, whatever the provider.
const STATUS: [&str; 7] = [
    "account_enabled",
    "active",
    "blocked",
    "disabled",
    "enabled",
    "status",
    "suspended",
];

/// Whether the type is an identity, a credential or a grant.
pub fn is_governed(kind: &str) -> bool {
    tables::row_of(kind).is_some_and(|row| governed(row).next().is_some())
}

/// What the argument `name` (top level, or the last step of a nested one) decides; `None` for anything else.
pub fn governs(kind: &str, name: &str) -> Option<Governs> {
    let row = tables::row_of(kind)?;
    let names = |path: &Path| {
        path.from != Base::Provider
            && (path.names.first().is_some_and(|first| first == name)
                || path.names.last().is_some_and(|last| last == name))
    };
    let any = |mut paths: Box<dyn Iterator<Item = &Path> + '_>| paths.any(names);
    for emit in governed(row) {
        // The block that holds the subject holds all that is read of it.
        let within = emit.each.as_ref().is_some_and(&names);
        if within && !emit.scopes.is_empty() {
            return Some(Governs::Scope);
        }
        if within && !emit.expires.is_empty() {
            return Some(Governs::Expiry);
        }
        let field = |field: &str| {
            emit.fields
                .0
                .iter()
                .any(|(word, path)| *word == Cow::Borrowed(field) && names(path))
        };
        let scopes = emit
            .scopes
            .iter()
            .chain(emit.tools.iter())
            .filter_map(|scope| scope.path.as_ref());
        if any(Box::new(emit.expires.iter().map(|expiry| &expiry.path))) || field("expires_at") {
            return Some(Governs::Expiry);
        }
        if any(Box::new(scopes)) {
            return Some(Governs::Scope);
        }
        if let Some(owner) = &emit.owner {
            let paths = owner
                .attributes
                .iter()
                .chain(owner.tags.iter())
                .chain(owner.text.iter());
            if any(Box::new(paths)) {
                return Some(Governs::Owner);
            }
        }
        if STATUS.contains(&name) {
            return Some(Governs::Status);
        }
    }
    None
}

/// Whether the author writes a secret in this argument.
pub fn is_secret(kind: &str, name: &str) -> bool {
    tables::row_of(kind).is_some_and(|row| {
        row.emits
            .iter()
            .flat_map(|emit| emit.secrets.iter())
            .any(|secret| secret.given && secret.path.names.last().is_some_and(|last| last == name))
    })
}

fn governed(row: &Row) -> impl Iterator<Item = &Emit> {
    row.emits
        .iter()
        .filter(|emit| matches!(emit.noun, Noun::Identity | Noun::Credential | Noun::Grant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_that_hold_a_subject_govern_what_is_read_of_it() {
        let of_application = |name| governs("azuread_application", name);
        assert_eq!(of_application("required_resource_access"), Some(Governs::Scope));
        assert_eq!(of_application("password"), Some(Governs::Expiry));
        assert_eq!(of_application("owners"), Some(Governs::Owner));
        assert_eq!(of_application("display_name"), None);
    }
}
