//! What a thing consists of: nested attributes, and blocks.

use tfplugin::{Model, Number, Value};

/// Where a thing is.
#[derive(Model, Clone, Debug, Default)]
pub struct Home {
    /// The street.
    #[tf(required)]
    pub street: Value<String>,
    /// The number in the street.
    #[tf(optional)]
    pub number: Value<Number>,
    /// A text that the atlas writes when nobody does: `note of <street>`.
    #[tf(optional, computed)]
    pub note: Value<String>,
}

/// Where a thing sits.
#[derive(Model, Clone, Debug, Default, PartialEq)]
pub struct Seat {
    /// The row.
    #[tf(required)]
    pub row: Value<Number>,
    /// What is written on it.
    #[tf(optional)]
    pub label: Value<String>,
    /// Its color; the atlas takes red.
    #[tf(optional, computed)]
    pub color: Value<String>,
}

/// Where a thing passes.
#[derive(Model, Clone, Debug, Default)]
pub struct Stop {
    /// The name.
    #[tf(required)]
    pub name: Value<String>,
    /// How long it stays there.
    #[tf(optional)]
    pub seconds: Value<Number>,
}

/// What is written on a thing.
#[derive(Model, Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// The name.
    #[tf(required)]
    pub name: Value<String>,
    /// How deep it is cut.
    #[tf(optional)]
    pub level: Value<Number>,
}

/// What is inside a thing.
#[derive(Model, Clone, Debug, Default)]
pub struct Room {
    /// How large it is.
    #[tf(required)]
    pub area: Value<Number>,
    /// The color of its walls.
    #[tf(optional)]
    pub color: Value<String>,
}

/// A box that is there or not.
#[derive(Model, Clone, Debug, Default)]
pub struct Crate {
    /// What is in it.
    #[tf(required)]
    pub value: Value<String>,
}

/// A box that is always there.
#[derive(Model, Clone, Debug, Default)]
pub struct Group {
    /// What is in it.
    #[tf(optional)]
    pub value: Value<String>,
}

/// One box of several.
#[derive(Model, Clone, Debug, Default)]
pub struct Carton {
    /// What is in it.
    #[tf(required)]
    pub value: Value<String>,
    /// How heavy it is.
    #[tf(optional)]
    pub weight: Value<Number>,
}

/// One bag of several.
#[derive(Model, Clone, Debug, Default, PartialEq)]
pub struct Bag {
    /// What is in it.
    #[tf(required)]
    pub value: Value<String>,
}

/// One shelf of several.
#[derive(Model, Clone, Debug, Default)]
pub struct Shelf {
    /// What is on it.
    #[tf(required)]
    pub value: Value<String>,
}
