//! Which names may stand in a schema.

use super::SchemaKind;

/// `[a-z_][a-z0-9_]*`: stricter than Terraform for attributes, as the Go framework is, and enough for blocks.
pub(super) fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_');
    first && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// An identifier of the language, as far as ASCII goes: letters, digits, `_` and `-`, and no digit or `-` first.
pub(super) fn is_identifier(name: &str) -> bool {
    let mut letters = name.chars();
    let first = letters
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    first && letters.all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// Names at the root that mean something else there. The `config` of actions and lists has a block of its own.
pub(super) fn reserved(kind: SchemaKind) -> &'static [&'static str] {
    match kind {
        SchemaKind::Provider => &["alias", "version"],
        SchemaKind::Resource | SchemaKind::DataSource | SchemaKind::Ephemeral => &[
            "count",
            "for_each",
            "depends_on",
            "provider",
            "lifecycle",
            "connection",
            "provisioner",
        ],
        SchemaKind::Action | SchemaKind::List => &[],
    }
}
