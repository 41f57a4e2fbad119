//! Terraform core's rules for a provider's answers, checked before core does: what core would call an invalid plan or an
//! inconsistent result is an error that names the attribute and tells the provider's author what to do.

mod apply;
mod elements;
mod equal;
mod plan;
mod promise;
mod report;
mod show;
mod state;
#[cfg(test)]
mod tests;
mod whole;
mod write_only;

pub(crate) use state::{data, ephemeral, identity, import, read, upgraded};
pub(crate) use write_only::write_only_allowed;

use crate::diagnostics::Diagnostics;
use crate::path::Path;
use crate::schema::Block;
use crate::value::Raw;
use report::Report;

/// Checks the answer of Plan. `replace` are the paths whose change replaces the object.
pub(crate) fn plan(block: &Block, prior: &Raw, config: &Raw, planned: &Raw, replace: &[Path]) -> Diagnostics {
    let mut report = Report::new(Some(block), "plan");
    if whole::conforms(block, planned, &mut report) {
        whole::fit_to_keep(block, planned, &mut report);
        let place = plan::Place {
            prior,
            config,
            planned,
        };
        plan::check_object(block.into(), place, &Path::root(), &mut report);
        plan::check_replace(prior, planned, replace, &mut report);
    }
    report.finish()
}

/// Checks the answer of an Apply that had no error. `planned` is null for a delete.
pub(crate) fn apply(block: &Block, planned: &Raw, actual: &Raw) -> Diagnostics {
    let mut report = Report::new(Some(block), "result of apply");
    if whole::conforms(block, actual, &mut report) {
        whole::fit_to_keep(block, actual, &mut report);
        whole::known(actual, &Path::root(), &mut report);
        apply::check_object(block.into(), planned, actual, &Path::root(), &mut report);
    }
    report.finish()
}
