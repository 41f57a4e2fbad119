//! Whole numbers as Rust's integers.

use tfplugin::{Data, Datum};

#[test]
fn whole_numbers_keep_to_the_range_of_their_type() {
    let decode = |text: &str| Data::Number(text.parse().expect("a number"));
    assert_eq!(u64::decode(decode("18446744073709551615")), Ok(u64::MAX));
    assert_eq!(Datum::encode(u64::MAX), decode("18446744073709551615"));
    assert_eq!(i64::decode(decode("-9223372036854775808")), Ok(i64::MIN));
    assert_eq!(u32::decode(decode("3.0")), Ok(3));
    assert_eq!(i8::decode(decode("-128")), Ok(i8::MIN));
    assert_eq!(Datum::encode(i16::MIN), decode("-32768"));
    let misfit = u8::decode(decode("256")).expect_err("no u8");
    assert_eq!(misfit.reason, "This must be a whole number from 0 to 255.");
    for refused in ["0.5", "-1", "18446744073709551616", "1e100"] {
        let misfit = u64::decode(decode(refused)).expect_err(refused);
        assert_eq!(
            misfit.reason,
            "This must be a whole number from 0 to 18446744073709551615."
        );
    }
}
