//! A command that is still running: waiting for what it says, and Ctrl-C.

use std::io::Read;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;

/// How often the end of the process is looked for once its output has ended.
const LOOK: Duration = Duration::from_millis(10);

/// Its whole process group is killed when this is dropped before its end was seen.
#[derive(Debug)]
pub struct Running {
    args: Vec<String>,
    child: Child,
    said: Receiver<(Stream, Vec<u8>)>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    ended: bool,
}

#[derive(Clone, Copy, Debug)]
enum Stream {
    Out,
    Err,
}

impl Running {
    pub(crate) fn start(mut command: Command, args: &[&str]) -> Self {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let (to, said) = channel();
        listen(Stream::Out, child.stdout.take().expect("a pipe"), to.clone());
        listen(Stream::Err, child.stderr.take().expect("a pipe"), to);
        Self {
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
            child,
            said,
            stdout: Vec::new(),
            stderr: Vec::new(),
            ended: false,
        }
    }

    /// The process and the group it leads.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until one of its outputs holds `text`; fails the test when it ends before, or after `limit`.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str, limit: Duration) -> &mut Self {
        let end = Instant::now() + limit;
        while !holds(&self.stdout, text) && !holds(&self.stderr, text) {
            let why = match self.hear(end) {
                Ok(()) => continue,
                Err(RecvTimeoutError::Timeout) => format!("{limit:?} went by"),
                Err(RecvTimeoutError::Disconnected) => "it ended".to_owned(),
            };
            panic!("{why} without {text:?} from {}", self.so_far());
        }
        self
    }

    /// Ctrl-C as a terminal sends it: SIGINT to Terraform and to every provider at once.
    pub fn interrupt(&mut self) -> &mut Self {
        assert!(
            self.signal("INT"),
            "there is nothing to interrupt: {}",
            self.so_far()
        );
        self
    }

    /// SIGINT to Terraform's process alone, as a supervisor sends it.
    pub fn interrupt_alone(&mut self) -> &mut Self {
        let sent = kill("INT", &self.id().to_string());
        assert!(sent, "there is nothing to interrupt: {}", self.so_far());
        self
    }

    /// Waits for its end; fails the test, and kills the group, after `limit`.
    #[track_caller]
    pub fn wait(mut self, limit: Duration) -> Outcome {
        let end = Instant::now() + limit;
        while self.hear(end).is_ok() {}
        let status = self.status(end).unwrap_or_else(|| {
            panic!("{limit:?} went by without the end of {}", self.so_far());
        });
        self.ended = true;
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        let (stdout, stderr) = (std::mem::take(&mut self.stdout), std::mem::take(&mut self.stderr));
        Outcome::of(
            &args,
            Output {
                status,
                stdout,
                stderr,
            },
        )
    }

    fn hear(&mut self, end: Instant) -> Result<(), RecvTimeoutError> {
        let left = end.saturating_duration_since(Instant::now());
        let (stream, bytes) = self.said.recv_timeout(left)?;
        match stream {
            Stream::Out => self.stdout.extend(bytes),
            Stream::Err => self.stderr.extend(bytes),
        }
        Ok(())
    }

    fn status(&mut self, end: Instant) -> Option<ExitStatus> {
        loop {
            if let Some(status) = self.child.try_wait().expect("a child of this process") {
                return Some(status);
            }
            if Instant::now() >= end {
                return None;
            }
            thread::sleep(LOOK);
        }
    }

    fn signal(&self, name: &str) -> bool {
        kill(name, &format!("-{}", self.id()))
    }

    fn so_far(&self) -> String {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        format!(
            "{:?}, which said\n{}\n{}",
            self.args,
            text(&self.stdout),
            text(&self.stderr)
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            self.signal("KILL");
            // It was killed: there is nobody left to tell.
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}

/// The system's program, since a signal to a group takes unsafe code otherwise.
fn kill(name: &str, target: &str) -> bool {
    Command::new("kill")
        .args([&format!("-{name}"), "--", target])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn listen(stream: Stream, mut from: impl Read + Send + 'static, to: Sender<(Stream, Vec<u8>)>) {
    thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if to.send((stream, buffer[..count].to_vec())).is_err() {
                break;
            }
        }
    });
}
