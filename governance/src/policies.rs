//! The policies, one judgement per file.

use crate::Policy;

/// Each policy, with the text of its file.
pub const ALL: &[(&Policy, &str)] = &[];
