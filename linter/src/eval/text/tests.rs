//! Texts: pieces, templates and what is known of them.

