//! Ties between subjects: by reference first, then by the literal value of a target's attribute.

use governance::{Link, SubjectId, Why};

use super::index::{Found, type_name};
use super::reading::{CONDITION, Reading, as_seq, scalar, why, why_unknown};
use super::root::{Literals, Root};
use super::row::{LinkRow, Path};
use crate::eval::{Kind, Step, Value};
use crate::instance::Instance;
use crate::load::Mode;

/// Every link of the first alternative that is written.
pub(super) fn first_written(reading: &Reading<'_, '_>, rows: &[LinkRow]) -> Vec<Link> {
    rows.iter()
        .map(|row| of_row(reading, row))
        .find(|links| !links.is_empty())
        .unwrap_or_default()
}

/// The links of all rows.
pub(super) fn all(reading: &Reading<'_, '_>, rows: &[LinkRow]) -> Vec<Link> {
    rows.iter().flat_map(|row| of_row(reading, row)).collect()
}

/// The link of a field that holds one.
pub(super) fn one(reading: &Reading<'_, '_>, rows: &[LinkRow]) -> Link {
    let mut links = first_written(reading, rows);
    match links.len() {
        0 => Link::None,
        1 => links.swap_remove(0),
        _ if links.windows(2).all(|pair| pair[0] == pair[1]) => links.swap_remove(0),
        _ => Link::Unknown(CONDITION),
    }
}

fn of_row(reading: &Reading<'_, '_>, row: &LinkRow) -> Vec<Link> {
    let Some(path) = &row.path else {
        return reading.first.map(Link::To).into_iter().collect();
    };
    reading
        .get(path)
        .map_or_else(Vec::new, |value| of_value(reading, row, &value))
}

fn of_value(reading: &Reading<'_, '_>, row: &LinkRow, value: &Value) -> Vec<Link> {
    if value.is_null() || scalar(value).is_some_and(|text| text.is_empty()) {
        return Vec::new();
    }
    let Some(seq) = as_seq(value) else {
        return vec![of_one(reading, row, value)];
    };
    let mut links: Vec<Link> = seq
        .items
        .iter()
        .flat_map(|item| of_value(reading, row, item))
        .collect();
    links.extend(seq.open.as_ref().map(|hole| Link::Unknown(why(&hole.why))));
    links
}

fn of_one(reading: &Reading<'_, '_>, row: &LinkRow, value: &Value) -> Link {
    let root = reading.root;
    let mut targets: Vec<SubjectId> = Vec::new();
    let mut outside = false;
    let mut lost = None;
    for reference in reading.instance.attrs.refs(value) {
        let target = &reference.target;
        if target.mode == Mode::Data {
            outside = true;
        }
        if !row
            .to
            .iter()
            .any(|to| *to == type_name(target.mode, &target.r#type))
        {
            continue;
        }
        match root.index.find(root.instances, target) {
            Found::One(position) => match root.first.get(&position) {
                Some(id) if targets.contains(id) => {}
                Some(id) => targets.push(*id),
                None => outside = true,
            },
            Found::Several => lost = Some(Why::new(format!("which instance of {target} is not known"))),
            Found::None => lost = Some(Why::new(format!("{target} has no instance"))),
        }
    }
    match (targets.as_slice(), lost) {
        ([one], None) => return Link::To(*one),
        ([_, ..], None) => return Link::Unknown(CONDITION),
        (_, Some(why)) => return Link::Unknown(why),
        ([], None) => {}
    }
    match scalar(value) {
        Some(text) => by_literal(root, reading.instance, row, &text),
        None if outside => Link::Outside,
        None => Link::Unknown(match &value.kind {
            Kind::Unknown(hole) if !hole.any_of.is_empty() => CONDITION,
            _ => why_unknown(value),
        }),
    }
}

fn by_literal(root: &Root<'_>, from: &Instance<'_>, row: &LinkRow, text: &str) -> Link {
    let mut found: Vec<usize> = Vec::new();
    for to in row.to.iter() {
        for by in row.by.iter() {
            let attribute = by.names.join(".");
            let key = (to.to_string(), attribute);
            let mut literals = root.literals.borrow_mut();
            let table = literals.entry(key).or_insert_with(|| literals_of(root, to, by));
            found.extend(table.get(text).into_iter().flatten());
        }
    }
    found.sort_unstable();
    found.dedup();
    // The same literal in another module may be another account; the own module's is meant.
    if found.len() > 1 {
        found.retain(|position| root.instances[*position].address.modules == from.address.modules);
    }
    match found.as_slice() {
        [] => Link::Outside,
        [one] => root.first.get(one).map_or(Link::Outside, |id| Link::To(*id)),
        _ => Link::Unknown(Why::new(format!("several resources are called `{text}`"))),
    }
}

fn literals_of(root: &Root<'_>, to: &str, by: &Path) -> Literals {
    let steps: Vec<Step> = by
        .names
        .iter()
        .map(|name| Step::Name(name.as_ref().into()))
        .collect();
    let mut table = Literals::default();
    for position in root.index.of_type(to) {
        let value = root.instances[*position].attrs.get(&steps);
        if let Some(text) = value.as_ref().and_then(scalar) {
            table.entry(text.into_owned()).or_default().push(*position);
        }
    }
    table
}
