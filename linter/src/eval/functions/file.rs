//! `file`, `filebase64`, `fileexists`, and hashes of files.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha512};

use super::{FileKind, Function, Host, Param, Unread, Want, hash, known_text};
use crate::eval::error::EvalError;
use crate::eval::text::{TEXT_LIMIT, nfc, too_long};
use crate::eval::types::Type;
use crate::eval::value::Value;

const PATH: Param = Param::new("path", Want::String);

pub(super) static FILE: Function = Function::new("file", &[PATH], Want::String, |args, host| {
    with_bytes(&args[0], host, |bytes| Ok(Value::text(nfc(&utf8(bytes)?))))
});
pub(super) static FILEBASE64: Function = Function::new("filebase64", &[PATH], Want::String, |args, host| {
    with_bytes(&args[0], host, |bytes| {
        if bytes.len() / 3 * 4 > TEXT_LIMIT {
            Err(too_long())
        } else {
            Ok(Value::text(STANDARD.encode(bytes)))
        }
    })
});
pub(super) static FILEMD5: Function = Function::new("filemd5", &[PATH], Want::String, |args, host| {
    with_bytes(&args[0], host, |bytes| {
        Ok(Value::text(hash::hexadecimal::<Md5>(&bytes)))
    })
});
pub(super) static FILESHA1: Function = Function::new("filesha1", &[PATH], Want::String, |args, host| {
    with_bytes(&args[0], host, |bytes| {
        Ok(Value::text(hash::hexadecimal::<Sha1>(&bytes)))
    })
});
pub(super) static FILESHA256: Function = Function::new("filesha256", &[PATH], Want::String, |args, host| {
    with_bytes(&args[0], host, |bytes| {
        Ok(Value::text(hash::hexadecimal::<Sha256>(&bytes)))
    })
});
pub(super) static FILESHA512: Function = Function::new("filesha512", &[PATH], Want::String, |args, host| {
    with_bytes(&args[0], host, |bytes| {
        Ok(Value::text(hash::hexadecimal::<Sha512>(&bytes)))
    })
});
pub(super) static FILEBASE64SHA256: Function =
    Function::new("filebase64sha256", &[PATH], Want::String, |args, host| {
        with_bytes(&args[0], host, |bytes| {
            Ok(Value::text(hash::base64::<Sha256>(&bytes)))
        })
    });
pub(super) static FILEBASE64SHA512: Function =
    Function::new("filebase64sha512", &[PATH], Want::String, |args, host| {
        with_bytes(&args[0], host, |bytes| {
            Ok(Value::text(hash::base64::<Sha512>(&bytes)))
        })
    });
pub(super) static FILEEXISTS: Function = Function::new("fileexists", &[PATH], Want::Bool, exists);

/// # Errors
/// The file is missing, or `make` refuses its bytes.
pub(super) fn with_bytes(
    path: &Value,
    host: &dyn Host,
    make: impl FnOnce(Vec<u8>) -> Result<Value, EvalError>,
) -> Result<Value, EvalError> {
    match host.read(&known_text(path)) {
        Ok(bytes) => {
            host.charge(bytes.len())?;
            make(bytes)
        }
        Err(unread) => unreadable(unread, Type::String),
    }
}

/// # Errors
/// Missing is an error, as in Terraform.
pub(super) fn unreadable(unread: Unread, ty: Type) -> Result<Value, EvalError> {
    match unread {
        Unread::Missing(why) => Err(EvalError::invalid(why)),
        Unread::Unknown(hole) => {
            let mut hole = hole.typed(ty);
            hole.not_null = true;
            Ok(Value::unknown(hole))
        }
    }
}

/// # Errors
/// Binary, or more than a text may have.
pub(super) fn utf8(bytes: Vec<u8>) -> Result<String, EvalError> {
    if bytes.len() > TEXT_LIMIT {
        return Err(too_long());
    }
    String::from_utf8(bytes)
        .map_err(|_| EvalError::invalid("the file is not valid UTF-8; filebase64() reads it"))
}

fn exists(args: &[Value], host: &dyn Host) -> Result<Value, EvalError> {
    match host.kind(&known_text(&args[0])) {
        Ok(Some(FileKind::File)) => Ok(Value::bool(true)),
        Ok(Some(_)) => Err(EvalError::invalid(
            "fileexists() is given what is no regular file",
        )),
        Ok(None) => Ok(Value::bool(false)),
        Err(unread) => unreadable(unread, Type::Bool),
    }
}
