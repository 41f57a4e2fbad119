//! `#[derive(Model)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::{DeriveInput, Error, Result, Type};

use crate::field::{Field, Role, at};
use crate::keys::{BlockKeys, Keys, STRUCT, blame};
use crate::shape::{Nesting, fields, mentions};
use crate::{default, docs};

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let raw = fields(input, "Model")?;
    let mut errors = None;
    let mut parsed: Vec<Field<'_>> = Vec::new();
    for field in raw {
        match Field::parse(field) {
            Ok(field) => parsed.push(field),
            Err(error) => blame(&mut errors, error),
        }
    }
    for field in &parsed {
        if mentions(field.ty, &input.ident) {
            let reason = format!(
                "`{}` cannot be inside itself: Terraform has no recursive schemas; spell out as many levels as are needed, each a model of its own, or take a `Dynamic`",
                input.ident
            );
            blame(&mut errors, Error::new_spanned(field.ty, reason));
        }
    }
    let description = docs::of(&input.attrs);
    if description.is_empty() {
        let reason = "add a doc comment (`/// …`): it becomes the documentation of the block";
        blame(&mut errors, Error::new_spanned(&input.ident, reason));
    }
    let mut names: Vec<&str> = Vec::new();
    for field in parsed.iter().filter(|field| !matches!(field.role, Role::Flatten)) {
        if names.contains(&field.name.as_str()) {
            let reason = format!("`{}` is in this model twice", field.name);
            blame(&mut errors, Error::new_spanned(field.ident, reason));
        }
        names.push(&field.name);
    }
    let keys = Keys::parse(&input.attrs, STRUCT)?;
    errors.map_or_else(|| Ok(implement(input, &description, &keys, &parsed)), Err)
}

