//! `cargo xtask`: see `--help`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use mimalloc::MiMalloc;

/// The linter's allocator, so that the floor is not slower for want of it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The chores of this repository", version)]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Format check, clippy and every test: what CI runs, and what a change must pass
    Ci,
    /// Write the generated pages of docs/ and the marked regions of README.md and examples/
    Docs {
        /// Write nothing; fail when a page is not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Write the Rust of the plugin protocol from provider/tfplugin/proto/
    Proto {
        /// Write nothing; fail when a file is not what would be written
        #[arg(long)]
        check: bool,
    },
    /// Time the linter against the floor (walk, read and parse) on made estates; prints JSON lines
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        #[command(subcommand)]
        other: Option<Bench>,
        /// Estate sizes in files
        #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000])]
        files: Vec<usize>,
        /// Interleaved runs of floor and linter, of which the medians are printed
        #[arg(long, default_value_t = 5)]
        runs: usize,
        /// Starts on one small file
        #[arg(long, default_value_t = 50)]
        starts: usize,
    },
    /// Write the file of a new unit and its line in the table
    New {
        #[command(subcommand)]
        unit: scaffold::Unit,
    },
    /// Walk, read and parse DIR on one thread; prints what it did as JSON
    #[command(hide = true)]
    Floor { dir: PathBuf },
    /// Write a made estate to DIR
    #[command(hide = true)]
    Estate {
        #[arg(value_enum)]
        shape: bench::Shape,
        files: usize,
        dir: PathBuf,
    },
}

/// What is measured instead of the linter.
#[derive(Subcommand)]
enum Bench {
    /// Time a provider's start beside `terraform version`, and its memory with many objects; prints JSON lines
    Handshake(bench::handshake::Options),
}

use xtask::{bench, ci, docs, floor, proto, scaffold};

fn main() -> ExitCode {
    let result = match Cli::parse().chore {
        Chore::Ci => ci::run(),
        Chore::Docs { check } => docs::run(check),
        Chore::Proto { check } => proto::run(check),
        Chore::Bench {
            other: Some(Bench::Handshake(options)),
            ..
        } => bench::handshake::run(&options),
        Chore::Bench {
            other: None,
            files,
            runs,
            starts,
        } => bench::run(&files, runs, starts),
        Chore::New { unit } => scaffold::run(&unit),
        Chore::Floor { dir } => floor::run(&dir),
        Chore::Estate { shape, files, dir } => bench::estate::write(shape, files, &dir).map(|_| ()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            xtask::workspace::complain(&error);
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Chore, clap::Error> {
        Cli::try_parse_from([&["cargo xtask"], arguments].concat()).map(|cli| cli.chore)
    }

    #[test]
    fn bench_alone_measures_the_linter_with_its_own_options() {
        let Ok(Chore::Bench {
            other, files, runs, ..
        }) = parse(&["bench", "--files", "10,20", "--runs", "2"])
        else {
            panic!("bench takes the linter's options");
        };
        assert!(other.is_none());
        assert_eq!((files, runs), (vec![10, 20], 2));
    }

    #[test]
    fn a_provider_is_measured_with_options_that_follow_its_word() {
        let Ok(Chore::Bench { other, .. }) = parse(&["bench", "handshake", "--runs", "3", "--objects", "0"])
        else {
            panic!("handshake takes the provider's options");
        };
        assert!(matches!(other, Some(Bench::Handshake(_))));
        // They would mean nothing there.
        assert!(parse(&["bench", "--files", "10", "handshake"]).is_err());
    }
}
