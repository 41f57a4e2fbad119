//! Rust types that stand for Terraform's: the schema is derived from them, so the two cannot part.

use crate::datum::Shape;
use crate::path::{Path, Step};
use crate::schema::{AttributeType, Block};
use crate::value::{Data, Object};

/// A block of configuration, a state or the inside of a nested attribute, as a Rust struct.
///
/// Derive it with `#[derive(Model)]`, which makes it a [`Datum`] too: an attribute that is one such object. Every field is a
/// `Value<T>` with `T:` [`Datum`], and its doc comment becomes the documentation.
///
/// | key in `#[tf(…)]` of a field | |
/// |---|---|
/// | `required`, `optional`, `computed`, `optional, computed` | who sets the attribute: one of these must be there; what each means when it is left out is said at [`Mode`](crate::schema::Mode) |
/// | `sensitive` | hidden in what Terraform prints; better a [`Secret`](crate::Secret), which is sensitive by itself and hides in a `Debug` too |
/// | `write_only` | reaches the provider in the configuration only, and is null in every plan and state (Terraform 1.11); a [`Secret`](crate::Secret) too |
/// | `deprecated = "…"` | what to use in its place: documented, and a warning to everybody whose configuration sets it |
/// | `default = …` | planned when the configuration has none; with `optional, computed`. `3`, `0.1` (exactly), `"x"`, `["a", "b"]`, `[("key", 1)]`, or any expression of the type |
/// | `validate(…, …)` | each a [`Validator`](crate::Validator); those of [`validators`](crate::validators) without `use` |
/// | `requires_replace`, `requires_replace_if_configured`, `requires_replace_if = …` | when a change replaces the object, which the end of a nested one does not ([`Modifier`](crate::Modifier::RequiresReplace)); the last takes a function of a [`TypedTransition`](crate::TypedTransition): `\|change\| change.planned < change.prior` |
/// | `use_state_for_unknown`, `use_non_null_state_for_unknown` | a computed value that does not change |
/// | `plan = …` | a function from a [`TypedTransition`](crate::TypedTransition) to the planned value; where the configuration sets the attribute, Terraform takes the configured or the prior value only |
/// | `rename = "…"` | the name in Terraform, when it is not the field's (`r#type` needs none) |
/// | `block`, `block(required)`, `block(group)`, `block(min = 1, max = 2)` | a nested block: `Value<M>`, `Value<List<M>>`, `Value<Set<M>>`, `Value<Map<M>>` of a model `M` |
/// | `flatten` | the attributes of another model, at this level; alone, and on the model itself without `Value` |
///
/// Everything inside a computed attribute is computed too. Objects that the provider fills in are therefore a model of their
/// own beside the one for objects that the configuration writes.
///
/// A struct takes `deprecated = "…"` and `validate(…)`, each a [`ConfigValidator`](crate::ConfigValidator) over its fields.
///
/// ```
/// use tfplugin::{List, Model, Value};
///
/// /// A widget.
/// #[derive(Model, Clone, Debug, Default)]
/// #[tf(validate(exactly_one_of(&["size", "parts"])))]
/// struct Widget {
///     /// Its name.
///     #[tf(required, requires_replace, validate(length(1..=64)))]
///     name: Value<String>,
///     /// How large it is.
///     #[tf(optional, computed, default = 3)]
///     size: Value<i64>,
///     /// What it is made of.
///     #[tf(optional)]
///     parts: Value<List<Part>>,
/// }
///
/// /// A part.
/// #[derive(Model, Clone, Debug, Default)]
/// struct Part {
///     /// What it is called.
///     #[tf(required)]
///     label: Value<String>,
/// }
///
/// tfplugin::testing::parity::<Widget>(tfplugin::schema::SchemaKind::Resource);
/// ```
///
/// What no schema can say does not compile: a collection of collections of models,
///
/// ```compile_fail,E0080
/// # use tfplugin::{List, Map, Model, Value};
/// # /// A part.
/// # #[derive(Model)]
/// # struct Part {
/// #     /// A label.
/// #     #[tf(required)]
/// #     label: Value<String>,
/// # }
/// /// A widget.
/// #[derive(Model)]
/// struct Widget {
///     /// Parts of parts.
///     #[tf(optional)]
///     parts: Value<Map<List<Part>>>,
/// }
/// ```
///
/// and an attribute with blocks inside.
///
/// ```compile_fail,E0080
/// # use tfplugin::{Model, Value};
/// # /// A part.
/// # #[derive(Model)]
/// # struct Part {
/// #     /// A label.
/// #     #[tf(required)]
/// #     label: Value<String>,
/// # }
/// # /// A part.
/// # #[derive(Model)]
/// # struct Parts {
/// #     /// A part.
/// #     #[tf(block)]
/// #     part: Value<Part>,
/// # }
/// /// A widget.
/// #[derive(Model)]
/// struct Widget {
///     /// Has blocks.
///     #[tf(optional)]
///     parts: Value<Parts>,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a struct that derives `tfplugin::Model`",
    note = "the provider's configuration, states, and what is marked `block` or `flatten` are structs with `#[derive(tfplugin::Model)]`",
    note = "a plain value is an attribute: write `#[tf(optional)]` or `#[tf(required)]` in place of `#[tf(block)]`"
)]
pub trait Model: Sized + Send + Sync + 'static {
    /// Whether blocks are among it, own or flattened: then it cannot be a nested attribute.
    const HAS_BLOCKS: bool = false;

    /// The schema.
    fn block() -> Block;

    /// Takes its own attributes out of an object that has others too: how a flattened model is read.
    ///
    /// # Errors
    /// The attribute that is missing or does not fit, and why.
    fn take(object: &mut Object) -> Result<Self, Misfit> {
        let block = Self::block();
        let names = block.attributes.iter().map(|attribute| &attribute.name);
        let names = names.chain(block.blocks.iter().map(|nested| &nested.name));
        Self::decode(names.filter_map(|name| object.remove_entry(name)).collect())
    }

    /// Takes the attributes apart.
    ///
    /// # Errors
    /// The attribute that does not fit, and why.
    fn decode(object: Object) -> Result<Self, Misfit>;

    /// Puts the attributes together: all of the schema, and no others.
    fn encode(self) -> Object;
}

