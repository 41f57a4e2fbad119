//! The command line, declared once: parsing, help, completions and the manual come from it.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{ArgAction, Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::exit_code::ExitCode;
use crate::explain::{ListFormat, PageFormat};
use crate::report::FORMATS;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Finds external identities without an owner, an end or a bound in Terraform, before the apply.
///
/// Reads Terraform and OpenTofu configuration and evaluates it as far as it is known; never asks the network.
#[derive(Debug, Parser)]
#[command(
    name = "extid-lint",
    version,
    styles = STYLES,
    max_term_width = 100,
    args_conflicts_with_subcommands = true,
    after_help = short_epilogue(),
    after_long_help = epilogue()
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,

    #[command(flatten)]
    pub lint: LintArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the manual page of a rule
    Explain {
        /// Id or name: XID201, absent-expiry
        rule: String,
        #[arg(long, value_enum, default_value_t = PageFormat::Text)]
        format: PageFormat,
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
        color: ColorChoice,
    },
    /// List the rules
    Rules {
        #[arg(long, value_enum, default_value_t = ListFormat::Text)]
        format: ListFormat,
        #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto)]
        color: ColorChoice,
    },
    /// Print the JSON Schema of extid.toml
    Schema,
    /// Print a completion script
    Completions {
        #[arg(value_enum)]
        shell: Shell,
    },
}

#[derive(Debug, Args)]
pub struct LintArgs {
    /// Directories (whole trees), files, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub paths: Vec<PathBuf>,

    /// Change to this directory first
    #[arg(long, value_name = "DIR", help_heading = "Input")]
    pub chdir: Option<PathBuf>,

    /// The path that standard input is read as
    #[arg(long, value_name = "PATH", help_heading = "Input")]
    pub stdin_filename: Option<PathBuf>,

    /// Value of a root variable
    #[arg(long = "var", value_name = "NAME=VALUE", help_heading = "Input")]
    pub vars: Vec<String>,

    /// File of root variables
    #[arg(long = "var-file", value_name = "FILE", help_heading = "Input")]
    pub var_files: Vec<PathBuf>,

    /// Both of these in the order of the command line
    #[arg(skip)]
    pub assignments: Vec<Given>,

    /// The instant that expiries are judged at, as a date or in RFC 3339 [env: SOURCE_DATE_EPOCH=] [default: now]
    #[arg(long, value_name = "DATE", help_heading = "Input")]
    pub as_of: Option<String>,

    /// Run these rules only: ids, names or prefixes such as XID2
    #[arg(
        long,
        alias = "only",
        value_name = "RULE",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub select: Vec<String>,

    /// Run these rules as well
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub extend_select: Vec<String>,

    /// Do not run these rules
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub ignore: Vec<String>,

    /// Hide findings below this severity, except those of enforced rules
    #[arg(long, value_name = "SEVERITY", help_heading = "Rules")]
    pub min_severity: Option<SeverityArg>,

    /// Who reads: what nearly everyone wants fixed, good practice too, or all there is
    #[arg(long, value_name = "PERSONA", help_heading = "Rules")]
    pub persona: Option<PersonaArg>,

    /// The same as --persona pedantic; not together with --persona
    #[arg(short, long, conflicts_with = "persona", help_heading = "Rules")]
    pub pedantic: bool,

    /// Read this policy file instead of the nearest extid.toml
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub config: Option<PathBuf>,

    /// Read no policy file
    #[arg(long, conflicts_with = "config", help_heading = "Configuration")]
    pub no_config: bool,

    /// Print what the run would be asked for, and stop
    #[arg(long, help_heading = "Configuration")]
    pub show_settings: bool,

    /// Output format, or FORMAT=FILE to write a file (FORMAT=- is standard output); repeatable [env: EXTID_LINT_FORMAT=] [default: full]
    #[arg(short, long = "format", value_name = "FORMAT", help = format_help(), help_heading = "Output")]
    pub formats: Vec<String>,

