//! What the derives read off a type's spelling: `Value<T>`, `List<T>`, and the struct itself.

use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Error, Fields, GenericArgument, Ident, PathArguments, Result, Token, Type};

/// How the objects of a block nest, by the spelling of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nesting {
    One,
    List,
    Set,
    Map,
}

/// The fields of a struct without generics, or what is wrong with it.
pub(crate) fn fields<'a>(
    input: &'a DeriveInput,
    derive: &str,
) -> Result<&'a Punctuated<syn::Field, Token![,]>> {
    if !input.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &input.generics,
            format!("`{derive}` stands for one schema, so the struct cannot have generics"),
        ));
    }
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => Ok(&named.named),
            Fields::Unnamed(_) | Fields::Unit => Err(Error::new_spanned(
                &input.ident,
                format!(
                    "`{derive}` needs a struct with named fields (`struct {} {{}}` for none): the names are the schema's",
                    input.ident
                ),
            )),
        },
        Data::Enum(_) | Data::Union(_) => Err(Error::new_spanned(
            &input.ident,
            format!(
                "`{derive}` is for structs; for a choice of words implement `tfplugin::Datum`, or validate a `String` with `one_of`"
            ),
        )),
    }
}

/// `T` of a type that is spelt `…::name<T>`.
pub(crate) fn inside<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    if last.ident != name {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// The model of a block and how it nests.
pub(crate) fn nesting(ty: &Type) -> (Nesting, &Type) {
    [
        ("List", Nesting::List),
        ("Set", Nesting::Set),
        ("Map", Nesting::Map),
    ]
    .into_iter()
    .find_map(|(name, nesting)| Some((nesting, inside(ty, name)?)))
    .unwrap_or((Nesting::One, ty))
}

/// Whether the struct itself is spelt anywhere in the type.
pub(crate) fn mentions(ty: &Type, itself: &Ident) -> bool {
    let Type::Path(path) = ty else { return false };
    if path.path.is_ident("Self") || path.path.is_ident(itself) {
        return true;
    }
    path.path.segments.iter().any(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.iter().any(|argument| match argument {
            GenericArgument::Type(inner) => mentions(inner, itself),
            _ => false,
        }),
        PathArguments::None | PathArguments::Parenthesized(_) => false,
    })
}
