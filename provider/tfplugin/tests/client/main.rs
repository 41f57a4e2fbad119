//! Our own client plays Terraform core against the example provider `atlas`, a process of its own: what each call of the
//! protocol must do, and what ends up in Terraform's state. T numbers name lines of the conformance list.

#![cfg(unix)]

#[path = "../core/mod.rs"]
mod terraform_core;

#[path = "../strategies/mod.rs"]
mod strategies;

// Terraform's part.
mod calls;
mod laws;
mod life;
mod proposal;
mod said;
mod schemas;
mod session;
mod values;

// What the protocol asks for.
mod actions;
mod any_config;
mod ending;
mod ephemerals;
mod every_call;
mod functions;
mod hostile;
mod importing;
mod landing;
mod listing;
mod many;
mod planning;
mod schema;
mod secrets;
mod states;
mod stopping;
mod travel;
mod unknowns;
mod validation;
