//! MessagePack to values.

use std::collections::BTreeMap;

use rmp::Marker;
use rmp::decode::RmpRead;

use crate::codec::{CodecError, MAX_DEPTH, normalised};
use crate::path::Step;
use crate::types::Type;
use crate::value::{Data, Dynamic, Elements, Number, NumberError, Raw, Refinement, Value};

use super::{MAX_REFINEMENT, REFINED, refinement};

/// Elements that are made room for before they are seen.
const ROOM: usize = 1024;

/// Reads a value of this type, which takes up all of the bytes.
///
/// Memory grows with the bytes that are there, never with the lengths they claim.
///
/// # Errors
/// Where the bytes are not a value of the type.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Raw, CodecError> {
    let mut reader = Reader::new(bytes);
    let value = reader.value(ty, MAX_DEPTH)?;
    if reader.rest().is_empty() {
        Ok(value)
    } else {
        Err(CodecError::new("bytes are left behind the value"))
    }
}

/// What of the bytes is still to be read.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    fn value(&mut self, ty: &Type, depth: usize) -> Result<Raw, CodecError> {
        let depth = depth.checked_sub(1).ok_or_else(CodecError::too_deep)?;
        let before = self.bytes;
        let marker = self.marker()?;
        if marker == Marker::Null {
            return Ok(Value::Null);
        }
        if let Some(length) = self.extension_length(marker)? {
            return self.unknown(length, ty).map(Value::Unknown);
        }
        self.bytes = before;
        self.known(ty, depth).map(Value::Known)
    }

    fn known(&mut self, ty: &Type, depth: usize) -> Result<Data, CodecError> {
        Ok(match ty {
            Type::String => Data::String(self.text()?),
            Type::Number => Data::Number(self.number()?),
            Type::Bool => match self.marker()? {
                Marker::True => Data::Bool(true),
                Marker::False => Data::Bool(false),
                _ => return Err(CodecError::required(ty)),
            },
            Type::List(inner) => Data::List(self.elements(ty, inner, depth, Step::Index)?),
            Type::Set(inner) => Data::Set(Elements::new(self.elements(ty, inner, depth, |_| Step::Element)?)),
            Type::Map(inner) => Data::Map(self.map(inner, depth)?),
            Type::Object(attributes) => Data::Object(self.object(attributes, depth)?),
            Type::Tuple(types) => {
                let length = self.array_length(ty)?;
                if length != types.len() {
                    return Err(CodecError::tuple_length(types.len(), length));
                }
                let elements = (0..).zip(types).map(|(index, ty)| {
                    self.value(ty, depth)
                        .map_err(|error| error.within(Step::Index(index)))
                });
                Data::Tuple(elements.collect::<Result<_, _>>()?)
            }
            Type::Dynamic => Data::Dynamic(Box::new(self.dynamic(depth)?)),
        })
    }

    fn elements(
        &mut self,
        ty: &Type,
        inner: &Type,
        depth: usize,
        step: impl Fn(usize) -> Step,
    ) -> Result<Vec<Raw>, CodecError> {
        let length = self.array_length(ty)?;
        let mut elements = Vec::with_capacity(length.min(ROOM));
        for index in 0..length {
            elements.push(
                self.value(inner, depth)
                    .map_err(|error| error.within(step(index)))?,
            );
        }
        Ok(elements)
    }

    fn map(&mut self, inner: &Type, depth: usize) -> Result<BTreeMap<String, Raw>, CodecError> {
        let length = self
            .map_length()
            .ok_or_else(|| CodecError::new("a map is required"))?;
        let mut entries = Vec::with_capacity(length.min(ROOM));
        for _ in 0..length {
            let key = self
                .text()
                .map_err(|_| CodecError::new("the keys of a map are strings"))?;
            match self.value(inner, depth) {
                Ok(value) => entries.push((key, value)),
                Err(error) => return Err(error.within(Step::Key(key))),
            }
        }
        // Terraform sends them sorted: made at once, the tree is made in linear time.
        let map: BTreeMap<_, _> = entries.into_iter().collect();
        if map.len() == length {
            Ok(map)
        } else {
            Err(CodecError::twice())
        }
    }

    fn object(
        &mut self,
        attributes: &BTreeMap<String, Type>,
        depth: usize,
    ) -> Result<BTreeMap<String, Raw>, CodecError> {
        let length = self
            .map_length()
            .ok_or_else(|| CodecError::new("an object is required"))?;
        let mut object = BTreeMap::new();
        for _ in 0..length {
            let name = self
                .text()
                .map_err(|_| CodecError::new("the names of attributes are strings"))?;
            let ty = attributes.get(&name).ok_or_else(|| CodecError::extra(&name))?;
            let value = match self.value(ty, depth) {
                Ok(value) => value,
                Err(error) => return Err(error.within(Step::Attribute(name))),
            };
            if object.insert(name, value).is_some() {
                return Err(CodecError::twice());
            }
        }
        match attributes.keys().find(|name| !object.contains_key(*name)) {
            Some(name) => Err(CodecError::missing(name)),
            None => Ok(object),
        }
    }

    /// The type in JSON, then the value.
    fn dynamic(&mut self, depth: usize) -> Result<Dynamic, CodecError> {
        if self.array_length(&Type::Dynamic)? != 2 {
            return Err(CodecError::required(&Type::Dynamic));
        }
        let ty = Type::from_json(self.text_bytes().ok_or_else(CodecError::no_type)?)?;
        if ty == Type::Dynamic {
            return Err(CodecError::no_type());
        }
        let value = self.value(&ty, depth)?;
        Ok(Dynamic { ty, value })
    }

    /// Whatever the extension is, the value is unknown; one of them says more.
    fn unknown(&mut self, length: usize, ty: &Type) -> Result<Refinement, CodecError> {
        let code = self.bytes.read_data_i8().map_err(|_| truncated())?;
        let body = self.take(length)?;
        if code != REFINED {
            return Ok(Refinement::default());
        }
        if body.len() > MAX_REFINEMENT {
            return Err(CodecError::new(
                "the refinement of an unknown value is longer than 1 KiB",
            ));
        }
        refinement::decode(body, ty)
    }

    /// Any of the forms that a number has on the wire.
    pub(super) fn number(&mut self) -> Result<Number, CodecError> {
        let before = self.bytes;
        let required = || CodecError::required(&Type::Number);
        let integer = match self.marker()? {
            Marker::FixPos(value) => i64::from(value),
            Marker::FixNeg(value) => i64::from(value),
            Marker::U8 => i64::from(self.bytes.read_data_u8().map_err(|_| truncated())?),
            Marker::U16 => i64::from(self.u16()?),
            Marker::U32 => i64::from(self.bytes.read_data_u32().map_err(|_| truncated())?),
            Marker::U64 => return Ok(self.bytes.read_data_u64().map_err(|_| truncated())?.into()),
            Marker::I8 => i64::from(self.bytes.read_data_i8().map_err(|_| truncated())?),
            Marker::I16 => i64::from(self.bytes.read_data_i16().map_err(|_| truncated())?),
            Marker::I32 => i64::from(self.bytes.read_data_i32().map_err(|_| truncated())?),
            Marker::I64 => self.bytes.read_data_i64().map_err(|_| truncated())?,
            Marker::F32 => {
                let value = self.bytes.read_data_f32().map_err(|_| truncated())?;
                return Number::try_from(f64::from(value)).map_err(refused);
            }
            Marker::F64 => {
                let value = self.bytes.read_data_f64().map_err(|_| truncated())?;
                return Number::try_from(value).map_err(refused);
            }
            _ => {
                self.bytes = before;
                let text = self.text_bytes().ok_or_else(required)?;
                return std::str::from_utf8(text)
                    .map_err(|_| required())?
                    .parse()
                    .map_err(refused);
            }
        };
        Ok(integer.into())
    }

    /// A string, in NFC.
    pub(super) fn text(&mut self) -> Result<String, CodecError> {
        let bytes = self
            .text_bytes()
            .ok_or_else(|| CodecError::required(&Type::String))?;
        let text =
            std::str::from_utf8(bytes).map_err(|_| CodecError::new("a string in UTF-8 is required"))?;
        Ok(normalised(text).into_owned())
    }

    /// The bytes of a string, which may come as binary too.
    fn text_bytes(&mut self) -> Option<&'a [u8]> {
        let length = match self.marker().ok()? {
            Marker::FixStr(length) => usize::from(length),
            Marker::Str8 | Marker::Bin8 => self.byte().ok()?,
            Marker::Str16 | Marker::Bin16 => usize::from(self.u16().ok()?),
            Marker::Str32 | Marker::Bin32 => self.word().ok()?,
            _ => return None,
        };
        self.take(length).ok()
    }

    fn array_length(&mut self, ty: &Type) -> Result<usize, CodecError> {
        let length = match self.marker()? {
            Marker::FixArray(length) => usize::from(length),
            Marker::Array16 => usize::from(self.u16()?),
            Marker::Array32 => self.word()?,
            _ => return Err(CodecError::required(ty)),
        };
        self.bounded(length)
    }

    /// Entries of a map; nothing where there is none.
    fn map_length(&mut self) -> Option<usize> {
        let length = match self.marker().ok()? {
            Marker::FixMap(length) => usize::from(length),
            Marker::Map16 => usize::from(self.u16().ok()?),
            Marker::Map32 => self.word().ok()?,
            _ => return None,
        };
        self.bounded(length).ok()
    }

    /// The length of an extension's body; nothing for what is no extension.
    fn extension_length(&mut self, marker: Marker) -> Result<Option<usize>, CodecError> {
        Ok(Some(match marker {
            Marker::FixExt1 => 1,
            Marker::FixExt2 => 2,
            Marker::FixExt4 => 4,
            Marker::FixExt8 => 8,
            Marker::FixExt16 => 16,
            Marker::Ext8 => self.byte()?,
            Marker::Ext16 => usize::from(self.u16()?),
            Marker::Ext32 => self.word()?,
            _ => return Ok(None),
        }))
    }

    /// Passes over one value of any form, however deep.
    pub(super) fn skip(&mut self) -> Result<(), CodecError> {
        let mut left: usize = 1;
        while left > 0 {
            left -= 1;
            let before = self.bytes;
            let marker = self.marker()?;
            if let Some(length) = self.extension_length(marker)? {
                self.take(length)?;
                self.take(1)?;
                continue;
            }
            let fixed = match marker {
                Marker::U8 | Marker::I8 => 1,
                Marker::U16 | Marker::I16 => 2,
                Marker::U32 | Marker::I32 | Marker::F32 => 4,
                Marker::U64 | Marker::I64 | Marker::F64 => 8,
                Marker::FixStr(_)
                | Marker::Str8
                | Marker::Str16
                | Marker::Str32
                | Marker::Bin8
                | Marker::Bin16
                | Marker::Bin32 => {
                    self.bytes = before;
                    self.text_bytes().ok_or_else(truncated)?;
                    0
                }
                Marker::FixArray(_) | Marker::Array16 | Marker::Array32 => {
                    self.bytes = before;
                    left += self.array_length(&Type::Dynamic)?;
                    0
                }
                Marker::FixMap(_) | Marker::Map16 | Marker::Map32 => {
                    self.bytes = before;
                    left += 2 * self.map_length().ok_or_else(truncated)?;
                    0
                }
                _ => 0,
            };
            self.take(fixed)?;
        }
        Ok(())
    }

    pub(super) fn marker(&mut self) -> Result<Marker, CodecError> {
        self.bytes.read_u8().map(Marker::from_u8).map_err(|_| truncated())
    }

    fn byte(&mut self) -> Result<usize, CodecError> {
        self.bytes
            .read_data_u8()
            .map(usize::from)
            .map_err(|_| truncated())
    }

    pub(super) fn u16(&mut self) -> Result<u16, CodecError> {
        self.bytes.read_data_u16().map_err(|_| truncated())
    }

    fn word(&mut self) -> Result<usize, CodecError> {
        let length = self.bytes.read_data_u32().map_err(|_| truncated())?;
        usize::try_from(length).map_err(|_| truncated())
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], CodecError> {
        let (taken, rest) = self.bytes.split_at_checked(length).ok_or_else(truncated)?;
        self.bytes = rest;
        Ok(taken)
    }

    /// Every element takes a byte at least.
    fn bounded(&self, length: usize) -> Result<usize, CodecError> {
        if length > self.bytes.len() {
            Err(truncated())
        } else {
            Ok(length)
        }
    }
}

fn truncated() -> CodecError {
    CodecError::new("the bytes end inside a value")
}

fn refused(error: NumberError) -> CodecError {
    CodecError::new(error.to_string())
}
