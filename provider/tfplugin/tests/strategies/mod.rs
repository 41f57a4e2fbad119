//! Any type and any value of it, for tests over all of them.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use tfplugin::{Bound, Data, Dynamic, Elements, Number, Raw, Refinement, Type, Value};
use unicode_normalization::UnicodeNormalization;

/// What may stand in place of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holes {
    /// Null only: a state.
    Nulls,
    /// Null, unknown and unknown with a refinement: a plan.
    Unknowns,
}

/// Any type, with `dynamic` where Terraform allows it: at the root, in objects and in tuples.
pub(crate) fn any_type() -> BoxedStrategy<Type> {
    prop_oneof![3 => concrete_type(), 1 => Just(Type::Dynamic)]
        .prop_recursive(2, 8, 3, |inner| {
            prop_oneof![
                btree_map(name(), inner.clone(), 0..4).prop_map(Type::Object),
                vec(inner, 0..4).prop_map(Type::Tuple),
            ]
        })
        .boxed()
}

/// Any type without `dynamic`.
pub(crate) fn concrete_type() -> BoxedStrategy<Type> {
    prop_oneof![Just(Type::String), Just(Type::Number), Just(Type::Bool)]
        .prop_recursive(3, 12, 3, |inner| {
            prop_oneof![
                inner.clone().prop_map(Type::list),
                inner.clone().prop_map(Type::set),
                inner.clone().prop_map(Type::map),
                btree_map(name(), inner.clone(), 0..4).prop_map(Type::Object),
                vec(inner, 0..4).prop_map(Type::Tuple),
            ]
        })
        .boxed()
}

/// A type and any value of it.
pub(crate) fn any_typed_value(holes: Holes) -> BoxedStrategy<(Type, Raw)> {
    any_type()
        .prop_flat_map(move |ty| {
            let value = any_value(&ty, holes);
            (Just(ty), value)
        })
        .boxed()
}

/// Any value of this type.
pub(crate) fn any_value(ty: &Type, holes: Holes) -> BoxedStrategy<Raw> {
    let known = known(ty, holes).prop_map(Value::Known);
    match holes {
        Holes::Nulls => prop_oneof![6 => known, 1 => Just(Value::Null)].boxed(),
        Holes::Unknowns => {
            let unknown = refinement(ty).prop_map(Value::Unknown);
            prop_oneof![6 => known, 1 => Just(Value::Null), 1 => Just(Value::unknown()), 1 => unknown].boxed()
        }
    }
}

fn known(ty: &Type, holes: Holes) -> BoxedStrategy<Data> {
    match ty {
        Type::String => text().prop_map(Data::String).boxed(),
        Type::Number => any_number().prop_map(Data::Number).boxed(),
        Type::Bool => any::<bool>().prop_map(Data::Bool).boxed(),
        Type::List(inner) => vec(any_value(inner, holes), 0..4).prop_map(Data::List).boxed(),
        Type::Set(inner) => vec(any_value(inner, holes), 0..4)
            .prop_map(|values| Data::Set(Elements::new(values)))
            .boxed(),
        Type::Map(inner) => btree_map(text(), any_value(inner, holes), 0..4)
            .prop_map(Data::Map)
            .boxed(),
        Type::Object(attributes) => {
            let values: Vec<_> = attributes
                .iter()
                .map(|(name, ty)| (Just(name.clone()), any_value(ty, holes)))
                .collect();
            values
                .prop_map(|values| Data::Object(values.into_iter().collect()))
                .boxed()
        }
        Type::Tuple(types) => {
            let values: Vec<_> = types.iter().map(|ty| any_value(ty, holes)).collect();
            values.prop_map(Data::Tuple).boxed()
        }
        Type::Dynamic => prop_oneof![
            7 => concrete_type().prop_flat_map(move |ty| {
                let value = any_value(&ty, holes);
                (Just(ty), value)
            }),
            // `{ name = null }`, as a configuration spells it.
            1 => name().prop_map(|name| {
                let ty = Type::Object([(name.clone(), Type::Dynamic)].into());
                (ty, Value::Known(Data::Object([(name, Value::Null)].into())))
            }),
        ]
        .prop_map(|(ty, value)| Data::Dynamic(Box::new(Dynamic { ty, value })))
        .boxed(),
    }
}

/// Any finite number: of 64 bits, a double, or of many digits.
pub(crate) fn any_number() -> BoxedStrategy<Number> {
    prop_oneof![
        (-200_i64..200).prop_map(Number::from),
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("finite", |double| {
            Number::try_from(double).ok().filter(Number::is_finite)
        }),
        "-?[0-9]{1,60}(\\.[0-9]{1,60})?(e-?[0-9]{1,3})?"
            .prop_filter_map("a number", |text: String| text.parse().ok()),
    ]
    .boxed()
}

/// Anything that can be said of an unknown value of this type.
fn refinement(ty: &Type) -> BoxedStrategy<Refinement> {
    let of_type: BoxedStrategy<Refinement> = match ty {
        Type::Dynamic => return Just(Refinement::default()).boxed(),
        Type::String => text()
            .prop_map(|prefix| Refinement::default().with_prefix(prefix))
            .boxed(),
        Type::Number => {
            let end = || {
                let value = prop_oneof![
                    any::<i64>().prop_map(Number::from),
                    "-?[0-9]{1,30}\\.[0-9]{1,30}"
                        .prop_filter_map("a number", |text: String| text.parse().ok()),
                ];
                (value, any::<bool>()).prop_map(|(value, inclusive)| Bound { value, inclusive })
            };
            (end(), end())
                .prop_map(|(lower, upper)| Refinement::default().with_lower(lower).with_upper(upper))
                .boxed()
        }
        Type::List(_) | Type::Set(_) | Type::Map(_) => (any::<u64>(), any::<u64>())
            .prop_map(|(min, max)| Refinement::default().with_min_length(min).with_max_length(max))
            .boxed(),
        Type::Bool | Type::Object(_) | Type::Tuple(_) => Just(Refinement::default()).boxed(),
    };
    (of_type, any::<bool>())
        .prop_map(|(known, not_null)| if not_null { known.with_not_null() } else { known })
        .boxed()
}

fn name() -> BoxedStrategy<String> {
    prop_oneof![4 => "[a-z_]{1,6}", 1 => text()].boxed()
}

/// Any text, as Terraform keeps it.
fn text() -> BoxedStrategy<String> {
    "\\PC{0,12}".prop_map(|text: String| text.nfc().collect()).boxed()
}
