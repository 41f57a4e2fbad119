//! What the atlas adds to a thing by itself.

use tfplugin::Value;

use super::model::Thing;
use super::parts::{Home, Seat};
use crate::store::random_id;

impl Thing {
    /// The thing with everything that the plan left to the atlas, as it is made or changed.
    pub fn completed(self) -> Self {
        Self {
            note: or_else(self.note, || note_of(&self.name)),
            home: self.home.map(|home| Home {
                note: or_else(home.note, || note_of(&home.street)),
                ..home
            }),
            seat: seat(self.seat, &self.kind),
            id: or_else(self.id, random_id),
            ..self
        }
    }
}

/// What the atlas writes when nobody wrote a note.
pub fn note_of(name: &Value<String>) -> String {
    format!("note of {}", name.as_str().unwrap_or_default())
}

/// The seat that was asked for, with its color; else what the atlas gives to things of this kind.
fn seat(asked: Value<Seat>, kind: &Value<String>) -> Value<Seat> {
    let first = || Seat {
        row: Value::Known(1.into()),
        ..Seat::default()
    };
    let seat = match asked {
        Value::Unknown(_) if kind.as_str() == Some("guest") => Value::Known(first()),
        Value::Unknown(_) => Value::Null,
        asked => asked,
    };
    seat.map(|seat| Seat {
        color: or_else(seat.color, || "red".to_owned()),
        ..seat
    })
}

fn or_else(value: Value<String>, default: impl FnOnce() -> String) -> Value<String> {
    match value {
        Value::Known(text) => Value::Known(text),
        Value::Null | Value::Unknown(_) => Value::Known(default()),
    }
}
