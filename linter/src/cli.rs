//! The command line around the pipeline: parse what is asked, lint, report, and say it in an exit code.
//!
//! Takes the process's surroundings as values, so that tests need no process; `main.rs` hands over the real ones.

mod args;
mod color;
mod gather;
mod output;
mod progress;
mod settings;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use governance::{Instant, Persona};

pub use self::args::{Cli, ColorChoice, Command, LintArgs, command};
use self::gather::Gathered;
use self::output::Outputs;
use self::progress::Progress;
use crate::config::{self, Refusal};
use crate::exit_code::ExitCode;
use crate::explain;
use crate::options::{Options, UsageError};
use crate::report::paint::{Ink, paint};
use crate::report::{Complaint, Look, Outcome, Refused, Verbosity, Viewpoint, one_line};
use crate::rulebook;
use crate::source::Source;

/// Columns when no terminal says otherwise.
const WIDTH: usize = 100;

/// What surrounds the process.
pub struct Surroundings<'a> {
    pub env: BTreeMap<String, String>,
    /// The working directory, absolute.
    pub directory: PathBuf,
    pub now: Instant,
    pub stdin: &'a mut dyn Read,
    pub stdout: &'a mut dyn Write,
    pub stderr: &'a mut dyn Write,
    pub stdout_is_terminal: bool,
    pub stderr_is_terminal: bool,
    /// Columns of the terminal.
    pub width: Option<usize>,
    /// Writes a whole file or nothing.
    pub save: &'a dyn Fn(&Path, &[u8]) -> io::Result<()>,
}

/// The pipeline: what was asked for in, what was found out.
pub type Lint = for<'s> fn(&'s dyn Source, &Options) -> Result<Outcome<'s>, UsageError>;

/// Why a run ends before it has linted.
#[derive(Debug, thiserror::Error)]
enum Stop {
    #[error(transparent)]
    Usage(#[from] UsageError),
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Runs the program. `arguments` begin with its name.
pub fn run(
    arguments: impl IntoIterator<Item = OsString>,
    around: &mut Surroundings<'_>,
    lint: Lint,
) -> ExitCode {
    match Cli::parse_arguments(arguments) {
        Ok(cli) => dispatch(cli, around, lint),
        Err(error) => {
            let color = color::wanted(ColorChoice::Auto, &around.env, around.stdout_is_terminal);
            let text = match color {
                true => error.render().ansi().to_string(),
                false => error.render().to_string(),
            };
            match error.use_stderr() {
                true => {
                    let _ = around.stderr.write_all(text.as_bytes());
                    ExitCode::Usage
                }
                false => printed(around, &mut |out| out.write_all(text.as_bytes())),
            }
        }
    }
}

fn dispatch(cli: Cli, around: &mut Surroundings<'_>, lint: Lint) -> ExitCode {
    match cli.command {
        Some(Command::Explain { rule, format, color }) => {
            let Some(entry) = rulebook::find(&rule) else {
                return complain(around, &UsageError::from(unknown_rule(&rule)));
            };
            let color = color::wanted(color, &around.env, around.stdout_is_terminal);
            let width = around.width.unwrap_or(WIDTH).clamp(40, WIDTH);
            printed(around, &mut |out| {
                explain::explain(&entry, format, color, width, out)
            })
        }
        Some(Command::Rules { format, color }) => {
            let color = color::wanted(color, &around.env, around.stdout_is_terminal);
            printed(around, &mut |out| explain::rules(format, color, out))
        }
        Some(Command::Schema) => printed(around, &mut |out| {
            serde_json::to_writer_pretty(&mut *out, &config::schema())?;
            writeln!(out)
        }),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command(), "extid-lint", &mut script);
            printed(around, &mut |out| out.write_all(&script))
        }
        None => match lint_and_report(&cli.lint, around, lint) {
            Ok(code) => code,
            Err(Stop::Usage(error)) => complain(around, &error),
            Err(Stop::Refused(refusal)) => refuse(around, &cli.lint, &refusal),
        },
    }
}

