//! What users and authors rely on in a plan.

mod convention;
mod left_out;
mod nested;
mod property;
mod random;
mod replace;
mod root;
