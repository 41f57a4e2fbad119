//! What the log says of peers that are refused: a few lines a second, however many there are.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Lines before the others are only counted.
const MOST_LINES: u32 = 5;
/// After this time the lines are counted anew.
const WINDOW: Duration = Duration::from_secs(1);

/// Counts what is said.
#[derive(Clone, Default)]
pub(super) struct Refusals(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    said: u32,
    unsaid: u64,
}

impl Refusals {
    /// Says why a connection came to nothing, or counts it. Needs a runtime.
    pub(super) fn say(&self, why: &str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.said == 0 {
            tokio::spawn(self.clone().end_window());
        }
        if counts.said < MOST_LINES {
            counts.said += 1;
            tracing::warn!("refused a connection: {why}");
        } else {
            counts.unsaid += 1;
        }
    }

    async fn end_window(self) {
        tokio::time::sleep(WINDOW).await;
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Counts { unsaid, .. } = std::mem::take(&mut *counts);
        if unsaid > 0 {
            tracing::warn!("refused {unsaid} more connections");
        }
    }
}
