//! What is known of an unknown value: a map with numbers as keys, inside extension 12.

use rmp::Marker;
use rmp::encode as write;

use crate::codec::{CodecError, normalised};
use crate::types::Type;
use crate::value::{Bound, Refinement};

use super::decode::Reader;
use super::encode::{number, text, written};

/// `false`: the value will not be null.
const NULL: u64 = 1;
const PREFIX: u64 = 2;
const LOWER: u64 = 3;
const UPPER: u64 = 4;
const MIN_LENGTH: u64 = 5;
const MAX_LENGTH: u64 = 6;

/// Terraform cuts longer prefixes too.
const MAX_PREFIX: usize = 256;

/// Writes what can be said about a value of this type; nothing, if that is nothing.
pub(super) fn encode(known: &Refinement, ty: &Type) -> Result<Option<Vec<u8>>, CodecError> {
    if known.is_empty() || *ty == Type::Dynamic {
        return Ok(None);
    }
    let mut body = Vec::new();
    let mut count: u32 = 0;
    let mut key = |body: &mut Vec<u8>, key: u64| {
        count += 1;
        written(write::write_uint(body, key))
    };
    if known.not_null() {
        key(&mut body, NULL)?;
        written(write::write_bool(&mut body, false))?;
    }
    match ty {
        Type::String => {
            if let Some(prefix) = known.prefix() {
                key(&mut body, PREFIX)?;
                let prefix = normalised(prefix);
                text(&mut body, cut(&prefix))?;
            }
        }
        Type::Number => {
            for (name, bound) in [(LOWER, known.lower()), (UPPER, known.upper())] {
                if let Some(bound) = bound {
                    key(&mut body, name)?;
                    written(write::write_array_len(&mut body, 2))?;
                    number(&mut body, &bound.value)?;
                    written(write::write_bool(&mut body, bound.inclusive))?;
                }
            }
        }
        Type::List(_) | Type::Set(_) | Type::Map(_) => {
            for (name, length) in [(MIN_LENGTH, known.min_length()), (MAX_LENGTH, known.max_length())] {
                if let Some(length) = length {
                    key(&mut body, name)?;
                    written(write::write_uint(&mut body, length))?;
                }
            }
        }
        Type::Bool | Type::Dynamic | Type::Object(_) | Type::Tuple(_) => {}
    }
    let mut out = Vec::with_capacity(body.len() + 1);
    written(write::write_map_len(&mut out, count))?;
    out.append(&mut body);
    Ok((count > 0).then_some(out))
}

/// Reads what is understood, and passes over everything else: later versions of Terraform may say more.
pub(super) fn decode(body: &[u8], ty: &Type) -> Result<Refinement, CodecError> {
    let mut reader = Reader::new(body);
    let mut known = Refinement::default();
    let count = match reader.marker()? {
        Marker::FixMap(count) => usize::from(count),
        Marker::Map16 => usize::from(reader.u16()?),
        _ => return Ok(known),
    };
    for _ in 0..count {
        let key = natural(&mut reader)?;
        let value = reader.rest();
        reader.skip()?;
        known = match (key, ty) {
            (Some(NULL), ty) if *ty != Type::Dynamic => with_null(known, value),
            (Some(PREFIX), Type::String) => match Reader::new(value).text() {
                Ok(prefix) => known.with_prefix(prefix),
                Err(_) => known,
            },
            (Some(LOWER), Type::Number) => match bound(value) {
                Ok(bound) => known.with_lower(bound),
                Err(_) => known,
            },
            (Some(UPPER), Type::Number) => match bound(value) {
                Ok(bound) => known.with_upper(bound),
                Err(_) => known,
            },
            (Some(MIN_LENGTH), Type::List(_) | Type::Set(_) | Type::Map(_)) => {
                match natural(&mut Reader::new(value))? {
                    Some(length) => known.with_min_length(length),
                    None => known,
                }
            }
            (Some(MAX_LENGTH), Type::List(_) | Type::Set(_) | Type::Map(_)) => {
                match natural(&mut Reader::new(value))? {
                    Some(length) => known.with_max_length(length),
                    None => known,
                }
            }
            _ => known,
        };
    }
    Ok(known)
}

fn with_null(known: Refinement, value: &[u8]) -> Refinement {
    match Reader::new(value).marker() {
        Ok(Marker::False) => known.with_not_null(),
        _ => known,
    }
}

fn bound(value: &[u8]) -> Result<Bound, CodecError> {
    let mut reader = Reader::new(value);
    if reader.marker()? != Marker::FixArray(2) {
        return Err(CodecError::required(&Type::Number));
    }
    let value = reader.number()?;
    let inclusive = reader.marker()? == Marker::True;
    Ok(Bound { value, inclusive })
}

/// A whole number from zero up; everything else is passed over.
fn natural(reader: &mut Reader<'_>) -> Result<Option<u64>, CodecError> {
    let before = reader.rest();
    reader.skip()?;
    Ok(Reader::new(before)
        .number()
        .ok()
        .and_then(|number| number.to_u64()))
}

/// The longest beginning of at most [`MAX_PREFIX`] bytes: as true as the whole prefix.
fn cut(prefix: &str) -> &str {
    let ends = prefix.char_indices().map(|(start, char)| start + char.len_utf8());
    &prefix[..ends
        .take_while(|end| *end <= MAX_PREFIX)
        .last()
        .unwrap_or_default()]
}
