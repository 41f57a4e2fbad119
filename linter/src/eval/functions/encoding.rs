//! `base64encode`, `base64decode`, `urlencode`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Function, Host, Param, Want, known_text};
use crate::eval::error::EvalError;
use crate::eval::text::{TEXT_LIMIT, nfc, too_long};
use crate::eval::value::Value;

const STRING: Param = Param::new("str", Want::String);

pub(super) static BASE64ENCODE: Function =
    Function::new("base64encode", &[STRING], Want::String, |args, _| {
        let text = known_text(&args[0]);
        if text.len() / 3 * 4 > TEXT_LIMIT {
            return Err(too_long());
        }
        Ok(Value::text(STANDARD.encode(text.as_bytes())))
    });
pub(super) static BASE64DECODE: Function = Function::new("base64decode", &[STRING], Want::String, decode);

pub(super) static URLENCODE: Function = Function::new("urlencode", &[STRING], Want::String, |args, _| {
    let mut out = String::new();
    for byte in known_text(&args[0]).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            b' ' => out.push('+'),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    if out.len() > TEXT_LIMIT {
        Err(too_long())
    } else {
        Ok(Value::text(out))
    }
});

fn decode(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    // Line ends inside are skipped, as Go's decoder does.
    let text: String = known_text(&args[0])
        .chars()
        .filter(|character| !matches!(character, '\r' | '\n'))
        .collect();
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| EvalError::invalid("base64decode() is given no base64 data"))?;
    String::from_utf8(bytes)
        .map(|text| Value::text(nfc(&text)))
        .map_err(|_| EvalError::invalid("base64decode() gives no valid UTF-8"))
}
