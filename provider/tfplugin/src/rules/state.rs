//! Rules of states that are read, imported, upgraded or moved, of data sources, ephemeral resources and identities.

use super::plan::{Place, check_object};
use super::report::{Report, Rule};
use super::whole;
use crate::diagnostics::Diagnostics;
use crate::engine::shape::{ABSENT, is_null, value};
use crate::path::Path;
use crate::schema::Block;
use crate::value::{Data, Object, Raw, Value};

const THERE: Rule = Rule {
    law: "The answer is an object.",
    next: "return the object, or an error if there is none.",
};
const IDENTITY: Rule = Rule {
    law: "An identity stays the same as long as the object lives; only what was null may be filled in.",
    next: "take attributes that can change out of the identity, or treat the object as gone if another took its place.",
};

/// Checks the answer of Read; null means that the object is gone.
pub(crate) fn read(block: &Block, state: &Raw) -> Diagnostics {
    stored(
        block,
        state,
        Report::new(Some(block), "state after reading"),
        true,
    )
}

/// Checks one imported object. By identity it may be null; Read fills it.
pub(crate) fn import(block: &Block, state: &Raw, by_identity: bool) -> Diagnostics {
    stored(
        block,
        state,
        Report::new(Some(block), "imported state"),
        by_identity,
    )
}

/// Checks a state that was upgraded, or moved from another type.
pub(crate) fn upgraded(block: &Block, state: &Raw) -> Diagnostics {
    stored(block, state, Report::new(Some(block), "upgraded state"), false)
}

/// Checks what a data source read.
pub(crate) fn data(block: &Block, config: &Raw, state: &Raw) -> Diagnostics {
    answered(block, config, state, Report::answered(block, "data source"))
}

/// Checks what an ephemeral resource opened. No value of it is shown.
pub(crate) fn ephemeral(block: &Block, config: &Raw, result: &Raw) -> Diagnostics {
    answered(block, config, result, Report::secret(block, "ephemeral resource"))
}

/// Checks an identity against the one before, if there was one.
pub(crate) fn identity(before: Option<&Object>, after: &Object) -> Diagnostics {
    let mut report = Report::new(None, "identity");
    whole::known(
        &Value::Known(Data::Object(after.clone())),
        &Path::root(),
        &mut report,
    );
    for (name, was) in before.into_iter().flatten() {
        let is = value(Some(after), name);
        if !is_null(was) && !was.is_unknown() && !is.is_unknown() && is != was {
            report.broken(&IDENTITY, &Path::new(name), |show| {
                let difference = show.difference("the two", was, is);
                format!("was {} and is {}{difference}", show.plain(was), show.plain(is))
            });
        }
    }
    report.finish()
}

fn stored(block: &Block, state: &Raw, mut report: Report<'_>, nullable: bool) -> Diagnostics {
    if is_null(state) {
        if !nullable {
            report.broken(&THERE, &Path::root(), |_| "is null".to_owned());
        }
    } else if whole::conforms(block, state, &mut report) {
        whole::fit_to_keep(block, state, &mut report);
        whole::known(state, &Path::root(), &mut report);
    }
    report.finish()
}

fn answered(block: &Block, config: &Raw, answer: &Raw, mut report: Report) -> Diagnostics {
    if is_null(answer) {
        report.broken(&THERE, &Path::root(), |_| "is null".to_owned());
    } else if whole::conforms(block, answer, &mut report) {
        whole::fit_to_keep(block, answer, &mut report);
        whole::known(answer, &Path::root(), &mut report);
        if report.is_clean() {
            let place = Place {
                prior: &ABSENT,
                config,
                planned: answer,
            };
            check_object(block.into(), place, &Path::root(), &mut report);
        }
    }
    report.finish()
}
