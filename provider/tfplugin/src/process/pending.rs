//! The peers that have not shown yet who they are: few at a time, the oldest give way.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Handshakes at the same time; each holds a file.
const MOST: usize = 64;
/// What nobody takes from a peer: Terraform's handshake takes a few milliseconds, more on a busy machine. Meanwhile others
/// wait in the listener's queue.
const FAIR_SHARE: Duration = Duration::from_millis(100);

/// Handshakes under way, oldest first.
pub(super) struct Pending {
    peers: VecDeque<(Instant, JoinHandle<()>)>,
    places: Arc<Semaphore>,
}

/// A place among them; its end is the drop of this.
pub(super) type Place = OwnedSemaphorePermit;

impl Pending {
    pub(super) fn new() -> Self {
        Self {
            peers: VecDeque::new(),
            places: Arc::new(Semaphore::new(MOST)),
        }
    }

    /// A place for one more. Where there is none, the oldest loses its own once it has had its share; `dropped` hears of it.
    pub(super) async fn place(&mut self, dropped: impl Fn()) -> Place {
        loop {
            let places = Arc::clone(&self.places);
            tokio::select! {
                biased;
                Ok(place) = places.acquire_owned() => return place,
                true = self.drop_oldest() => dropped(),
            }
        }
    }

    pub(super) fn add(&mut self, handshake: JoinHandle<()>) {
        self.peers.retain(|(_, peer)| !peer.is_finished());
        self.peers.push_back((Instant::now(), handshake));
    }

    /// Ends the oldest once it has had its share, and gives whether there was one.
    pub(super) async fn drop_oldest(&mut self) -> bool {
        self.peers.retain(|(_, peer)| !peer.is_finished());
        let Some((since, peer)) = self.peers.front_mut() else {
            return false;
        };
        tokio::time::sleep_until(*since + FAIR_SHARE).await;
        peer.abort();
        // Its file is closed when this returns, with an error since it was ended.
        let _ = peer.await;
        self.peers.pop_front();
        true
    }
}
