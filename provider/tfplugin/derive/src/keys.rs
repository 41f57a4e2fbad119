//! The keys of `#[tf(…)]`: which exist, where they may stand, and which exclude each other.

use proc_macro2::Span;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, LitInt, LitStr, Result, Token};

/// Keys that an attribute, block or flattened field of a model may have.
pub(crate) const FIELD: &[&str] = &[
    "required",
    "optional",
    "computed",
    "write_only",
    "sensitive",
    "deprecated",
    "default",
    "validate",
    "rename",
    "block",
    "flatten",
    "requires_replace",
    "requires_replace_if",
    "requires_replace_if_configured",
    "use_state_for_unknown",
    "use_non_null_state_for_unknown",
    "plan",
];
/// Keys of a model's struct.
pub(crate) const STRUCT: &[&str] = &["deprecated", "validate"];
/// Keys of a function's parameter.
pub(crate) const PARAMETER: &[&str] = &["allow_null", "allow_unknown", "variadic", "rename"];

/// Words of other frameworks, of Rust and of Terraform's own files, and the keys that say the same here.
const FOREIGN: &[(&str, &str)] = &[
    ("force_new", "requires_replace"),
    ("forces_replacement", "requires_replace"),
    ("recreate", "requires_replace"),
    ("immutable", "requires_replace"),
    ("default_value", "default"),
    ("wo", "write_only"),
    ("writeonly", "write_only"),
    ("ephemeral", "write_only"),
    ("readonly", "computed"),
    ("read_only", "computed"),
    ("output", "computed"),
    ("generated", "computed"),
    ("mandatory", "required"),
    ("nullable", "optional"),
    ("secret", "sensitive"),
    ("validator", "validate"),
    ("validators", "validate"),
    ("validation", "validate"),
    ("deprecation_message", "deprecated"),
    ("plan_modifier", "plan"),
    ("plan_modifiers", "plan"),
    ("keep", "use_state_for_unknown"),
    ("use_state", "use_state_for_unknown"),
    ("name", "rename"),
    ("nested", "block"),
    ("nested_block", "block"),
    ("min_items", "min"),
    ("max_items", "max"),
    ("default_to", "default"),
    ("null", "allow_null"),
    ("nullable", "allow_null"),
    ("rest", "variadic"),
    ("varargs", "variadic"),
];

/// What stands in the `#[tf(…)]` of one item.
#[derive(Default)]
pub(crate) struct Keys(Vec<Key>);

struct Key {
    name: String,
    span: Span,
    value: KeyValue,
}

enum KeyValue {
    Flag,
    Text(LitStr),
    Expression(Box<Expr>),
    Validators(Vec<Expr>),
    Block(BlockKeys),
}

/// `block`, `block(group)`, `block(required)`, `block(min = 1, max = 2)`.
#[derive(Clone, Default)]
pub(crate) struct BlockKeys {
    pub(crate) group: Option<Span>,
    pub(crate) required: Option<Span>,
    pub(crate) min: Option<LitInt>,
    pub(crate) max: Option<LitInt>,
}

