//! Conversions, as `terraform console` does them.

