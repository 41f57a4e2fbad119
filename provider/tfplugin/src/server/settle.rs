//! What the provider's code gave, made fit to be compared and sent.

use crate::codec::normalise;
use crate::engine;
use crate::schema::Block;
use crate::value::Object;

/// Write-only values leave the process in no plan and no state; texts are compared and sent in NFC.
pub(super) fn settle(block: &Block, object: &mut Object) {
    engine::null_write_only(block, object);
    normalise(object);
}
