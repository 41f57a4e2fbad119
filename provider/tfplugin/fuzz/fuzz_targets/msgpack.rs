//! A type in JSON, a zero byte, a value in MessagePack: what can be read can be written and is read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tfplugin::Type;
use tfplugin::codec::msgpack;

fuzz_target!(|input: &[u8]| {
    let Some(end) = input.iter().position(|byte| *byte == 0) else {
        return;
    };
    let Ok(ty) = Type::from_json(&input[..end]) else {
        return;
    };
    assert_eq!(Type::from_json(&ty.to_json()).as_ref(), Ok(&ty));
    let Ok(value) = msgpack::decode(&input[end + 1..], &ty) else {
        return;
    };
    assert_eq!(ty.conforms(&value), Ok(()));
    let sent = msgpack::encode(&value, &ty).expect("what was read can be written");
    assert_eq!(msgpack::decode(&sent, &ty), Ok(value));
});
