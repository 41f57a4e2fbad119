//! A registry that is made again from what Terraform's state remembers.

use extid::journal::Event;
use extid::registry::sqlite::Creation;
use extid::registry::{Change, Registry as _};

use crate::fixture::*;

#[test]
fn a_registry_made_again_keeps_its_identity_its_uids_and_the_end_of_its_chain() {
    let place = Place::new();
    let lost = place.open();
    let platform = created(&lost, write("owner/platform"));
    let older = lost.witness().wait().expect("asked");
    let bot = created(&lost, referring("agent/bot", &[("owner", "owner/platform")]));
    let newest = lost.witness().wait().expect("asked");

    let elsewhere = Place::new();
    let again = elsewhere.create(&Creation {
        continues: Some(newest),
        test_clock: None,
    });
    assert_eq!(again.identity(), lost.identity());
    for witness in [older, newest] {
        again.check(witness).wait().expect("what the state has seen");
    }
    assert_eq!(
        again.witness().wait().expect("asked"),
        newest,
        "nothing was added yet"
    );
    for (object, write) in [
        (&platform, write("owner/platform")),
        (&bot, referring("agent/bot", &[("owner", "owner/platform")])),
    ] {
        let restored = record(
            &again,
            Event::Rebuilt,
            Change::Restore {
                uid: object.uid,
                write,
            },
        )
        .expect("restored")
        .expect("an object");
        assert_eq!((restored.uid, restored.version), (object.uid, 1));
    }
    let verified = again.verify(Some(newest)).wait().expect("verified");
    assert_eq!(verified.entries, 2);
    assert_eq!(again.witness().wait().expect("asked").seq, newest.seq + 2);

    refused(
        record(
            &again,
            Event::Rebuilt,
            Change::Restore {
                uid: bot.uid,
                write: write("agent/other"),
            },
        ),
        &["has an object already"],
    );
    // What was revoked there is so here, although this journal does not tell.
    let gone = with_status(extid::Status::Revoked, write("agent/gone"));
    let uid = extid::Uid::generate();
    let gone_now = record(
        &again,
        Event::Rebuilt,
        Change::Restore {
            uid,
            write: gone.clone(),
        },
    )
    .expect("restored")
    .expect("an object");
    refused(
        begin(&again, Event::Revoked, update(&gone_now, gone)),
        &["agent/gone was revoked already (before this registry was made again)"],
    );
    // Whoever saw the lost one grow further is told.
    created(&lost, write("owner/late"));
    let later = lost.witness().wait().expect("asked");
    refused(again.check(later).wait(), &["it was written to since"]);
    // And what does not follow what the state has seen is another chain.
    elsewhere
        .raw()
        .execute("update meta set value = '0' where name = 'start_seq'", [])
        .expect("tampered");
    refused(elsewhere.open().verify(None).wait(), &["entry 1 is missing"]);
}
