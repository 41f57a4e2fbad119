//! The command line, as the program itself prints it.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::{Generated, notice, print};

/// Where `--help` starts to list the exit codes.
const EXIT_CODES: &str = "Exit codes:";

pub(super) fn pages(linter: &Path) -> Result<Vec<Generated>> {
    let main = help(linter, &[])?;
    let subcommands = subcommands(&main);
    ensure!(
        !subcommands.is_empty(),
        "`extid-lint --help` lists no subcommand under `Commands:`"
    );
    let mut text = notice("`extid-lint --help`");
    let _ = write!(text, "# The command line\n\n## extid-lint\n\n{}", block(&main));
    for name in subcommands {
        let _ = write!(
            text,
            "\n## extid-lint {name}\n\n{}",
            block(&help(linter, &[&name])?)
        );
    }
    Ok(vec![
        Generated {
            path: "docs/cli.md".into(),
            text,
        },
        exit_codes(&main)?,
    ])
}

fn help(linter: &Path, subcommand: &[&str]) -> Result<String> {
    let args: Vec<&str> = subcommand.iter().copied().chain(["--help"]).collect();
    let printed = print(linter, &args)?;
    ensure!(
        printed.code == Some(0),
        "extid-lint {} exited with {:?}",
        args.join(" "),
        printed.code
    );
    Ok(printed
        .stdout
        .lines()
        .map(str::trim_end)
        .collect::<Vec<_>>()
        .join("\n"))
}

/// The names under `Commands:`; `help` has no page of its own.
fn subcommands(help: &str) -> Vec<String> {
    help.lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn block(text: &str) -> String {
    format!("```text\n{}\n```\n", text.trim_end())
}

/// The list stands in `--help`, one code a line.
fn exit_codes(help: &str) -> Result<Generated> {
    let list = help
        .split_once(EXIT_CODES)
        .map(|(_, list)| list)
        .context("`extid-lint --help` does not list its exit codes under `Exit codes:`")?;
    let mut text = notice("`extid-lint --help`");
    text.push_str("# Exit codes\n\n2 wins over 4, 4 over 1, 1 over 3; the format never changes it.\n\n| code | when |\n|---|---|\n");
    let mut rows = 0;
    for line in list
        .lines()
        .skip(1)
        .map(str::trim)
        .take_while(|line| !line.is_empty())
    {
        let Some((code, when)) = line.split_once(char::is_whitespace) else {
            continue;
        };
        if code.parse::<u8>().is_ok() {
            let _ = writeln!(text, "| {code} | {} |", when.trim());
            rows += 1;
        }
    }
    ensure!(rows == 5, "expected five exit codes in `--help`, found {rows}");
    text.push_str(
        "\n`--exit-zero` turns 1 into 0. Undecided verdicts are counted and never fail a run, unless \
         `--fail-on-undecided` is given.\n",
    );
    Ok(Generated {
        path: "docs/exit-codes.md".into(),
        text,
    })
}
