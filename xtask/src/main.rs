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
