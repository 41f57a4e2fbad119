//! Where facts stand: governance's opaque `At` numbers, and the spans behind them.

use rustc_hash::FxHashMap;

use governance::At;

use crate::eval;
use crate::load::Span;

/// The place behind one `At`: the attribute of the resource, or the block's header where something is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceInfo {
    pub span: Span,
    /// Of the value that stands there. Few places are shown, so its history is told when asked: see `Attributes::trail`.
    pub value: eval::At,
}

/// A span that no file holds.
pub const NOWHERE: Span = Span {
    start: u32::MAX,
    end: u32::MAX,
};

#[derive(Debug, Default)]
pub(super) struct Places {
    all: Vec<PlaceInfo>,
    known: FxHashMap<(Span, eval::At), At>,
}

impl Places {
    /// The place of `span`; `value` tells values apart that stand there but came another way.
    pub(super) fn intern(&mut self, span: Span, value: eval::At) -> At {
        let next = At(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let at = *self.known.entry((span, value)).or_insert(next);
        if at == next {
            self.all.push(PlaceInfo { span, value });
        }
        at
    }

    pub(super) fn into_vec(self) -> Vec<PlaceInfo> {
        self.all
    }
}
