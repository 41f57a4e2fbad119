//! Any configuration of the thing that has everything: it settles, any change of it too, and what a plan knows stays true
//! when the unknown becomes known.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tfplugin::wire::tfplugin6::schema::nested_block::NestingMode;
use tfplugin::wire::tfplugin6::schema::{Attribute, Block, NestedBlock, object};
use tfplugin::{Data, Elements, Object, Raw, Type, Value};
use unicode_normalization::UnicodeNormalization;

use crate::laws::kept as kept_to;
use crate::life::{Kept, Shown};
use crate::schemas::{inner, read_type};
use crate::session::Session;
use crate::strategies::{Holes, any_value};
use crate::values::{text, unknown};

const THING: &str = "atlas_thing";

/// Attributes with rules of their own, which are not what is tried here.
fn particular(name: &str) -> Option<BoxedStrategy<Raw>> {
    let one_of = |values: &'static [&'static str]| {
        prop_oneof![Just(Value::Null), proptest::sample::select(values).prop_map(text)]
    };
    Some(match name {
        "name" => Just(text("a")).boxed(),
        "tone" => one_of(&["low", "high"]).boxed(),
        "kind" => one_of(&["x", "y"]).boxed(),
        "count_of" | "secret_wo_version" => (0_i64..3)
            .prop_map(|number| Value::Known(Data::Number(number.into())))
            .boxed(),
        "old_text" | "fault" | "timeouts" => Just(Value::Null).boxed(),
        _ => return None,
    })
}

fn config(block: &Block) -> BoxedStrategy<Object> {
    let attributes = block.attributes.iter().map(|attribute| {
        let particular = particular(&attribute.name);
        let value = particular.unwrap_or_else(|| of_attribute(attribute));
        (Just(attribute.name.clone()), value)
    });
    let blocks = block.block_types.iter();
    let blocks = blocks.map(|nested| (Just(nested.type_name.clone()), of_block(nested)));
    let fields: Vec<_> = attributes.chain(blocks).collect();
    fields.prop_map(|fields| fields.into_iter().collect()).boxed()
}

