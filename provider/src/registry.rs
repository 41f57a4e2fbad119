//! What the registry keeps, in nouns, and the steps that change it.

pub mod location;
pub mod mounts;
