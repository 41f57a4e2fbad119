//! Says how far the suite is: Terraform takes minutes.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Lines that a half of the suite prints.
const LINES: usize = 8;

pub(super) struct Progress {
    what: &'static str,
    all: usize,
    done: AtomicUsize,
}

impl Progress {
    pub(super) fn of(all: usize, what: &'static str) -> Self {
        Self {
            what,
            all,
            done: AtomicUsize::new(0),
        }
    }

    pub(super) fn add(&self, done: usize) {
        let before = self.done.fetch_add(done, Ordering::Relaxed);
        let part = |done: usize| done * LINES / self.all;
        if part(before + done) > part(before) {
            println!("{} of {} {}", before + done, self.all, self.what);
        }
    }
}
