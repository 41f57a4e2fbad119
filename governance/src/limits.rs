//! The limits of design.md section 2, per actor type.

#[derive(Clone, Debug, Default)]
pub struct Limits {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    pub soft: Option<crate::Duration>,
    pub hard: Option<crate::Duration>,
}
