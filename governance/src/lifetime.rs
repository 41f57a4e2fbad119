//! How long a credential or grant lives: from the later of the run and its start, until its end or its replacement.

use crate::{Credential, Duration, End, EndValue, Fact, Instant, Judged, Rotation, View};

/// The end that rotation puts to what was issued before, as if it were written; absent where nothing is known to
/// replace it.
pub(crate) fn replaced(credential: &Credential) -> Fact<End> {
    let end = |value| End {
        value,
        vendor_default: false,
        moving: false,
    };
    match &credential.rotation {
        Fact::Known(rotation, at) => match rotation {
            Rotation::Every(length) => Fact::Known(end(EndValue::After(*length)), *at),
            Rotation::Once(instant) => Fact::Known(end(EndValue::On(*instant)), *at),
            Rotation::Scheduled(why) => Fact::Unknown(why.clone(), *at),
            Rotation::Triggered => Fact::Absent(*at),
        },
        Fact::OneOf(_, at) => Fact::Unknown(crate::Why::new("it depends on a condition"), *at),
        Fact::Unknown(why, at) => Fact::Unknown(why.clone(), *at),
        Fact::Null(at) | Fact::Absent(at) => Fact::Absent(*at),
        Fact::NoPlace => Fact::NoPlace,
    }
}

/// From when lengths count: the latest of the run and the starts that are written. `false` when one of these is not
/// known, so that the true start may be later still.
pub(crate) fn start<'f>(
    view: &View<'_>,
    starts: impl IntoIterator<Item = &'f Fact<Instant>>,
) -> (Instant, bool) {
    let mut latest = view.as_of;
    let mut certain = true;
    for start in starts {
        match start.judge(|start| Some(*start)) {
            Judged::Breach(start, _) => latest = latest.max(start),
            Judged::Undecided(..) => certain = false,
            Judged::Pass | Judged::Absent(_) | Judged::NoPlace => {}
        }
    }
    (latest, certain)
}

/// `None` for what has no end, and for an end that is past.
pub(crate) fn length(end: &End, start: Instant) -> Option<Duration> {
    match end.value {
        EndValue::On(instant) => start.until(instant),
        EndValue::After(length) => Some(length),
        EndValue::Never => None,
    }
}
