//! One instance of a resource, the same view whatever it was read from (configuration, plan, another commit).

use std::sync::Arc;

use ustr::Ustr;

use crate::address::Address;
use crate::eval::{At, Ref, Step, Value};
use crate::load::{Block, Module, Span};

/// A lazy view: only the paths that are asked for are evaluated.
pub struct Instance<'a> {
    pub address: Address,
    pub r#type: Ustr,
    /// Local name of the provider it uses: `aws`, `azuread`.
    pub provider: Ustr,
    /// Where it is written; `None` when only values are known.
    pub definition: Option<Definition<'a>>,
    pub attrs: Box<dyn Attributes + 'a>,
}

#[derive(Clone)]
pub struct Definition<'a> {
    pub module: &'a Module,
    pub block: &'a Block,
    /// Headers of the `module` blocks that lead here, outermost first.
    pub calls: Arc<[Span]>,
}

/// Evaluates attributes on demand; answers are memoised.
///
/// A path crosses nested blocks and `dynamic` as well as objects and lists: `password.end_date` of a resource with
/// one `password` block is that attribute. Where a step without an index meets several blocks or elements, the
/// answer is a tuple with one item for each that has it.
pub trait Attributes {
    /// `None` when nothing is written there. A body that may hold more (`dynamic` with an unknown `for_each`)
    /// answers an unknown instead of `None`.
    fn get(&self, path: &[Step]) -> Option<Value>;

    /// How many blocks or elements stand at `path`.
    fn elements(&self, path: &[Step]) -> Elements;

    /// The same as `get`, in the provider configuration that this instance uses.
    fn provider(&self, path: &[Step]) -> Option<Value>;

    /// The resources that a value comes from: the holes in it, and what known values were read through.
    fn refs(&self, value: &Value) -> Vec<Ref>;

    /// Where a value was said, nearest first: the attribute, then the references it went through.
    fn trail(&self, at: At) -> Vec<TrailStep>;

    /// Where `path` is written: the attribute's span (name to end of value) or the nested block's header.
    fn written(&self, path: &[Step]) -> Option<Span>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Elements {
    pub known: u64,
    /// There may be more.
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrailStep {
    pub span: Span,
    /// What stands there: "the value", "default of variable `owner`", "argument of module `x`", "local `tags`".
    pub what: Arc<str>,
}