    /// When to use colours [env: NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE]
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto, help_heading = "Output")]
    pub color: ColorChoice,

    /// Print nothing when there is nothing to say, and no progress
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,

    /// Also list suppressed findings, and how the tree was read: policy file, roots and why, files passed over
    #[arg(short, long, action = ArgAction::SetTrue, help_heading = "Output")]
    pub verbose: bool,

    /// Findings at or above this severity fail the run [default: warning]
    #[arg(long, value_name = "SEVERITY", help_heading = "Exit code")]
    pub fail_on: Option<SeverityArg>,

    /// Verdicts that could not be decided fail the run
    #[arg(long, help_heading = "Exit code")]
    pub fail_on_undecided: bool,

    /// Findings do not fail the run
    #[arg(long, help_heading = "Exit code")]
    pub exit_zero: bool,
}

/// A `--var` or `--var-file` as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    Var(String),
    VarFile(PathBuf),
}

impl Cli {
    /// Parses a command line that begins with the program's name.
    pub fn parse_arguments(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, clap::Error> {
        let matches = Self::command().try_get_matches_from(arguments)?;
        let mut cli = Self::from_arg_matches(&matches)?;
        let indices = |id: &str| matches.indices_of(id).into_iter().flatten();
        let vars = cli.lint.vars.iter().cloned().map(Given::Var);
        let files = cli.lint.var_files.iter().cloned().map(Given::VarFile);
        let mut given: Vec<(usize, Given)> = indices("vars").zip(vars).collect();
        given.extend(indices("var_files").zip(files));
        given.sort_by_key(|(index, _)| *index);
        cli.lint.assignments = given.into_iter().map(|(_, given)| given).collect();
        Ok(cli)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SeverityArg {
    Info,
    Warning,
    Error,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PersonaArg {
    Regular,
    Pedantic,
    Auditor,
}

impl From<SeverityArg> for governance::Severity {
    fn from(arg: SeverityArg) -> Self {
        match arg {
            SeverityArg::Info => Self::Info,
            SeverityArg::Warning => Self::Warning,
            SeverityArg::Error => Self::Error,
        }
    }
}

impl From<PersonaArg> for governance::Persona {
    fn from(arg: PersonaArg) -> Self {
        match arg {
            PersonaArg::Regular => Self::Regular,
            PersonaArg::Pedantic => Self::Pedantic,
            PersonaArg::Auditor => Self::Auditor,
        }
    }
}

/// The command, for completions and the generated manual.
pub fn command() -> clap::Command {
    Cli::command()
}

fn format_help() -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name()).collect();
    format!(
        "Output format, or FORMAT=FILE to write a file; repeatable [possible values: {}] [env: EXTID_LINT_FORMAT=] \
         [default: {}]",
        names.join(", "),
        names[0]
    )
}

fn short_epilogue() -> String {
    format!("{}\nMore with --help.", exit_codes())
}

fn epilogue() -> String {
    let mut text = exit_codes();
    text.push_str("\nFormats:\n");
    for format in FORMATS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:8} {}", format.name(), format.summary());
    }
    text.push_str(
        "\nExamples:\n  \
         extid-lint                                 lint the current tree\n  \
         extid-lint infra -f full -f sarif=out.sarif   for people and for code scanning\n  \
         extid-lint --select XID2,missing-owner     expiries and owners only\n  \
         extid-lint --as-of 2027-01-01              what will have expired by then\n  \
         extid-lint explain absent-expiry           what a rule asks and why\n  \
         extid-lint ./rules                         a directory named like a subcommand\n\n\
         In the sources, `# extid: ignore[absent-expiry] until=2026-12-31 reason` accepts a finding for a while.\n",
    );
    text
}

fn exit_codes() -> String {
    let mut text = String::from("Exit codes:\n");
    for code in ExitCode::ALL {
        let _ = writeln!(text, "  {}  {}", code.code(), code.meaning());
    }
    text
}
