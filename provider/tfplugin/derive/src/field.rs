//! One field of a model: read, and checked for contradictions.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Error, Ident, Result, Type};

use crate::docs;
use crate::keys::{FIELD, Keys, blame};
use crate::shape::{Nesting, inside, nesting};

/// A field, as the schema sees it.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) ty: &'a Type,
    pub(crate) keys: Keys,
    pub(crate) role: Role<'a>,
}

/// What the field becomes.
pub(crate) enum Role<'a> {
    Attribute {
        inner: &'a Type,
        mode: &'static str,
    },
    Block {
        inner: &'a Type,
        model: &'a Type,
        nesting: Nesting,
    },
    Flatten,
}

/// Two keys that exclude each other, and why.
const CONTRADICTIONS: &[(&str, &str, &str)] = &[
    (
        "required",
        "optional",
        "an attribute is `required` or `optional`, not both",
    ),
    (
        "required",
        "computed",
        "what the configuration must set cannot be computed; write `optional, computed` if the provider fills it in",
    ),
    (
        "computed",
        "write_only",
        "a write-only attribute is null in every plan and state, so it cannot be computed",
    ),
    (
        "default",
        "write_only",
        "a write-only attribute is null in every plan, so it has no default",
    ),
    (
        "requires_replace",
        "requires_replace_if",
        "`requires_replace` and `requires_replace_if` exclude each other",
    ),
    (
        "requires_replace",
        "requires_replace_if_configured",
        "`requires_replace` and `requires_replace_if_configured` exclude each other",
    ),
    (
        "use_state_for_unknown",
        "use_non_null_state_for_unknown",
        "`use_state_for_unknown` and `use_non_null_state_for_unknown` exclude each other",
    ),
    (
        "default",
        "use_state_for_unknown",
        "with a default the value is never unknown",
    ),
    (
        "default",
        "use_non_null_state_for_unknown",
        "with a default the value is never unknown",
    ),
];

/// Why these keys and `write_only` exclude each other.
const NEVER_PLANNED: &str = "a write-only attribute is null in every plan, so this can never apply";
const PLANNING: &[&str] = &[
    "requires_replace",
    "requires_replace_if",
    "requires_replace_if_configured",
    "plan",
];

/// A key that needs another one.
const NEEDS: &[(&str, &[&str], &str)] = &[
    (
        "default",
        &["optional", "computed"],
        "the provider plans a default, so the attribute must say `optional, computed`",
    ),
    (
        "use_state_for_unknown",
        &["computed"],
        "only a computed attribute is ever planned as unknown; add `computed`",
    ),
    (
        "use_non_null_state_for_unknown",
        &["computed"],
        "only a computed attribute is ever planned as unknown; add `computed`",
    ),
];

impl<'a> Field<'a> {
    /// Reads the field.
    pub(crate) fn parse(field: &'a syn::Field) -> Result<Self> {
        let Some(ident) = &field.ident else {
            return Err(Error::new_spanned(field, "the field needs a name"));
        };
        let keys = Keys::parse(&field.attrs, FIELD)?;
        let name = name(ident, &keys)?;
        let docs = docs::of(&field.attrs);
        if docs.is_empty() && !keys.has("flatten") {
            return Err(Error::new_spanned(
                ident,
                format!("add a doc comment (`/// …`): it becomes the documentation of `{name}`"),
            ));
        }
        let role = if keys.has("flatten") {
            flatten(&keys)?
        } else if keys.has("block") {
            block(&keys, &field.ty)?
        } else {
            attribute(&keys, ident, &field.ty)?
        };
        Ok(Self {
            ident,
            name,
            docs,
            ty: &field.ty,
            keys,
            role,
        })
    }
}

/// The attribute's name in Terraform, checked.
pub(crate) fn name(ident: &Ident, keys: &Keys) -> Result<String> {
    let (name, span) = keys.text("rename").map_or_else(
        || (ident.unraw().to_string(), ident.span()),
        |text| (text.value(), text.span()),
    );
    let mut letters = name.chars();
    let first = letters.next().is_some_and(|c| c.is_ascii_lowercase() || c == '_');
    if first && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        Ok(name)
    } else {
        let reason = "a name in a schema has lower-case letters, digits and `_`, and begins with no digit";
        Err(Error::new(span, reason))
    }
}

