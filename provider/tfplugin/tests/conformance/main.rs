//! The 32 conformance tests and the lifecycle, on real Terraforms: each case once per version, and a table at the end.
//!
//! Takes name filters and `--list` as the ordinary harness does. A part of a name that is a version works too;
//! `--every-version` adds the versions between the three of the table.

#![expect(clippy::print_stdout, reason = "a test harness of its own prints its results")]

mod arguments;
mod atlas;
mod case;
mod cases;
mod elsewhere;
mod programs;
mod run;
mod summary;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match arguments::Arguments::read(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(why) => {
            println!("{why}");
            return ExitCode::from(2);
        }
    };
    if arguments.list {
        for case in cases::all() {
            println!("{}: test", case.name);
        }
        return ExitCode::SUCCESS;
    }
    let programs = programs::all(arguments.every);
    let jobs = run::jobs(&programs, &arguments);
    if !jobs.is_empty() {
        // Before the first case is timed.
        atlas::binary();
    }
    println!("\nrunning {} tests", jobs.len());
    let results = run::all(&jobs, arguments.threads);
    let elsewhere = if arguments.filters.is_empty() {
        elsewhere::run()
    } else {
        Vec::new()
    };
    let failed = summary::print(&programs, &results, &elsewhere);
    if failed {
        ExitCode::from(101)
    } else {
        ExitCode::SUCCESS
    }
}
