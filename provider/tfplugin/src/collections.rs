//! Lists, sets and maps whose elements may each be null or unknown.

use std::collections::BTreeMap;

use crate::value::Value;

/// `list(T)`: in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct List<T>(pub Vec<Value<T>>);

/// `set(T)`: equal whatever the order, and however often an element is there.
#[derive(Clone, Debug)]
pub struct Set<T>(pub Vec<Value<T>>);

/// `map(T)`: by key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Map<T>(pub BTreeMap<String, Value<T>>);

macro_rules! sequence {
    ($name:ident) => {
        impl<T> $name<T> {
            /// Without elements.
            #[must_use]
            pub const fn new() -> Self {
                Self(Vec::new())
            }

            /// One more known element.
            pub fn push(&mut self, element: T) {
                self.0.push(Value::Known(element));
            }

            /// All elements, null and unknown ones too.
            pub fn iter(&self) -> std::slice::Iter<'_, Value<T>> {
                self.0.iter()
            }

            /// The elements that are known; null and unknown ones are left out.
            pub fn known(&self) -> impl Iterator<Item = &T> {
                self.0.iter().filter_map(Value::known)
            }

            /// The elements that are known, by value; null and unknown ones are dropped.
            pub fn into_known_only(self) -> impl Iterator<Item = T> {
                self.0.into_iter().filter_map(Value::into_known)
            }

            /// All elements, if each of them is known; `None` if one is null or unknown.
            pub fn all_known(self) -> Option<Vec<T>> {
                self.0.into_iter().map(Value::into_known).collect()
            }

            /// Changes the elements that are known, and leaves null and unknown ones as they are.
            pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> $name<U> {
                $name(
                    self.0
                        .into_iter()
                        .map(|element| element.map(&mut change))
                        .collect(),
                )
            }

            /// As `map`, for a change that may fail.
            ///
            /// # Errors
            /// The first that `change` gives.
            pub fn try_map<U, E>(self, mut change: impl FnMut(T) -> Result<U, E>) -> Result<$name<U>, E> {
                let elements = self
                    .0
                    .into_iter()
                    .map(|element| element.try_map(&mut change));
                elements.collect::<Result<_, _>>().map($name)
            }

            /// Whether an element is not known yet.
            pub fn has_unknown(&self) -> bool {
                self.0.iter().any(Value::is_unknown)
            }

            /// How many.
            pub fn len(&self) -> usize {
                self.0.len()
            }

            /// No elements.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl<T: PartialEq> $name<T> {
            /// Whether this is one of the known elements.
            pub fn contains(&self, element: &T) -> bool {
                self.known().any(|known| known == element)
            }
        }

        impl<T> Default for $name<T> {
            fn default() -> Self {
                Self::new()
            }
        }

        impl<T> FromIterator<T> for $name<T> {
            fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
                Self(elements.into_iter().map(Value::Known).collect())
            }
        }

        impl<T> FromIterator<Value<T>> for $name<T> {
            fn from_iter<I: IntoIterator<Item = Value<T>>>(elements: I) -> Self {
                Self(elements.into_iter().collect())
            }
        }

        impl<T> From<Vec<T>> for $name<T> {
            fn from(elements: Vec<T>) -> Self {
                elements.into_iter().collect()
            }
        }

        impl<T, const N: usize> From<[T; N]> for $name<T> {
            fn from(elements: [T; N]) -> Self {
                elements.into_iter().collect()
            }
        }

        impl<const N: usize> From<[&str; N]> for $name<String> {
            fn from(elements: [&str; N]) -> Self {
                elements.into_iter().map(str::to_owned).collect()
            }
        }

        impl<T> IntoIterator for $name<T> {
            type Item = Value<T>;
            type IntoIter = std::vec::IntoIter<Value<T>>;

            fn into_iter(self) -> Self::IntoIter {
                self.0.into_iter()
            }
        }

        impl<'a, T> IntoIterator for &'a $name<T> {
            type Item = &'a Value<T>;
            type IntoIter = std::slice::Iter<'a, Value<T>>;

            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}

sequence!(List);
sequence!(Set);

impl<T: PartialEq> PartialEq for Set<T> {
    fn eq(&self, other: &Self) -> bool {
        // What was decoded is sorted, so the comparison of all with all is rare.
        let within = |a: &Self, b: &Self| a.0.iter().all(|element| b.0.contains(element));
        self.0 == other.0 || (within(self, other) && within(other, self))
    }
}

impl<T: Eq> Eq for Set<T> {}

impl<T> Map<T> {
    /// Without elements.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// One more known element; gives what had the key before.
    pub fn insert(&mut self, key: impl Into<String>, element: T) -> Option<Value<T>> {
        self.0.insert(key.into(), Value::Known(element))
    }

    /// The element of this key, which may be null or unknown.
    pub fn get(&self, key: &str) -> Option<&Value<T>> {
        self.0.get(key)
    }

    /// All elements, null and unknown ones too, sorted by key.
    pub fn iter(&self) -> std::collections::btree_map::Iter<'_, String, Value<T>> {
        self.0.iter()
    }

    /// The elements that are known, sorted by key; null and unknown ones are left out.
    pub fn known(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0
            .iter()
            .filter_map(|(key, value)| Some((key.as_str(), value.known()?)))
    }

    /// The elements that are known, by value; null and unknown ones are dropped.
    pub fn into_known_only(self) -> impl Iterator<Item = (String, T)> {
        self.0
            .into_iter()
            .filter_map(|(key, value)| Some((key, value.into_known()?)))
    }

    /// All elements, if each of them is known; `None` if one is null or unknown.
    pub fn all_known(self) -> Option<BTreeMap<String, T>> {
        self.0
            .into_iter()
            .map(|(key, value)| Some((key, value.into_known()?)))
            .collect()
    }

    /// Changes the elements that are known, and leaves null and unknown ones as they are.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Map<U> {
        Map(self
            .0
            .into_iter()
            .map(|(key, value)| (key, value.map(&mut change)))
            .collect())
    }

    /// As [`Map::map`], for a change that may fail.
    ///
    /// # Errors
    /// The first that `change` gives.
    pub fn try_map<U, E>(self, mut change: impl FnMut(T) -> Result<U, E>) -> Result<Map<U>, E> {
        let elements = self
            .0
            .into_iter()
            .map(|(key, value)| Ok((key, value.try_map(&mut change)?)));
        elements.collect::<Result<_, _>>().map(Map)
    }

    /// Whether an element is not known yet.
    pub fn has_unknown(&self) -> bool {
        self.0.values().any(Value::is_unknown)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// No elements.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Into<String>, T> FromIterator<(K, T)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, T)>>(elements: I) -> Self {
        Self(
            elements
                .into_iter()
                .map(|(key, element)| (key.into(), Value::Known(element)))
                .collect(),
        )
    }
}

impl<K: Into<String>, T, const N: usize> From<[(K, T); N]> for Map<T> {
    fn from(elements: [(K, T); N]) -> Self {
        elements.into_iter().collect()
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, Value<T>);
    type IntoIter = std::collections::btree_map::IntoIter<String, Value<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = (&'a String, &'a Value<T>);
    type IntoIter = std::collections::btree_map::Iter<'a, String, Value<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
