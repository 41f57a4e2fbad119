//! `timeouts`: durations in Go's syntax.

use std::time::Duration;

use tfplugin::testing::parity;
use tfplugin::{Data, DurationError, GoDuration, Model, Raw, Timeouts, schema::SchemaKind};

fn parse(text: &str) -> Result<Duration, DurationError> {
    text.parse::<GoDuration>().map(|duration| duration.get())
}

#[test]
fn durations_are_read_as_go_does() {
    let cases = [
        ("90s", Duration::from_secs(90)),
        ("1h30m", Duration::from_secs(5400)),
        ("1.5h", Duration::from_secs(5400)),
        (".5s", Duration::from_millis(500)),
        ("1h0.1m", Duration::from_secs(3606)),
        ("250ms", Duration::from_millis(250)),
        ("3\u{b5}s", Duration::from_micros(3)),
        ("1.0000000009s", Duration::from_secs(1)),
        ("+2m", Duration::from_secs(120)),
        ("0", Duration::ZERO),
        ("2562047h", Duration::from_secs(2_562_047 * 3600)),
    ];
    for (text, duration) in cases {
        assert_eq!(parse(text), Ok(duration), "{text}");
    }
}

#[test]
fn what_is_no_duration_says_what_is_wrong() {
    let cases = [
        ("", DurationError::Syntax),
        ("h", DurationError::Syntax),
        ("1..5h", DurationError::Syntax),
        ("90", DurationError::NoUnit),
        ("1h30", DurationError::NoUnit),
        ("7d", DurationError::Unit),
        ("1 h", DurationError::Unit),
        ("-1h", DurationError::Negative),
        ("2562048h", DurationError::TooLong),
        ("99999999999999999999s", DurationError::TooLong),
    ];
    for (text, error) in cases {
        assert_eq!(parse(text), Err(error), "{text}");
    }
    assert!(DurationError::Unit.to_string().contains("a day is `24h`"));
}

#[test]
fn timeouts_keep_their_spelling_and_give_durations() {
    parity::<Timeouts>(SchemaKind::Resource);
    let mut object = Timeouts::block().null_object();
    object.insert("create".into(), Raw::Known(Data::String("90m".into())));
    let timeouts = Timeouts::decode(object.clone()).expect("it fits");
    assert_eq!(timeouts.create(), Some(Duration::from_secs(5400)));
    assert_eq!(timeouts.delete(), None);
    assert_eq!(Model::encode(timeouts), object);
}

#[test]
fn a_bad_timeout_is_refused_in_validate_with_its_place() {
    let mut object = Timeouts::block().null_object();
    object.insert("create".into(), Raw::Known(Data::String("soon".into())));
    let diagnostics = Timeouts::block().check(&object);
    let diagnostic = diagnostics.iter().next().expect("refused");
    assert_eq!(diagnostic.path, Some(tfplugin::Path::new("create")));
    assert!(diagnostic.detail.contains("`1h30m`"), "{}", diagnostic.detail);
}
