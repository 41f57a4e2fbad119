//! Numbers are equal by value, exact, and bounded.

use std::cmp::Ordering;
use std::hash::{BuildHasher, RandomState};

use proptest::prelude::*;
use tfplugin::{Number, NumberError};

use crate::exact;
use crate::strategies::any_number;

#[test]
fn a_number_is_equal_to_itself_however_it_is_spelt() {
    let hasher = RandomState::new();
    for (one, other) in [
        ("0.1", "0.10"),
        ("1", "1.0"),
        ("100", "1e2"),
        ("100", "1E+2"),
        ("0.001", "1e-3"),
        ("-0", "0"),
        ("0e999999999999999999999", "0"),
        ("007", "7"),
        (".5", "0.5"),
        ("5.", "+5"),
        ("9223372036854775807", "9.223372036854775807e18"),
        ("9223372036854775808", "9.223372036854775808e18"),
        ("1e100000", "10e99999"),
    ] {
        assert_eq!(exact(one), exact(other), "{one} and {other}");
        assert_eq!(
            exact(one).cmp(&exact(other)),
            Ordering::Equal,
            "{one} and {other}"
        );
        assert_eq!(
            hasher.hash_one(exact(one)),
            hasher.hash_one(exact(other)),
            "{one} and {other}"
        );
    }
    assert_ne!(
        exact("0.1"),
        Number::try_from(0.1).expect("finite"),
        "a double is not 0.1"
    );
}

#[test]
fn a_double_is_taken_at_its_exact_value() {
    let tenth = Number::try_from(0.1).expect("finite");
    assert_eq!(
        tenth,
        exact("0.1000000000000000055511151231257827021181583404541015625")
    );
    assert_eq!(tenth.to_f64_exact(), Some(0.1));
    assert_eq!(exact("0.1").to_f64_exact(), None);
    assert_eq!(
        Number::try_from(1e23).expect("finite"),
        exact("99999999999999991611392")
    );
    assert_eq!(Number::try_from(-0.0).expect("finite"), exact("0"));
    assert_eq!(Number::try_from(f64::NAN), Err(NumberError::NotANumber));
    let least = Number::try_from(f64::from_bits(1)).expect("finite");
    assert!(
        least
            .to_string()
            .starts_with("4.940656458412465441765687928682213723650598026143"),
        "{least}"
    );
    assert_eq!(least.to_f64_exact(), Some(f64::from_bits(1)));
}

#[test]
fn numbers_of_64_bits_are_told_from_larger_ones() {
    assert_eq!(exact("9223372036854775807").to_i64(), Some(i64::MAX));
    assert_eq!(exact("-9223372036854775808").to_i64(), Some(i64::MIN));
    assert_eq!(exact("9223372036854775808").to_i64(), None);
    assert_eq!(exact("9223372036854775808").to_u64(), Some(1 << 63));
    assert_eq!(Number::from(u64::MAX).to_u64(), Some(u64::MAX));
    assert_eq!(Number::from(u64::MAX), exact("18446744073709551615"));
    assert_eq!(exact("18446744073709551616").to_u64(), None);
    assert_eq!(exact("-1").to_u64(), None);
    assert_eq!(exact("1.5").to_i64(), None);
    assert_eq!(exact("9007199254740993").to_f64_exact(), None, "2^53 + 1");
}

#[test]
fn what_is_no_number_is_refused() {
    for text in [
        "", "-", ".", "e5", "1e", "1e+", "0x10", "1_000", " 1", "1 ", "NaN", "1.2.3", "--1", "١", "Infinity",
    ] {
        assert_eq!(text.parse::<Number>(), Err(NumberError::Syntax), "{text:?}");
    }
    for text in [
        "1e100001",
        "1e-100001",
        "-1e99999999999999999999999",
        "0.1e-100000",
    ] {
        assert_eq!(text.parse::<Number>(), Err(NumberError::Size), "{text:?}");
    }
    assert_eq!("7".repeat(10_001).parse::<Number>(), Err(NumberError::Size));
    assert!("7".repeat(10_000).parse::<Number>().is_ok());
    let error = "hunter2".parse::<Number>().expect_err("no number").to_string();
    assert!(!error.contains("hunter2"), "{error}");
}

#[test]
fn text_is_plain_until_it_would_be_absurdly_long() {
    for (number, text) in [
        ("-12.50", "-12.5"),
        ("1e20", "100000000000000000000"),
        ("-2.5e-3", "-0.0025"),
        ("123.456", "123.456"),
        ("1e100000", "1e100000"),
        ("-1.25e-100000", "-1.25e-100000"),
        ("Inf", "Inf"),
        ("-Inf", "-Inf"),
    ] {
        assert_eq!(exact(number).to_string(), text);
    }
    assert_eq!(exact("1e100").to_string(), format!("1{}", "0".repeat(100)));
    assert_eq!(exact("1e-300").to_string(), format!("0.{}1", "0".repeat(299)));
    assert_eq!(exact("1e999").to_string().len(), 1_000);
    assert_eq!(exact("1e1000").to_string(), "1e1000");
}

#[test]
fn numbers_are_in_order_across_their_forms() {
    let ascending = [
        "-Inf",
        "-1e400",
        "-9223372036854775809",
        "-9223372036854775808",
        "-10",
        "-9.5",
        "-9",
        "-0.5",
        "-1e-300",
        "0",
        "1e-300",
        "0.1",
        "0.11",
        "0.5",
        "1",
        "1.5",
        "9",
        "10",
        "9223372036854775807",
        "9223372036854775808",
        "1e400",
        "Inf",
    ];
    for (place, one) in ascending.iter().enumerate() {
        for (other_place, other) in ascending.iter().enumerate() {
            assert_eq!(
                exact(one).cmp(&exact(other)),
                place.cmp(&other_place),
                "{one} and {other}"
            );
        }
    }
}

proptest! {
    #[test]
    fn text_says_the_whole_number(number in any_number()) {
        prop_assert_eq!(exact(&number.to_string()), number);
    }

    #[test]
    fn doubles_survive(bits in any::<u64>()) {
        let double = f64::from_bits(bits);
        prop_assume!(!double.is_nan());
        let number = Number::try_from(double).expect("a number");
        prop_assert_eq!(number.to_f64_exact(), Some(double));
        prop_assert_eq!(exact(&number.to_string()), number);
    }

    #[test]
    fn the_order_is_that_of_doubles(one in any::<f64>(), other in any::<f64>()) {
        let ours = Number::try_from(one).expect("a number").cmp(&Number::try_from(other).expect("a number"));
        prop_assert_eq!(Some(ours), one.partial_cmp(&other));
    }

    #[test]
    fn the_order_is_that_of_scaled_integers(one in any::<i64>(), other in any::<i64>(), places in 0_usize..25) {
        let scaled = |value: i64| exact(&format!("{value}e-{places}"));
        prop_assert_eq!(scaled(one).cmp(&scaled(other)), one.cmp(&other));
        prop_assert_eq!(scaled(one) == scaled(other), one == other);
    }

    #[test]
    fn any_text_is_a_number_or_refused(text in "[-+.eE0-9Inf]{0,12}") {
        if let Ok(number) = text.parse::<Number>() {
            prop_assert_eq!(exact(&number.to_string()), number);
        }
    }
}
