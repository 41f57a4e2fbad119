//! The configuration that Terraform writes for an imported thing.

use tfplugin::{GenerateConfig, Value};

use super::ThingResource;
use super::answer::note_of;
use super::model::Thing;

impl GenerateConfig for ThingResource {
    /// Without the note that the atlas would write anyway.
    fn generate_config(&self, mut state: Thing) -> Thing {
        if state.note == Value::Known(note_of(&state.name)) {
            state.note = Value::Null;
        }
        state
    }
}
