//! A directory with a configuration, and commands run in it with nothing of the caller's settings.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::{fmt, fs, thread};

use serde_json::Value;
use tempfile::TempDir;

use crate::install::Installed;
use crate::program::steering;
use crate::{Install, Running, Terraform};

/// Gone when dropped. Nothing is downloaded in it: providers come from [`Workspace::install`] alone.
#[derive(Debug)]
pub struct Workspace {
    terraform: Terraform,
    home: TempDir,
    env: BTreeMap<OsString, OsString>,
    installed: Installed,
}

impl Workspace {
    pub fn new(terraform: &Terraform) -> Self {
        let home = tempfile::tempdir().expect("a temporary directory");
        let workspace = Self {
            terraform: terraform.clone(),
            env: BTreeMap::new(),
            installed: Installed::below(home.path()),
            home,
        };
        fs::create_dir(workspace.dir()).expect("room for a configuration");
        workspace.configure();
        workspace
    }

    /// Where the configuration is; the files of this crate are elsewhere.
    pub fn dir(&self) -> PathBuf {
        self.home.path().join("configuration")
    }

    /// Writes a file of the configuration, its directories too.
    pub fn write(&self, relative: &str, content: impl AsRef<[u8]>) -> &Self {
        let path = self.dir().join(relative);
        let parent = path.parent().expect("a path inside the workspace");
        fs::create_dir_all(parent).expect("directories of the configuration");
        fs::write(&path, content).expect("a file of the configuration");
        self
    }

    /// Copies every file below `from`.
    pub fn copy(&self, from: &Path) -> &Self {
        copy(from, &self.dir());
        self
    }

    /// Makes a provider available; several may be, and a second one for the same place replaces the first.
    pub fn install(&mut self, install: &Install) -> &mut Self {
        self.installed.add(install);
        self.configure();
        self
    }

    /// A variable of every command from now on, after the scrubbing.
    pub fn env(&mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> &mut Self {
        self.env
            .insert(name.as_ref().to_owned(), value.as_ref().to_owned());
        self
    }

    /// The command [`Workspace::run`] runs; for what none of the methods does.
    ///
    /// `-no-color` comes last: Terraform takes it out wherever it stands.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.terraform.command();
        command.args(args).current_dir(self.dir()).stdin(Stdio::null());
        if args.first().is_some_and(|first| !first.starts_with('-')) {
            command.arg("-no-color");
        }
        for name in steering() {
            command.env_remove(name);
        }
        command
            .env("TF_CLI_CONFIG_FILE", self.settings())
            .env("TF_IN_AUTOMATION", "1")
            .env("TF_INPUT", "0")
            .env("CHECKPOINT_DISABLE", "1")
            .envs(&self.env);
        command
    }

    pub fn run(&self, args: &[&str]) -> Outcome {
        self.try_run(args)
            .unwrap_or_else(|error| panic!("{} does not start: {error}", self.terraform))
    }

    /// With `input` on standard input, as `console` wants it.
    pub fn run_with_input(&self, args: &[&str], input: &str) -> Outcome {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", self.terraform));
        let mut stdin = child.stdin.take().expect("a pipe");
        let output = thread::scope(|scope| {
            // Who does not read all of it says why in its outcome.
            scope.spawn(move || stdin.write_all(input.as_bytes()));
            child.wait_with_output().expect("its output")
        });
        Outcome::of(args, output)
    }

    /// Starts a command as a terminal would: in a process group of its own, which Ctrl-C reaches as a whole.
    pub fn spawn(&self, args: &[&str]) -> Running {
        Running::start(self.command(args), args)
    }

    /// Plans with these arguments besides and gives `terraform show -json` of the plan.
    pub fn plan_json(&self, args: &[&str]) -> Value {
        let file = self.home.path().join("plan.bin");
        let file = file.to_str().expect("a temporary directory in UTF-8");
        let out = format!("-out={file}");
        self.run(&[&["plan", &out], args].concat()).expect_code(0);
        self.run(&["show", "-json", file]).expect_code(0).json()
    }

    /// `terraform show -json` of the state.
    pub fn state_json(&self) -> Value {
        self.run(&["show", "-json"]).expect_code(0).json()
    }

    pub(crate) fn try_run(&self, args: &[&str]) -> io::Result<Outcome> {
        Ok(Outcome::of(args, self.command(args).output()?))
    }

    fn settings(&self) -> PathBuf {
        self.home.path().join("settings.tfrc")
    }

    fn configure(&self) {
        fs::write(self.settings(), self.installed.settings()).expect("a file of settings");
    }
}

/// What a command said.
#[derive(Debug)]
pub struct Outcome {
    /// The arguments it had.
    pub args: Vec<String>,
    /// -1 when a signal ended it.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    pub(crate) fn of(args: &[&str], output: Output) -> Self {
        Self {
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("output in UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("messages in UTF-8"),
        }
    }

    /// Fails the test, with all that was said, when it ended otherwise.
    #[track_caller]
    pub fn expect_code(self, code: i32) -> Self {
        assert!(self.code == code, "code {code} was expected of {self}");
        self
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("no JSON ({error}) from {self}"))
    }

    /// Standard output as one JSON value a line, as `-json` of plan, apply and test prints it.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| {
                serde_json::from_str(line)
                    .unwrap_or_else(|error| panic!("no JSON ({error}) in {line:?} from {self}"))
            })
            .collect()
    }

    /// Both outputs without frames and line breaks: a sentence is found however Terraform wrapped it.
    pub fn prose(&self) -> String {
        let said = format!("{}\n{}", self.stdout, self.stderr);
        let words: Vec<&str> = said
            .split(|c: char| c.is_whitespace() || "│╷╵".contains(c))
            .filter(|word| !word.is_empty())
            .collect();
        words.join(" ")
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            args,
            code,
            stdout,
            stderr,
        } = self;
        write!(f, "{args:?}, which ended with {code}\n{stdout}\n{stderr}")
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory of the configuration");
    for entry in fs::read_dir(from).expect("a directory to copy") {
        let entry = entry.expect("an entry of it");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("its type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file of the configuration");
        }
    }
}
