//! Numbers, as `terraform console` prints them.

use super::*;
use crate::eval::error::EvalError;

fn n(text: &str) -> Number {
    Number::parse(text).unwrap()
}

/// Left: what was computed; right: what `terraform console` printed.
#[test]
fn prints_what_terraform_prints() {
    let third = Number::from_i64(1).div(&Number::from_i64(3)).unwrap();
    assert_eq!(third.to_string(), "0.33333333333333333334");
    assert_eq!(n("0.1").add(&n("0.2")).unwrap().to_string(), "0.3");
    assert_eq!(
        n("1.1").mul(&n("1.1")).unwrap().to_string(),
        format!("1.21{}1", "0".repeat(151))
    );
    assert_eq!(
        n("1").div(&n("3")).unwrap().to_string(),
        format!("0.{}5", "3".repeat(154))
    );
    assert_eq!(n("1e21").to_string(), "1000000000000000000000");
    assert_eq!(n("1e-7").to_string(), "0.0000001");
    assert_eq!(n("9007199254740993.5").to_string(), "9007199254740993.5");
}

#[test]
fn reads_what_terraform_reads() {
    for (text, printed) in [
        ("+5", "5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1p5", "32"),
        ("017", "17"),
        ("1e5", "100000"),
        ("-0", "-0"),
        ("inf", "+Inf"),
        ("1e999999999", "+Inf"),
        ("1e-999999999", "0"),
    ] {
        assert_eq!(n(text).to_string(), printed, "{text}");
    }
    for text in [
        "", " 5", "5 ", "0x10", "1_000", "Infinity", "0b11", "0o17", "1e", "e5", ".", "--1",
    ] {
        assert!(Number::parse(text).is_none(), "{text}");
    }
}

#[test]
fn exponents_do_not_grow_without_bound() {
    assert!(Number::parse("1e100001").is_none());
    let mut big = n("1e90000");
    let error = loop {
        match big.mul(&big) {
            Ok(product) => big = product,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, EvalError::Budget(_)));
    assert_eq!(n("1e-1000").mul(&n("1e1000")).unwrap().to_string(), "1");
}

#[test]
fn division_by_zero_is_an_infinity_except_of_zero() {
    assert_eq!(n("1").div(&n("0")).unwrap().to_string(), "+Inf");
    assert_eq!(n("-1").div(&n("0")).unwrap().to_string(), "-Inf");
    assert!(n("0").div(&n("0")).is_err());
    assert_eq!(n("5").rem(&n("0")).unwrap().to_string(), "5");
    assert_eq!(n("5.5").rem(&n("2")).unwrap().to_string(), "1.5");
    assert_eq!(n("-5").rem(&n("3")).unwrap().to_string(), "-2");
}

#[test]
fn zero_keeps_its_sign() {
    assert_eq!(n("0").neg().to_string(), "-0");
    assert_eq!(n("0").mul(&n("-1")).unwrap().to_string(), "-0");
    assert_eq!(n("-0"), n("0"));
}

#[test]
fn integers_are_exact_or_refused() {
    assert_eq!(n("12").to_u64(), Some(12));
    assert_eq!(n("-1").to_u64(), None);
    assert_eq!(n("1.5").to_i64(), None);
    assert_eq!(n("18446744073709551615").to_u64(), Some(u64::MAX));
    assert_eq!(n("18446744073709551616").to_u64(), None);
    assert_eq!(n("-1.5").floor().unwrap().to_i64(), Some(-2));
    assert_eq!(n("-1.5").ceil().unwrap().to_i64(), Some(-1));
    assert_eq!(n("1.5").ceil().unwrap().to_i64(), Some(2));
}
