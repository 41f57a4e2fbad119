//! What derived code calls. Not for people: it may change with the derive.

use std::any::{self, TypeId};
use std::cell::RefCell;
use std::sync::Arc;

use crate::arguments::ArgumentError;
use crate::datum::mismatch;
use crate::model::{Datum, Misfit, Model};
use crate::modifier::{Modifier, TypedTransition};
use crate::path::Step;
use crate::schema::{AttributeType, Block, Nested, NestedMode};
use crate::value::{Data, Number, Object, Raw, Value};

thread_local! {
    /// The models whose schemas are being built, the outermost first.
    static BUILDING: RefCell<Vec<TypeId>> = const { RefCell::new(Vec::new()) };
}

/// Builds the schema of a model.
///
/// # Panics
/// When the model is inside itself, by way of others: that would never end.
pub fn building<M: Model>(fill: impl FnOnce(&mut Block)) -> Block {
    struct Done;
    impl Drop for Done {
        fn drop(&mut self) {
            BUILDING.with_borrow_mut(Vec::pop);
        }
    }
    let id = TypeId::of::<M>();
    let is_inside_itself = BUILDING.with_borrow(|models| models.contains(&id));
    assert!(
        !is_inside_itself,
        "the model `{}` is inside itself, and Terraform has no recursive schemas: spell out as many levels as are needed, \
         each a model of its own, or take a `Dynamic` or a text of JSON",
        any::type_name::<M>()
    );
    BUILDING.with_borrow_mut(|models| models.push(id));
    let _done = Done;
    let mut block = Block::default();
    fill(&mut block);
    block
}

/// `default = 0.1`, exactly as it is written.
///
/// # Panics
/// When it is larger than numbers can be here.
pub fn decimal(literal: &str) -> Number {
    match literal.parse() {
        Ok(number) => number,
        Err(error) => panic!("{literal}: {error}"),
    }
}

/// Takes one attribute or block out of an object.
///
/// # Errors
/// It is missing, or does not fit.
pub fn take<T: Datum>(object: &mut Object, name: &str) -> Result<Value<T>, Misfit> {
    let step = || Step::Attribute(name.to_owned());
    match object.remove(name) {
        Some(raw) => Value::decode(raw).map_err(|misfit| misfit.within(step())),
        None => Err(Misfit::new("This is missing from the object; write null for none.").within(step())),
    }
}

/// Refuses attributes that the model does not have.
///
/// # Errors
/// The first of them.
pub fn nothing_left(object: &Object) -> Result<(), Misfit> {
    match object.keys().next() {
        Some(name) => {
            Err(Misfit::new("The schema has no such attribute.").within(Step::Attribute(name.clone())))
        }
        None => Ok(()),
    }
}

/// Puts an attribute, or a block that is there once.
pub fn put<T: Datum>(object: &mut Object, name: &str, value: Value<T>) {
    object.insert(name.to_owned(), value.encode());
}

/// Puts a collection of blocks: Terraform refuses null there, so none is empty.
pub fn put_blocks<T: Datum + Default>(object: &mut Object, name: &str, value: Value<T>) {
    let value = if value.is_null() {
        Value::Known(T::default())
    } else {
        value
    };
    put(object, name, value);
}

/// Puts a group: Terraform refuses null there, so none is an object of nulls.
pub fn put_group<M: Model + Datum>(object: &mut Object, name: &str, value: Value<M>) {
    let raw = match value.encode() {
        Raw::Null => Raw::Known(Data::Object(M::block().null_object())),
        raw => raw,
    };
    object.insert(name.to_owned(), raw);
}

/// Adds the attributes and blocks of a flattened model.
pub fn flatten(block: &mut Block, inner: Block) {
    block.attributes.extend(inner.attributes);
    block.blocks.extend(inner.blocks);
    block.checks.extend(inner.checks);
}

