//! The peers that have not shown yet who they are: few at a time, the oldest give way.

use super::count::{Count, Counted};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// Handshakes at the same time; each holds a file.
const MOST: usize = 64;
/// The same where files are scarce.
const FEW: usize = 8;
/// What nobody takes from a peer: Terraform's handshake takes a few milliseconds, more on a busy machine. Meanwhile others
/// wait in the listener's queue.
const FAIR_SHARE: Duration = Duration::from_millis(100);

/// Handshakes under way, oldest first.
pub(super) struct Pending {
    peers: VecDeque<(Instant, JoinHandle<()>)>,
    places: Count,
    most: usize,
}

impl Pending {
    pub(super) fn new() -> Self {
        Self {
            peers: VecDeque::new(),
            places: Count::default(),
            most: MOST,
        }
    }

    /// A place for one more. Where there is none, the oldest loses its own once it has had its share; `dropped` hears of it.
    pub(super) async fn place(&mut self, dropped: impl Fn()) -> Counted {
        loop {
            if let Some(place) = self.places.one_more(self.most) {
                return place;
            }
            let (places, most) = (self.places.clone(), self.most);
            tokio::select! {
                biased;
                () = places.below(most) => {}
                true = self.drop_oldest() => dropped(),
            }
        }
    }

    /// Remembers a handshake that holds its place itself.
    pub(super) fn add(&mut self, handshake: JoinHandle<()>) {
        self.peers.retain(|(_, peer)| !peer.is_finished());
        self.peers.push_back((Instant::now(), handshake));
    }

    /// Makes do with half the files from now on, so that the provider's own work has some. Gives whether that was any help.
    pub(super) async fn spare_files(&mut self) -> bool {
        self.most = (self.places.now() / 2).clamp(FEW, self.most);
        self.drop_oldest().await
    }

    /// Ends the oldest once it has had its share, and gives whether there was one.
    async fn drop_oldest(&mut self) -> bool {
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