fn implement(input: &DeriveInput, description: &str, keys: &Keys, parsed: &[Field<'_>]) -> TokenStream {
    let ident = &input.ident;
    let deprecated = keys.text("deprecated").map(
        |text| quote!(block.deprecated = ::std::option::Option::Some(::std::string::String::from(#text));),
    );
    let checks = keys.validators();
    let checks = (!checks.is_empty()).then(|| {
        quote! {{
            use ::tfplugin::validators::*;
            #(block.checks.push(::std::sync::Arc::new(#checks));)*
        }}
    });
    let declare = parsed.iter().map(declaration);
    let take = parsed.iter().map(taking);
    let put = parsed.iter().map(putting);
    let has_blocks = parsed.iter().filter_map(|field| match field.role {
        Role::Block { .. } => Some(quote!(true)),
        Role::Flatten => {
            let ty = field.ty;
            Some(quote!(<#ty as ::tfplugin::Model>::HAS_BLOCKS))
        }
        Role::Attribute { .. } => None,
    });
    quote! {
        #[automatically_derived]
        impl ::tfplugin::Model for #ident {
            const HAS_BLOCKS: bool = false #(|| #has_blocks)*;

            fn block() -> ::tfplugin::schema::Block {
                ::tfplugin::derived::building::<Self>(|block: &mut ::tfplugin::schema::Block| {
                    block.description = ::std::string::String::from(#description);
                    #deprecated
                    #checks
                    #(#declare)*
                })
            }

            fn take(object: &mut ::tfplugin::Object) -> ::std::result::Result<Self, ::tfplugin::Misfit> {
                let _ = &object;
                ::std::result::Result::Ok(Self { #(#take),* })
            }

            fn decode(mut object: ::tfplugin::Object) -> ::std::result::Result<Self, ::tfplugin::Misfit> {
                let model = <Self as ::tfplugin::Model>::take(&mut object)?;
                ::tfplugin::derived::nothing_left(&object)?;
                ::std::result::Result::Ok(model)
            }

            fn encode(self) -> ::tfplugin::Object {
                let mut object = ::tfplugin::Object::new();
                #(#put)*
                object
            }
        }

        #[automatically_derived]
        impl ::tfplugin::Datum for #ident {
            const SHAPE: ::tfplugin::Shape = ::tfplugin::Shape::of_model::<Self>();

            fn attribute_type() -> ::tfplugin::schema::AttributeType {
                ::tfplugin::derived::single::<Self>()
            }

            fn decode(data: ::tfplugin::Data) -> ::std::result::Result<Self, ::tfplugin::Misfit> {
                ::tfplugin::derived::object::<Self>(data)
            }

            fn encode(self) -> ::tfplugin::Data {
                ::tfplugin::Data::Object(<Self as ::tfplugin::Model>::encode(self))
            }
        }
    }
}

fn declaration(field: &Field<'_>) -> TokenStream {
    let (name, docs, ty, keys) = (&field.name, &field.docs, field.ty, &field.keys);
    let span = at(ty);
    match &field.role {
        Role::Flatten => quote_spanned! {span=>
            ::tfplugin::derived::flatten(block, <#ty as ::tfplugin::Model>::block());
        },
        Role::Block { model, nesting, .. } => {
            let mode = block_mode(*nesting, &keys.block().cloned().unwrap_or_default());
            let deprecated = keys.text("deprecated").map(|text| {
                quote!(inner.deprecated = ::std::option::Option::Some(::std::string::String::from(#text));)
            });
            quote_spanned! {span=>
                block.blocks.push({
                    let mut inner = <#model as ::tfplugin::Model>::block();
                    inner.description = ::std::string::String::from(#docs);
                    #deprecated
                    ::tfplugin::schema::NestedBlock {
                        name: ::std::string::String::from(#name),
                        block: inner,
                        mode: #mode,
                    }
                });
            }
        }
        Role::Attribute { inner, mode } => {
            let mode = format_ident!("{mode}");
            let extras = extras(keys, inner);
            quote_spanned! {span=>
                block.attributes.push({
                    const _: () = <#inner as ::tfplugin::Datum>::SHAPE.assert_attribute();
                    let mut attribute = ::tfplugin::schema::Attribute::new(
                        #name,
                        <#inner as ::tfplugin::Datum>::attribute_type(),
                        ::tfplugin::schema::Mode::#mode,
                    );
                    attribute.description = ::std::string::String::from(#docs);
                    #extras
                    attribute
                });
            }
        }
    }
}

fn extras(keys: &Keys, inner: &Type) -> TokenStream {
    let sensitive = if keys.has("sensitive") {
        quote!(true)
    } else {
        quote!(<#inner as ::tfplugin::Datum>::SENSITIVE)
    };
    let write_only = keys.has("write_only");
    let deprecated = keys.text("deprecated").map(|text| {
        quote!(attribute.deprecated = ::std::option::Option::Some(::std::string::String::from(#text));)
    });
    let default = keys.expression("default").map(|expression| {
        let value = default::value(expression, inner);
        quote!(attribute.default = ::std::option::Option::Some(<#inner as ::tfplugin::Datum>::encode(#value));)
    });
    let validators = keys.validators();
    let validators = (!validators.is_empty()).then(|| {
        quote! {{
            use ::tfplugin::validators::*;
            #(attribute.validators.push(::std::sync::Arc::new(#validators));)*
        }}
    });
    let plain = [
        ("requires_replace", "RequiresReplace"),
        ("requires_replace_if_configured", "RequiresReplaceIfConfigured"),
        ("use_state_for_unknown", "UseStateForUnknown"),
        ("use_non_null_state_for_unknown", "UseNonNullStateForUnknown"),
    ]
    .into_iter()
    .filter(|(key, _)| keys.has(key))
    .map(|(_, variant)| format_ident!("{variant}"));
    let replace_if = keys.expression("requires_replace_if").map(
        |expression| quote!(attribute.modifiers.push(::tfplugin::derived::requires_replace_if::<#inner>(#expression));),
    );
    let plan = keys.expression("plan").map(
        |expression| quote!(attribute.modifiers.push(::tfplugin::derived::plan::<#inner>(#expression));),
    );
    quote! {
        attribute.sensitive = #sensitive;
        attribute.write_only = #write_only;
        #deprecated
        #default
        #validators
        #(attribute.modifiers.push(::tfplugin::Modifier::#plain);)*
        #replace_if
        #plan
    }
}

fn block_mode(nesting: Nesting, keys: &BlockKeys) -> TokenStream {
    let bound =
        |bound: &Option<syn::LitInt>| bound.as_ref().map_or_else(|| quote!(0), |number| quote!(#number));
    let (min, max) = (bound(&keys.min), bound(&keys.max));
    let required = keys.required.is_some();
    match nesting {
        Nesting::One if keys.group.is_some() => quote!(::tfplugin::schema::BlockMode::Group),
        Nesting::One => quote!(::tfplugin::schema::BlockMode::Single { required: #required }),
        Nesting::List => quote!(::tfplugin::schema::BlockMode::List { min: #min, max: #max }),
        Nesting::Set => quote!(::tfplugin::schema::BlockMode::Set { min: #min, max: #max }),
        Nesting::Map => quote!(::tfplugin::schema::BlockMode::Map),
    }
}

fn taking(field: &Field<'_>) -> TokenStream {
    let (ident, name, ty) = (field.ident, &field.name, field.ty);
    let span = at(ty);
    match &field.role {
        Role::Flatten => quote_spanned!(span=> #ident: <#ty as ::tfplugin::Model>::take(object)?),
        Role::Attribute { inner, .. } | Role::Block { inner, .. } => {
            quote_spanned!(span=> #ident: ::tfplugin::derived::take::<#inner>(object, #name)?)
        }
    }
}

fn putting(field: &Field<'_>) -> TokenStream {
    let (ident, name, ty) = (field.ident, &field.name, field.ty);
    let group = field.keys.block().is_some_and(|block| block.group.is_some());
    let span = at(ty);
    match &field.role {
        Role::Flatten => quote_spanned! {span=>
            object.append(&mut <#ty as ::tfplugin::Model>::encode(self.#ident));
        },
        Role::Block {
            model,
            nesting: Nesting::One,
            ..
        } if group => quote_spanned! {span=>
            ::tfplugin::derived::put_group::<#model>(&mut object, #name, self.#ident);
        },
        Role::Block {
            inner,
            nesting: Nesting::List | Nesting::Set | Nesting::Map,
            ..
        } => quote_spanned! {span=>
            ::tfplugin::derived::put_blocks::<#inner>(&mut object, #name, self.#ident);
        },
        Role::Attribute { inner, .. } | Role::Block { inner, .. } => quote_spanned! {span=>
            ::tfplugin::derived::put::<#inner>(&mut object, #name, self.#ident);
        },
    }
}
