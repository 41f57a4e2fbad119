//! The evaluator beside the real Terraform: `terraform console` on expressions, `terraform plan` on small modules.
//!
//! What Terraform prints must be printed here, what it refuses must be refused here, and what it does not know may be
//! known here. Differences that are known are in `differential/exceptions.toml`, each with its reason.
//! Run it with `cargo test -p extid-lint --test differential -- --nocapture` to see how far it is.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up fails the test")]
#![expect(clippy::print_stdout, reason = "it says how far it is and what it compared")]

#[path = "differential/console.rs"]
mod console;
#[path = "differential/exceptions.rs"]
mod exceptions;
#[path = "differential/expressions.rs"]
mod expressions;
#[path = "differential/modules.rs"]
mod modules;
#[path = "differential/progress.rs"]
mod progress;

use std::fs;
use std::path::{Path, PathBuf};

use extid_lint::eval::functions::FUNCTIONS;
use rayon::ThreadPoolBuilder;
use real_terraform::Terraform;

use exceptions::Exceptions;

/// Terraforms that run at once: each takes some 100 MB.
const THREADS: usize = 2;

/// The console does not offer it; unit tests do.
const NOT_IN_THE_CONSOLE: &str = "plantimestamp";

/// A difference: where, as an exception names it, and what it is.
struct Difference {
    at: String,
    what: String,
}

/// Where the cases are.
fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential")
}

#[test]
fn every_function_is_compared() {
    let text = fs::read_to_string(cases().join("expressions.txt")).unwrap();
    let missing: Vec<&str> = FUNCTIONS
        .iter()
        .map(|function| function.name)
        .filter(|name| *name != NOT_IN_THE_CONSOLE && !text.contains(&format!("{name}(")))
        .collect();
    assert!(missing.is_empty(), "no expression calls {missing:?}");
}

#[test]
fn values_are_those_of_terraform() {
    let terraform = Terraform::default_version();
    println!("comparing with {terraform}");
    let pool = ThreadPoolBuilder::new().num_threads(THREADS).build().unwrap();
    let (expressions, modules) =
        pool.install(|| (expressions::compare(&terraform), modules::compare(&terraform)));
    let exceptions = Exceptions::read(&cases().join("exceptions.toml"));
    let differences = exceptions.settle(expressions.differences.into_iter().chain(modules.differences));
    print!("{exceptions}");
    println!(
        "{} expressions, {} modules, {} exceptions",
        expressions.compared,
        modules.compared,
        exceptions.len()
    );
    assert!(
        differences.is_empty(),
        "{} differ:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// What a half of the suite found.
struct Compared {
    compared: usize,
    differences: Vec<Difference>,
}
