//! Schema and model say the same: checked by sending values of every sort through the model.

use super::sample::{Sort, adjust, object};
use crate::model::Model;
use crate::schema::{SchemaKind, SchemaProblem};
use crate::value::Object;

/// Asserts that the model's schema has no problems, and that the model gives back what it was given: an object of nulls, one
/// of unknowns, one with a sample in every place, and one whose collections have null and unknown elements.
///
/// # Panics
/// When one of them is not so; the text says which, and where.
pub fn parity<M: Model>(kind: SchemaKind) {
    parity_with::<M>(kind, &[]);
}

/// As [`parity`], with texts for attributes whose own type takes only some: `("end.at", "2026-01-02T03:04:05Z")`. In
/// place of the index or key of an element stands what [`Path`](crate::Path) shows: `steps[0]`, `limits["sample"]`, `owners[…]`.
///
/// # Panics
/// When one of them is not so; the text says which, and where.
pub fn parity_with<M: Model>(kind: SchemaKind, samples: &[(&str, &str)]) {
    let block = M::block();
    let problems: Vec<String> = block
        .problems(kind)
        .iter()
        .map(SchemaProblem::to_string)
        .collect();
    assert!(
        problems.is_empty(),
        "the schema has problems:\n{}",
        problems.join("\n")
    );
    returns::<M>(&block.null_object(), "null");
    returns::<M>(&object(&block, Sort::Unknown), "unknown");
    let mut known = object(&block, Sort::Known);
    adjust::<M>(&mut known, samples);
    returns::<M>(&known, "known");
    returns::<M>(&object(&block, Sort::Holes), "partly known");
}

fn returns<M: Model>(object: &Object, what: &str) {
    let model = match M::decode(object.clone()) {
        Ok(model) => model,
        Err(misfit) => panic!("the model refuses the {what} object of its own schema: {misfit}"),
    };
    let again = M::encode(model);
    for (name, value) in object {
        let back = again.get(name);
        assert_eq!(
            back,
            Some(value),
            "the model changed `{name}` of the {what} object"
        );
    }
    let more: Vec<&String> = again.keys().filter(|name| !object.contains_key(*name)).collect();
    assert!(
        more.is_empty(),
        "the model writes attributes that its schema lacks: {more:?}"
    );
}
