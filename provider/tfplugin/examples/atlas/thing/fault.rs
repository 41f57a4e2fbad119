//! What goes wrong on purpose, so that tests see what becomes of it.

use tfplugin::{ApplyContext, Data, Diagnostic, Diagnostics, Dynamic, Saved, StopReason, Type, Value};
use unicode_normalization::UnicodeNormalization;

use super::model::Thing;
use crate::provider::Atlas;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Create fails, and nothing was made.
    CreateError,
    /// Create fails after the thing was made and saved.
    CreateErrorAfterId,
    /// Create panics after the thing was made, and nothing was saved.
    CreatePanic,
    /// Create panics after the thing was made and saved.
    CreatePanicSaved,
    /// Update fails, and nothing was changed.
    UpdateError,
    /// Update fails when only `text` was changed, and says so.
    UpdateErrorPartial,
    /// Update panics, and nothing was changed.
    UpdatePanic,
    /// Create makes the thing, saves it, and waits until it is told to stop.
    Slow,
    /// Delete fails.
    DeleteError,
    /// Create gives another `text` than planned.
    Inconsistent,
    /// Every answer leaves `note` unknown.
    LeavesUnknown,
    /// Create gives a value in `anything` that is not of its own type.
    Misfit,
    /// The identity of the thing cannot be told.
    IdentityPanic,
    /// Plan changes a `text` that is configured.
    BadPlan,
    /// The atlas gives `note` with its letters and their accents apart.
    Nfd,
}

/// The word of each in `fault`.
const WORDS: &[(&str, Fault)] = &[
    ("create_error", Fault::CreateError),
    ("create_error_after_id", Fault::CreateErrorAfterId),
    ("create_panic", Fault::CreatePanic),
    ("create_panic_saved", Fault::CreatePanicSaved),
    ("update_error", Fault::UpdateError),
    ("update_error_partial", Fault::UpdateErrorPartial),
    ("update_panic", Fault::UpdatePanic),
    ("slow", Fault::Slow),
    ("delete_error", Fault::DeleteError),
    ("inconsistent", Fault::Inconsistent),
    ("leaves_unknown", Fault::LeavesUnknown),
    ("misfit", Fault::Misfit),
    ("identity_panic", Fault::IdentityPanic),
    ("bad_plan", Fault::BadPlan),
    ("nfd", Fault::Nfd),
];

impl Fault {
    /// The fault of a thing; other words mean none.
    pub fn of(thing: &Thing) -> Option<Self> {
        let wanted = thing.fault.known()?;
        let (_, fault) = WORDS.iter().find(|(word, _)| word == wanted)?;
        Some(*fault)
    }

    /// A failure of this fault.
    pub fn error(self) -> Diagnostics {
        Diagnostic::error("The atlas refused", format!("The fault {self:?} was asked for.")).into()
    }

    /// What goes wrong between the making of a thing and the answer.
    pub async fn after_create(
        fault: Option<Self>,
        cx: &ApplyContext<Atlas>,
        saved: &Saved<Thing>,
        made: Thing,
    ) -> Result<Thing, Diagnostics> {
        let Some(fault) = fault else { return Ok(made) };
        match fault {
            Self::CreatePanic => panic!("the fault create_panic was asked for"),
            Self::CreatePanicSaved => {
                saved.set(made);
                panic!("the fault create_panic_saved was asked for")
            }
            Self::CreateErrorAfterId => {
                saved.set(made);
                Err(fault.error())
            }
            Self::Slow => {
                saved.set(made);
                let why = match cx.stop().wait().await {
                    StopReason::Interrupted => "interrupted",
                    StopReason::TimedOut => "timed out",
                };
                let detail = format!("Waiting for the thing to be ready was {why}.");
                Err(Diagnostic::error(format!("The creation was {why}"), detail).into())
            }
            Self::Inconsistent => Ok(Thing {
                text: made.text.map(|text| text + "!"),
                ..made
            }),
            Self::Misfit => Ok(Thing {
                anything: Value::Known(Dynamic {
                    ty: Type::String,
                    value: Value::Known(Data::Bool(true)),
                }),
                ..made
            }),
            Self::LeavesUnknown => Ok(Thing {
                note: Value::unknown(),
                ..made
            }),
            _ => Ok(made),
        }
    }

    /// A thing as this fault lets the atlas answer it.
    pub fn spelt(thing: Thing) -> Thing {
        match Self::of(&thing) {
            Some(Self::Nfd) => Thing {
                note: thing.note.map(|note| note.nfd().collect()),
                ..thing
            },
            Some(Self::LeavesUnknown) => Thing {
                note: Value::unknown(),
                ..thing
            },
            _ => thing,
        }
    }
}
