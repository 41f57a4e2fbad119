//! How an identity may authenticate: explicit values only.

use governance::{Collection, Fact, Items, Method};

use super::conditions::{self, Holds};
use super::joining::joined;
use super::reading::{Item, Reading, text_of, why_unknown};
use super::row::{MethodRow, Text};
use crate::eval::Value;

pub(super) fn read(reading: &Reading<'_, '_>, rows: &[MethodRow]) -> Items<Method> {
    rows.iter()
        .map(|row| read_row(reading, row))
        .reduce(joined)
        .unwrap_or(Fact::NoPlace)
}

fn read_row(reading: &Reading<'_, '_>, row: &MethodRow) -> Items<Method> {
    match conditions::all(reading, &row.when) {
        Holds::Yes => {}
        Holds::No => return Fact::Absent(reading.header()),
        Holds::Unknown(why) => return Fact::Unknown(why, reading.header()),
    }
    let word = |at| {
        let method = Method {
            text: row.word.to_string(),
            human: row.human,
        };
        Fact::Known(Collection::closed(vec![(method, at)]), at)
    };
    let Some(path) = &row.path else {
        return word(reading.header());
    };
    if row.word.is_empty() {
        return reading.items(path, |value| listed(row, value));
    }
    let Some(value) = reading.get(path) else {
        return Fact::Absent(reading.header());
    };
    let at = reading.at(path, &value);
    match conditions::is_one_of(&value, &[Text::Borrowed("true")]) {
        Holds::Yes => word(at),
        Holds::No => Fact::Absent(at),
        Holds::Unknown(why) => Fact::Unknown(why, at),
    }
}

fn listed(row: &MethodRow, value: &Value) -> Item<Method> {
    match text_of(value) {
        Ok(text) => Item::Is(Method {
            human: row.human_words.iter().any(|word| *word == text),
            text,
        }),
        Err(_) => Item::Open(why_unknown(value)),
    }
}
