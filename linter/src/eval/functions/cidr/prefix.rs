//! A block of addresses: `10.0.0.0/8`, `2001:db8::/32`.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::eval::error::EvalError;

/// A prefix whose address has no bits beyond its length.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    pub(super) address: Address,
    pub(super) length: u32,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Address {
    pub(super) bits: u128,
    /// 32 or 128.
    pub(super) width: u32,
}

impl Prefix {
    /// # Errors
    /// What Terraform takes for no prefix.
    pub(super) fn read(text: &str) -> Result<Self, EvalError> {
        Self::parse(text).ok_or_else(|| {
            EvalError::invalid(format!(
                "`{text}` is no prefix such as 10.0.0.0/8 or 2001:db8::/32"
            ))
        })
    }

    fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let address = v4(address)
            .map(|bits| Address {
                bits: bits.into(),
                width: 32,
            })
            .or_else(|| v6(address).map(|bits| Address { bits, width: 128 }))?;
        let length = decimal(length, address.width)?;
        let bits = address.bits & !low(address.width - length);
        Some(Self {
            address: Address { bits, ..address },
            length,
        })
    }

    /// Bits beyond the length.
    pub(super) fn spare(&self) -> u32 {
        self.address.width - self.length
    }
}

impl Address {
    /// `::ffff:10.0.0.0`, which Terraform prints as an address of IPv4 and takes for one in some places.
    pub(super) fn is_mapped(&self) -> bool {
        self.width == 128 && self.bits >> 32 == 0xffff
    }

    pub(super) fn is_v4(&self) -> bool {
        self.width == 32 || self.is_mapped()
    }
}

/// In the canonical form: lower case, the longest run of zeros left out.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match u32::try_from(self.bits & low(32)) {
            Ok(bits) if self.is_v4() => Ipv4Addr::from(bits).fmt(f),
            _ => Ipv6Addr::from(self.bits).fmt(f),
        }
    }
}

impl fmt::Display for Prefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = if self.address.is_mapped() {
            self.length.saturating_sub(96)
        } else {
            self.length
        };
        write!(f, "{}/{length}", self.address)
    }
}

/// That many ones.
pub(super) fn low(bits: u32) -> u128 {
    match bits {
        0 => 0,
        bits => u128::MAX >> (128 - bits.min(128)),
    }
}

/// Digits only; zeros before them count for nothing.
fn decimal(text: &str, most: u32) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= most)
}

/// Octets are decimal even where they begin with zeros, as in Terraform and unlike in Rust's own reader.
fn v4(text: &str) -> Option<u32> {
    let octets: Option<Vec<u32>> = text.split('.').map(|octet| decimal(octet, 255)).collect();
    let octets = octets.filter(|octets| octets.len() == 4)?;
    Some(octets.iter().fold(0, |bits, octet| bits << 8 | octet))
}

fn v6(text: &str) -> Option<u128> {
    let groups = match text.split_once("::") {
        None => groups(text, true).filter(|groups| groups.len() == 8)?,
        Some((head, tail)) => {
            let mut all = groups(head, false)?;
            let tail = groups(tail, true)?;
            let left_out = 8usize
                .checked_sub(all.len() + tail.len())
                .filter(|count| *count > 0)?;
            all.extend(std::iter::repeat_n(0, left_out));
            all.extend(tail);
            all
        }
    };
    Some(
        groups
            .iter()
            .fold(0, |bits, group| bits << 16 | u128::from(*group)),
    )
}

/// `last`: the text ends here, where two groups may be written as an address of IPv4.
fn groups(text: &str, last: bool) -> Option<Vec<u32>> {
    let mut groups = Vec::new();
    if text.is_empty() {
        return Some(groups);
    }
    let mut parts = text.split(':').peekable();
    while let Some(part) = parts.next() {
        if last && parts.peek().is_none() && part.contains('.') {
            let bits = v4(part)?;
            groups.extend([bits >> 16, bits & 0xffff]);
            break;
        }
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let group = u32::from_str_radix(part, 16).ok();
        groups.push(group.filter(|group| digits && *group <= 0xffff)?);
    }
    Some(groups)
}
