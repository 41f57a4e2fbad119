//! Decimal text of numbers: reading its parts, and writing the shortest that reads back.

use dashu_float::FBig;
use dashu_float::round::mode::HalfEven;
use dashu_int::ops::BitTest;
use dashu_int::{IBig, Sign, UBig};

/// `digits * 10^exponent10 * 2^exponent2`
pub(super) struct Written {
    pub(super) digits: String,
    pub(super) exponent10: i64,
    pub(super) exponent2: i64,
}

/// An unsigned decimal: digits with at most one point, then `e` or `p` with an exponent.
pub(super) fn scan(text: &str) -> Option<Written> {
    let split = text.find(['e', 'E', 'p', 'P']).unwrap_or(text.len());
    let (mantissa, exponent) = text.split_at(split);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = String::with_capacity(mantissa.len());
    digits.push_str(whole);
    digits.push_str(fraction);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut written = Written {
        exponent10: -i64::try_from(fraction.len()).ok()?,
        exponent2: 0,
        digits,
    };
    if let Some(marker) = exponent.chars().next() {
        let amount = &exponent[1..];
        let bare = amount.strip_prefix(['+', '-']).unwrap_or(amount);
        if bare.is_empty() || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let amount: i64 = amount.parse().ok()?;
        if marker.eq_ignore_ascii_case(&'e') {
            written.exponent10 = written.exponent10.checked_add(amount)?;
        } else {
            written.exponent2 = amount;
        }
    }
    Some(written)
}

/// Digits as Go's `big.Int` reads them: up to base 36 letters in either case, beyond that capitals are 36 to 61.
pub(super) fn integer(text: &str, radix: u32) -> Option<IBig> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (Sign::Negative, &text[1..]),
        b'+' => (Sign::Positive, &text[1..]),
        _ => (Sign::Positive, text),
    };
    if digits.is_empty() {
        return None;
    }
    let mut value = UBig::ZERO;
    for byte in digits.bytes() {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'z' => byte - b'a' + 10,
            b'A'..=b'Z' if radix <= 36 => byte - b'A' + 10,
            b'A'..=b'Z' => byte - b'A' + 36,
            _ => return None,
        };
        if u32::from(digit) >= radix {
            return None;
        }
        value = value * radix + digit;
    }
    Some(IBig::from_parts(sign, value))
}

/// Decimal digits without leading or trailing zeros; the point stands after `point` of them.
struct Decimal {
    digits: Vec<u8>,
    point: isize,
}

impl Decimal {
    /// `mantissa * 2^exponent`, exactly.
    fn exact(mantissa: &UBig, exponent: isize) -> Self {
        let shift = exponent.unsigned_abs();
        let (integer, places) = if exponent >= 0 {
            (mantissa << shift, 0)
        } else {
            (mantissa * UBig::from(5u8).pow(shift), exponent)
        };
        let mut digits = integer.to_string().into_bytes();
        let point = isize::try_from(digits.len()).unwrap_or(isize::MAX) + places;
        trim_zeros(&mut digits);
        Self { digits, point }
    }

    fn round_down(&mut self, keep: usize) {
        self.digits.truncate(keep);
        trim_zeros(&mut self.digits);
    }

    fn round_up(&mut self, keep: usize) {
        self.digits.truncate(keep);
        while self.digits.last() == Some(&b'9') {
            self.digits.pop();
        }
        match self.digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                self.digits.push(b'1');
                self.point += 1;
            }
        }
    }

    fn round_nearest(&mut self, keep: usize) {
        let Some(&next) = self.digits.get(keep) else {
            return;
        };
        let half = next == b'5' && keep + 1 == self.digits.len();
        let odd = keep > 0 && (self.digits[keep - 1] - b'0') % 2 == 1;
        if (half && odd) || (!half && next >= b'5') {
            self.round_up(keep);
        } else {
            self.round_down(keep);
        }
    }

    fn write_scientific(&self, negative: bool, places: usize) -> String {
        let digit = |index: usize| char::from(self.digits.get(index).copied().unwrap_or(b'0'));
        let mut text = String::new();
        if negative {
            text.push('-');
        }
        text.push(digit(0));
        if places > 0 {
            text.push('.');
            text.extend((1..=places).map(digit));
        }
        let exponent = if self.digits.is_empty() { 0 } else { self.point - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        text.push_str(&format!("e{sign}{:02}", exponent.unsigned_abs()));
        text
    }

    fn write(&self, negative: bool) -> String {
        let mut text = String::new();
        if negative {
            text.push('-');
        }
        let digit = |index: isize| {
            let byte = usize::try_from(index)
                .ok()
                .and_then(|index| self.digits.get(index));
            char::from(byte.copied().unwrap_or(b'0'))
        };
        if self.point <= 0 {
            text.push('0');
        }
        text.extend((0..self.point).map(digit));
        let end = isize::try_from(self.digits.len()).unwrap_or(isize::MAX);
        if end > self.point {
            text.push('.');
            text.extend((self.point..end).map(digit));
        }
        text
    }
}

