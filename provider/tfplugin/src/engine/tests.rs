//! What users rely on in a plan.
