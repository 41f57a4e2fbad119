//! The failures in full, and the table of the 32 conformance tests by program.

use std::collections::BTreeMap;

use real_terraform::NO_OPENTOFU;

use crate::elsewhere::Elsewhere;
use crate::programs::Program;
use crate::run::{Ended, How};

/// What each conformance test is about.
const ABOUT: [&str; 32] = [
    "without cookie",
    "handshake line, certificate",
    "only Terraform's own certificate",
    "ALPN h2",
    "another protocol version",
    "no client certificate",
    "interrupt during apply",
    "Shutdown",
    "Terraform killed",
    "20 MB value",
    "log levels",
    "numbers",
    "texts in NFD",
    "unknowns everywhere",
    "dynamic values",
    "nesting modes",
    "panic in create",
    "create fails late",
    "update fails",
    "deleted out of band",
    "state of the same version",
    "state of older versions",
    "import",
    "write-only",
    "ephemeral",
    "identity",
    "functions",
    "reattach",
    "schema optional",
    "50 at once",
    "mirror, lock file, new version",
    "OpenTofu",
];

/// Gives whether anything failed.
pub(crate) fn print(programs: &[Program], results: &[Ended<'_>], elsewhere: &[Elsewhere]) -> bool {
    let mut failed = 0;
    for ended in results {
        if let How::Failed(why) = &ended.how {
            failed += 1;
            println!("\n---- {} ----\n{why}", ended.job.name());
        }
    }
    failed += elsewhere.iter().filter(|shown| !shown.ok).count();
    table(programs, results, elsewhere);
    let passed = results
        .iter()
        .filter(|ended| matches!(ended.how, How::Ok))
        .count();
    let absent = results
        .iter()
        .filter(|ended| matches!(ended.how, How::NotApplicable(_)))
        .count();
    let besides = elsewhere.iter().filter(|shown| shown.ok).count();
    let word = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {word}. {} passed; {failed} failed; {absent} not applicable",
        passed + besides
    );
    failed > 0
}

fn table(programs: &[Program], results: &[Ended<'_>], elsewhere: &[Elsewhere]) {
    let mut reasons = BTreeMap::new();
    let shown = |number: u8| {
        number == 32
            || elsewhere.iter().any(|shown| shown.number == number)
            || results
                .iter()
                .any(|ended| ended.job.case.number() == Some(number))
    };
    println!();
    print!("{:<37}", "conformance");
    for program in programs {
        print!(" {:<9}", program.label);
    }
    println!(" client");
    for (number, about) in (1..).zip(ABOUT).filter(|(number, _)| shown(*number)) {
        print!("T{number:<3}{about:<33}");
        for program in programs {
            let cell = if number == 32 {
                "-"
            } else {
                of_program(number, program, results, &mut reasons)
            };
            print!(" {cell:<9}");
        }
        let tofu = programs.iter().any(|program| program.tofu);
        println!(
            " {}",
            match number {
                32 if tofu => "see its column",
                32 => NO_OPENTOFU,
                _ => of_client(number, elsewhere),
            }
        );
    }
    for (reason, numbers) in reasons {
        println!("n.a. on {reason} ({})", numbers.join(", "));
    }
    println!("-: the same whatever the Terraform, or shown by Terraforms alone");
}

/// `ok` when every case of that number that applies passed.
fn of_program(
    number: u8,
    program: &Program,
    results: &[Ended<'_>],
    reasons: &mut BTreeMap<String, Vec<String>>,
) -> &'static str {
    let mut cell = "-";
    let mut absent = None;
    let mine = |ended: &&Ended<'_>| {
        ended.job.case.number() == Some(number) && ended.job.program.label == program.label
    };
    for ended in results.iter().filter(mine) {
        match &ended.how {
            How::Failed(_) => return "FAILED",
            How::Ok => cell = "ok",
            How::NotApplicable(why) => absent = absent.or(Some(why)),
        }
    }
    match absent {
        Some(why) if cell == "-" => {
            let numbers: &mut Vec<String> = reasons.entry(format!("{}: {why}", program.label)).or_default();
            numbers.push(format!("T{number}"));
            "n.a."
        }
        _ => cell,
    }
}

fn of_client(number: u8, elsewhere: &[Elsewhere]) -> &'static str {
    let mut mine = elsewhere.iter().filter(|shown| shown.number == number).peekable();
    match (mine.peek().is_some(), mine.all(|shown| shown.ok)) {
        (false, _) => "-",
        (true, true) => "ok",
        (true, false) => "FAILED",
    }
}
