//! The provider's units by name, each with its schema; made on first use, so that starting costs nothing.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::contract::{Provider, Units};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::erased::{AnyAction, AnyDataSource, AnyEphemeral, AnyFunction, AnyList, AnyResource, Signature};
use crate::identity::IdentitySchema;
use crate::model::Model;
use crate::schema::Block;
use crate::types::Type;

/// A block and the type of its value.
pub(super) struct Shape {
    pub(super) block: Block,
    pub(super) ty: Type,
}

impl Shape {
    fn new(block: Block) -> Self {
        let ty = block.implied_type();
        Self { block, ty }
    }
}

/// A unit and its schema.
pub(super) struct Unit<T: ?Sized> {
    pub(super) does: Box<T>,
    shape: OnceLock<Shape>,
    identity: OnceLock<Option<(IdentitySchema, Type)>>,
}

pub(super) type ResourceUnit<P> = Unit<dyn AnyResource<P>>;
pub(super) type Table<T> = BTreeMap<&'static str, Unit<T>>;

pub(super) struct Tables<P: Provider> {
    pub(super) config: OnceLock<Shape>,
    pub(super) resources: Table<dyn AnyResource<P>>,
    pub(super) data_sources: Table<dyn AnyDataSource<P>>,
    pub(super) ephemerals: Table<dyn AnyEphemeral<P>>,
    pub(super) lists: Table<dyn AnyList<P>>,
    pub(super) actions: Table<dyn AnyAction<P>>,
    pub(super) functions: BTreeMap<&'static str, FunctionUnit>,
}

pub(super) struct FunctionUnit {
    pub(super) does: Box<dyn AnyFunction>,
    signature: OnceLock<Signature>,
}

impl FunctionUnit {
    pub(super) fn signature(&self) -> &Signature {
        self.signature.get_or_init(|| self.does.signature())
    }
}

impl<T: ?Sized> Unit<T> {
    fn new(does: Box<T>) -> Self {
        Self {
            does,
            shape: OnceLock::new(),
            identity: OnceLock::new(),
        }
    }
}

/// Gives each kind of unit its `shape()`.
macro_rules! shapes {
    ($($kind:ident),*) => {
        $(impl<P: Provider> Unit<dyn $kind<P>> {
            pub(super) fn shape(&self) -> &Shape {
                self.shape.get_or_init(|| Shape::new(self.does.block()))
            }
        })*
    };
}
shapes!(AnyResource, AnyDataSource, AnyEphemeral, AnyList, AnyAction);

impl<P: Provider> ResourceUnit<P> {
    /// The identity's schema and type, when the resource has one.
    pub(super) fn identity(&self) -> Option<&(IdentitySchema, Type)> {
        self.identity
            .get_or_init(|| {
                let schema = self.does.identity_schema()?;
                let ty = schema.implied_type();
                Some((schema, ty))
            })
            .as_ref()
    }
}

impl<P: Provider> Tables<P> {
    pub(super) fn new(units: Units<P>) -> Self {
        Self {
            config: OnceLock::new(),
            resources: table(units.resources, |unit| unit.name()),
            data_sources: table(units.data_sources, |unit| unit.name()),
            ephemerals: table(units.ephemerals, |unit| unit.name()),
            lists: table(units.lists, |unit| unit.name()),
            actions: table(units.actions, |unit| unit.name()),
            functions: units
                .functions
                .into_iter()
                .map(|does| {
                    let signature = OnceLock::new();
                    (does.name(), FunctionUnit { does, signature })
                })
                .collect(),
        }
    }

    pub(super) fn config(&self) -> &Shape {
        self.config.get_or_init(|| Shape::new(P::Config::block()))
    }
}

fn table<T: ?Sized>(units: Vec<Box<T>>, name: impl Fn(&T) -> &'static str) -> Table<T> {
    units
        .into_iter()
        .map(|unit| (name(&unit), Unit::new(unit)))
        .collect()
}

/// The unit of a name that Terraform took from the schema.
pub(super) fn find<'a, T>(
    table: &'a BTreeMap<&'static str, T>,
    kind: &str,
    name: &str,
) -> Result<&'a T, Diagnostics> {
    table.get(name).ok_or_else(|| {
        Diagnostic::error(
            format!("Unknown {kind}"),
            format!(
                "This provider has no {kind} {name:?}. Is the state from a newer version of the provider?"
            ),
        )
        .into()
    })
}
