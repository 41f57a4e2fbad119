//! Numbers through the verbs of `format`.

use super::spec::Verb;
use crate::eval::error::EvalError;
use crate::eval::number::Number;

/// # Errors
/// A fraction where the verb takes whole numbers.
pub(super) fn formatted(verb: &Verb, number: &Number) -> Result<String, EvalError> {
    let mut prefix = "";
    let digits = match verb.letter {
        'b' | 'd' | 'o' | 'x' | 'X' => {
            let radix = match verb.letter {
                'b' => 2,
                'o' => 8,
                'd' => 10,
                _ => 16,
            };
            if verb.sharp {
                prefix = match verb.letter {
                    'b' => "0b",
                    'o' => "0",
                    'x' => "0x",
                    'X' => "0X",
                    _ => "",
                };
            }
            let digits = number
                .abs()
                .to_radix(radix)
                .ok_or_else(|| EvalError::invalid(format!("%{} takes a whole number", verb.letter)))?;
            let digits = if verb.letter == 'X' {
                digits.to_uppercase()
            } else {
                digits
            };
            format!("{digits:0>width$}", width = verb.precision.unwrap_or(0))
        }
        letter => {
            let text = match letter {
                'f' => number.abs().to_fixed(verb.precision.unwrap_or(6)),
                'e' | 'E' => number.abs().to_scientific(Some(verb.precision.unwrap_or(6))),
                _ => number.abs().to_general(verb.precision),
            };
            if letter.is_ascii_uppercase() {
                text.replace('e', "E")
            } else {
                text
            }
        }
    };
    let sign = match (number.is_negative(), verb.plus, verb.space) {
        (true, ..) => "-",
        (_, true, _) => "+",
        _ if number.is_infinite() => "+",
        (_, _, true) => " ",
        _ => "",
    };
    let digits = if number.is_infinite() {
        "Inf"
    } else {
        digits.as_str()
    };
    let missing = verb
        .width
        .saturating_sub(sign.len() + prefix.len() + digits.len());
    let whole_with_precision = verb.precision.is_some() && matches!(verb.letter, 'b' | 'd' | 'o' | 'x' | 'X');
    Ok(if verb.minus {
        format!("{sign}{prefix}{digits}{}", " ".repeat(missing))
    } else if verb.zero && !whole_with_precision && !number.is_infinite() {
        format!("{sign}{prefix}{}{digits}", "0".repeat(missing))
    } else {
        format!("{}{sign}{prefix}{digits}", " ".repeat(missing))
    })
}
