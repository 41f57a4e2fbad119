//! The Terraform plugin protocol, version 6, complete and strict.
