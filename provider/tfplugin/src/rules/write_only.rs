//! Write-only attributes need a Terraform that knows them: an older one would store them.

use super::whole::set_write_only;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::path::Path;
use crate::schema::Block;
use crate::value::{Data, Object, Value};

/// An error on each write-only attribute that is configured, unless the client says that it can handle them.
pub(crate) fn write_only_allowed(block: &Block, config: &Object, allowed: bool) -> Diagnostics {
    let mut found = Diagnostics::default();
    if !allowed {
        let config = Value::Known(Data::Object(config.clone()));
        set_write_only(block.into(), &config, &Path::root(), &mut |path| {
            let detail = format!(
                "Write-only attributes need Terraform 1.11 or newer: this version would store `{path}` in plan and state. \
                 Update Terraform, or take the attribute out of the configuration."
            );
            found
                .push(Diagnostic::error("Write-only attribute not supported", detail).at(path.addressable()));
        });
    }
    found
}
