//! What the registry and its journal promise, each seen kept and seen broken.

mod fixture;

mod backups;
mod clock;
mod edges;
mod failpoints;
mod journal;
mod leases;
mod objects;
mod opening;
mod properties;
mod rebuilding;
