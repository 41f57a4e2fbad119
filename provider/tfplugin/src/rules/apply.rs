//! Rules of what Apply answers: every known value of the plan came true, and every promise about an unknown one was kept.

use super::elements::{ELEMENTS, Shown, check_list, check_set, keys};
use super::promise::breach;
use super::report::{Report, Rule};
use crate::engine::shape::{Fields, Kind, is_null, is_unknown, list, map, object, set, value};
use crate::path::Path;
use crate::schema::{Attribute, AttributeType};
use crate::types::Type;
use crate::value::{Data, Raw, Value};

const GONE: Rule = Rule {
    law: "A planned object is there after apply.",
    next: "return the object, or an error if it could not be made.",
};
const LEFT: Rule = Rule {
    law: "Nothing is left where nothing is planned; after a delete the answer is null.",
    next: "return null, or an error if the object could not be deleted.",
};
const SAME: Rule = Rule {
    law: "A value that the plan knew is the same after apply, and null stays null.",
    next: "plan the attribute as unknown if apply decides its value, or keep the spelling that was planned.",
};
const TYPE: Rule = Rule {
    law: "A dynamic value has the type that was planned.",
    next: "plan it as unknown if apply decides its type.",
};
const PROMISE: Rule = Rule {
    law: "A value that was unknown in the plan keeps what the plan promised of it.",
    next: "promise less in the plan, or keep to it.",
};
const BLOCKS: Rule = Rule {
    law: "There are as many blocks as were planned.",
    next: "return one block for each that was planned, in the same order.",
};

/// Whether there is an object where one is planned, and none where none is. Says so if not.
pub(super) fn presence(planned: &Raw, actual: &Raw, path: &Path, report: &mut Report<'_>) -> bool {
    match (is_null(planned), is_null(actual)) {
        (true, false) => report.broken(&LEFT, path, |_| "was planned as null and is there".to_owned()),
        (false, true) => report.broken(&GONE, path, |_| "was planned and is null".to_owned()),
        (true, true) | (false, false) => return !is_null(planned),
    }
    false
}

/// One object, a root or a block.
pub(super) fn check_object(
    fields: Fields<'_>,
    planned: &Raw,
    actual: &Raw,
    path: &Path,
    report: &mut Report<'_>,
) {
    if !presence(planned, actual, path, report) {
        return;
    }
    let (Some(planned), Some(actual)) = (object(planned), object(actual)) else {
        return;
    };
    // Write-only attributes are checked for the whole object.
    for attribute in fields.attributes.iter().filter(|attribute| !attribute.write_only) {
        let (planned, actual) = (
            value(Some(planned), &attribute.name),
            value(Some(actual), &attribute.name),
        );
        let path = path.attribute(&attribute.name);
        if attribute.sensitive {
            // One vague sentence: neither the values nor where inside them they differ.
            let mut tried = Report::quiet();
            check_attribute(attribute, planned, actual, &path, &mut tried);
            if !tried.is_clean() {
                report.broken(&SAME, &path, |_| {
                    "is sensitive and not what was planned".to_owned()
                });
            }
        } else {
            check_attribute(attribute, planned, actual, &path, report);
        }
    }
    for nested in fields.blocks {
        let (planned, actual) = (
            value(Some(planned), &nested.name),
            value(Some(actual), &nested.name),
        );
        let fields = Fields::from(&nested.block);
        check_blocks(
            fields,
            nested.mode.into(),
            planned,
            actual,
            &path.attribute(&nested.name),
            report,
        );
    }
}

fn check_blocks(
    fields: Fields<'_>,
    kind: Kind,
    planned: &Raw,
    actual: &Raw,
    path: &Path,
    report: &mut Report<'_>,
) {
    // Blocks that were not known may turn out to be any number. Nulls in place of none are put right by core.
    if is_unknown(planned) || is_unknown(actual) {
        return;
    }
    let count = |planned: usize, actual: usize, report: &mut Report<'_>| {
        if planned != actual {
            report.broken(&BLOCKS, path, |_| {
                format!("had {planned} blocks planned and has {actual}")
            });
        }
        planned == actual
    };
    match kind {
        Kind::One => check_object(fields, planned, actual, path, report),
        Kind::List => {
            if let (Some(planned), Some(actual)) = (list(planned), list(actual))
                && count(planned.len(), actual.len(), report)
            {
                for (index, (planned, actual)) in planned.iter().zip(actual).enumerate() {
                    check_object(fields, planned, actual, &path.index(index), report);
                }
            }
        }
        Kind::Map => {
            if let (Some(planned), Some(actual)) = (map(planned), map(actual)) {
                let same = keys(&ELEMENTS, "plan", planned.keys(), actual.keys(), path, report);
                for (key, planned) in planned.iter().filter(|_| same) {
                    check_object(fields, planned, value(Some(actual), key), &path.key(key), report);
                }
            }
        }
        Kind::Set => {
            if let (Some(planned), Some(actual)) = (set(planned), set(actual)) {
                check_set(
                    planned,
                    actual,
                    path,
                    report,
                    &|show, element| show.objects(fields, element),
                    &|p, a| {
                        let mut tried = Report::quiet();
                        check_object(fields, p, a, path, &mut tried);
                        tried.is_clean()
                    },
                );
            }
        }
    }
}