/// What a known attribute holds, as a Rust type.
///
/// Implemented for `bool`, `String`, integers of 8 to 64 bits, [`Number`](crate::Number), [`Secret`](crate::Secret),
/// [`List`](crate::List), [`Set`](crate::Set), [`Map`](crate::Map), [`Dynamic`](crate::Dynamic) and every [`Model`]. Not for
/// `f64`: a `0.1` in a configuration is none, and what came back would differ from what was planned. [`Number`](crate::Number)
/// is exact.
///
/// Implement it for types of your own (a duration, an instant, an id) to have them checked where they enter, and to give back
/// the spelling that came:
///
/// ```
/// use tfplugin::schema::AttributeType;
/// use tfplugin::{Data, Datum, Misfit, Model, Value};
///
/// /// `AB-1234`
/// #[derive(Clone, Debug, PartialEq)]
/// struct PartNumber(String);
///
/// impl Datum for PartNumber {
///     fn attribute_type() -> AttributeType {
///         String::attribute_type()
///     }
///
///     fn decode(data: Data) -> Result<Self, Misfit> {
///         let text = String::decode(data)?;
///         match text.split_once('-') {
///             Some((series, number)) if series.len() == 2 && number.len() == 4 => Ok(Self(text)),
///             // Never the value: the attribute may be sensitive.
///             _ => Err(Misfit::new("This must be a part number such as `AB-1234`.")),
///         }
///     }
///
///     fn encode(self) -> Data {
///         Data::String(self.0)
///     }
/// }
///
/// /// A part.
/// #[derive(Model)]
/// struct Part {
///     /// What the shop calls it.
///     #[tf(required)]
///     number: Value<PartNumber>,
/// }
///
/// // The test needs a sample that fits.
/// let samples = [("number", "AB-1234")];
/// tfplugin::testing::parity_with::<Part>(tfplugin::schema::SchemaKind::Resource, &samples);
/// ```
#[diagnostic::on_unimplemented(
    message = "an attribute cannot hold a `{Self}`",
    label = "not a type that a schema knows",
    note = "attributes hold `bool`, `String`, integers of 8 to 64 bits, `Number`, `Dynamic`, `Secret`, `List`, `Set` and `Map` of these, and models",
    note = "for fractions use `tfplugin::Number`, which is exact; `f64` is not, and Terraform would refuse what comes back",
    note = "for a type of your own implement `tfplugin::Datum`; for nested attributes derive `tfplugin::Model`"
)]
pub trait Datum: Sized + Send + Sync + 'static {
    /// How it nests. Leave it as it is unless [`Datum::attribute_type`] gives [`AttributeType::Nested`].
    const SHAPE: Shape = Shape::Plain;
    /// Whether an attribute that holds it is sensitive without saying so; see [`Secret`](crate::Secret).
    const SENSITIVE: bool = false;

    /// The type in the schema.
    fn attribute_type() -> AttributeType;

    /// Reads a known value.
    ///
    /// # Errors
    /// What does not fit.
    fn decode(data: Data) -> Result<Self, Misfit>;

    /// Writes it back.
    fn encode(self) -> Data;
}

/// A value that is not what the model asks for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct Misfit {
    /// Where.
    pub path: Path,
    /// A full sentence: what is wrong and what would be right.
    pub reason: String,
}

impl Misfit {
    /// At the value itself.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            path: Path::root(),
            reason: reason.into(),
        }
    }

    /// The same, seen from one level further out.
    #[must_use]
    pub fn within(self, step: Step) -> Self {
        Self {
            path: Path::root().join(step).concat(&self.path),
            ..self
        }
    }
}
