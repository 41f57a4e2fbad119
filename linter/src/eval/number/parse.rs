//! Numbers from text.

use dashu_float::round::mode::HalfEven;
use dashu_float::{Context, FBig, Repr};
use dashu_int::{IBig, Sign, UBig};

use super::{Form, Number, WRITTEN, decimal, zero};

/// Exponents beyond this, and more digits than this, are not read; Terraform would go on.
const DECIMAL_EXPONENT_LIMIT: i64 = 100_000;
/// Where the arithmetic that Terraform uses overflows to infinity or underflows to zero: 2^±(2^31).
const DECIMAL_EXPONENT_END: i64 = 646_456_993;

impl Number {
    /// A number in configuration or in a string: `12`, `-1.5e3`, `.5`, `1p4`, `inf`; at 512 bits.
    /// `None` when Terraform would refuse it, or when it has more than 100,000 digits.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, unsigned) = match text.as_bytes().first()? {
            b'-' => (Sign::Negative, &text[1..]),
            b'+' => (Sign::Positive, &text[1..]),
            _ => (Sign::Positive, text),
        };
        let negative = sign == Sign::Negative;
        if unsigned == "inf" || unsigned == "Inf" {
            return Some(Self(Form::Infinite { negative }));
        }
        // At most 18 digits: exact in an i64.
        if unsigned.len() <= 18 && !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit())
        {
            let value: i64 = unsigned.parse().ok()?;
            if value != 0 || !negative {
                let value = if negative { -value } else { value };
                return Some(Self(Form::Small {
                    value,
                    precision: WRITTEN,
                }));
            }
        }
        let written = decimal::scan(unsigned)?;
        if written.digits.len() > usize::try_from(DECIMAL_EXPONENT_LIMIT).ok()? {
            return None;
        }
        let magnitude = UBig::from_str_radix(&written.digits, 10).ok()?;
        if magnitude.is_zero() {
            return Some(Self(Form::Big(zero(negative, WRITTEN))));
        }
        if written.exponent10 > DECIMAL_EXPONENT_END {
            return Some(Self(Form::Infinite { negative }));
        }
        if written.exponent10 < -DECIMAL_EXPONENT_END {
            return Some(Self(Form::Big(zero(negative, WRITTEN))));
        }
        if written.exponent10.abs() > DECIMAL_EXPONENT_LIMIT
            || written.exponent2.abs() > DECIMAL_EXPONENT_LIMIT
        {
            return None;
        }
        let context = Context::<HalfEven>::new(WRITTEN);
        let shift = isize::try_from(written.exponent2).ok()?;
        let power = UBig::from(10u8).pow(usize::try_from(written.exponent10.unsigned_abs()).ok()?);
        let signed = |magnitude: UBig| IBig::from_parts(sign, magnitude);
        let value = if written.exponent10 >= 0 {
            FBig::<HalfEven, 2>::from_repr(Repr::new(signed(magnitude * power), shift), Context::new(0))
                .with_precision(WRITTEN)
                .value()
        } else {
            let dividend = Repr::<2>::new(signed(magnitude), shift);
            let divisor = Repr::<2>::new(power.into(), 0);
            context.div(&dividend, &divisor).ok()?.value()
        };
        Some(Self(Form::Big(value)).shrunk())
    }

    /// Digits in base 2 to 62 with an optional sign, as `parseint` reads them; as precise as it needs.
    pub fn from_digits(text: &str, radix: u32) -> Option<Self> {
        decimal::integer(text, radix).map(Self::from_integer)
    }
}
