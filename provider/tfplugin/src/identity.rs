//! A resource's identity: what finds the remote object again, kept beside the state (Terraform 1.12).

use std::collections::BTreeMap;

use crate::model::Model;
use crate::schema::Mode;
use crate::types::Type;

/// The schema of an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentitySchema {
    /// Raised when the attributes change; older identities are then upgraded.
    pub version: u32,
    /// In the order of declaration.
    pub attributes: Vec<IdentityAttribute>,
}

/// One attribute of an identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityAttribute {
    /// `[a-z_][a-z0-9_]*`
    pub name: String,
    /// A primitive, or a list of them.
    pub ty: Type,
    /// Becomes the documentation.
    pub description: String,
    /// Whether `identity = {…}` of an import block must have it.
    pub import: IdentityImport,
}

/// Whether an import must give an attribute of the identity. Terraform refuses one that is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdentityImport {
    /// Always; `#[tf(required)]`.
    Required,
    /// May be null, and then comes from the provider's configuration; `#[tf(optional)]`.
    Optional,
}

impl IdentitySchema {
    /// Of a model whose attributes are required or optional, and primitives or lists; the check of the provider's schema
    /// finds what else is in it.
    pub fn of<M: Model>(version: u32) -> Self {
        let attributes = M::block()
            .attributes
            .into_iter()
            .map(|attribute| IdentityAttribute {
                ty: attribute.implied_type(),
                import: match attribute.mode {
                    Mode::Required => IdentityImport::Required,
                    Mode::Optional | Mode::Computed | Mode::OptionalComputed => IdentityImport::Optional,
                },
                name: attribute.name,
                description: attribute.description,
            });
        Self {
            version,
            attributes: attributes.collect(),
        }
    }

    /// The type of the identity's value.
    pub fn implied_type(&self) -> Type {
        let attributes = self.attributes.iter().map(|a| (a.name.clone(), a.ty.clone()));
        Type::Object(attributes.collect::<BTreeMap<_, _>>())
    }
}