fn check_attribute(attribute: &Attribute, planned: &Raw, actual: &Raw, path: &Path, report: &mut Report<'_>) {
    match &attribute.ty {
        AttributeType::Nested(nested)
            if !(is_unknown(planned) || is_null(planned) || is_null(actual) || is_unknown(actual)) =>
        {
            let fields = Fields::from(nested);
            match nested.mode.into() {
                Kind::One => check_object(fields, planned, actual, path, report),
                kind => check_collection(fields, kind, planned, actual, path, report),
            }
        }
        _ => check_value(planned, actual, path, report, &|show, value| {
            show.attribute(attribute, value)
        }),
    }
}

fn check_collection(
    fields: Fields<'_>,
    kind: Kind,
    planned: &Raw,
    actual: &Raw,
    path: &Path,
    report: &mut Report<'_>,
) {
    let element = |planned: &Raw, actual: &Raw, path: &Path, report: &mut Report<'_>| {
        if is_unknown(planned) || is_unknown(actual) {
            check_value(planned, actual, path, report, &|show, value| {
                show.objects(fields, value)
            });
        } else {
            check_object(fields, planned, actual, path, report);
        }
    };
    match kind {
        Kind::One => element(planned, actual, path, report),
        Kind::List => check_list(list(planned), list(actual), path, report, &element),
        Kind::Map => {
            if let (Some(planned), Some(actual)) = (map(planned), map(actual)) {
                keys(&ELEMENTS, "plan", planned.keys(), actual.keys(), path, report);
                for (key, planned) in planned {
                    if let Some(actual) = actual.get(key) {
                        element(planned, actual, &path.key(key), report);
                    }
                }
            }
        }
        Kind::Set => {
            if let (Some(planned), Some(actual)) = (set(planned), set(actual)) {
                check_set(
                    planned,
                    actual,
                    path,
                    report,
                    &|show, element| show.objects(fields, element),
                    &|p, a| {
                        let mut tried = Report::quiet();
                        element(p, a, path, &mut tried);
                        tried.is_clean()
                    },
                );
            }
        }
    }
}

/// A value without a schema of its own.
fn check_value(planned: &Raw, actual: &Raw, path: &Path, report: &mut Report<'_>, shown: &Shown<'_>) {
    if planned == actual {
        return;
    }
    let (planned, actual) = match (planned, actual) {
        (Value::Known(Data::Dynamic(planned)), Value::Known(Data::Dynamic(actual))) => {
            if !accepts(&planned.ty, &actual.ty) {
                report.broken(&TYPE, path, |_| "has another type than was planned".to_owned());
                return;
            }
            (&planned.value, &actual.value)
        }
        (Value::Unknown(_), Value::Known(Data::Dynamic(actual))) => (planned, &actual.value),
        other => other,
    };
    let broken = |report: &mut Report<'_>| {
        report.broken(&SAME, path, |show| {
            format!(
                "was planned as {} and is {}{}",
                shown(show, planned),
                shown(show, actual),
                show.difference("the two", planned, actual)
            )
        });
    };
    let (before, after) = match (planned, actual) {
        (Value::Unknown(promised), _) => {
            if let Some(breach) = breach(promised, actual) {
                report.broken(&PROMISE, path, |show| {
                    format!("is {}, {breach}", shown(show, actual))
                });
            }
            return;
        }
        // Reported as unknown already.
        (_, Value::Unknown(_)) => return,
        (Value::Known(before), Value::Known(after)) => (before, after),
        (Value::Null, Value::Null) => return,
        _ => return broken(report),
    };
    let element = |planned: &Raw, actual: &Raw, path: &Path, report: &mut Report<'_>| {
        check_value(planned, actual, path, report, shown);
    };
    match (before, after) {
        (Data::List(before) | Data::Tuple(before), Data::List(after) | Data::Tuple(after)) => {
            check_list(Some(before), Some(after), path, report, &element);
        }
        (Data::Map(before), Data::Map(after)) => {
            keys(&ELEMENTS, "plan", before.keys(), after.keys(), path, report);
            for (key, before) in before {
                if let Some(after) = after.get(key) {
                    element(before, after, &path.key(key), report);
                }
            }
        }
        (Data::Object(before), Data::Object(after)) => {
            for (name, before) in before {
                element(before, value(Some(after), name), &path.attribute(name), report);
            }
        }
        (Data::Set(before), Data::Set(after)) => {
            check_set(before, after, path, report, shown, &|p, a| {
                let mut tried = Report::quiet();
                check_value(p, a, path, &mut tried, shown);
                tried.is_clean()
            });
        }
        _ => broken(report),
    }
}

/// Whether a value of the second type may take the place of one of the first.
fn accepts(planned: &Type, actual: &Type) -> bool {
    match (planned, actual) {
        (Type::Dynamic, _) => true,
        (Type::List(a), Type::List(b)) | (Type::Set(a), Type::Set(b)) | (Type::Map(a), Type::Map(b)) => {
            accepts(a, b)
        }
        (Type::Tuple(a), Type::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| accepts(a, b)),
        (Type::Object(a), Type::Object(b)) => {
            a.keys().eq(b.keys()) && a.values().zip(b.values()).all(|(a, b)| accepts(a, b))
        }
        _ => planned == actual,
    }
}
