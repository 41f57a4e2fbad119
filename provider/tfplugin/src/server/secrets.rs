//! What a call must not say: the texts of its sensitive and write-only attributes, for when a panic says them.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use crate::schema::{Attribute, AttributeType, Block};
use crate::value::{Data, Object, Raw, Value};

/// Shorter texts are hidden nowhere: they would blot out every message, and are no secrets.
const SHORTEST: usize = 4;

tokio::task_local! {
    static SECRETS: Secrets;
}

/// The secret texts that one call has seen.
#[derive(Clone, Default)]
pub(super) struct Secrets(Arc<Mutex<BTreeSet<String>>>);

impl Secrets {
    /// Those of the call that runs here.
    pub(super) fn here() -> Self {
        SECRETS.try_with(Clone::clone).unwrap_or_default()
    }

    /// Runs a call, or a part of it, whose secrets these are.
    pub(super) fn around<F: Future>(&self, work: F) -> impl Future<Output = F::Output> + use<F> {
        SECRETS.scope(self.clone(), work)
    }

    /// Another call's, which begins with what all calls must not say.
    pub(super) fn of_call(&self) -> Self {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self(Arc::new(Mutex::new(known)))
    }

    /// Remembers every text of a stored state, whose attributes nobody knows yet.
    pub(super) fn remember_json(&self, stored: &serde_json::Value) {
        use serde_json::Value as Json;
        match stored {
            Json::String(value) => text(value, &mut self.0.lock().unwrap_or_else(PoisonError::into_inner)),
            Json::Array(elements) => elements.iter().for_each(|element| self.remember_json(element)),
            Json::Object(members) => members.values().for_each(|member| self.remember_json(member)),
            Json::Null | Json::Bool(_) | Json::Number(_) => {}
        }
    }

    /// Remembers what an object holds that is not to be said.
    pub(super) fn remember(&self, block: &Block, object: &Object) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        in_block(block, object, &mut found);
    }

    /// The text without them.
    pub(super) fn hide(&self, text: &str) -> String {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The longest first: one may be a part of another.
        let mut secrets: Vec<&String> = found.iter().collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.into_iter().fold(text.to_owned(), |text, secret| {
            // As `{:?}` writes it, which leaves an apostrophe alone, and as a character's own escape does.
            let quoted = format!("{secret:?}");
            let escaped = secret.escape_debug().to_string();
            text.replace(secret.as_str(), "(sensitive)")
                .replace(quoted.trim_matches('"'), "(sensitive)")
                .replace(&escaped, "(sensitive)")
        })
    }
}

fn in_block(block: &Block, object: &Object, found: &mut BTreeSet<String>) {
    in_attributes(&block.attributes, object, found);
    for nested in &block.blocks {
        if let Some(value) = object.get(&nested.name) {
            each_object(value, &mut |inner| in_block(&nested.block, inner, found));
        }
    }
}

fn in_attributes(attributes: &[Attribute], object: &Object, found: &mut BTreeSet<String>) {
    for attribute in attributes {
        let Some(value) = object.get(&attribute.name) else {
            continue;
        };
        if attribute.sensitive || attribute.write_only {
            texts(value, found);
        } else if let AttributeType::Nested(nested) = &attribute.ty {
            each_object(value, &mut |inner| {
                in_attributes(&nested.attributes, inner, found)
            });
        }
    }
}

/// The objects of a nested value, one or a collection.
fn each_object(value: &Raw, act: &mut dyn FnMut(&Object)) {
    match value {
        Value::Known(Data::Object(object)) => act(object),
        Value::Known(Data::List(elements)) => elements.iter().for_each(|element| each_object(element, act)),
        Value::Known(Data::Set(elements)) => elements.iter().for_each(|element| each_object(element, act)),
        Value::Known(Data::Map(elements)) => elements.values().for_each(|element| each_object(element, act)),
        _ => {}
    }
}

fn texts(value: &Raw, found: &mut BTreeSet<String>) {
    let Value::Known(data) = value else { return };
    match data {
        Data::Bool(_) => {}
        Data::Number(number) => text(&number.to_string(), found),
        Data::String(value) => text(value, found),
        Data::List(elements) | Data::Tuple(elements) => {
            elements.iter().for_each(|element| texts(element, found))
        }
        Data::Set(elements) => elements.iter().for_each(|element| texts(element, found)),
        Data::Map(elements) | Data::Object(elements) => {
            elements.values().for_each(|element| texts(element, found))
        }
        Data::Dynamic(dynamic) => texts(&dynamic.value, found),
    }
}

fn text(value: &str, found: &mut BTreeSet<String>) {
    if value.len() >= SHORTEST {
        found.insert(value.to_owned());
    }
}
