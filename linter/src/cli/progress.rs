//! A sign of life on standard error, for terminals and runs of more than a second.

use std::io::{self, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Ends, and wipes its line, when dropped.
pub(super) struct Progress {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    pub(super) fn start(wanted: bool) -> Option<Self> {
        if !wanted {
            return None;
        }
        let (stop, stopped) = mpsc::channel::<()>();
        let started = Instant::now();
        let tell = move || {
            let mut pause = Duration::from_secs(1);
            let mut shown = false;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                let _ = write!(
                    io::stderr(),
                    "\r\u{1b}[2Klinting for {} s",
                    started.elapsed().as_secs()
                );
                shown = true;
                pause = Duration::from_millis(500);
            }
            if shown {
                let _ = write!(io::stderr(), "\r\u{1b}[2K");
            }
        };
        // Without a thread to spare there is no sign of life, and that is all.
        let thread = thread::Builder::new()
            .name("progress".to_owned())
            .spawn(tell)
            .ok()?;
        Some(Self {
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
