//! Rules of what becomes of a collection's elements. What is wrong with a collection is told once, not for each element.

use super::report::{Report, Rule, Show};
use crate::path::Path;
use crate::value::{Elements, Raw};

pub(super) const ELEMENTS: Rule = Rule {
    law: "A list or map has the elements that were planned.",
    next: "plan the collection as unknown if apply decides its elements.",
};
const SET: Rule = Rule {
    law: "Each element of a set completes one that was planned, none is left out, and none is added.",
    next: "return the planned elements with only their unknown values filled in.",
};

/// Writes an element for a text.
pub(super) type Shown<'a> = dyn Fn(&Show, &Raw) -> String + 'a;
type Each<'a> = dyn Fn(&Raw, &Raw, &Path, &mut Report<'_>) + 'a;

pub(super) fn check_list(
    planned: Option<&[Raw]>,
    actual: Option<&[Raw]>,
    path: &Path,
    report: &mut Report<'_>,
    each: &Each<'_>,
) {
    let (planned, actual) = (planned.unwrap_or_default(), actual.unwrap_or_default());
    if planned.len() != actual.len() {
        report.broken(&ELEMENTS, path, |_| {
            format!("had {} elements planned and has {}", planned.len(), actual.len())
        });
        return;
    }
    for (index, (planned, actual)) in planned.iter().zip(actual).enumerate() {
        each(planned, actual, &path.index(index), report);
    }
}

/// Whether the keys are those of what is `wanted`, as the text calls it.
pub(super) fn keys<'a>(
    rule: &Rule,
    wanted: &str,
    expected: impl Iterator<Item = &'a String>,
    found: impl Iterator<Item = &'a String>,
    path: &Path,
    report: &mut Report<'_>,
) -> bool {
    let (expected, found): (Vec<_>, Vec<_>) = (expected.collect(), found.collect());
    let without = |these: &[&'a String], those: &[&'a String]| -> Vec<&'a String> {
        let mut rest = these.to_vec();
        rest.retain(|key| those.binary_search(key).is_err());
        rest
    };
    let (lost, added) = (without(&expected, &found), without(&found, &expected));
    if lost.is_empty() && added.is_empty() {
        return true;
    }
    report.broken(rule, path, |show| {
        let lost = (!lost.is_empty()).then(|| format!("lacks {} of the {wanted}", show.keys(&lost)));
        let added = (!added.is_empty()).then(|| format!("has {} besides", show.keys(&added)));
        lost.into_iter().chain(added).collect::<Vec<_>>().join(" and ")
    });
    false
}

/// Each planned element completes to some actual one and each actual one comes from some planned one; there may be fewer
/// afterwards, when unknown ones turn out equal, and never more.
pub(super) fn check_set(
    planned: &Elements,
    actual: &Elements,
    path: &Path,
    report: &mut Report<'_>,
    shown: &Shown<'_>,
    completes: &dyn Fn(&Raw, &Raw) -> bool,
) {
    if planned == actual {
        return;
    }
    let mut came_true = vec![false; planned.len()];
    let mut was_planned = vec![false; actual.len()];
    for (one, planned) in planned.iter().enumerate() {
        for (other, actual) in actual.iter().enumerate() {
            if !(came_true[one] && was_planned[other]) && (planned == actual || completes(planned, actual)) {
                (came_true[one], was_planned[other]) = (true, true);
            }
        }
    }
    let without = |all: &'_ Elements, fine: &[bool]| -> Vec<Raw> {
        let odd = all.iter().zip(fine).filter(|(_, fine)| !**fine);
        odd.map(|(element, _)| element.clone()).collect()
    };
    let (lost, added) = (without(planned, &came_true), without(actual, &was_planned));
    match (&lost[..], &added[..]) {
        ([], []) if planned.len() < actual.len() => report.broken(&SET, path, |_| {
            format!("had {} elements planned and has {}", planned.len(), actual.len())
        }),
        ([], []) => {}
        ([], [one]) => report.broken(&SET, &path.element(), |show| {
            format!("is there as {} and was not planned", shown(show, one))
        }),
        ([], [one, ..]) => report.broken(&SET, &path.element(), |show| {
            let one = shown(show, one);
            format!(
                "{} are there that were not planned, one of them {one}",
                added.len()
            )
        }),
        ([one], [other]) => report.broken(&SET, &path.element(), |show| {
            let difference = show.difference("that one and another, which was not planned,", one, other);
            format!("was planned as {} and is not there{difference}", shown(show, one))
        }),
        ([one], _) => report.broken(&SET, &path.element(), |show| {
            format!("was planned as {} and is not there", shown(show, one))
        }),
        ([one, ..], _) => report.broken(&SET, &path.element(), |show| {
            let one = shown(show, one);
            format!(
                "{} were planned that are not there, one of them {one}",
                lost.len()
            )
        }),
    }
}
