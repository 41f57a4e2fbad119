//! Texts: pieces, templates and what is known of them.

use super::*;

fn hole() -> Value {
    Value::unknown(Hole::new("known after apply"))
}

#[test]
fn literals_merge_and_holes_stay() {
    let joined = concat(vec![
        Value::text("a"),
        Value::bool(true),
        hole(),
        Value::text("b"),
        Value::text("c"),
    ])
    .unwrap();
    let Kind::Text(Text::Partial(pieces)) = &joined.kind else {
        panic!("a partial text")
    };
    assert!(matches!(&pieces[0], TextPiece::Known(text) if text.as_ref() == "atrue"));
    assert!(matches!(&pieces[1], TextPiece::Hole(_)));
    assert!(matches!(&pieces[2], TextPiece::Known(text) if text.as_ref() == "bc"));
    assert_eq!(pieces.len(), 3);
}

#[test]
fn joined_texts_are_in_normal_form() {
    let joined = concat(vec![Value::text("e"), Value::text("\u{301}")]).unwrap();
    assert_eq!(joined.as_text().unwrap().as_ref(), "é");
}

#[test]
fn a_null_or_a_list_is_no_part_of_a_text() {
    assert!(concat(vec![Value::text("a"), Value::null()]).is_err());
    assert!(concat(vec![Value::text("a"), Value::tuple(Vec::new())]).is_err());
}

#[test]
fn what_could_take_an_accent_is_not_settled() {
    let pieces = |text: &str| match concat(vec![Value::text(text), hole(), Value::text(text)])
        .unwrap()
        .kind
    {
        Kind::Text(Text::Partial(pieces)) => pieces,
        _ => panic!("a partial text"),
    };
    assert_eq!(settled_prefix(&pieces("a-")), "a-");
    assert_eq!(settled_prefix(&pieces("ab")), "a");
    assert_eq!(settled_suffix(&pieces("-b")), "-b");
    assert_eq!(settled_suffix(&pieces("\u{301}x")), "x");
}
