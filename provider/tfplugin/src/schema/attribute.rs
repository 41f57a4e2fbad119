//! An attribute: its type, who sets it, and how it is checked and planned.

use std::fmt;
use std::sync::Arc;

use crate::modifier::Modifier;
use crate::types::Type;
use crate::validator::{ConfigValidator, Validator};
use crate::value::Data;

/// Who sets an attribute. The combinations that Terraform refuses cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The configuration, always; the framework also refuses an explicit null, which Terraform lets pass.
    Required,
    /// The configuration, if it likes.
    Optional,
    /// The provider.
    Computed,
    /// The configuration, else the provider.
    ///
    /// Left out, it keeps the value of the state while nothing else changes, no matter who set that once: the state does not
    /// say. So taking it out of the configuration is no change by itself, for objects as for single values, also where an
    /// object holds what is required in it. When something else changes the provider may set it anew (it is planned as
    /// unknown), unless [`Modifier::UseStateForUnknown`] keeps it. An attribute that is to go when it is taken out is plain
    /// [`Mode::Optional`]; one that is to return to a fixed value has a default; [`Modifier::Plan`] decides anything else.
    OptionalComputed,
}

/// An attribute of a block or of a nested attribute.
#[derive(Clone)]
pub struct Attribute {
    /// `[a-z_][a-z0-9_]*`
    pub name: String,
    /// Its type, or the attributes inside it.
    pub ty: AttributeType,
    /// Who sets it.
    pub mode: Mode,
    /// Markdown; becomes the documentation.
    pub description: String,
    /// Terraform hides it in what it prints; state keeps it as it is.
    pub sensitive: bool,
    /// Reaches the provider through the configuration only; null in every plan and state (Terraform 1.11).
    pub write_only: bool,
    /// What to use in its place.
    pub deprecated: Option<String>,
    /// Planned when the configuration has none; needs [`Mode::OptionalComputed`].
    pub default: Option<Data>,
    /// Run in Validate on what is known.
    pub validators: Vec<Arc<dyn Validator>>,
    /// Run in Plan.
    pub modifiers: Vec<Modifier>,
}

impl Attribute {
    /// An attribute without extras.
    pub fn new(name: impl Into<String>, ty: impl Into<AttributeType>, mode: Mode) -> Self {
        Self {
            name: name.into(),
            ty: ty.into(),
            mode,
            description: String::new(),
            sensitive: false,
            write_only: false,
            deprecated: None,
            default: None,
            validators: Vec::new(),
            modifiers: Vec::new(),
        }
    }

    /// The provider may set it.
    pub fn is_computed(&self) -> bool {
        matches!(self.mode, Mode::Computed | Mode::OptionalComputed)
    }

    /// The configuration may set it.
    pub fn is_configurable(&self) -> bool {
        self.mode != Mode::Computed
    }
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attribute")
            .field("name", &self.name)
            .field("ty", &self.ty)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

/// What an attribute holds.
#[derive(Clone, Debug)]
pub enum AttributeType {
    /// A value of this type.
    Plain(Type),
    /// Objects whose attributes have a schema of their own.
    Nested(Nested),
}

impl From<Type> for AttributeType {
    fn from(ty: Type) -> Self {
        Self::Plain(ty)
    }
}

/// The attributes inside an attribute.
#[derive(Clone, Debug)]
pub struct Nested {
    /// One object, or which collection of them.
    pub mode: NestedMode,
    /// In the order of declaration.
    pub attributes: Vec<Attribute>,
    /// Run in Validate on each object.
    pub checks: Vec<Arc<dyn ConfigValidator>>,
}

impl Nested {
    /// Attributes without checks on them together.
    pub fn new(mode: NestedMode, attributes: Vec<Attribute>) -> Self {
        Self {
            mode,
            attributes,
            checks: Vec::new(),
        }
    }
}

/// How objects nest in an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NestedMode {
    /// One object, or null.
    Single,
    /// In order.
    List,
    /// Without order.
    Set,
    /// By key.
    Map,
}
