//! Values on the wire: the bytes that were measured, and round trips of everything.

mod json;
mod messages;
mod msgpack;
mod numbers;
mod properties;
#[path = "../strategies/mod.rs"]
mod strategies;
mod types;

use tfplugin::{Data, Number, Raw, Value};

fn string(text: &str) -> Raw {
    Value::Known(Data::String(text.to_owned()))
}

fn number(text: &str) -> Raw {
    Value::Known(Data::Number(exact(text)))
}

fn exact(text: &str) -> Number {
    text.parse().expect("a number")
}
