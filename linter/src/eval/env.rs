//! What names mean at an expression: the module's scope, and what surrounding constructs bind.

use std::rc::Rc;

use ustr::Ustr;

use super::resource::ResourceId;
use super::scope::ScopeId;
use super::value::Value;

#[derive(Clone, Debug)]
pub(super) struct Env {
    pub(super) scope: ScopeId,
    frame: Option<Rc<Frame>>,
    /// What `self` is.
    pub(super) this: Option<ResourceId>,
    /// Only bound names are visible: the text of a template, the default of a variable.
    pub(super) closed: bool,
    pub(super) in_template: bool,
}

/// A name bound by `for`, by `dynamic`, by `count` and `for_each`, or for a template.
#[derive(Debug)]
struct Frame {
    name: Ustr,
    value: Value,
    /// How deeply the value is nested.
    depth: u32,
    outer: Option<Rc<Frame>>,
}

impl Env {
    pub(super) fn module(scope: ScopeId) -> Self {
        Self {
            scope,
            frame: None,
            this: None,
            closed: false,
            in_template: false,
        }
    }

    pub(super) fn closed(scope: ScopeId) -> Self {
        Self {
            closed: true,
            ..Self::module(scope)
        }
    }

    pub(super) fn template(scope: ScopeId) -> Self {
        Self {
            in_template: true,
            ..Self::closed(scope)
        }
    }

    #[must_use]
    pub(super) fn bind(&self, name: Ustr, value: Value, depth: u32) -> Self {
        Self {
            frame: Some(Rc::new(Frame {
                name,
                value,
                depth,
                outer: self.frame.clone(),
            })),
            ..self.clone()
        }
    }

    pub(super) fn lookup(&self, name: Ustr) -> Option<(&Value, u32)> {
        let mut frame = self.frame.as_ref();
        while let Some(here) = frame {
            if here.name == name {
                return Some((&here.value, here.depth));
            }
            frame = here.outer.as_ref();
        }
        None
    }
}
