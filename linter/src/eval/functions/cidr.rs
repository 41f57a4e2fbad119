//! `cidrhost`, `cidrnetmask`, `cidrsubnet`, `cidrsubnets`, with what Terraform makes of odd numbers.

mod prefix;

use self::prefix::{Address, Prefix, low};
use super::{Function, Host, Param, Want, bounded, known_text, whole_number};
use crate::eval::error::EvalError;
use crate::eval::types::Type;
use crate::eval::value::{Kind, Value};

const PREFIX: Param = Param::new("prefix", Want::String);

pub(super) static CIDRHOST: Function = Function::new(
    "cidrhost",
    &[PREFIX, Param::new("hostnum", Want::Number)],
    Want::String,
    host,
);
pub(super) static CIDRNETMASK: Function = Function::new("cidrnetmask", &[PREFIX], Want::String, netmask);
pub(super) static CIDRSUBNET: Function = Function::new(
    "cidrsubnet",
    &[
        PREFIX,
        Param::new("newbits", Want::Number),
        Param::new("netnum", Want::Number),
    ],
    Want::String,
    subnet,
);
pub(super) static CIDRSUBNETS: Function = Function::new("cidrsubnets", &[PREFIX], Want::Strings, subnets)
    .variadic(Param::new("newbits", Want::Number));

/// Bits by which `cidrsubnets` extends a prefix at most.
const EXTENSION: i64 = 32;

/// The number of a host or of a network: whole, of either sign.
struct Ordinal {
    negative: bool,
    magnitude: u128,
}

impl Ordinal {
    /// # Errors
    /// A fraction, or a number of more than 128 bits, which no prefix has room for.
    fn of(value: &Value) -> Result<Self, EvalError> {
        let digits = match &value.kind {
            Kind::Number(number) => number.to_radix(16),
            _ => None,
        };
        let digits = digits.ok_or_else(|| EvalError::invalid("a whole number is required"))?;
        let magnitude = u128::from_str_radix(digits.trim_start_matches('-'), 16).map_err(|_| no_room())?;
        Ok(Self {
            negative: digits.starts_with('-') && magnitude != 0,
            magnitude,
        })
    }

    /// The 64 bits that Terraform compares with what a prefix has room for.
    fn low(&self) -> u64 {
        self.magnitude as u64
    }
}

fn host(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Prefix { address, length } = Prefix::read(&known_text(&args[0]))?;
    let ordinal = Ordinal::of(&args[1])?;
    let last = low(address.width - length);
    let number = if ordinal.negative {
        // -1 is the last one.
        last.checked_sub(ordinal.magnitude - 1).ok_or_else(no_room)?
    } else {
        let compared = ordinal.low();
        if i64::try_from(compared).is_ok() && u128::from(compared) > last {
            return Err(no_room());
        }
        ordinal.magnitude
    };
    // Terraform counts the bits of a mapped address as if it had 32.
    let shift = if address.is_mapped() { 96 } else { 0 };
    let bits = address.bits | shifted(number, shift, address.width)?;
    Ok(Value::text(Address { bits, ..address }.to_string()))
}

fn netmask(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let prefix = Prefix::read(&known_text(&args[0]))?;
    if !prefix.address.is_v4() {
        return Err(EvalError::invalid(
            "cidrnetmask() takes no IPv6 prefix: it has no netmask",
        ));
    }
    let width = prefix.address.width;
    let bits = low(width) & !low(prefix.spare());
    Ok(Value::text(Address { bits, width }.to_string()))
}

fn subnet(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let Prefix { address, length } = Prefix::read(&known_text(&args[0]))?;
    let extension = whole_number(&args[1])?;
    let ordinal = Ordinal::of(&args[2])?;
    let length = i64::from(length).saturating_add(extension);
    let spare = u32::try_from(i64::from(address.width).saturating_sub(length))
        .map_err(|_| EvalError::invalid(format!("a prefix of {length} bits is too long for its address")))?;
    if (0..64).contains(&extension) && ordinal.low() >> extension != 0 {
        return Err(no_room());
    }
    let number = shifted(ordinal.magnitude, spare, address.width)?;
    let bits = match ordinal.negative {
        false => address.bits | number,
        // Terraform prints the magnitude of the two's complement.
        true => ((number - 1) & !address.bits) + 1,
    };
    Ok(Value::text(match u32::try_from(length) {
        Ok(length) => {
            let address = Address { bits, ..address };
            Prefix { address, length }.to_string()
        }
        // What Terraform prints for a length below zero.
        Err(_) => "<nil>".to_owned(),
    }))
}

/// One after the other, each at the next address that its length allows.
fn subnets(args: &[Value], _: &dyn Host) -> Result<Value, EvalError> {
    let whole = Prefix::read(&known_text(&args[0]))?;
    let address = whole.address;
    bounded(args.len())?;
    let end = address.bits | low(whole.spare());
    let mut next = Some(address.bits);
    let mut made = Vec::new();
    for arg in &args[1..] {
        let extension = u32::try_from(whole_number(arg)?)
            .ok()
            .filter(|bits| (1..=EXTENSION).contains(&i64::from(*bits)))
            .ok_or_else(|| EvalError::invalid("cidrsubnets() extends a prefix by 1 to 32 bits"))?;
        let length = whole.length + extension;
        let size = address.width.checked_sub(length).map(low);
        let size = size.ok_or_else(|| {
            EvalError::invalid(format!("a prefix of {length} bits is too long for its address"))
        })?;
        // Terraform takes the address zero, and one of IPv4 in IPv6, for the end of all addresses.
        let start = next
            .and_then(|next| next.checked_add(size))
            .map(|start| start & !size)
            .filter(|start| *start != 0 && *start <= end && !address.is_mapped())
            .ok_or_else(no_room)?;
        next = (start | size).checked_add(1);
        let address = Address {
            bits: start,
            ..address
        };
        made.push(Value::text(Prefix { address, length }.to_string()));
    }
    Ok(Value::list(made, Type::String))
}

/// # Errors
/// It does not fit the width: Terraform fails there too.
fn shifted(number: u128, bits: u32, width: u32) -> Result<u128, EvalError> {
    let needed = u128::BITS - number.leading_zeros();
    if number != 0 && needed.saturating_add(bits) > width {
        return Err(no_room());
    }
    Ok(number.checked_shl(bits).unwrap_or(0))
}

fn no_room() -> EvalError {
    EvalError::invalid("the prefix has no room for that number")
}
