//! XID601 hardcoded-secret: a secret is written in the code
//!
//! ## What
//!
//! A literal value in an argument of a resource that is known to hold a secret (passwords of users and databases, values
//! of secret stores …), or in the credentials of a provider or backend block, also by way of a local or the default of a
//! variable. A literal value of a variable marked `sensitive`: its default, what a module call gives it, and what any
//! `*.tfvars` file assigns to it, loaded or not. And any text, in locals too, that has the fixed form of a known key (AWS,
//! GitHub, GitLab, Slack, Stripe, Google, OpenAI, Anthropic, Entra, a PEM private key …). Randomness alone is never
//! enough. Placeholders, and files below `examples`, `test`, `tests` or `fixtures`, are reported as info. The value itself
//! is masked in every report.
//!
//! ## Why
//!
//! What is in the repository is in every clone, fork, cache and CI log of it, for as long as any of them exists; the key
//! cannot be rotated without a commit, and nobody knows who has read it.
//!
//! ## Flagged
//!
//! ```hcl
//! provider "azuread" {
//!   client_id     = "00000000-1111-4222-8333-444444444444"
//!   client_secret = "not-a-real-secret-but-a-literal"
//! }
//! ```
//!
//! ```hcl
//! variable "signing_key" {
//!   type      = string
//!   sensitive = true
//!   default   = "kJ2n5m8Qw1Zr4Tt7"
//! }
//! ```
//!
//! ```hcl
//! locals {
//!   db_password = "kJ2n5m8Qw1Zr4Tt7"
//! }
//!
//! resource "aws_db_instance" "orders" {
//!   password = local.db_password
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! variable "client_secret" {
//!   type      = string
//!   sensitive = true
//!   ephemeral = true
//! }
//!
//! provider "azuread" {
//!   client_id     = "00000000-1111-4222-8333-444444444444"
//!   client_secret = var.client_secret
//! }
//! ```
//!
//! ## Fix
//!
//! Revoke the value first: it has been read. Then take it from a secret store through an ephemeral resource or a write-only
//! argument, or replace it by federation so that there is no secret to keep.
//!
//! ## Maps to
//!
//! OWASP NHI2 · NIST SP 800-53 IA-5(7) · PCI DSS 8.6.2 · CWE-798

mod arguments;
mod texts;

use governance::{Confidence, Persona, Severity};
use ustr::Ustr;

use super::{Rule, RuleCheck, Sighting, TreeSighting};
use crate::load::ir::{Block, Expr, ExprKind, ObjectKey, OpKind};
use crate::load::{Assigned, Callee, Module, Span, Tree};
use crate::redaction::{Secret, is_sensitive};
use crate::secret_forms;

pub const RULE: Rule = Rule {
    id: "XID601",
    name: "hardcoded-secret",
    summary: "a secret is written in the code",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: RuleCheck::Tree(check),
};

/// Locals and defaults between a credential and its literal.
const HOPS: usize = 4;

const OF_SENSITIVE: &str = "the value of a sensitive variable";

/// Hears of a secret: the field, where it stands, what it is, and the secret.
type Push<'p> = dyn FnMut(&str, Span, &str, &str) + 'p;

fn check(tree: &Tree) -> Vec<TreeSighting> {
    let mut found = Vec::new();
    for module in tree.modules.iter().filter(|module| module.in_tree) {
        for block in &module.blocks {
            let mut push = |field: &str, span: Span, what: &str, value: &str| {
                found.push(TreeSighting {
                    module: module.identity.clone(),
                    subject: address(block).into(),
                    sighting: sighting(&module.dir, field, span, what, value),
                });
            };
            declared_secrets(tree, module, block, &mut push);
            texts::each(block, &mut |field: &str, span, text| {
                known_form(field, span, text, &mut push);
            });
        }
        for (name, local) in &module.locals {
            let mut push = |field: &str, span: Span, what: &str, value: &str| {
                found.push(TreeSighting {
                    module: module.identity.clone(),
                    subject: format!("local.{name}").into(),
                    sighting: sighting(&module.dir, field, span, what, value),
                });
            };
            texts::in_expr(&local.value, &mut |span, text| {
                known_form(name, span, text, &mut push);
            });
        }
    }
    for assigned in &tree.assigned {
        found.extend(in_values(tree, assigned));
    }
    found
}

/// Secrets in a file of variable values.
fn in_values(tree: &Tree, assigned: &Assigned) -> Vec<TreeSighting> {
    let modules = || assigned.modules.iter();
    let declares_sensitive = |name: Ustr| {
        modules()
            .filter_map(|id| tree.modules.get(id.0 as usize))
            .any(|module| is_sensitive(module, name))
    };
    let mut found = Vec::new();
    for attr in assigned.values.iter() {
        let file = tree
            .map
            .file_of(attr.name_span)
            .map_or("", |id| &tree.map.file(id).path);
        let file = file.rsplit('/').next().unwrap_or(file);
        let mut push = |field: &str, span: Span, what: &str, value: &str| {
            found.push(TreeSighting {
                module: assigned.dir.clone(),
                subject: format!("{file}:{}", attr.name).into(),
                sighting: sighting(&assigned.dir, field, span, what, value),
            });
        };
        let name = attr.name.as_str();
        texts::in_expr(&attr.value, &mut |span, text| {
            known_form(name, span, text, &mut push);
        });
        if declares_sensitive(attr.name) {
            literals(name, &attr.value, OF_SENSITIVE, &mut push);
        }
    }
    found
}

fn known_form(field: &str, span: Span, text: &str, push: &mut Push<'_>) {
    if let Some(form) = secret_forms::find(text) {
        push(field, span, form.what, form.text);
    }
}

/// Secrets that are known by where they stand.
fn declared_secrets(tree: &Tree, module: &Module, block: &Block, push: &mut Push<'_>) {
    match block.kind.as_str() {
        "provider" => {
            for attr in block.body.attrs.iter() {
                if arguments::of_provider(&attr.name) {
                    let what = "the provider's credential";
                    credential(module, &attr.name, &attr.value, what, push);
                }
            }
        }
        "terraform" => {
            for backend in block.body.blocks.iter() {
                let kind = backend.label(0).unwrap_or(backend.kind);
                for attr in backend.body.attrs.iter() {
                    if arguments::of_backend(&kind, &attr.name) {
                        let what = "the backend's credential";
                        credential(module, &attr.name, &attr.value, what, push);
                    }
                }
            }
        }
        "variable" => {
            let sensitive = block.label(0).is_some_and(|name| is_sensitive(module, name));
            if let (true, Some(attr)) = (sensitive, block.body.attr("default")) {
                let what = "the default of a sensitive variable";
                literals("default", &attr.value, what, push);
            }
        }
        "module" => {
            let Some((_, Callee::Module(id))) = block.label(0).and_then(|name| module.calls.get(&name))
            else {
                return;
            };
            let Some(callee) = tree.modules.get(id.0 as usize) else {
                return;
            };
            for attr in block.body.attrs.iter() {
                if is_sensitive(callee, attr.name) {
                    literals(&attr.name, &attr.value, OF_SENSITIVE, push);
                }
            }
        }
        "resource" => {
            let Some(kind) = block.label(0) else { return };
            for attr in block.body.attrs.iter() {
                if arguments::of_resource(&kind, &attr.name, &block.body)
                    || crate::catalog::is_secret(&kind, &attr.name)
                {
                    credential(module, &attr.name, &attr.value, "a secret argument", push);
                }
            }
        }
        _ => {}
    }
}

/// A literal, in place or by way of locals and defaults of variables.
fn credential(module: &Module, field: &str, value: &Expr, what: &str, push: &mut Push<'_>) {
    let mut expr = value;
    for _ in 0..HOPS {
        match &expr.kind {
            ExprKind::Text(_) => return literals(field, expr, what, push),
            ExprKind::Unwrap(inner) => expr = inner,
            ExprKind::Access(access) => {
                let (ExprKind::Root(root), [op]) = (&access.base.kind, &*access.ops) else {
                    return;
                };
                let OpKind::Attr(name) = &op.kind else { return };
                let next = match root.as_str() {
                    "local" => module.locals.get(name),
                    // That of a sensitive one is found where it stands.
                    "var" if !is_sensitive(module, *name) => module
                        .variables
                        .get(name)
                        .and_then(|index| module.blocks[*index].body.attr("default")),
                    _ => None,
                };
                let Some(next) = next else { return };
                expr = &next.value;
            }
            _ => return,
        }
    }
}

/// Every literal text of a value or collection that could be a secret: not empty, and not found by its form.
fn literals(field: &str, value: &Expr, what: &str, push: &mut Push<'_>) {
    match &value.kind {
        ExprKind::Text(text) if !text.trim().is_empty() && secret_forms::find(text).is_none() => {
            push(field, value.span, what, text);
        }
        ExprKind::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                literals(&format!("{field}[{index}]"), item, what, push);
            }
        }
        ExprKind::Object(entries) => {
            for (key, item) in entries.iter() {
                let field = match key {
                    ObjectKey::Name(name, _) => format!("{field}.{name}"),
                    ObjectKey::Expr(Expr {
                        kind: ExprKind::Text(name),
                        ..
                    }) => format!("{field}.{name}"),
                    ObjectKey::Expr(_) => format!("{field}.?"),
                };
                literals(&field, item, what, push);
            }
        }
        _ => {}
    }
}

