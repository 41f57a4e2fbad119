//! Time: the system's, or that of a registry made for tests.

use extid::Instant;
use extid::journal::Event;
use extid::registry::sqlite::Creation;
use extid::registry::{Change, Registry as _, TrailOf};

use crate::fixture::*;

fn instant(text: &str) -> Instant {
    text.parse().expect("an instant")
}

#[test]
fn a_test_clock_stands_until_it_is_moved_and_moves_only_forward() {
    let place = Place::new();
    let start = instant("2027-01-01T00:00:00Z");
    let registry = place.create(&Creation {
        test_clock: Some(start),
        ..Creation::default()
    });
    let clock = registry.clock().wait().expect("asked");
    assert_eq!((clock.now, clock.is_test), (start, true));

    let later = instant("2027-02-10T00:00:00Z");
    registry.move_clock(later).wait().expect("moved");
    // Other processes see it too.
    assert_eq!(place.open().clock().wait().expect("asked").now, later);
    let owner = created(&registry, write("owner/platform"));
    let trail = registry.trail(TrailOf::Uid(owner.uid)).wait().expect("a trail");
    assert_eq!(trail[0].at, later);
    refused(registry.move_clock(start).wait(), &["moves only forward"]);
    assert_eq!(registry.clock().wait().expect("asked").now, later);
}

#[test]
fn an_ordinary_registry_has_the_systems_time_and_nobody_moves_it() {
    let place = Place::new();
    let registry = place.open();
    let clock = registry.clock().wait().expect("asked");
    assert!(!clock.is_test && clock.now > instant("2026-01-01T00:00:00Z"));
    refused(
        registry.move_clock(instant("2030-01-01T00:00:00Z")).wait(),
        &["no test clock"],
    );
}

#[test]
fn no_entry_is_earlier_than_the_one_before_it() {
    let place = Place::new();
    let start = instant("2027-01-01T00:00:00Z");
    let registry = place.create(&Creation {
        test_clock: Some(start),
        ..Creation::default()
    });
    record(&registry, Event::Created, Change::Create(write("owner/a"))).expect("recorded");
    // A system's clock is set back now and then.
    place
        .raw()
        .execute(
            "update meta set value = '2020-01-01T00:00:00Z' where name = 'test_clock'",
            [],
        )
        .expect("set back");
    let b = created(&registry, write("owner/b"));
    let trail = registry.trail(TrailOf::Uid(b.uid)).wait().expect("a trail");
    assert_eq!(trail[0].at, start);
    registry.verify(None).wait().expect("verified");
}
