//! Calls under way in this process, and the wish that they end.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::contract::Stop;

/// Shared by the service, which does the work, and the process, which must not end in the middle of it.
#[derive(Clone, Debug)]
pub struct Work(Arc<State>);

#[derive(Debug)]
struct State {
    stop: watch::Sender<bool>,
    load: watch::Sender<Load>,
}

#[derive(Debug, Default)]
struct Load {
    running: usize,
    /// What has not begun by now never will: its answer could not leave.
    ending: bool,
}

/// A call under way; its end is the drop of this.
#[derive(Debug)]
pub(crate) struct Underway(Work);

impl Work {
    pub(crate) fn new() -> Self {
        Self(Arc::new(State {
            stop: watch::Sender::new(false),
            load: watch::Sender::default(),
        }))
    }

    /// Held as long as the call runs; `None` when the process is ending, and nothing may begin.
    pub(crate) fn begin(&self) -> Option<Underway> {
        let begun = self.0.load.send_if_modified(|load| {
            load.running += usize::from(!load.ending);
            !load.ending
        });
        begun.then(|| Underway(self.clone()))
    }

    /// Asks running calls to end.
    pub(crate) fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    /// In reattach mode one process serves several runs.
    pub(crate) fn reset(&self) {
        self.0.stop.send_replace(false);
    }

    pub(crate) fn listen(&self) -> Stop {
        Stop::new(self.0.stop.subscribe())
    }

    /// Asks running calls to end, and waits for them, at most `grace`. Says whether there were any.
    pub(super) async fn finish(&self, grace: Duration) -> bool {
        self.stop();
        let mut load = self.0.load.subscribe();
        let mut busy = false;
        self.0.load.send_modify(|load| {
            load.ending = true;
            busy = load.running > 0;
        });
        let idle = load.wait_for(|load| load.running == 0);
        if tokio::time::timeout(grace, idle).await.is_err() {
            tracing::error!("ending although calls are still running: what they did may be recorded nowhere");
        }
        busy
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.0.load.send_modify(|load| load.running -= 1);
    }
}
