//! Counts what exists at the moment, up to a limit.

use tokio::sync::watch;

/// How many there are.
#[derive(Debug, Clone, Default)]
pub(super) struct Count(watch::Sender<usize>);

/// One of them; its end is the drop of this.
#[derive(Debug)]
pub(super) struct Counted(watch::Sender<usize>);

impl Count {
    /// One more, unless there are `most` already.
    pub(super) fn one_more(&self, most: usize) -> Option<Counted> {
        let added = self.0.send_if_modified(|count| {
            let room = *count < most;
            *count += usize::from(room);
            room
        });
        added.then(|| Counted(self.0.clone()))
    }

    pub(super) fn now(&self) -> usize {
        *self.0.borrow()
    }

    /// Waits until there are fewer than this.
    pub(super) async fn below(&self, limit: usize) {
        // It cannot fail: the sender is ours.
        let _ = self.0.subscribe().wait_for(|count| *count < limit).await;
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}
