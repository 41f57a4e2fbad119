//! The message that carries a value: MessagePack or JSON, without its type.

use crate::types::Type;
use crate::value::{Raw, Value};
use crate::wire::tfplugin6::DynamicValue;

use super::json::{Extra, Missing};
use super::{CodecError, json, msgpack};

/// Reads a message: MessagePack if there is any, else JSON (as strictly as Terraform: attributes left out are null,
/// others are refused), else null.
///
/// # Errors
/// Where the content is not a value of the type.
pub fn decode_dynamic(message: Option<&DynamicValue>, ty: &Type) -> Result<Raw, CodecError> {
    match message {
        Some(message) if !message.msgpack.is_empty() => msgpack::decode(&message.msgpack, ty),
        Some(message) if !message.json.is_empty() => {
            json::decode_slice(&message.json, ty, Missing::Null, Extra::Error)
        }
        Some(_) | None => Ok(Value::Null),
    }
}

/// Writes a message, always in MessagePack: Terraform before 0.15 reads nothing else.
///
/// # Errors
/// Where the value is not of the type.
pub fn encode_dynamic(value: &Raw, ty: &Type) -> Result<DynamicValue, CodecError> {
    Ok(DynamicValue {
        msgpack: msgpack::encode(value, ty)?,
        json: Vec::new(),
    })
}
