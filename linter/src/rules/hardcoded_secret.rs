//! XID601 hardcoded-secret: a secret is written in the code
//!
//! ## What
//!
//! A literal value in an attribute that the provider's schema calls secret, in a provider block's credentials, or as the
//! default or tfvars value of a variable marked `sensitive`; and any text that has the fixed form of a known key (AWS,
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

mod known_forms;
mod texts;

use governance::{Confidence, Persona, Severity};
use ustr::Ustr;

use super::{Rule, RuleCheck, Sighting, TreeSighting};
use crate::load::ir::{Attr, Block, Expr, ExprKind};
use crate::load::{Input, Module, Span, Tree};

pub const RULE: Rule = Rule {
    id: "XID601",
    name: "hardcoded-secret",
    summary: "a secret is written in the code",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: RuleCheck::Tree(check),
};

/// Arguments of provider blocks that hold a credential, whatever the provider.
const PROVIDER_SECRETS: [&str; 18] = [
    "access_token",
    "admin_token",
    "api_key",
    "api_token",
    "app_key",
    "auth_token",
    "client_certificate_password",
    "client_key",
    "client_secret",
    "credentials_json",
    "management_key",
    "password",
    "private_key",
    "secret",
    "secret_id",
    "secret_key",
    "service_token",
    "token",
];

fn check(tree: &Tree) -> Vec<TreeSighting> {
    let mut found = Vec::new();
    for module in &tree.modules {
        if !module.in_tree {
            continue;
        }
        for block in &module.blocks {
            let subject = address(block);
            let mut push = |field: &str, span: Span, what: &str, value: &str| {
                found.push(TreeSighting {
                    module: module.identity.clone(),
                    subject: subject.clone().into(),
                    sighting: sighting(module, field, span, what, value),
                });
            };
            declared_secrets(block, &mut push);
            texts::each(block, &mut |owner: &str, span, text| {
                if let Some(form) = known_forms::find(text) {
                    push(owner, span, form.what, form.text);
                }
            });
        }
    }
    for root in &tree.roots {
        let module = &tree.modules[root.module.0 as usize];
        for (name, input) in &root.values {
            let Input::Expr(expr) = input else { continue };
            let (field, span) = (name.as_str(), expr.span);
            let sensitive = is_sensitive(module, *name).then(|| literal(expr)).flatten();
            let known = || {
                let mut first = None;
                texts::in_expr(expr, &mut |span, text| {
                    first = first
                        .take()
                        .or_else(|| known_forms::find(text).map(|form| (span, form)));
                });
                first
            };
            let seen = match (known(), sensitive) {
                (Some((span, form)), _) => sighting(module, field, span, form.what, form.text),
                (None, Some(text)) => {
                    sighting(module, field, span, "the value of a sensitive variable", text)
                }
                (None, None) => continue,
            };
            found.push(TreeSighting {
                module: module.identity.clone(),
                subject: format!("tfvars:{name}").into(),
                sighting: seen,
            });
        }
    }
    found
}

fn declared_secrets(block: &Block, push: &mut impl FnMut(&str, Span, &str, &str)) {
    let mut literal_in = |attr: &Attr, what: &str| {
        if let Some(text) = literal(&attr.value)
            && known_forms::find(text).is_none()
        {
            push(attr.name.as_str(), attr.value.span, what, text);
        }
    };
    match block.kind.as_str() {
        "provider" => block
            .body
            .attrs
            .iter()
            .filter(|attr| PROVIDER_SECRETS.contains(&attr.name.as_str()))
            .for_each(|attr| literal_in(attr, "the provider's credential")),
        "variable" => {
            let sensitive = block
                .body
                .attr("sensitive")
                .is_some_and(|attr| matches!(attr.value.kind, ExprKind::Bool(true)));
            if let (true, Some(attr)) = (sensitive, block.body.attr("default")) {
                literal_in(attr, "the default of a sensitive variable");
            }
        }
        "resource" => {
            let Some(kind) = block.label(0) else { return };
            for attr in block
                .body
                .attrs
                .iter()
                .filter(|attr| crate::catalog::is_secret(&kind, attr.name.as_str()))
            {
                literal_in(attr, "a secret argument");
            }
        }
        _ => {}
    }
}

/// A literal text that could be a secret: not empty.
fn literal(expr: &Expr) -> Option<&str> {
    match &expr.kind {
        ExprKind::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    }
}

fn is_sensitive(module: &Module, name: Ustr) -> bool {
    module.variables.get(&name).is_some_and(|index| {
        let sensitive = module.blocks[*index].body.attr("sensitive");
        sensitive.is_some_and(|attr| matches!(attr.value.kind, ExprKind::Bool(true)))
    })
}

fn sighting(module: &Module, field: &str, span: Span, what: &str, value: &str) -> Sighting {
    let harmless = is_placeholder(value) || is_sample(&module.dir);
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
        masked: true,
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

/// The block's address within its module: `aws_iam_user.ci`, `var.key`, `provider.aws`.
fn address(block: &Block) -> String {
    let labels: Vec<&str> = block.labels.iter().map(|label| label.text.as_str()).collect();
    match block.kind.as_str() {
        "resource" => labels.join("."),
        "variable" => format!("var.{}", labels.join(".")),
        kind if labels.is_empty() => kind.to_owned(),
        kind => format!("{kind}.{}", labels.join(".")),
    }
}
