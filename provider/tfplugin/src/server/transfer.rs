//! Values between the wire and the rest of the service, with errors that name what was sent.

use crate::codec::{self, CodecError};
use crate::contract::Private;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::types::Type;
use crate::value::{Data, Object, Raw, Value};
use crate::wire::tfplugin6::{DynamicValue, RawState, ResourceIdentityData};

type Outcome<T> = Result<T, Diagnostics>;

/// Reads a value; absent is null.
pub(super) fn decode(what: &str, value: Option<&DynamicValue>, ty: &Type) -> Outcome<Raw> {
    codec::decode_dynamic(value, ty).map_err(|error| undecodable(what, &error))
}

/// Reads an object that must be there.
pub(super) fn decode_object(what: &str, value: Option<&DynamicValue>, ty: &Type) -> Outcome<Object> {
    match decode(what, value, ty)? {
        Value::Known(Data::Object(object)) => Ok(object),
        _ => Err(Diagnostic::error(
            format!("Terraform sent no {what}"),
            format!("The {what} is null or unknown where an object is needed. This is a defect of Terraform or of the provider."),
        )
        .into()),
    }
}

/// Reads an object, or null.
pub(super) fn decode_optional(
    what: &str,
    value: Option<&DynamicValue>,
    ty: &Type,
) -> Outcome<Option<Object>> {
    match decode(what, value, ty)? {
        Value::Null => Ok(None),
        Value::Known(Data::Object(object)) => Ok(Some(object)),
        _ => Err(Diagnostic::error(
            format!("Terraform sent an unknown {what}"),
            "An object as a whole cannot be unknown here. This is a defect of Terraform or of the provider.",
        )
        .into()),
    }
}

/// Writes a value.
pub(super) fn encode(what: &str, value: &Raw, ty: &Type) -> Outcome<DynamicValue> {
    codec::encode_dynamic(value, ty).map_err(|error| {
        Diagnostic::error(
            format!("The provider made an invalid {what}"),
            format!(
                "{}. This is a defect of the provider; please report it.",
                error.reason
            ),
        )
        .at(error.path)
        .into()
    })
}

/// Writes an object.
pub(super) fn encode_object(what: &str, object: Object, ty: &Type) -> Outcome<DynamicValue> {
    encode(what, &Value::Known(Data::Object(object)), ty)
}

/// Reads an identity; absent or null is none.
pub(super) fn decode_identity(data: Option<&ResourceIdentityData>, ty: &Type) -> Outcome<Option<Object>> {
    match data {
        Some(data) => decode_optional("identity", data.identity_data.as_ref(), ty),
        None => Ok(None),
    }
}

pub(super) fn encode_identity(identity: Object, ty: &Type) -> Outcome<ResourceIdentityData> {
    Ok(ResourceIdentityData {
        identity_data: Some(encode_object("identity", identity, ty)?),
    })
}

pub(super) fn decode_private(bytes: &[u8]) -> Outcome<Private> {
    Private::from_bytes(bytes).map_err(|error| {
        Diagnostic::error(
            "Unreadable private state",
            format!("The private state of this object was not written by this provider ({error})."),
        )
        .into()
    })
}

/// A stored state as JSON. States from before Terraform 0.12 are not read.
pub(super) fn stored_json(what: &str, state: Option<RawState>) -> Outcome<serde_json::Value> {
    let state = state.unwrap_or_default();
    if !state.flatmap.is_empty() {
        return Err(Diagnostic::error(
            format!("The {what} is from before Terraform 0.12"),
            "This provider never wrote such a state. Remove the object with `terraform state rm` and import it.",
        )
        .into());
    }
    if state.json.is_empty() {
        return Ok(serde_json::Value::Null);
    }
    codec::json::parse(&state.json).map_err(|error| {
        Diagnostic::error(
            format!("The {what} is not JSON"),
            format!("What Terraform stored cannot be read: {error}."),
        )
        .into()
    })
}

fn undecodable(what: &str, error: &CodecError) -> Diagnostics {
    Diagnostic::error(
        format!("Unreadable {what}"),
        format!(
            "{}. Terraform and the provider do not agree on the schema.",
            error.reason
        ),
    )
    .at(error.path.clone())
    .into()
}
