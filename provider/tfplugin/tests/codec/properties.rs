//! Round trips of any value of any type, and bytes of any kind.

use proptest::prelude::*;
use tfplugin::Type;
use tfplugin::codec::json::{Extra, Missing};
use tfplugin::codec::{json, msgpack};

use crate::strategies::{Holes, any_type, any_typed_value};

/// Whatever was read can be written, and is read again as the same.
fn stable(bytes: &[u8], ty: &Type) -> Result<(), TestCaseError> {
    if let Ok(value) = msgpack::decode(bytes, ty) {
        prop_assert_eq!(ty.conforms(&value), Ok(()));
        let sent = msgpack::encode(&value, ty).expect("what was read can be written");
        prop_assert_eq!(msgpack::decode(&sent, ty), Ok(value));
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_value_survives_messagepack((ty, value) in any_typed_value(Holes::Unknowns)) {
        let sent = msgpack::encode(&value, &ty).expect("a value of the type");
        prop_assert_eq!(msgpack::decode(&sent, &ty), Ok(value));
    }

    #[test]
    fn every_known_value_survives_json((ty, value) in any_typed_value(Holes::Nulls)) {
        let text = json::encode(&value, &ty).expect("a value of the type").to_string();
        let read = json::decode_slice(text.as_bytes(), &ty, Missing::Error, Extra::Error);
        prop_assert_eq!(read, Ok(value));
    }

    #[test]
    fn any_bytes_are_a_value_or_refused(ty in any_type(), bytes in any::<Vec<u8>>()) {
        stable(&bytes, &ty)?;
    }

    #[test]
    fn damaged_values_are_read_or_refused(
        (ty, value) in any_typed_value(Holes::Unknowns),
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = msgpack::encode(&value, &ty).expect("a value of the type");
        let place = place.index(bytes.len());
        stable(&bytes[..place], &ty)?;
        bytes[place] = byte;
        stable(&bytes, &ty)?;
    }

    #[test]
    fn a_value_of_another_type_is_written_exactly_if_it_conforms(
        (_, value) in any_typed_value(Holes::Unknowns),
        ty in any_type(),
    ) {
        let sent = msgpack::encode(&value, &ty);
        prop_assert_eq!(sent.map(drop), ty.conforms(&value));
    }
}
