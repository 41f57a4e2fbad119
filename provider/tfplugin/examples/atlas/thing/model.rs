//! The model of a thing: its attributes are the schema.

use tfplugin::{Dynamic, List, Map, Model, Number, Secret, Set, Timeouts, Value};

use super::parts::{Bag, Carton, Crate, Group, Home, Mark, Room, Seat, Shelf, Stop};
use crate::store::Record;

/// A thing: everything that a resource may have.
///
/// *One* of each, so that this provider can be used to try what Terraform makes of it.
#[derive(Model, Clone, Debug, Default)]
#[tf(validate(conflicts_with(&["text", "old_text"])))]
pub struct Thing {
    /// The name. A thing cannot be renamed.
    #[tf(required, requires_replace, validate(length(1..=64)))]
    pub name: Value<String>,
    /// What sort of thing it is; it stays what it is.
    #[tf(optional, requires_replace)]
    pub kind: Value<String>,
    /// A text.
    #[tf(optional)]
    pub text: Value<String>,
    /// A text that the atlas writes when nobody does: `note of <name>`.
    #[tf(optional, computed)]
    pub note: Value<String>,
    /// An exact number.
    #[tf(optional)]
    pub number: Value<Number>,
    /// A whole number.
    #[tf(optional)]
    pub count_of: Value<i64>,
    /// Yes or no.
    #[tf(optional)]
    pub flag: Value<bool>,
    /// A value of any type.
    #[tf(optional)]
    pub anything: Value<Dynamic>,
    /// Texts, in order.
    #[tf(optional)]
    pub list: Value<List<String>>,
    /// Texts without order.
    #[tf(optional)]
    pub tags: Value<Set<String>>,
    /// Texts by key.
    #[tf(optional)]
    pub labels: Value<Map<String>>,
    /// The size.
    #[tf(optional, computed, default = 3)]
    pub size: Value<Number>,
    /// One of two words.
    #[tf(optional, validate(one_of(&["low", "high"])))]
    pub tone: Value<String>,
    /// What `text` was called.
    #[tf(optional, deprecated = "Use `text`.")]
    pub old_text: Value<String>,
    /// Where it is.
    #[tf(optional)]
    pub home: Value<Home>,
    /// Where it sits. A thing of the kind `guest` that asks for no seat gets one in the first row, others get none.
    #[tf(optional, computed)]
    pub seat: Value<Seat>,
    /// Where it passes, in order.
    #[tf(optional)]
    pub stops: Value<List<Stop>>,
    /// What is written on it.
    #[tf(optional)]
    pub marks: Value<Set<Mark>>,
    /// What is inside, by name.
    #[tf(optional)]
    pub rooms: Value<Map<Room>>,
    /// A box that is there or not.
    #[tf(block)]
    pub box_one: Value<Crate>,
    /// A box that is always there, if only empty.
    #[tf(block(group))]
    pub box_group: Value<Group>,
    /// Boxes, in order.
    #[tf(block, rename = "box")]
    pub boxes: Value<List<Carton>>,
    /// Bags without order.
    #[tf(block)]
    pub bag: Value<Set<Bag>>,
    /// Shelves, each with its label.
    #[tf(block)]
    pub shelf: Value<Map<Shelf>>,
    /// A secret, which reaches the atlas and no state.
    #[tf(optional, write_only)]
    pub secret_wo: Value<Secret<String>>,
    /// Change it to have `secret_wo` written again.
    #[tf(optional)]
    pub secret_wo_version: Value<i64>,
    /// The length of the secret that was written last.
    #[tf(computed)]
    pub secret_length: Value<i64>,
    /// How long an operation may take.
    #[tf(optional)]
    pub timeouts: Value<Timeouts>,
    /// What goes wrong, for tests.
    #[tf(optional)]
    pub fault: Value<String>,
    /// What the atlas calls it.
    #[tf(computed, use_state_for_unknown)]
    pub id: Value<String>,
    /// How many changes it has seen, its creation included.
    #[tf(computed)]
    pub serial: Value<i64>,
}

impl Record for Thing {
    const KIND: &'static str = "thing";

    fn key(&self) -> &str {
        self.name.as_str().unwrap_or_default()
    }
}