/// The type of an attribute that is one object of the model.
pub fn single<M: Model>() -> AttributeType {
    let block = M::block();
    AttributeType::Nested(Nested {
        mode: NestedMode::Single,
        attributes: block.attributes,
        checks: block.checks,
    })
}

/// Reads a known object.
///
/// # Errors
/// It is none, or an attribute does not fit.
pub fn object<M: Model>(data: Data) -> Result<M, Misfit> {
    match data {
        Data::Object(object) => <M as Model>::decode(object),
        other => Err(mismatch("an object", &other)),
    }
}

/// `plan = …`
pub fn plan<T: Datum>(plan: impl Fn(TypedTransition<'_, T>) -> Value<T> + Send + Sync + 'static) -> Modifier {
    Modifier::Plan(Arc::new(move |raw| match TypedTransition::of(raw) {
        Some(change) => plan(change).encode(),
        None => raw.planned.clone(),
    }))
}

/// `requires_replace_if = …`
pub fn requires_replace_if<T: Datum>(
    when: impl Fn(TypedTransition<'_, T>) -> bool + Send + Sync + 'static,
) -> Modifier {
    Modifier::RequiresReplaceIf(Arc::new(move |raw| TypedTransition::of(raw).is_some_and(&when)))
}

/// The arguments of a call, taken one after another.
#[derive(Debug)]
pub struct Passed {
    rest: std::vec::IntoIter<Raw>,
    next: usize,
}

impl Passed {
    /// All of them.
    pub fn new(arguments: Vec<Raw>) -> Self {
        Self {
            rest: arguments.into_iter(),
            next: 0,
        }
    }

    /// An argument that is neither null nor unknown.
    ///
    /// # Errors
    /// It is missing, null, unknown or does not fit.
    pub fn plain<T: Datum>(&mut self) -> Result<T, ArgumentError> {
        let index = self.next;
        match self.value()? {
            Value::Known(value) => Ok(value),
            Value::Null => Err(ArgumentError::at(index, "This argument must not be null.")),
            Value::Unknown(_) => Err(ArgumentError::at(index, "This argument must be known.")),
        }
    }

    /// An argument that may be null or unknown.
    ///
    /// # Errors
    /// It is missing or does not fit.
    pub fn value<T: Datum>(&mut self) -> Result<Value<T>, ArgumentError> {
        let index = self.next;
        self.next += 1;
        let Some(raw) = self.rest.next() else {
            return Err(ArgumentError::new(format!(
                "The call has only {index} arguments; there must be more."
            )));
        };
        Value::decode(raw).map_err(|misfit| {
            let place = if misfit.path.steps().is_empty() {
                String::new()
            } else {
                format!("{}: ", misfit.path)
            };
            ArgumentError::at(index, format!("{place}{}", misfit.reason))
        })
    }

    /// All arguments that are left.
    ///
    /// # Errors
    /// As [`Passed::plain`].
    pub fn plain_rest<T: Datum>(&mut self) -> Result<Vec<T>, ArgumentError> {
        let mut all = Vec::with_capacity(self.rest.len());
        while self.rest.len() > 0 {
            all.push(self.plain()?);
        }
        Ok(all)
    }

    /// All arguments that are left.
    ///
    /// # Errors
    /// As [`Passed::value`].
    pub fn value_rest<T: Datum>(&mut self) -> Result<Vec<Value<T>>, ArgumentError> {
        let mut all = Vec::with_capacity(self.rest.len());
        while self.rest.len() > 0 {
            all.push(self.value()?);
        }
        Ok(all)
    }

    /// Refuses arguments that no parameter takes.
    ///
    /// # Errors
    /// There are some.
    pub fn nothing_left(&self) -> Result<(), ArgumentError> {
        if self.rest.len() == 0 {
            Ok(())
        } else {
            Err(ArgumentError::at(
                self.next,
                "The function takes no argument here.",
            ))
        }
    }
}
