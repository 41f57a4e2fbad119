//! Cancellation: Terraform was interrupted, or the operation's time is over.

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// Why work should end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// The user interrupted Terraform (StopProvider).
    Interrupted,
    /// The operation's `timeouts` value, or its default, has passed.
    TimedOut,
}

/// Tells running work to end soon: return an error, after saving what there is.
///
/// Nothing is aborted by force: half a call to an API would be lost without a record. So an operation that asks neither
/// [`Stop::requested`] nor [`Stop::wait`] has no timeout, and Ctrl-C waits for it. Ask between steps, or wait for both:
///
/// ```
/// use tfplugin::{Diagnostic, Diagnostics, Stop};
///
/// async fn within<T>(stop: &Stop, work: impl Future<Output = T>) -> Result<T, Diagnostics> {
///     tokio::select! {
///         done = work => Ok(done),
///         why = stop.wait() => Err(Diagnostic::error("The object is not ready", format!("{why:?}.")).into()),
///     }
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Stop {
    interrupted: watch::Receiver<bool>,
    deadline: Option<Instant>,
}

impl Stop {
    /// Whether work should end now, and why.
    pub fn requested(&self) -> Option<StopReason> {
        if *self.interrupted.borrow() {
            Some(StopReason::Interrupted)
        } else if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            Some(StopReason::TimedOut)
        } else {
            None
        }
    }

    /// Waits until work should end; for use beside the work in `tokio::select!`.
    pub async fn wait(&self) -> StopReason {
        let mut interrupted = self.interrupted.clone();
        let interruption = async {
            if interrupted.wait_for(|stop| *stop).await.is_err() {
                // The source is gone with the process's service: nobody will interrupt any more.
                std::future::pending::<()>().await;
            }
        };
        let passing = async {
            match self.deadline {
                Some(deadline) => tokio::time::sleep_until(deadline).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = interruption => StopReason::Interrupted,
            () = passing => StopReason::TimedOut,
        }
    }

    pub(crate) fn new(interrupted: watch::Receiver<bool>) -> Self {
        Self {
            interrupted,
            deadline: None,
        }
    }

    pub(crate) fn within(self, limit: Duration) -> Self {
        Self {
            deadline: Instant::now().checked_add(limit),
            ..self
        }
    }
}