impl Keys {
    /// Reads them; `known` are those that may stand here.
    pub(crate) fn parse(attributes: &[Attribute], known: &[&str]) -> Result<Self> {
        let mut keys = Self::default();
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("tf"))
        {
            attribute.parse_nested_meta(|meta| keys.read(&meta, known))?;
        }
        Ok(keys)
    }

    fn read(&mut self, meta: &ParseNestedMeta<'_>, known: &[&str]) -> Result<()> {
        let name = meta
            .path
            .get_ident()
            .map(ToString::to_string)
            .ok_or_else(|| meta.error("a key of `tf` is one word"))?;
        if !known.contains(&name.as_str()) {
            return Err(meta.error(unknown(&name, known)));
        }
        if self.get(&name).is_some() {
            return Err(meta.error(format!("`{name}` is here twice")));
        }
        let value = match name.as_str() {
            "deprecated" | "rename" => KeyValue::Text(meta.value()?.parse()?),
            "default" | "plan" | "requires_replace_if" => {
                KeyValue::Expression(Box::new(meta.value()?.parse()?))
            }
            "validate" => {
                let content;
                syn::parenthesized!(content in meta.input);
                let list = Punctuated::<Expr, Token![,]>::parse_terminated(&content)?;
                KeyValue::Validators(list.into_iter().collect())
            }
            "block" => KeyValue::Block(BlockKeys::read(meta)?),
            _ => KeyValue::Flag,
        };
        let span = meta.path.span();
        self.0.push(Key { name, span, value });
        Ok(())
    }

    fn get(&self, name: &str) -> Option<&Key> {
        self.0.iter().find(|key| key.name == name)
    }

    /// Whether the key stands here.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Where the key stands.
    pub(crate) fn span(&self, name: &str) -> Option<Span> {
        self.get(name).map(|key| key.span)
    }

    /// The text of a key.
    pub(crate) fn text(&self, name: &str) -> Option<&LitStr> {
        match &self.get(name)?.value {
            KeyValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The expression of a key.
    pub(crate) fn expression(&self, name: &str) -> Option<&Expr> {
        match &self.get(name)?.value {
            KeyValue::Expression(expression) => Some(expression),
            _ => None,
        }
    }

    /// The validators.
    pub(crate) fn validators(&self) -> &[Expr] {
        match self.get("validate").map(|key| &key.value) {
            Some(KeyValue::Validators(list)) => list,
            _ => &[],
        }
    }

    /// The keys inside `block(…)`.
    pub(crate) fn block(&self) -> Option<&BlockKeys> {
        match &self.get("block")?.value {
            KeyValue::Block(block) => Some(block),
            _ => None,
        }
    }

    /// Where the first key that is none of `allowed` stands, and its name.
    pub(crate) fn other_than(&self, allowed: &[&str]) -> Option<(Span, &str)> {
        self.0
            .iter()
            .find(|key| !allowed.contains(&key.name.as_str()))
            .map(|key| (key.span, key.name.as_str()))
    }
}

impl BlockKeys {
    fn read(meta: &ParseNestedMeta<'_>) -> Result<Self> {
        const KNOWN: &[&str] = &["min", "max", "group", "required"];
        let mut keys = Self::default();
        if !meta.input.peek(syn::token::Paren) {
            return Ok(keys);
        }
        meta.parse_nested_meta(|inner| {
            let name = inner
                .path
                .get_ident()
                .map(ToString::to_string)
                .unwrap_or_default();
            match name.as_str() {
                "min" => keys.min = Some(inner.value()?.parse()?),
                "max" => keys.max = Some(inner.value()?.parse()?),
                "group" => keys.group = Some(inner.path.span()),
                "required" => keys.required = Some(inner.path.span()),
                _ => return Err(inner.error(unknown(&name, KNOWN))),
            }
            Ok(())
        })?;
        Ok(keys)
    }
}

/// Adds an error to those that were found before.
pub(crate) fn blame(errors: &mut Option<Error>, error: Error) {
    match errors {
        Some(all) => all.combine(error),
        None => *errors = Some(error),
    }
}

fn unknown(name: &str, known: &[&str]) -> String {
    if matches!(name, "description" | "doc" | "docs" | "help") {
        return format!("there is no key `{name}`: the doc comment (`/// …`) is the documentation");
    }
    let foreign = FOREIGN
        .iter()
        .find(|(word, key)| *word == name && known.contains(key));
    if let Some((_, key)) = foreign {
        return format!("there is no key `{name}` here; the key is `{key}`");
    }
    let near = known
        .iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= 2.max(name.len() / 3))
        .min();
    match near {
        Some((_, candidate)) => format!("there is no key `{name}` here; did you mean `{candidate}`?"),
        None => format!("there is no key `{name}` here; the keys are {}", known.join(", ")),
    }
}

/// Edits between two short words (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.bytes().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
