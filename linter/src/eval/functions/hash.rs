//! `md5`, `sha1`, `sha256`, `sha512` of texts, as hexadecimal or base64.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Function, Param, Want, known_text};
use crate::eval::value::Value;

const STRING: Param = Param::new("str", Want::String);

pub(super) static MD5: Function = Function::new("md5", &[STRING], Want::String, |args, _| {
    Ok(of_text::<Md5>(&args[0]))
});
pub(super) static SHA1: Function = Function::new("sha1", &[STRING], Want::String, |args, _| {
    Ok(of_text::<Sha1>(&args[0]))
});
pub(super) static SHA256: Function = Function::new("sha256", &[STRING], Want::String, |args, _| {
    Ok(of_text::<Sha256>(&args[0]))
});
pub(super) static SHA512: Function = Function::new("sha512", &[STRING], Want::String, |args, _| {
    Ok(of_text::<Sha512>(&args[0]))
});

pub(super) static BASE64SHA256: Function =
    Function::new("base64sha256", &[STRING], Want::String, |args, _| {
        Ok(Value::text(base64::<Sha256>(known_text(&args[0]).as_bytes())))
    });
pub(super) static BASE64SHA512: Function =
    Function::new("base64sha512", &[STRING], Want::String, |args, _| {
        Ok(Value::text(base64::<Sha512>(known_text(&args[0]).as_bytes())))
    });

pub(super) fn base64<D: Digest>(bytes: &[u8]) -> String {
    STANDARD.encode(D::digest(bytes))
}

fn of_text<D: Digest>(value: &Value) -> Value {
    Value::text(hexadecimal::<D>(known_text(value).as_bytes()))
}

pub(super) fn hexadecimal<D: Digest>(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    D::digest(bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|half| char::from(DIGITS[usize::from(half)]))
        .collect()
}
