//! The chores of this repository, as a library: what `cargo xtask` runs, and what the acceptance tests share
//! with it (where the checkout is, how a program is built, how a rule's header is read).
//!
//! It names no type of the programs themselves: a linter that does not compile must not take its chores along.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "chores talk to the person who started them"
)]

pub mod bench;
pub mod ci;
pub mod docs;
pub mod floor;
pub mod header;
pub mod kernel;
pub mod program;
pub mod proto;
pub mod scaffold;
pub mod units;
pub mod watch;
pub mod workspace;
