//! What the derives refuse, and in which words.

use syn::{DeriveInput, parse_quote};

use crate::{arguments, model};

/// The errors of `#[derive(Model)]` on a documented struct.
fn refused(input: &DeriveInput) -> Vec<String> {
    let error = model::expand(input).expect_err("it is refused");
    error.into_iter().map(|error| error.to_string()).collect()
}

/// The errors on one documented field with these keys.
macro_rules! field {
    ($(#[$keys:meta])* $name:ident : $ty:ty) => {
        refused(&parse_quote! {
            /// A widget.
            struct Widget {
                /// Documented.
                $(#[$keys])*
                $name: $ty,
            }
        })
    };
}

#[test]
fn what_is_not_documented_is_refused_with_the_reason() {
    let errors = refused(&parse_quote! {
        struct Widget {
            #[tf(required)]
            name: Value<String>,
        }
    });
    assert_eq!(
        errors,
        [
            "add a doc comment (`/// …`): it becomes the documentation of `name`",
            "add a doc comment (`/// …`): it becomes the documentation of the block"
        ]
    );
}

#[test]
fn keys_that_contradict_each_other_are_refused() {
    let errors = field!(#[tf(required, optional)] a: Value<String>);
    assert_eq!(errors, ["an attribute is `required` or `optional`, not both"]);
    let errors = field!(#[tf(required, computed)] a: Value<String>);
    assert_eq!(
        errors,
        [
            "what the configuration must set cannot be computed; write `optional, computed` if the provider fills it in"
        ]
    );
    let errors = field!(#[tf(optional, computed, write_only)] a: Value<String>);
    assert_eq!(
        errors,
        ["a write-only attribute is null in every plan and state, so it cannot be computed"]
    );
    let errors = field!(#[tf(optional, default = 3)] a: Value<i64>);
    assert_eq!(
        errors,
        ["the provider plans a default, so the attribute must say `optional, computed`"]
    );
    let errors = field!(#[tf(optional, use_state_for_unknown)] a: Value<i64>);
    assert_eq!(
        errors,
        ["only a computed attribute is ever planned as unknown; add `computed`"]
    );
    let errors = field!(#[tf(computed, requires_replace_if_configured)] a: Value<i64>);
    assert_eq!(
        errors,
        ["the configuration cannot have a computed attribute; add `optional`, or use `requires_replace`"]
    );
}

#[test]
fn a_write_only_attribute_has_no_part_in_the_plan() {
    let errors = field!(#[tf(optional, write_only, requires_replace)] a: Value<String>);
    assert_eq!(
        errors,
        ["a write-only attribute is null in every plan, so this can never apply"]
    );
}

#[test]
fn somebody_sets_every_attribute() {
    let errors = field!(#[tf(sensitive)] a: Value<String>);
    assert!(
        errors[0].starts_with("say who sets it: `#[tf(required)]`"),
        "{errors:?}"
    );
    let errors = field!(a: Value<String>);
    assert!(errors[0].starts_with("say who sets it"), "{errors:?}");
}

#[test]
fn a_misspelt_key_is_answered_with_the_right_one() {
    let errors = field!(#[tf(optoinal)] a: Value<String>);
    assert_eq!(
        errors,
        ["there is no key `optoinal` here; did you mean `optional`?"]
    );
    let errors = field!(#[tf(optional, requires_replacement)] a: Value<String>);
    assert_eq!(
        errors,
        ["there is no key `requires_replacement` here; did you mean `requires_replace`?"]
    );
    let errors = field!(#[tf(block(mx = 1))] a: Value<List<Rule>>);
    assert_eq!(errors, ["there is no key `mx` here; did you mean `max`?"]);
    let errors = field!(#[tf(optional, optional)] a: Value<String>);
    assert_eq!(errors, ["`optional` is here twice"]);
}

#[test]
fn a_word_of_another_framework_is_answered_with_the_key_here() {
    for (word, key) in [
        ("force_new", "requires_replace"),
        ("default_value", "default"),
        ("wo", "write_only"),
        ("readonly", "computed"),
        ("read_only", "computed"),
    ] {
        let word = syn::Ident::new(word, proc_macro2::Span::call_site());
        let errors = refused(&parse_quote! {
            /// A widget.
            struct Widget {
                /// Documented.
                #[tf(optional, #word)]
                a: Value<String>,
            }
        });
        assert_eq!(
            errors,
            [format!("there is no key `{word}` here; the key is `{key}`")]
        );
    }
    let errors = field!(#[tf(optional, description = "A.")] a: Value<String>);
    assert_eq!(
        errors,
        ["there is no key `description`: the doc comment (`/// …`) is the documentation"]
    );
}

#[test]
fn a_model_is_not_inside_itself() {
    for ty in ["Value<List<Widget>>", "Value<Self>"] {
        let ty: syn::Type = syn::parse_str(ty).expect("a type");
        let errors = refused(&parse_quote! {
            /// A widget.
            struct Widget {
                /// Smaller ones.
                #[tf(optional)]
                parts: #ty,
            }
        });
        assert!(
            errors[0].starts_with("`Widget` cannot be inside itself: Terraform has no recursive schemas"),
            "{errors:?}"
        );
    }
}

#[test]
fn blocks_take_the_keys_of_blocks() {
    let errors = field!(#[tf(block, optional)] a: Value<Rule>);
    assert!(
        errors[0].starts_with("`optional` is for attributes"),
        "{errors:?}"
    );
    let errors = field!(#[tf(block(max = 2))] a: Value<Rule>);
    assert_eq!(errors, ["`min` and `max` are for `List` and `Set` of blocks"]);
    let errors = field!(#[tf(block(group))] a: Value<List<Rule>>);
    assert!(
        errors[0].starts_with("`group` and `required` are for a block that is there once"),
        "{errors:?}"
    );
    let errors = field!(#[tf(flatten, optional)] a: Common);
    assert!(errors[0].starts_with("`flatten` stands alone"), "{errors:?}");
}

#[test]
fn fields_are_values_with_names_that_terraform_takes() {
    let errors = field!(#[tf(optional)] a: Option<String>);
    assert!(errors[0].starts_with("write it as `Value<…>`"), "{errors:?}");
    let errors = field!(#[tf(optional, rename = "Kind")] a: Value<String>);
    assert!(
        errors[0].starts_with("a name in a schema has lower-case letters"),
        "{errors:?}"
    );
    let errors = refused(&parse_quote! {
        /// A widget.
        struct Widget {
            /// One.
            #[tf(optional)]
            a: Value<String>,
            /// The same.
            #[tf(optional, rename = "a")]
            b: Value<String>,
        }
    });
    assert_eq!(errors, ["`a` is in this model twice"]);
}

#[test]
fn only_structs_with_named_fields_and_no_generics_are_models() {
    let errors = refused(&parse_quote! { enum Kind { A, B } });
    assert!(errors[0].starts_with("`Model` is for structs"), "{errors:?}");
    let errors = refused(&parse_quote! { struct Pair(Value<String>, Value<String>); });
    assert!(errors[0].contains("`struct Pair {}` for none"), "{errors:?}");
    let errors = refused(&parse_quote! { struct Held<T> { a: Value<T> } });
    assert!(errors[0].contains("cannot have generics"), "{errors:?}");
}

#[test]
fn parameters_say_whether_they_may_be_null_or_unknown() {
    let errors = |input: DeriveInput| -> Vec<String> {
        let error = arguments::expand(&input).expect_err("it is refused");
        error.into_iter().map(|error| error.to_string()).collect()
    };
    let value = errors(parse_quote! {
        struct Clamp {
            /// Limit.
            limit: Value<String>,
            /// Other.
            #[tf(allow_null)]
            other: String,
            silent: String,
        }
    });
    assert_eq!(
        value,
        [
            "this argument is never null or unknown: write the type without `Value`, or add `allow_null` or `allow_unknown`",
            "an argument that may be null or unknown is a `Value<…>`",
            "add a doc comment (`/// …`): it becomes the documentation of the parameter",
        ]
    );
    let order = errors(parse_quote! {
        struct Clamp {
            /// All.
            #[tf(variadic)]
            all: Vec<String>,
            /// Last.
            last: String,
        }
    });
    assert_eq!(
        order,
        ["only the last parameter can be variadic: it takes all arguments that are left"]
    );
}
