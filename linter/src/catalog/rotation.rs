//! Whether a credential is replaced on a schedule, and how often.
//!
//! Any attribute that depends on a `time_rotating` replaces the credential with it; so does `replace_triggered_by`.
//! A `time_offset` alone never moves, and a `time_rotating` that has no instance rotates nothing. Values that cannot be
//! followed (a variable, the output of a module that is not here) may hold one: where they are what a replacement
//! waits for, rotation is not known.

use governance::{At, Duration, Fact, Instant, Rotation, Why};
use ustr::Ustr;

use super::conditions::{self, Holds};
use super::expiry;
use super::index::Found;
use super::reading::{Reading, scalar, why, why_unknown};
use super::row::{Condition, Format, Text};
use crate::address::{Address, Key};
use crate::eval::{Ref, Step, Value};
use crate::instance::Instance;
use crate::load::Mode;
use crate::load::ir::{Attr, Expr, ExprKind, OpKind};

/// Resources between a credential and its `time_rotating` that are looked through.
const HOPS: u8 = 3;

/// What one value says of rotation.
enum Seen {
    Rotates(Rotation),
    Unknown(Why),
    Nothing,
}

pub(super) fn read(reading: &Reading<'_, '_>) -> Fact<Rotation> {
    let mut unknown = None;
    for (seen, at) in by_dependence(reading).into_iter().chain(by_attribute(reading)) {
        match seen {
            Seen::Rotates(rotation) => return Fact::Known(rotation, at),
            Seen::Unknown(why) => {
                unknown.get_or_insert((why, at));
            }
            Seen::Nothing => {}
        }
    }
    match unknown {
        Some((why, at)) => Fact::Unknown(why, at),
        None => Fact::Absent(reading.header()),
    }
}

/// The attributes of the row whose presence means that it is replaced.
fn by_attribute(reading: &Reading<'_, '_>) -> Vec<(Seen, At)> {
    let emit = reading.emit;
    let mut all = Vec::new();
    for path in emit.rotation.iter() {
        let condition = Condition {
            path: Some(path.clone()),
            linked: None,
            is: Vec::<Text>::new().into(),
            present: Some(true),
        };
        let value = reading.get(path);
        let at = value
            .as_ref()
            .map_or(reading.header(), |value| reading.at(path, value));
        let seen = match conditions::ask(reading, &condition) {
            Holds::Yes => Seen::Rotates(period_beside(reading, value.as_ref())),
            Holds::No => Seen::Nothing,
            Holds::Unknown(why) => Seen::Unknown(why),
        };
        all.push((seen, at));
    }
    all
}

/// The period that the row knows; else what the trigger waits for is all there is.
fn period_beside(reading: &Reading<'_, '_>, trigger: Option<&Value>) -> Rotation {
    if let Some(path) = &reading.emit.rotation_every {
        let Some(value) = reading.get(path) else {
            return Rotation::Triggered;
        };
        return match scalar(&value).and_then(|text| text.parse::<Duration>().ok()) {
            Some(every) => Rotation::Every(every),
            None => Rotation::Scheduled(why_unknown(&value)),
        };
    }
    match trigger.and_then(lost) {
        Some(why) => Rotation::Scheduled(why),
        None => Rotation::Triggered,
    }
}

/// Why a part of the value cannot be followed to what it depends on.
fn lost(value: &Value) -> Option<Why> {
    let mut found = None;
    value.each_hole(&mut |hole| {
        if hole.refs.is_empty() && hole.any_of.is_empty() {
            found.get_or_insert_with(|| why(&hole.why));
        }
    });
    found
}

/// Attributes that go through a `time_rotating`, and what triggers a replacement.
fn by_dependence(reading: &Reading<'_, '_>) -> Vec<(Seen, At)> {
    let Some(definition) = reading.instance.definition.as_ref() else {
        return Vec::new();
    };
    let body = &definition.block.body;
    let mut all = Vec::new();
    for attr in &body.attrs {
        if matches!(
            attr.name.as_str(),
            "count" | "for_each" | "provider" | "depends_on"
        ) {
            continue;
        }
        // An attribute that is not known is rarely about rotation; only one that is known to be decides.
        if let Some(rotation) = rotates(reading, attr) {
            all.push((Seen::Rotates(rotation), place(reading, attr)));
        }
    }
    for lifecycle in body.blocks_of("lifecycle") {
        let Some(trigger) = lifecycle.body.attr("replace_triggered_by") else {
            continue;
        };
        let ExprKind::Tuple(elements) = &trigger.value.kind else {
            continue;
        };
        let at = place(reading, trigger);
        all.extend(elements.iter().map(|element| (triggers(reading, element), at)));
    }
    all
}

