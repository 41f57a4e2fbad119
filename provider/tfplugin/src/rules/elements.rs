//! Rules of what becomes of a collection's elements in Apply.

use super::report::{Report, Rule, Show};
use crate::path::Path;
use crate::value::{Elements, Raw};

const ELEMENTS: Rule = Rule {
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
    }
    for (index, (planned, actual)) in planned.iter().zip(actual).enumerate() {
        each(planned, actual, &path.index(index), report);
    }
}

pub(super) fn keys<'a>(
    planned: impl Iterator<Item = &'a String> + Clone,
    actual: impl Iterator<Item = &'a String> + Clone,
    path: &Path,
    report: &mut Report<'_>,
) -> bool {
    if planned.clone().eq(actual.clone()) {
        return true;
    }
    let (planned, actual): (Vec<_>, Vec<_>) = (planned.collect(), actual.collect());
    for key in planned.iter().filter(|key| actual.binary_search(key).is_err()) {
        report.broken(&ELEMENTS, &path.key(*key), |_| {
            "was planned and is not there".to_owned()
        });
    }
    for key in actual.iter().filter(|key| planned.binary_search(key).is_err()) {
        report.broken(&ELEMENTS, &path.key(*key), |_| {
            "is there and was not planned".to_owned()
        });
    }
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
    let mut lost = planned
        .iter()
        .zip(&came_true)
        .filter(|(_, fine)| !**fine)
        .peekable();
    if lost.peek().is_some() {
        for (element, _) in lost {
            report.broken(&SET, &path.element(), |show| {
                format!("was planned as {} and is not there", shown(show, element))
            });
        }
        return;
    }
    for (element, _) in actual.iter().zip(&was_planned).filter(|(_, fine)| !**fine) {
        report.broken(&SET, &path.element(), |show| {
            format!("is there as {} and was not planned", shown(show, element))
        });
    }
    if planned.len() < actual.len() {
        report.broken(&SET, path, |_| {
            format!("had {} elements planned and has {}", planned.len(), actual.len())
        });
    }
}
