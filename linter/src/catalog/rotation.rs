//! Whether a credential is replaced on a schedule, and how often.
//!
//! Any attribute that depends on a `time_rotating` replaces the credential with it; so does `replace_triggered_by`.
//! A `time_offset` alone never moves.

use governance::{At, Duration, Fact, Rotation};
use ustr::Ustr;

use super::conditions::{self, Holds};
use super::expiry;
use super::index::Found;
use super::reading::{Reading, scalar};
use super::row::{Condition, Format, Text};
use crate::address::{Address, Key};
use crate::eval::{Ref, Step};
use crate::instance::Instance;
use crate::load::Mode;
use crate::load::ir::{Attr, Expr, ExprKind, OpKind};

pub(super) fn read(reading: &Reading<'_, '_>) -> Fact<Rotation> {
    if let Some((at, every)) = by_dependence(reading) {
        return Fact::Known(Rotation { every }, at);
    }
    let emit = reading.emit;
    let mut unknown = None;
    for path in emit.rotation.iter() {
        let condition = Condition {
            path: Some(path.clone()),
            linked: None,
            is: Vec::<Text>::new().into(),
            present: Some(true),
        };
        let at = || {
            reading
                .get(path)
                .map_or(reading.header(), |value| reading.at(path, &value))
        };
        match conditions::ask(reading, &condition) {
            Holds::Yes => {
                let every = emit.rotation_every.as_ref().and_then(|path| {
                    let value = reading.get(path)?;
                    scalar(&value)?.parse::<Duration>().ok()
                });
                return Fact::Known(Rotation { every }, at());
            }
            Holds::No => {}
            Holds::Unknown(why) => {
                unknown.get_or_insert((why, at()));
            }
        }
    }
    match unknown {
        Some((why, at)) => Fact::Unknown(why, at),
        None => Fact::Absent(reading.header()),
    }
}

/// The `time_rotating` that some attribute goes through, or that triggers a replacement.
fn by_dependence(reading: &Reading<'_, '_>) -> Option<(At, Option<Duration>)> {
    let block = reading.instance.definition.as_ref()?.block;
    for attr in &block.body.attrs {
        if matches!(
            attr.name.as_str(),
            "count" | "for_each" | "provider" | "depends_on"
        ) {
            continue;
        }
        if let Some(every) = rotates(reading, attr) {
            return Some((place(reading, attr), every));
        }
    }
    for lifecycle in block.body.blocks_of("lifecycle") {
        let Some(trigger) = lifecycle.body.attr("replace_triggered_by") else {
            continue;
        };
        let ExprKind::Tuple(elements) = &trigger.value.kind else {
            continue;
        };
        for element in elements {
            if let Some(every) = triggers(reading, element) {
                return Some((place(reading, trigger), every));
            }
        }
    }
    None
}

fn place(reading: &Reading<'_, '_>, attr: &Attr) -> At {
    let span = attr.name_span.to(attr.value.span);
    reading
        .root
        .places
        .borrow_mut()
        .intern(span, crate::eval::At::NONE)
}

fn rotates(reading: &Reading<'_, '_>, attr: &Attr) -> Option<Option<Duration>> {
    let attrs = &reading.instance.attrs;
    let value = attrs.get(&[Step::Name(attr.name.as_str().into())])?;
    attrs
        .refs(&value)
        .iter()
        .find_map(|reference| period(reading, reference, 1))
}

/// The period of the `time_rotating` behind a reference, at most `hops` resources away.
fn period(reading: &Reading<'_, '_>, reference: &Ref, hops: u8) -> Option<Option<Duration>> {
    let target = &reference.target;
    let root = reading.root;
    let instance = match root.index.find(root.instances, target) {
        Found::One(position) => Some(&root.instances[position]),
        Found::Several | Found::None => None,
    };
    match target.r#type.as_str() {
        "time_rotating" => Some(instance.and_then(length)),
        "time_offset" | "time_static" | "terraform_data" | "null_resource" if hops > 0 => {
            let instance = instance?;
            ["triggers", "base_rfc3339", "triggers_replace", "input", "rfc3339"]
                .iter()
                .filter_map(|name| instance.attrs.get(&[Step::Name((*name).into())]))
                .flat_map(|value| instance.attrs.refs(&value))
                .find_map(|reference| period(reading, &reference, hops - 1))
        }
        _ => None,
    }
}

/// `rotation_days = 30`
fn length(instance: &Instance<'_>) -> Option<Duration> {
    ["minutes", "hours", "days", "months", "years"]
        .iter()
        .find_map(|unit| {
            let value = instance
                .attrs
                .get(&[Step::Name(format!("rotation_{unit}").into())])?;
            let number: u64 = scalar(&value)?.parse().ok()?;
            let (format, number) = match *unit {
                "years" => (Format::Days, number.checked_mul(365)?),
                unit => (expiry::unit_format(unit)?, number),
            };
            expiry::length(format, number)
        })
}

/// `time_rotating.x`, `terraform_data.y.output`, with or without a key.
fn triggers(reading: &Reading<'_, '_>, element: &Expr) -> Option<Option<Duration>> {
    let ExprKind::Access(access) = &element.kind else {
        return None;
    };
    let (ExprKind::Root(r#type), Some(OpKind::Attr(name))) =
        (&access.base.kind, access.ops.first().map(|op| &op.kind))
    else {
        return None;
    };
    let reference = Ref {
        target: std::rc::Rc::new(Address {
            modules: reading.instance.address.modules.clone(),
            mode: Mode::Managed,
            r#type: *r#type,
            name: *name,
            key: key(reading, access.ops.get(1).map(|op| &op.kind), *r#type, *name),
        }),
        path: Vec::new(),
    };
    period(reading, &reference, 1)
}

/// Which instance is meant is the evaluator's to say; here any of them tells the period.
fn key(reading: &Reading<'_, '_>, op: Option<&OpKind>, r#type: Ustr, name: Ustr) -> Key {
    let root = reading.root;
    let single = Address {
        modules: reading.instance.address.modules.clone(),
        mode: Mode::Managed,
        r#type,
        name,
        key: Key::None,
    };
    match op {
        Some(OpKind::Index(_)) => Key::Unknown,
        _ if root.index.find(root.instances, &single) != Found::None => Key::None,
        _ => Key::Unknown,
    }
}
