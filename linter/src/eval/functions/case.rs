//! `lower`, `upper`, `title`: simple case mapping, one character to one, as Go's `unicode` package does.

use super::{Function, Host, Param, Want, pieces};
use crate::eval::error::EvalError;
use crate::eval::text::nfc;
use crate::eval::value::Value;

pub(super) static LOWER: Function = Function::new(
    "lower",
    &[Param::new("str", Want::String).partial()],
    Want::String,
    lower,
);
pub(super) static UPPER: Function = Function::new(
    "upper",
    &[Param::new("str", Want::String).partial()],
    Want::String,
    upper,
);
pub(super) static TITLE: Function =
    Function::new("title", &[Param::new("str", Want::String)], Want::String, title);

fn lower(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    pieces::map(&args[0], |text| text.chars().map(lower_char).collect())
}

fn upper(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    pieces::map(&args[0], |text| text.chars().map(upper_char).collect())
}

fn title(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let text = super::known_text(&args[0]);
    let mut before = ' ';
    let title: String = text
        .chars()
        .map(|character| {
            let first = separates(before);
            before = character;
            if first { title_char(character) } else { character }
        })
        .collect();
    Ok(Value::text(nfc(&title)))
}

/// Letters, digits and `_` do not separate words; other ASCII does, and white space.
fn separates(character: char) -> bool {
    match character {
        '_' => false,
        _ if character.is_ascii() => !character.is_ascii_alphanumeric(),
        _ => !character.is_alphanumeric() && character.is_whitespace(),
    }
}

fn single(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    let first = mapped.next()?;
    mapped.next().is_none().then_some(first)
}

/// Where the full mapping gives several characters, the simple one is another or none.
fn lower_char(character: char) -> char {
    match character {
        '\u{130}' => 'i',
        _ => single(character.to_lowercase()).unwrap_or(character),
    }
}

fn upper_char(character: char) -> char {
    single(character.to_uppercase()).unwrap_or_else(|| match character {
        // Greek with iota subscript has single capitals ("prosgegrammeni").
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            char::from_u32(u32::from(character) + 8).unwrap_or(character)
        }
        '\u{1fb3}' => '\u{1fbc}',
        '\u{1fc3}' => '\u{1fcc}',
        '\u{1ff3}' => '\u{1ffc}',
        _ => character,
    })
}

fn title_char(character: char) -> char {
    match character {
        '\u{1c4}'..='\u{1c6}' => '\u{1c5}',
        '\u{1c7}'..='\u{1c9}' => '\u{1c8}',
        '\u{1ca}'..='\u{1cc}' => '\u{1cb}',
        '\u{1f1}'..='\u{1f3}' => '\u{1f2}',
        // Georgian has capitals, but none that start a word.
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => character,
        _ => upper_char(character),
    }
}