fn lint_and_report(args: &LintArgs, around: &mut Surroundings<'_>, lint: Lint) -> Result<ExitCode, Stop> {
    let outputs = Outputs::of(args, &around.env)?;
    let Gathered {
        source,
        options,
        threshold,
        config,
        fence,
        viewpoint,
        not_terraform,
    } = gather::gather(args, around)?;
    if args.show_settings {
        let text = settings::describe(&fence, &config, &options, threshold);
        return Ok(printed(around, &mut |out| out.write_all(text.as_bytes())));
    }
    let progress = Progress::start(around.stderr_is_terminal && !args.quiet);
    let mut outcome = lint(&*source, &options)?;
    drop(progress);
    outcome.remarks.insert(0, settings::policy_file(&config));
    if threshold.exit_zero && !args.exit_zero {
        let remark =
            "the profile `inventory` is in force: findings do not fail the run, unless `--fail-on` is given";
        outcome.remarks.insert(1, remark.to_owned());
    }
    outcome.policy_files.clone_from(&config.files);
    outcome.not_terraform = not_terraform;
    let exit = ExitCode::of(&outcome, threshold);
    let look = Look {
        viewpoint,
        undecided_fails: threshold.fail_on_undecided && !threshold.exit_zero,
        ..look(args, around, options.persona, exit)
    };
    outputs.write(&outcome, &look, around)?;
    Ok(exit)
}

/// For standard output, as the fence sees it.
fn look(args: &LintArgs, around: &Surroundings<'_>, persona: Persona, exit: ExitCode) -> Look {
    Look {
        color: color::wanted(args.color, &around.env, around.stdout_is_terminal),
        unicode: !around.stdout_is_terminal || color::unicode(&around.env),
        width: around.width.unwrap_or(WIDTH).clamp(40, 160),
        persona,
        undecided_fails: false,
        verbosity: match (args.quiet, args.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        },
        viewpoint: Viewpoint::default(),
        exit,
    }
}

/// Writes to standard output. A reader that has gone away has seen enough.
fn printed(
    around: &mut Surroundings<'_>,
    write: &mut dyn FnMut(&mut dyn Write) -> io::Result<()>,
) -> ExitCode {
    let done = write(around.stdout).and_then(|()| around.stdout.flush());
    match done {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => complain(
            around,
            &UsageError::new(format!("standard output cannot be written: {error}")),
        ),
        _ => ExitCode::Clean,
    }
}

fn complain(around: &mut Surroundings<'_>, error: &UsageError) -> ExitCode {
    let color = color::wanted(ColorChoice::Auto, &around.env, around.stderr_is_terminal);
    let title = paint("error:", Ink::Red, color);
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(around.stderr, "{title} {}", one_line(&error.message));
    if let Some(help) = &error.help {
        let _ = writeln!(
            around.stderr,
            " {} {}",
            paint("help:", Ink::Cyan, color),
            one_line(help)
        );
    }
    ExitCode::Usage
}

fn refuse(around: &mut Surroundings<'_>, args: &LintArgs, refusal: &Refusal) -> ExitCode {
    let refused = Refused::new(&refusal.path, &refusal.text);
    let look = Look {
        color: color::wanted(args.color, &around.env, around.stderr_is_terminal),
        unicode: !around.stderr_is_terminal || color::unicode(&around.env),
        ..look(args, around, Persona::Regular, ExitCode::Usage)
    };
    for reason in &refusal.reasons {
        let complaint = Complaint {
            span: reason.span.clone(),
            message: &reason.message,
            help: &reason.help,
        };
        let _ = refused.write(&complaint, &look, around.stderr);
    }
    ExitCode::Usage
}

fn unknown_rule(text: &str) -> crate::selection::UnknownRule {
    crate::selection::UnknownRule {
        text: text.to_owned(),
        suggestion: rulebook::suggest(text),
    }
}
