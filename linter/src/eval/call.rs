//! Function calls. `try` and `can` see errors, so they evaluate their arguments themselves.

use std::rc::Rc;

use super::env::Env;
use super::error::EvalError;
use super::evaluator::Evaluator;
use super::functions;
use super::hole;
use super::reading::Reading;
use super::types::Type;
use super::value::{At, Entries, Hole, Kind, Seq, Value};
use crate::load::Span;
use crate::load::ir::{Call, Expr};

/// Pass a whole module or resource on without looking into it.
const IDENTITIES: [&str; 4] = ["element", "one", "sensitive", "nonsensitive"];

/// The elements of their result are elements of their arguments.
const KEEP_ELEMENTS: [&str; 17] = [
    "coalesce",
    "coalescelist",
    "concat",
    "distinct",
    "element",
    "lookup",
    "merge",
    "nonsensitive",
    "one",
    "reverse",
    "sensitive",
    "slice",
    "sort",
    "tolist",
    "tomap",
    "toset",
    "values",
];

impl Evaluator<'_> {
    pub(super) fn call(&self, call: &Call, env: &Env, span: Span) -> Result<Value, EvalError> {
        match &*call.namespace {
            [] => {}
            [namespace] if *namespace == "core" => {}
            _ => return self.provider_function(call, env),
        }
        match call.name.as_str() {
            "try" => return self.try_call(&call.args, env),
            "can" => return self.can_call(&call.args, env),
            // A template that includes templates would be a language of its own; Terraform refuses it.
            "templatefile" | "templatestring" if env.in_template => {
                return Err(EvalError::invalid("a template cannot include templates"));
            }
            _ => {}
        }
        let (args, exact) = self.arguments(call, env)?;
        let Some(function) = functions::lookup(call.name.as_str()) else {
            let name = call.name.as_str();
            return match functions::unevaluated(name) {
                Some(why) => Ok(Value::unknown(Hole::new(format!(
                    "function `{name}` is not evaluated: {why}"
                )))),
                None => Err(EvalError::invalid(format!("there is no function named `{name}`"))),
            };
        };
        self.watch(self.budget.rework(&args), span)?;
        let at = self.trail.derived(&args);
        let open = args.iter().filter(|arg| may_hold_more(arg)).count();
        let several = open > usize::from(KEEP_ELEMENTS.contains(&call.name.as_str()));
        let doubt = (!exact).then(|| hole::derived(&args, Type::Dynamic));
        let secret = !function.removes_sensitive && args.iter().any(|arg| arg.marks.sensitive);
        let host = Reading::new(self, env.scope, span, secret);
        let result = self.watch(functions::call(function, args, &host), span);
        let result = match result {
            // Errors may quote what they are about.
            Err(EvalError::Invalid(_)) if secret => Err(EvalError::invalid(format!(
                "{}() refuses its arguments, which are sensitive",
                call.name
            ))),
            result => result,
        };
        match (result, doubt) {
            // The number of arguments is not known, so the error may not be there.
            (Err(EvalError::Invalid(_)), Some(doubt)) => Ok(doubt),
            (Err(error), _) => Err(error),
            (Ok(value), _) => {
                self.watch(self.budget.made(&value), span)?;
                let value = if several { self.detached(value, 2) } else { value };
                self.weighed(if value.at == At::NONE { value.at(at) } else { value }, span)
            }
        }
    }

    /// The same value, whose unknown elements are not known to be like those of an argument.
    fn detached(&self, value: Value, levels: u8) -> Value {
        let copy = |open: &Option<Rc<Hole>>| open.as_ref().map(|open| Rc::new((**open).clone()));
        let inner = |item: &Value| match levels {
            0 => item.clone(),
            _ => self.detached(item.clone(), levels - 1),
        };
        let seq = |seq: &Seq| Seq {
            items: Rc::new(seq.items.iter().map(inner).collect()),
            element: seq.element.clone(),
            open: copy(&seq.open),
        };
        let entries = |entries: &Entries| Entries {
            items: Rc::new(
                entries
                    .items
                    .iter()
                    .map(|(key, item)| (key.clone(), inner(item)))
                    .collect(),
            ),
            element: entries.element.clone(),
            open: copy(&entries.open),
        };
        let kind = match &value.kind {
            Kind::List(items) => Kind::List(seq(items)),
            Kind::Tuple(items) => Kind::Tuple(seq(items)),
            Kind::Set(items) => Kind::Set(seq(items)),
            Kind::Map(items) => Kind::Map(entries(items)),
            Kind::Object(items) => Kind::Object(entries(items)),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Unknown(_) => return value,
        };
        Value { kind, ..value }
    }

    /// The values of the arguments; false where an expanded last one may stand for more or fewer than one.
    fn arguments(&self, call: &Call, env: &Env) -> Result<(Vec<Value>, bool), EvalError> {
        let _deeper = self.nesting.deeper();
        let mut args = Vec::with_capacity(call.args.len());
        let force = !IDENTITIES.contains(&call.name.as_str());
        for arg in &call.args {
            let value = self.eval(arg, env)?;
            args.push(if force { self.force(value) } else { value });
        }
        if !call.expand {
            return Ok((args, true));
        }
        let Some(last) = args.pop() else {
            return Ok((args, true));
        };
        let last = self.force(last);
        match &last.kind {
            Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => {
                args.extend(seq.items.iter().map(|item| item.clone().marked(last.marks)));
                if let Some(open) = &seq.open {
                    args.push(self.beyond(open, &seq.element).marked(last.marks));
                }
                Ok((args, seq.open.is_none()))
            }
            Kind::Unknown(unknown) => {
                args.push(hole::some_element(unknown, &Type::Dynamic).marked(last.marks));
                Ok((args, false))
            }
            Kind::Null => Err(EvalError::invalid("the expanded argument is null")),
            Kind::Map(_) | Kind::Object(_) | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
                Err(EvalError::invalid("the expanded argument must be a list"))
            }
        }
    }

    fn provider_function(&self, call: &Call, env: &Env) -> Result<Value, EvalError> {
        let (args, _) = self.arguments(call, env)?;
        let hole = hole::derived(&args, Type::Dynamic);
        let mut result = Hole::new(format!("provider function `{}` is not evaluated", call.name));
        if let Some(derived) = hole.as_hole() {
            result.refs.clone_from(&derived.refs);
        }
        Ok(Value::unknown(result).marked(hole.marks))
    }

    /// The first argument that is no error.
    fn try_call(&self, args: &[Expr], env: &Env) -> Result<Value, EvalError> {
        let mut last = EvalError::invalid("`try` has no arguments");
        for (index, arg) in args.iter().enumerate() {
            let final_one = index + 1 == args.len();
            match self.quietly(|| self.eval(arg, env)) {
                Ok(value) if final_one => return Ok(value),
                Ok(value) => return Ok(self.without_promises(value)),
                Err(EvalError::Budget(text)) => return Err(EvalError::Budget(text)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// An unknown may still turn out to be an error, and then a later argument stands: no type is certain.
    fn without_promises(&self, value: Value) -> Value {
        match &value.kind {
            Kind::Unknown(unknown) if self.lazies.get(unknown).is_none() => {
                hole::derived([&value], Type::Dynamic).at(value.at)
            }
            _ => value,
        }
    }

    fn can_call(&self, args: &[Expr], env: &Env) -> Result<Value, EvalError> {
        let [arg] = args else {
            return Err(EvalError::invalid("`can` takes one argument"));
        };
        match self.quietly(|| self.eval(arg, env)) {
            Err(EvalError::Budget(text)) => Err(EvalError::Budget(text)),
            Err(EvalError::Invalid(_)) => Ok(Value::bool(false)),
            Ok(value) => match &value.kind {
                Kind::Unknown(unknown) if self.lazies.get(unknown).is_none() => {
                    Ok(hole::derived([&value], Type::Bool))
                }
                _ => Ok(Value::bool(true)),
            },
        }
    }
}

fn may_hold_more(value: &Value) -> bool {
    match &value.kind {
        Kind::Unknown(_) => true,
        Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq) => seq.open.is_some(),
        Kind::Map(entries) | Kind::Object(entries) => entries.open.is_some(),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => false,
    }
}
