//! An answer that comes from another thread: async callers await it, others wait for it.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::sync::oneshot;

use super::error::RegistryError;

/// Comes once. Dropping it does not undo what was asked for.
#[must_use = "what was asked for may have failed"]
pub struct Answer<T> {
    receiver: oneshot::Receiver<Result<T, RegistryError>>,
}

/// Where the answer goes in.
pub(crate) struct Reply<T> {
    sender: oneshot::Sender<Result<T, RegistryError>>,
}

/// An answer and the place to put it.
pub(crate) fn question<T>() -> (Reply<T>, Answer<T>) {
    let (sender, receiver) = oneshot::channel();
    (Reply { sender }, Answer { receiver })
}

impl<T> Answer<T> {
    /// For callers without a runtime: blocks the thread. Panics inside one.
    pub fn wait(self) -> Result<T, RegistryError> {
        self.receiver
            .blocking_recv()
            .unwrap_or(Err(RegistryError::Closed))
    }
}

impl<T> Reply<T> {
    pub(crate) fn send(self, answer: Result<T, RegistryError>) {
        // Nobody waits any more: then nobody is told.
        let _ = self.sender.send(answer);
    }
}

impl<T> Future for Answer<T> {
    type Output = Result<T, RegistryError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.receiver)
            .poll(context)
            .map(|answer| answer.unwrap_or(Err(RegistryError::Closed)))
    }
}
