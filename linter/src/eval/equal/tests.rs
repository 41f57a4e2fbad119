//! Equality, as `terraform console` sees it.

