//! Starts provider processes with Terraform's environment and nothing else, and watches them end.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How a process is started; the default is Terraform's way.
pub(crate) struct Settings {
    /// Terraform was told `TF_DISABLE_PLUGIN_TLS`: no client certificate.
    pub(crate) without_tls: bool,
    pub(crate) variables: BTreeMap<String, OsString>,
    pub(crate) arguments: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        let cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
        Settings {
            without_tls: false,
            variables: BTreeMap::new(),
            arguments: Vec::new(),
        }
        .set("TF_PLUGIN_MAGIC_COOKIE", cookie)
        .set("PLUGIN_PROTOCOL_VERSIONS", "6,5")
        .set("PLUGIN_MIN_PORT", "10000")
        .set("PLUGIN_MAX_PORT", "25000")
    }
}

impl Settings {
    pub(crate) fn set(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }
}

/// A running provider; killed when dropped.
pub(crate) struct Process {
    pub(crate) child: Child,
    /// Its `TMPDIR`, its own.
    pub(crate) folder: TempDir,
    stdout: Receiver<String>,
    stderr: Arc<Mutex<Vec<String>>>,
    reader: Option<JoinHandle<()>>,
}

impl Process {
    pub(crate) fn start(program: &Path, settings: Settings) -> Self {
        let folder = tempfile::Builder::new().prefix("tf").tempdir().expect("a folder");
        let mut command = Command::new(program);
        command
            .args(settings.arguments)
            .env_clear()
            .env("TMPDIR", folder.path());
        // Windows needs it for sockets.
        command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
        command.envs(settings.variables);
        Self::of(command, folder)
    }

    /// Starts `command`, which is or becomes a provider.
    pub(crate) fn of(mut command: Command, folder: TempDir) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (sender, stdout) = mpsc::channel();
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        std::thread::spawn(move || {
            out.lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        let stderr = Arc::new(Mutex::new(Vec::new()));
        let (lines, err) = (
            stderr.clone(),
            BufReader::new(child.stderr.take().expect("a pipe")),
        );
        let reader = std::thread::spawn(move || {
            for line in err.lines().map_while(Result::ok) {
                lines.lock().expect("no panic").push(line);
            }
        });
        Process {
            child,
            folder,
            stdout,
            stderr,
            reader: Some(reader),
        }
    }

    /// The next line of its standard output.
    pub(crate) fn line(&self) -> String {
        match self.stdout.recv_timeout(Duration::from_secs(20)) {
            Ok(line) => line,
            Err(error) => panic!("no line on standard output: {error}; {:#?}", self.stderr()),
        }
    }

    /// Whatever else it writes to standard output until it closes it, which is when the last process of it ended.
    pub(crate) fn rest_within(&self, limit: Duration) -> Option<Vec<String>> {
        let (until, mut rest) = (Instant::now() + limit, Vec::new());
        loop {
            match self
                .stdout
                .recv_timeout(until.saturating_duration_since(Instant::now()))
            {
                Ok(line) => rest.push(line),
                Err(mpsc::RecvTimeoutError::Disconnected) => return Some(rest),
                Err(mpsc::RecvTimeoutError::Timeout) => return None,
            }
        }
    }

    /// What it wrote to standard error so far.
    pub(crate) fn stderr(&self) -> Vec<String> {
        self.stderr.lock().expect("no panic").clone()
    }

    /// What it wrote to standard error, once it has ended.
    pub(crate) fn all_stderr(&mut self) -> Vec<String> {
        if let Some(reader) = self.reader.take() {
            reader.join().expect("no panic");
        }
        self.stderr()
    }

    pub(crate) fn ended_within(&mut self, limit: Duration) -> Option<ExitStatus> {
        let until = Instant::now() + limit;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("a status") {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        None
    }

    /// Its socket and the socket's folder are gone.
    pub(crate) fn assert_left_nothing(&self) {
        let left: Vec<_> = std::fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
