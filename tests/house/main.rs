//! The rules of the house, held by test.

mod arrows;
mod dependencies;
mod docs;
mod files;
mod proto;
mod secrecy;