fn flatten<'a>(keys: &Keys) -> Result<Role<'a>> {
    match keys.other_than(&["flatten"]) {
        Some((span, _)) => Err(Error::new(
            span,
            "`flatten` stands alone: the other model says everything else",
        )),
        None => Ok(Role::Flatten),
    }
}

fn block<'a>(keys: &Keys, ty: &'a Type) -> Result<Role<'a>> {
    if let Some((span, key)) = keys.other_than(&["block", "rename", "deprecated"]) {
        let reason = format!(
            "`{key}` is for attributes; a block takes `rename`, `deprecated` and `block(min, max, required, group)`"
        );
        return Err(Error::new(span, reason));
    }
    let inner = value(ty)?;
    let (nesting, model) = nesting(inner);
    let block = keys.block().cloned().unwrap_or_default();
    if let (Some(_), Some(span)) = (block.group, block.required) {
        return Err(Error::new(
            span,
            "a group is always there, so it cannot be required",
        ));
    }
    let bounds = block.min.iter().chain(&block.max).map(Spanned::span).next();
    let single = block.group.or(block.required);
    match (nesting, single, bounds) {
        (Nesting::One | Nesting::Map, _, Some(span)) => Err(Error::new(
            span,
            "`min` and `max` are for `List` and `Set` of blocks",
        )),
        (Nesting::List | Nesting::Set | Nesting::Map, Some(span), _) => Err(Error::new(
            span,
            "`group` and `required` are for a block that is there once; for `List` and `Set` write `min = 1`",
        )),
        _ => Ok(Role::Block {
            inner,
            model,
            nesting,
        }),
    }
}

fn attribute<'a>(keys: &Keys, ident: &Ident, ty: &'a Type) -> Result<Role<'a>> {
    let inner = value(ty)?;
    let mut errors = None;
    for (one, other, reason) in CONTRADICTIONS {
        if let (true, Some(span)) = (keys.has(one), keys.span(other)) {
            blame(&mut errors, Error::new(span, reason));
        }
    }
    for (key, needs, reason) in NEEDS {
        if let (Some(span), false) = (keys.span(key), needs.iter().all(|need| keys.has(need))) {
            blame(&mut errors, Error::new(span, reason));
        }
    }
    for key in PLANNING.iter().filter(|_| keys.has("write_only")) {
        if let Some(span) = keys.span(key) {
            blame(&mut errors, Error::new(span, NEVER_PLANNED));
        }
    }
    let mode = match (keys.has("required"), keys.has("optional"), keys.has("computed")) {
        (true, ..) => "Required",
        (_, true, true) => "OptionalComputed",
        (_, true, false) => "Optional",
        (_, false, true) => "Computed",
        (false, false, false) => {
            let reason = "say who sets it: `#[tf(required)]`, `#[tf(optional)]`, `#[tf(computed)]` or `#[tf(optional, computed)]`";
            blame(&mut errors, Error::new(ident.span(), reason));
            ""
        }
    };
    if let (Some(span), "Computed") = (keys.span("requires_replace_if_configured"), mode) {
        let reason =
            "the configuration cannot have a computed attribute; add `optional`, or use `requires_replace`";
        blame(&mut errors, Error::new(span, reason));
    }
    errors.map_or(Ok(Role::Attribute { inner, mode }), Err)
}

fn value(ty: &Type) -> Result<&Type> {
    inside(ty, "Value").ok_or_else(|| {
        Error::new_spanned(
            ty,
            "write it as `Value<…>`: everything in Terraform may be null, or unknown until apply",
        )
    })
}

/// Generated code that an error should point at `ty` for, without looking hand-written to lints.
pub(crate) fn at(spanned: &impl Spanned) -> Span {
    Span::call_site().located_at(spanned.span())
}
