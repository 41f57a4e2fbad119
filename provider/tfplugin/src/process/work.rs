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
    running: watch::Sender<usize>,
}

/// A call under way; its end is the drop of this.
#[derive(Debug)]
pub(crate) struct Underway(Work);

impl Work {
    pub(crate) fn new() -> Self {
        Self(Arc::new(State {
            stop: watch::Sender::new(false),
            running: watch::Sender::new(0),
        }))
    }

    /// Held as long as the call runs.
    pub(crate) fn begin(&self) -> Underway {
        self.0.running.send_modify(|running| *running += 1);
        Underway(self.clone())
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
        let mut running = self.0.running.subscribe();
        let busy = *running.borrow() > 0;
        let idle = running.wait_for(|running| *running == 0);
        if tokio::time::timeout(grace, idle).await.is_err() {
            tracing::error!("ending although calls are still running: what they did may be recorded nowhere");
        }
        busy
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.0.running.send_modify(|running| *running -= 1);
    }
}
