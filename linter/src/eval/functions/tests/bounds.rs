//! Hostile arguments end in an error.

use super::*;

#[test]
fn results_that_double_end_in_a_budget() {
    let mut long = Value::text("0123456789abcdef");
    let error = loop {
        match run("format", vec![Value::text("%s%s"), long.clone(), long.clone()]) {
            Ok(twice) => long = twice,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, EvalError::Budget(_)), "{error}");
    let mut wide = Value::tuple(texts(&["a"]));
    let error = loop {
        match run("concat", vec![wide.clone(), wide.clone()]) {
            Ok(twice) => wide = twice,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, EvalError::Budget(_)), "{error}");
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
        + &(0..8).map(|n| {
            let (name, before) = (char::from(b'b' + n), char::from(b'a' + n));
            format!("{name}: &{name} [*{before},*{before},*{before},*{before},*{before},*{before},*{before},*{before}]\n")
        }).collect::<String>();
    assert!(matches!(
        run("yamldecode", vec![Value::text(bomb)]),
        Err(EvalError::Budget(_))
    ));
    let many = Value::tuple((0..400).map(|n| Value::text(n.to_string())).collect());
    assert!(matches!(
        run("setproduct", vec![many.clone(), many]),
        Err(EvalError::Budget(_))
    ));
    let width = run("format", vec![Value::text("%2000000s"), Value::text("a")]);
    assert!(matches!(width, Err(EvalError::Budget(_))));
}

#[test]
fn deep_and_hostile_texts_are_refused() {
    let deep = "[".repeat(200_000);
    assert!(run("jsondecode", vec![Value::text(deep.clone())]).is_err());
    assert!(run("yamldecode", vec![Value::text(deep)]).is_err());
    let groups = "(".repeat(10_000) + "a" + &")".repeat(10_000);
    assert!(run("regex", vec![Value::text(groups), Value::text("a")]).is_err());
    assert!(
        run(
            "regex",
            vec![Value::text("((a{1000}){1000}){1000}"), Value::text("a")]
        )
        .is_err()
    );
}
