//! What time it is. Registries made for tests have a clock of their own; no environment variable moves time.

use jiff::Timestamp;

use crate::Instant;

/// The registry's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    pub now: Instant,
    /// It stands still until somebody moves it: `extid registry clock`.
    pub is_test: bool,
}

/// The system's time, to the microsecond: what every database can keep.
pub(crate) fn system() -> Instant {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond())
        .unwrap_or(now)
        .into()
}