fn trim_zeros(digits: &mut Vec<u8>) {
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
}

/// The shortest decimal within half a unit in the last binary place, ends included when the mantissa is even.
pub(super) fn shortest(value: &FBig<HalfEven, 2>) -> String {
    let repr = value.repr();
    let negative = repr.sign() == Sign::Negative;
    if repr.significand().is_zero() {
        return if repr.is_neg_zero() {
            "-0".to_owned()
        } else {
            "0".to_owned()
        };
    }
    shortest_decimal(value).write(negative)
}

/// `%.Nf`
pub(super) fn fixed(value: &FBig<HalfEven, 2>, places: usize) -> String {
    let mut decimal = exact_decimal(value);
    let keep = decimal.point.saturating_add_unsigned(places);
    match usize::try_from(keep) {
        Ok(keep) => decimal.round_nearest(keep),
        Err(_) => decimal.digits.clear(),
    }
    let mut text = decimal.write(value.repr().sign() == Sign::Negative);
    if places > 0 {
        let written = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        if written == 0 {
            text.push('.');
        }
        text.push_str(&"0".repeat(places.saturating_sub(written)));
    }
    text
}

/// `%.Ne`
pub(super) fn scientific(value: &FBig<HalfEven, 2>, places: Option<usize>) -> String {
    let mut decimal = match places {
        Some(_) => exact_decimal(value),
        None => shortest_decimal(value),
    };
    if let Some(places) = places {
        decimal.round_nearest(places + 1);
    }
    let places = places.unwrap_or_else(|| decimal.digits.len().saturating_sub(1));
    decimal.write_scientific(value.repr().sign() == Sign::Negative, places)
}

/// `%g`, `%.Ng`
pub(super) fn general(value: &FBig<HalfEven, 2>, digits: Option<usize>) -> String {
    let negative = value.repr().sign() == Sign::Negative;
    let mut decimal = shortest_decimal(value);
    let mut limit = LARGE_EXPONENT;
    if let Some(digits) = digits {
        let digits = digits.max(1);
        decimal = exact_decimal(value);
        decimal.round_nearest(digits);
        limit = isize::try_from(digits).unwrap_or(isize::MAX);
        let written = isize::try_from(decimal.digits.len()).unwrap_or(isize::MAX);
        if limit > written && written >= decimal.point {
            limit = written;
        }
    }
    let exponent = decimal.point - 1;
    if !decimal.digits.is_empty() && (exponent < SMALL_EXPONENT || exponent >= limit) {
        let places = decimal.digits.len().saturating_sub(1);
        return decimal.write_scientific(negative, places);
    }
    decimal.write(negative)
}

/// Exponents from which on `%g` writes one.
const LARGE_EXPONENT: isize = 6;
const SMALL_EXPONENT: isize = -4;

fn exact_decimal(value: &FBig<HalfEven, 2>) -> Decimal {
    let (_, significand) = value.repr().significand().clone().into_parts();
    if significand.is_zero() {
        return Decimal {
            digits: Vec::new(),
            point: 0,
        };
    }
    Decimal::exact(&significand, value.repr().exponent())
}

fn shortest_decimal(value: &FBig<HalfEven, 2>) -> Decimal {
    let repr = value.repr();
    let (_, significand) = repr.significand().clone().into_parts();
    if significand.is_zero() {
        return Decimal {
            digits: Vec::new(),
            point: 0,
        };
    }
    // One bit more than the precision, so that 1 is half a unit in the last place.
    let width = value.precision() + 1;
    let padding = width.saturating_sub(significand.bit_len());
    let mantissa = significand << padding;
    let exponent = repr.exponent() - isize::try_from(padding).unwrap_or(0);

    let mut decimal = Decimal::exact(&mantissa, exponent);
    let lower = Decimal::exact(&(&mantissa - 1u8), exponent);
    let upper = Decimal::exact(&(&mantissa + 1u8), exponent);
    let inclusive = !mantissa.bit(1);
    for index in 0..decimal.digits.len() {
        let digit = decimal.digits[index];
        let low = lower.digits.get(index).copied().unwrap_or(b'0');
        let high = upper.digits.get(index).copied().unwrap_or(b'0');
        let down = low != digit || (inclusive && index + 1 == lower.digits.len());
        let up = digit != high && (inclusive || digit + 1 < high || index + 1 < upper.digits.len());
        match (down, up) {
            (true, true) => decimal.round_nearest(index + 1),
            (true, false) => decimal.round_down(index + 1),
            (false, true) => decimal.round_up(index + 1),
            (false, false) => continue,
        }
        break;
    }
    decimal
}
