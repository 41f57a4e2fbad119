//! Objects as JSON documents, along their schema.

use tfplugin::codec::CodecError;
use tfplugin::codec::json::{self, Extra, Missing};
use tfplugin::{Data, Diagnostic, Diagnostics, Misfit, Model, Value};

/// The object as a document; all of it must be known.
pub fn write<M: Model>(model: M) -> Result<String, Diagnostics> {
    let object = Value::Known(Data::Object(model.encode()));
    let document = json::encode(&object, &M::block().implied_type()).map_err(unreadable::<CodecError>)?;
    Ok(format!("{document:#}\n"))
}

/// The object of a document.
pub fn read<M: Model>(document: &[u8]) -> Result<M, Diagnostics> {
    let ty = M::block().implied_type();
    let value = json::decode_slice(document, &ty, Missing::Null, Extra::Ignore).map_err(unreadable)?;
    match value {
        Value::Known(Data::Object(object)) => M::decode(object).map_err(unreadable::<Misfit>),
        _ => Err(unreadable("a document must be an object")),
    }
}

fn unreadable<E: ToString>(error: E) -> Diagnostics {
    Diagnostic::error(
        "The atlas speaks nonsense",
        format!("A document is not as expected: {}.", error.to_string()),
    )
    .into()
}