fn of_attribute(attribute: &Attribute) -> BoxedStrategy<Raw> {
    if !attribute.required && !attribute.optional {
        return Just(Value::Null).boxed();
    }
    let given = match &attribute.nested_type {
        None => any_value(&read_type(&attribute.r#type), Holes::Nulls)
            .prop_filter("given", |value| !value.is_null())
            .boxed(),
        Some(nested) => {
            let attributes = nested.attributes.iter();
            let fields: Vec<_> = attributes
                .map(|attribute| (Just(attribute.name.clone()), of_attribute(attribute)))
                .collect();
            let one = fields.prop_map(|fields| Value::Known(Data::Object(fields.into_iter().collect())));
            match nested.nesting() {
                object::NestingMode::List => list(one.boxed()),
                object::NestingMode::Set => set(one.boxed()),
                object::NestingMode::Map => map(one.boxed()),
                _ => one.boxed(),
            }
        }
    };
    if attribute.required {
        given
    } else {
        prop_oneof![2 => given, 1 => Just(Value::Null)].boxed()
    }
}

fn of_block(nested: &NestedBlock) -> BoxedStrategy<Raw> {
    let one = config(inner(nested)).prop_map(|object| Value::Known(Data::Object(object)));
    match nested.nesting() {
        NestingMode::List => list(one.boxed()),
        NestingMode::Set => set(one.boxed()),
        NestingMode::Map => map(one.boxed()),
        NestingMode::Single => prop_oneof![one, Just(Value::Null)].boxed(),
        NestingMode::Group | NestingMode::Invalid => one.boxed(),
    }
}

fn list(one: BoxedStrategy<Raw>) -> BoxedStrategy<Raw> {
    vec(one, 0..4)
        .prop_map(|elements| Value::Known(Data::List(elements)))
        .boxed()
}

fn set(one: BoxedStrategy<Raw>) -> BoxedStrategy<Raw> {
    vec(one, 0..4)
        .prop_map(|elements| Value::Known(Data::Set(Elements::new(elements))))
        .boxed()
}

fn map(one: BoxedStrategy<Raw>) -> BoxedStrategy<Raw> {
    let key = "\\PC{0,6}".prop_map(|key: String| key.nfc().collect::<String>());
    btree_map(key, one, 0..4)
        .prop_map(|elements| Value::Known(Data::Map(elements)))
        .boxed()
}

/// Draws values; the same ones each time.
struct Draw(TestRunner);

impl Draw {
    fn new() -> Self {
        Self(TestRunner::deterministic())
    }

    fn of<T: std::fmt::Debug>(&mut self, strategy: &BoxedStrategy<T>) -> T {
        strategy.new_tree(&mut self.0).expect("a value").current()
    }

    /// The configuration with some of it not known yet.
    fn forget(&mut self, config: &Object, block: &Block) -> Object {
        let mut config = config.clone();
        for attribute in &block.attributes {
            let stays = ["name", "kind", "fault", "timeouts"].contains(&attribute.name.as_str());
            if !stays && (attribute.required || attribute.optional) {
                let value = config.get_mut(&attribute.name).expect("an attribute");
                self.forget_in(value, true);
            }
        }
        for nested in &block.block_types {
            let value = config.get_mut(&nested.type_name).expect("a block");
            self.forget_in(value, false);
        }
        config
    }

    fn forget_in(&mut self, value: &mut Raw, whole: bool) {
        if whole && self.of(&(0..4).boxed()) == 0 {
            *value = unknown();
            return;
        }
        let Value::Known(data) = value else { return };
        match data {
            Data::List(elements) => elements
                .iter_mut()
                .for_each(|element| self.forget_in(element, whole)),
            Data::Map(elements) => elements
                .values_mut()
                .for_each(|element| self.forget_in(element, whole)),
            Data::Object(fields) => fields
                .values_mut()
                // Only the provider sets what is null in a configuration and computed: that stays.
                .filter(|value| !value.is_null())
                .for_each(|value| self.forget_in(value, true)),
            Data::Set(elements) => {
                let mut forgotten = std::mem::take(elements).into_vec();
                forgotten
                    .iter_mut()
                    .for_each(|element| self.forget_in(element, whole));
                *elements = Elements::new(forgotten);
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn any_configuration_settles_and_so_does_any_change_of_it() {
    let session = Session::start().await;
    let any = config(session.schemas.resource(THING));
    let mut draw = Draw::new();
    let mut kept = Kept::default();
    for round in 0..40 {
        let config = draw.of(&any);
        let shown = session.run(THING, &mut kept, Some(&config)).await;
        assert_ne!(shown, Shown::Delete, "{round}");
        session.settled(THING, &kept, &config).await;
    }
    assert_eq!(session.run(THING, &mut kept, None).await, Shown::Delete);
}

#[tokio::test]
async fn what_a_plan_knows_stays_true_when_the_unknown_becomes_known() {
    let session = Session::start().await;
    let block = session.schemas.resource(THING);
    let any = config(block);
    let mut draw = Draw::new();
    let existing = session.created(THING, &draw.of(&any)).await;
    let mut forgotten = 0;
    for round in 0..40 {
        let known = draw.of(&any);
        let partly = draw.forget(&known, block);
        forgotten += usize::from(partly != known);
        for prior in [&Kept::default(), &existing] {
            let (early, first, said) = session.plan(THING, prior, Some(&partly)).await;
            said.no_error();
            let (late, then, said) = session.plan(THING, prior, Some(&known)).await;
            said.no_error();
            assert!(
                late == early || (early, late) == (Shown::Update, Shown::Nothing),
                "{round}: {early:?}, then {late:?}"
            );
            let whole = |plan: &crate::life::Plan| Value::Known(Data::Object(plan.planned().clone()));
            kept_to(&whole(&first), &whole(&then), "");
        }
    }
    assert!(forgotten > 30, "of 40 only {forgotten} had something unknown");
}

#[tokio::test]
async fn any_value_that_a_function_is_given_comes_back() {
    let session = Session::unconfigured().await;
    let any = crate::strategies::any_typed_value(Holes::Unknowns);
    let mut draw = Draw::new();
    for _ in 0..200 {
        let (ty, value) = draw.of(&any);
        let value = if ty == Type::Dynamic {
            value
        } else {
            Value::Known(Data::Dynamic(Box::new(tfplugin::Dynamic { ty, value })))
        };
        let echoed = crate::functions::send(
            &session,
            "echo",
            vec![tfplugin::codec::encode_dynamic(&value, &Type::Dynamic).expect("a value")],
        )
        .await;
        assert_eq!(echoed, Ok(value));
    }
}

#[tokio::test]
async fn the_configuration_generated_from_any_state_changes_nothing() {
    let session = Session::start().await;
    let any = config(session.schemas.resource(THING));
    let mut draw = Draw::new();
    let mut kept = Kept::default();
    for _ in 0..10 {
        let config = draw.of(&any);
        session.run(THING, &mut kept, Some(&config)).await;
        let generated = session.generated(THING, kept.state()).await;
        session.validate(THING, &generated).await.no_error();
        let (shown, plan, said) = session.plan(THING, &kept, Some(&generated)).await;
        said.no_error();
        assert_eq!(
            shown,
            Shown::Nothing,
            "{:#?} became {:#?}",
            kept.state,
            plan.planned
        );
    }
}
