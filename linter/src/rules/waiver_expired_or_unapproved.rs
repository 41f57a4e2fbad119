//! XID904 waiver-expired-or-unapproved: an exception in the sources that is unbounded, unexplained or dead
//!
//! ## What
//! A comment `# extid: ignore[rule] until=DATE reason` accepts a finding for a while. It must name its rules, say
//! why, and end at most `max-days` (90) after today. One that does not is reported here and accepts nothing: the
//! finding that it stands for is reported as well. One that is in order but accepts nothing is a warning.
//!
//! ## Why
//! An exception without an end becomes the policy, and one without a reason cannot be reviewed. Dead comments
//! hide the next defect in the same place.
//!
//! ## Flagged
//! ```hcl
//! # extid: ignore[absent-expiry]
//! resource "aws_iam_access_key" "ci" {
//!   user = "ci"
//! }
//! ```
//!
//! ## Accepted
//! ```hcl
//! # extid: ignore[absent-expiry] until=2026-12-31 replaced by OIDC in ticket 4711
//! resource "aws_iam_access_key" "ci" {
//!   user = "ci"
//! }
//! ```
//!
//! ## Undecided
//! A comment is not called unused while its rule is undecided at its place, or was not selected in this run.
//!
//! ## Fix
//! Write the rules in brackets, a date within 90 days, and why it is acceptable until then. Delete the comment when
//! the defect is gone, or decide again when its date is over.
//!
//! ## Maps to
//! NIST SP 800-53 AC-5 and CM-3.

use governance::{Persona, Severity};

use super::Rule;

pub const RULE: Rule = Rule {
    id: "XID904",
    name: "waiver-expired-or-unapproved",
    summary: "an exception in the sources that is unbounded, unexplained or dead",
    severity: Severity::Error,
    persona: Persona::Regular,
};