fn place(reading: &Reading<'_, '_>, attr: &Attr) -> At {
    let span = attr.name_span.to(attr.value.span);
    reading
        .root
        .places
        .borrow_mut()
        .intern(span, crate::eval::At::NONE)
}

fn rotates(reading: &Reading<'_, '_>, attr: &Attr) -> Option<Rotation> {
    let attrs = &reading.instance.attrs;
    let value = attrs.get(&[Step::Name(attr.name.as_str().into())])?;
    attrs
        .refs(&value)
        .iter()
        .find_map(|reference| match behind(reading, reference, HOPS) {
            Seen::Rotates(rotation) => Some(rotation),
            Seen::Unknown(_) | Seen::Nothing => None,
        })
}

/// The `time_rotating` behind a reference, at most `hops` resources away.
fn behind(reading: &Reading<'_, '_>, reference: &Ref, hops: u8) -> Seen {
    let target = &reference.target;
    let root = reading.root;
    let found = root.index.find(root.instances, target);
    let instance = match found {
        Found::One(position) => &root.instances[position],
        Found::Several if target.r#type == "time_rotating" => {
            let why = Why::new(format!("which instance of {target} is not known"));
            return Seen::Rotates(Rotation::Scheduled(why));
        }
        Found::Several | Found::None => return Seen::Nothing,
    };
    match target.r#type.as_str() {
        "time_rotating" => schedule(instance).map_or(Seen::Nothing, Seen::Rotates),
        "time_offset" | "time_static" | "terraform_data" | "null_resource" if hops > 0 => {
            let values = ["triggers", "base_rfc3339", "triggers_replace", "input", "rfc3339"]
                .iter()
                .filter_map(|name| instance.attrs.get(&[Step::Name((*name).into())]));
            let mut unknown = None;
            for value in values {
                // Counted from each plan, so that every apply replaces it.
                if value.deep_marks().moving {
                    return Seen::Rotates(Rotation::Triggered);
                }
                for reference in instance.attrs.refs(&value) {
                    match behind(reading, &reference, hops - 1) {
                        Seen::Rotates(rotation) => return Seen::Rotates(rotation),
                        Seen::Unknown(why) => unknown = unknown.or(Some(why)),
                        Seen::Nothing => {}
                    }
                }
                unknown = unknown.or_else(|| lost(&value));
            }
            unknown.map_or(Seen::Nothing, Seen::Unknown)
        }
        _ => Seen::Nothing,
    }
}

/// `rotation_days = 30`, or the one day of `rotation_rfc3339`; `None` when it names no time at all.
fn schedule(instance: &Instance<'_>) -> Option<Rotation> {
    let argument = |unit: &str| {
        let value = instance
            .attrs
            .get(&[Step::Name(format!("rotation_{unit}").into())])?;
        (!value.is_null()
            && instance
                .attrs
                .written(&[Step::Name(format!("rotation_{unit}").into())])
                .is_some())
        .then_some(value)
    };
    if let Some(value) = argument("rfc3339") {
        let day = scalar(&value).and_then(|text| text.parse::<Instant>().ok());
        return Some(match day {
            Some(day) => Rotation::Once(day),
            None => Rotation::Scheduled(why_unknown(&value)),
        });
    }
    ["years", "months", "days", "hours", "minutes"]
        .iter()
        .find_map(|unit| {
            let value = argument(unit)?;
            let length = || {
                let number: u64 = scalar(&value)?.parse().ok()?;
                let (format, number) = match *unit {
                    "years" => (Format::Days, number.checked_mul(365)?),
                    unit => (expiry::unit_format(unit)?, number),
                };
                expiry::length(format, number)
            };
            Some(match length() {
                Some(length) => Rotation::Every(length),
                None => Rotation::Scheduled(why_unknown(&value)),
            })
        })
}

/// `time_rotating.x`, `terraform_data.y.output`, with or without a key.
fn triggers(reading: &Reading<'_, '_>, element: &Expr) -> Seen {
    let ExprKind::Access(access) = &element.kind else {
        return Seen::Nothing;
    };
    let (ExprKind::Root(r#type), Some(OpKind::Attr(name))) =
        (&access.base.kind, access.ops.first().map(|op| &op.kind))
    else {
        return Seen::Nothing;
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
    behind(reading, &reference, HOPS)
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
