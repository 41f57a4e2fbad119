//! `#[derive(Arguments)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{DeriveInput, Error, Ident, Result, Type};

use crate::docs;
use crate::field::{at, name};
use crate::keys::{Keys, PARAMETER, blame};
use crate::shape::{fields, inside};

struct Parameter<'a> {
    ident: &'a Ident,
    name: String,
    docs: String,
    ty: &'a Type,
    inner: &'a Type,
    allow_null: bool,
    allow_unknown: bool,
    variadic: bool,
}

pub(crate) fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let raw = fields(input, "Arguments")?;
    let mut errors = None;
    let mut parameters: Vec<Parameter<'_>> = Vec::new();
    for field in raw {
        match parse(field) {
            Ok(parameter) if parameters.iter().any(|earlier| earlier.name == parameter.name) => {
                let reason = format!("`{}` is a parameter twice", parameter.name);
                blame(&mut errors, Error::new_spanned(parameter.ident, reason));
            }
            Ok(parameter) => parameters.push(parameter),
            Err(error) => blame(&mut errors, error),
        }
    }
    if let Some((_, earlier)) = parameters.split_last() {
        for parameter in earlier.iter().filter(|parameter| parameter.variadic) {
            let reason = "only the last parameter can be variadic: it takes all arguments that are left";
            blame(&mut errors, Error::new_spanned(parameter.ident, reason));
        }
    }
    errors.map_or_else(|| Ok(implement(&input.ident, &parameters)), Err)
}

fn parse(field: &syn::Field) -> Result<Parameter<'_>> {
    let Some(ident) = &field.ident else {
        return Err(Error::new_spanned(field, "the field needs a name"));
    };
    let keys = Keys::parse(&field.attrs, PARAMETER)?;
    let docs = docs::of(&field.attrs);
    if docs.is_empty() {
        let reason = "add a doc comment (`/// …`): it becomes the documentation of the parameter";
        return Err(Error::new_spanned(ident, reason));
    }
    let variadic = keys.has("variadic");
    let ty = if variadic {
        inside(&field.ty, "Vec").ok_or_else(|| {
            Error::new_spanned(&field.ty, "a variadic parameter is a `Vec` of its arguments")
        })?
    } else {
        &field.ty
    };
    let (allow_null, allow_unknown) = (keys.has("allow_null"), keys.has("allow_unknown"));
    let value = inside(ty, "Value");
    match (value.is_some(), allow_null || allow_unknown) {
        (true, false) => {
            let reason = "this argument is never null or unknown: write the type without `Value`, or add `allow_null` or `allow_unknown`";
            return Err(Error::new_spanned(ty, reason));
        }
        (false, true) => {
            let reason = "an argument that may be null or unknown is a `Value<…>`";
            return Err(Error::new_spanned(ty, reason));
        }
        (true, true) | (false, false) => {}
    }
    Ok(Parameter {
        ident,
        name: name(ident, &keys)?,
        docs,
        ty,
        inner: value.unwrap_or(ty),
        allow_null,
        allow_unknown,
        variadic,
    })
}

fn implement(ident: &Ident, parameters: &[Parameter<'_>]) -> TokenStream {
    let declared = parameters
        .iter()
        .filter(|parameter| !parameter.variadic)
        .map(declaration);
    let variadic = parameters
        .iter()
        .find(|parameter| parameter.variadic)
        .map_or_else(
            || quote!(::std::option::Option::None),
            |parameter| {
                let declaration = declaration(parameter);
                quote!(::std::option::Option::Some(#declaration))
            },
        );
    let takes = parameters.iter().map(|parameter| {
        let field = parameter.ident;
        let ty = parameter.ty;
        let method = match (
            parameter.variadic,
            parameter.allow_null || parameter.allow_unknown,
        ) {
            (false, false) => quote!(plain::<#ty>),
            (false, true) => {
                let inner = parameter.inner;
                quote!(value::<#inner>)
            }
            (true, false) => quote!(plain_rest::<#ty>),
            (true, true) => {
                let inner = parameter.inner;
                quote!(value_rest::<#inner>)
            }
        };
        quote_spanned!(at(ty)=> #field: arguments.#method()?)
    });
    quote! {
        #[automatically_derived]
        impl ::tfplugin::Arguments for #ident {
            fn parameters() -> ::std::vec::Vec<::tfplugin::Parameter> {
                ::std::vec![#(#declared),*]
            }

            fn variadic() -> ::std::option::Option<::tfplugin::Parameter> {
                #variadic
            }

            fn decode(
                arguments: ::std::vec::Vec<::tfplugin::Raw>,
            ) -> ::std::result::Result<Self, ::tfplugin::ArgumentError> {
                let mut arguments = ::tfplugin::derived::Passed::new(arguments);
                let decoded = Self { #(#takes),* };
                arguments.nothing_left()?;
                ::std::result::Result::Ok(decoded)
            }
        }
    }
}

fn declaration(parameter: &Parameter<'_>) -> TokenStream {
    let Parameter {
        name,
        docs,
        inner,
        allow_null,
        allow_unknown,
        ..
    } = parameter;
    quote_spanned! {at(inner)=>
        ::tfplugin::Parameter {
            name: ::std::string::String::from(#name),
            ty: <#inner as ::tfplugin::Datum>::attribute_type().implied_type(),
            allow_null: #allow_null,
            allow_unknown: #allow_unknown,
            description: ::std::string::String::from(#docs),
        }
    }
}
