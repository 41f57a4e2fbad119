//! The policies, one judgement per file.
