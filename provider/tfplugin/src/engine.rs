//! The plan engine: from the configuration, the prior state and Terraform's proposal to the planned state.

mod convention;
mod correlate;
mod merge;
mod propose;
mod replace;
#[cfg(test)]
pub(crate) mod sample;
pub(crate) mod shape;
#[cfg(test)]
mod tests;

pub(crate) use convention::{config_from_state, empty_blocks, fit, null_write_only, nulls_for_unknowns};

use crate::path::Path;
use crate::schema::Block;
use crate::value::Object;
use propose::{Pass, plan_object};

/// The planned state of an object that is to be created (no `prior`) or may change.
///
/// Defaults fill what the configuration leaves out. If the result differs from the prior state in anything but write-only
/// attributes, computed attributes that are left out become unknown, unless a modifier says what they will be; else the
/// prior state is planned. [`Modifier::Plan`](crate::Modifier::Plan) of a configured attribute has its say before that
/// comparison and may call the configuration equal to the prior value; that of a computed one comes last, also when nothing
/// else changes, and does not make others unknown. Elements of lists are compared by index, of maps by key, of sets by what
/// is configured in them; a new one has no prior values. Write-only attributes are null.
pub(crate) fn propose(block: &Block, prior: Option<&Object>, config: &Object, proposed: Object) -> Object {
    let Some(before) = prior else {
        let mut planned = proposed;
        plan_object(block.into(), Pass::Change, None, Some(config), &mut planned);
        return planned;
    };
    let mut compared = proposed.clone();
    plan_object(block.into(), Pass::Compare, prior, Some(config), &mut compared);
    let mut known = before.clone();
    null_write_only(block, &mut known);
    let pass = if compared == known {
        Pass::Keep
    } else {
        Pass::Change
    };
    let mut planned = proposed;
    plan_object(block.into(), pass, prior, Some(config), &mut planned);
    // Equal numbers may be spelt differently: keep the prior spelling.
    if planned == known { known } else { planned }
}

/// The paths of attributes whose change replaces the object, sorted, each once.
///
/// A change inside a set is reported at the set, which is as far as Terraform can address. An attribute of an object that is
/// added counts as changed; one of an object that goes away does not: ask for that on the attribute that holds the object.
/// Write-only attributes cannot be compared and never replace by themselves.
pub(crate) fn replacements(block: &Block, prior: &Object, config: &Object, planned: &Object) -> Vec<Path> {
    let mut found = Vec::new();
    replace::replace_object(
        block.into(),
        Some(prior),
        Some(config),
        planned,
        &Path::root(),
        &mut found,
    );
    found.sort();
    found.dedup();
    found
}