fn sighting(dir: &str, field: &str, span: Span, what: &str, value: &str) -> Sighting {
    let harmless = is_placeholder(value) || is_sample(dir);
    Sighting {
        field: field.into(),
        severity: if harmless { Severity::Info } else { Severity::Error },
        confidence: if harmless {
            Confidence::Low
        } else {
            Confidence::High
        },
        persona: Persona::Regular,
        span,
        label: format!("{what}, in clear"),
        message: format!("{what} is written in the code"),
        help:
            "revoke it, then read it from a secret store through an ephemeral value or a write-only argument"
                .into(),
        evidence: format!("literal: {what}"),
        secret: Some(Secret::new(value)),
    }
}

/// Words that nobody uses in a real secret; `test` and the like only as the whole value or as one of its parts.
fn is_placeholder(value: &str) -> bool {
    const ANYWHERE: [&str; 10] = [
        "changeme",
        "change-me",
        "change_me",
        "dummy",
        "example",
        "placeholder",
        "redacted",
        "replace",
        "xxxx",
        "<",
    ];
    const PARTS: [&str; 9] = [
        "fake", "mock", "none", "null", "sample", "test", "todo", "unused", "your",
    ];
    let value = value.trim().to_ascii_lowercase();
    let mut chars = value.chars();
    let first = chars.next();
    value.len() < 4
        || ANYWHERE.iter().any(|word| value.contains(word))
        || value
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|part| PARTS.contains(&part))
        || chars.all(|c| Some(c) == first)
}

/// Below a directory of samples or tests.
fn is_sample(dir: &str) -> bool {
    dir.split('/').any(|part| {
        matches!(
            part,
            "example" | "examples" | "test" | "tests" | "fixtures" | "testdata"
        )
    })
}

/// The block's address within its module: `aws_iam_user.ci`, `var.key`, `provider.aws`, `provider.aws.alias`.
fn address(block: &Block) -> String {
    let labels: Vec<&str> = block.labels.iter().map(|label| label.text.as_str()).collect();
    match block.kind.as_str() {
        "resource" => labels.join("."),
        "variable" => format!("var.{}", labels.join(".")),
        "provider" => match block.body.attr("alias").map(|attr| &attr.value.kind) {
            Some(ExprKind::Text(alias)) => format!("provider.{}.{alias}", labels.join(".")),
            _ => format!("provider.{}", labels.join(".")),
        },
        kind if labels.is_empty() => kind.to_owned(),
        kind => format!("{kind}.{}", labels.join(".")),
    }
}
