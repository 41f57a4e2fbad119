//! What ends a provider: Terraform's Shutdown, a signal, or the loss of the parent.

use super::count::Count;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// Time for the answer to Shutdown to leave, if the client keeps its connection; Terraform closes it at once, and waits
/// two seconds for the process.
const LAST_WORDS: Duration = Duration::from_millis(50);
/// How often the parent is looked at.
const PARENT_WATCH: Duration = Duration::from_secs(1);

/// Why a provider ends in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    Shutdown,
    Signal(&'static str),
    Orphaned,
}

/// Asks the process to end; held by the controller service.
#[derive(Debug, Clone, Default)]
pub(super) struct Shutdown(Arc<Notify>);

impl Shutdown {
    pub(super) fn ask(&self) {
        self.0.notify_one();
    }

    async fn asked(&self, open: &Count) {
        self.0.notified().await;
        // Time is up, or nobody is left to answer: the same to us.
        let _ = tokio::time::timeout(LAST_WORDS, open.below(1)).await;
    }
}

/// The process that started us.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parent(u32);

impl Parent {
    /// The parent right now; take it first, before it can be gone.
    pub(super) fn now() -> Self {
        #[cfg(unix)]
        return Parent(std::os::unix::process::parent_id());
        #[cfg(not(unix))]
        Parent(0)
    }

    /// Waits until another process has taken the parent's place. A parent that was killed sends no Shutdown.
    async fn lost(self) {
        let mut watch = tokio::time::interval(PARENT_WATCH);
        loop {
            watch.tick().await;
            if Parent::now().0 != self.0 {
                return;
            }
        }
    }
}

/// A signal that was handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signal {
    /// Ctrl-C in the terminal, which Terraform gets as well.
    Interrupt,
    /// Somebody wants this process gone.
    #[cfg_attr(not(unix), expect(dead_code, reason = "such signals are unix"))]
    Terminate(&'static str),
}

/// The signals that are handled from its making on.
pub(super) struct Signals {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    hangup: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// From here on no signal ends the process by itself.
    pub(super) fn handle() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            Some(()) = self.interrupt.recv() => Signal::Interrupt,
            Some(()) = self.terminate.recv() => Signal::Terminate("SIGTERM"),
            Some(()) = self.hangup.recv() => Signal::Terminate("SIGHUP"),
            else => std::future::pending().await,
        }
    }
}

#[cfg(not(unix))]
impl Signals {
    /// Nothing to prepare: the first wait for Ctrl-C handles it.
    pub(super) fn handle() -> io::Result<Self> {
        Ok(Signals {})
    }

    async fn next(&mut self) -> Signal {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Signal::Interrupt,
            Err(_) => std::future::pending().await,
        }
    }
}

/// Waits for the end of a provider that Terraform started.
pub(super) async fn of_terraform(
    mut signals: Signals,
    parent: Parent,
    shutdown: Shutdown,
    open: Count,
) -> Reason {
    let mut lost = std::pin::pin!(parent.lost());
    let mut asked = std::pin::pin!(shutdown.asked(&open));
    loop {
        tokio::select! {
            () = &mut asked => return Reason::Shutdown,
            () = &mut lost => return Reason::Orphaned,
            signal = signals.next() => match signal {
                // Terraform got it too, and says what is to be done: StopProvider, then Shutdown.
                Signal::Interrupt => tracing::debug!("an interrupt: waiting for what Terraform says"),
                Signal::Terminate(name) => return Reason::Signal(name),
            },
        }
    }
}

/// Waits for the end of a provider that somebody started by hand. Nobody's Shutdown ends it: it serves several runs.
pub(super) async fn of_debug(mut signals: Signals) -> Reason {
    match signals.next().await {
        Signal::Interrupt => Reason::Signal("SIGINT"),
        Signal::Terminate(name) => Reason::Signal(name),
    }
}
