//! Models inside themselves, which no schema can say.

use tfplugin::schema::SchemaKind;
use tfplugin::testing::parity;
use tfplugin::{List, Model, Value};

/// A tree.
#[derive(Model, Debug)]
struct Tree {
    /// Its branches.
    #[tf(optional)]
    branches: Value<List<Branch>>,
    /// Leaves are fine more than once.
    #[tf(optional)]
    first: Value<Leaf>,
    /// Leaves are fine more than once.
    #[tf(optional)]
    last: Value<Leaf>,
}

/// A branch.
#[derive(Model, Debug)]
struct Branch {
    /// What grows on it.
    #[tf(optional)]
    grafted: Value<Tree>,
}

/// A leaf.
#[derive(Model, Debug)]
struct Leaf {
    /// Its colour.
    #[tf(optional)]
    colour: Value<String>,
}

/// Leaves.
#[derive(Model, Debug)]
struct Leaves {
    /// One.
    #[tf(optional)]
    first: Value<Leaf>,
    /// Another.
    #[tf(optional)]
    last: Value<Leaf>,
}

#[test]
#[should_panic(expected = "recursive::Tree` is inside itself, and Terraform has no recursive schemas")]
fn a_model_that_is_inside_itself_by_way_of_another_is_named() {
    parity::<Tree>(SchemaKind::Resource);
}

#[test]
fn a_model_may_be_there_twice_side_by_side() {
    assert_eq!(Leaves::block().attributes.len(), 2);
    parity::<Leaves>(SchemaKind::Resource);
}
