//! Each rule, kept and broken.
