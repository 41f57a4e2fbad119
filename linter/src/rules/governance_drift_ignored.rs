//! XID903 governance-drift-ignored: Terraform is told not to look at what governs the access
//!
//! ## What
//!
//! `lifecycle.ignore_changes` on an identity, credential or grant that is set to `all` (an error), or that names its
//! expiry, scope, role or status (a warning). Ignoring tags, labels or other places of an owner is reported under
//! `--persona pedantic`: many estates let a platform write tags.
//!
//! ## Why
//!
//! An ignored attribute is a hole in the review: someone widens a role or pushes an end date back in the console, and
//! every later plan says "no changes". The code then documents access that no longer exists as written.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "aws_iam_user" "deploy" {
//!   name = "deploy"
//!   tags = { owner = "team-platform" }
//!
//!   lifecycle {
//!     ignore_changes = all
//!   }
//! }
//! ```
//!
//! ```hcl
//! resource "azuread_application" "portal" {
//!   display_name = "portal"
//!   owners       = ["6f1c2a4e-1111-4222-8333-944445555666"]
//! }
//!
//! resource "azuread_application_password" "portal" {
//!   application_id = azuread_application.portal.id
//!   end_date       = "2027-01-31T00:00:00Z"
//!
//!   lifecycle {
//!     ignore_changes = [end_date]
//!   }
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "aws_iam_user" "deploy" {
//!   name = "deploy"
//!   tags = { owner = "team-platform" }
//!
//!   lifecycle {
//!     ignore_changes = [force_destroy]
//!   }
//! }
//! ```
//!
//! ## Fix
//!
//! Remove the entry, run `terraform plan`, and decide about the drift that it shows: write the wider access down or take
//! it back. Where another tool rotates the credential, ignore only the attributes that it writes.
//!
//! ## Maps to
//!
//! NIST SP 800-53 CM-3 · OWASP MCP02

use governance::{Confidence, Persona, Severity};

use super::{Rule, RuleCheck, Sighting};
use crate::catalog::{self, Governs};
use crate::instance::Instance;
use crate::load::ir::{Expr, ExprKind, OpKind};

pub const RULE: Rule = Rule {
    id: "XID903",
    name: "governance-drift-ignored",
    summary: "lifecycle.ignore_changes hides changes of expiry, scope, status or owner",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: RuleCheck::Instance(check),
};

fn check(instance: &Instance<'_>) -> Vec<Sighting> {
    let Some(definition) = &instance.definition else {
        return Vec::new();
    };
    if !catalog::is_governed(&instance.r#type) {
        return Vec::new();
    }
    let Some(attr) = definition
        .block
        .body
        .blocks_of("lifecycle")
        .find_map(|lifecycle| lifecycle.body.attr("ignore_changes"))
    else {
        return Vec::new();
    };
    if is_all(&attr.value) {
        return vec![Sighting {
            field: "lifecycle".into(),
            severity: Severity::Error,
            confidence: Confidence::High,
            persona: Persona::Regular,
            span: attr.name_span.to(attr.value.span),
            label: "every change made elsewhere stays unseen".into(),
            message: format!("`{}` ignores all changes to its access", instance.r#type),
            help: "remove `ignore_changes = all`, or name the attributes that another tool owns".into(),
            evidence: "ignore_changes=all".into(),
            secret: None,
        }];
    }
    let ExprKind::Tuple(entries) = &attr.value.kind else {
        return Vec::new();
    };
    entries
        .iter()
        .filter_map(|entry| judge(instance, entry))
        .collect()
}

fn judge(instance: &Instance<'_>, entry: &Expr) -> Option<Sighting> {
    let name = first_name(entry)?;
    let governs = catalog::governs(&instance.r#type, &name)?;
    let (persona, what) = match governs {
        Governs::Expiry => (Persona::Regular, "when the access ends"),
        Governs::Scope => (Persona::Regular, "what the access reaches"),
        Governs::Status => (Persona::Regular, "whether the access is switched on"),
        Governs::Owner => (Persona::Pedantic, "who owns it"),
    };
    Some(Sighting {
        field: format!("lifecycle.{name}").into(),
        severity: Severity::Warning,
        confidence: Confidence::High,
        persona,
        span: entry.span,
        label: format!("`{name}` decides {what}"),
        message: format!("`{}` ignores changes to `{name}`", instance.r#type),
        help: format!("remove `{name}` from `ignore_changes` and settle the drift that the plan then shows"),
        evidence: format!("ignore_changes={name}"),
        secret: None,
    })
}

fn is_all(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Root(name) => *name == "all",
        ExprKind::Text(text) => text.as_ref() == "all",
        ExprKind::Tuple(items) => items
            .iter()
            .any(|item| matches!(&item.kind, ExprKind::Text(t) if t.as_ref() == "*")),
        _ => false,
    }
}

/// The attribute that an entry names: `end_date`, `"end_date"` (the old spelling), `tags["owner"]`.
fn first_name(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Root(name) => Some(name.to_string()),
        ExprKind::Text(text) => Some(text.split(['.', '[']).next().unwrap_or_default().to_owned()),
        ExprKind::Access(access) => {
            let name = first_name(&access.base)?;
            let nested = access.ops.iter().map_while(|op| match &op.kind {
                OpKind::Attr(step) => Some(*step),
                _ => None,
            });
            // `password[0].end_date` is written below an index; the last plain name decides.
            Some(nested.last().map_or(name, |step| step.to_string()))
        }
        _ => None,
    }
}
