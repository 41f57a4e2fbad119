//! Secrets: values that no `Debug` shows.

use std::fmt;

use crate::datum::Shape;
use crate::model::{Datum, Misfit};
use crate::schema::AttributeType;
use crate::value::{Data, Value};

/// A value that must not be shown: its `Debug` is `(sensitive)`, it has no `Display`, and [`Secret::expose`] is the only way
/// to it. It costs nothing else.
///
/// An attribute that holds one is sensitive without the key, in a collection too. `sensitive` and `write_only` on another
/// type hide the value from what Terraform prints only: a model's derived `Debug`, and so a log line with `?plan` in it,
/// would still show it.
///
/// ```
/// use tfplugin::{Model, Secret, Value};
///
/// /// A login.
/// #[derive(Model, Clone, Debug, Default)]
/// struct Login {
///     /// Who enters.
///     #[tf(required)]
///     user: Value<String>,
///     /// What lets them in; in no plan and no state.
///     #[tf(optional, write_only)]
///     password_wo: Value<Secret<String>>,
/// }
///
/// let login = Login { user: "ann".into(), password_wo: "hunter2".into() };
/// let shown = r#"Login { user: Known("ann"), password_wo: Known((sensitive)) }"#;
/// assert_eq!(format!("{login:?}"), shown);
/// assert_eq!(login.password_wo.expose().map(String::as_str), Some("hunter2"));
/// assert!(Login::block().attribute("password_wo").is_some_and(|attribute| attribute.sensitive));
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Hides it.
    pub const fn new(secret: T) -> Self {
        Self(secret)
    }

    /// The value, for the place that needs it.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value, for the place that keeps it.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> Value<Secret<T>> {
    /// The secret, if it is known and not null.
    pub fn expose(&self) -> Option<&T> {
        self.known().map(Secret::expose)
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(sensitive)")
    }
}

impl<T> From<T> for Secret<T> {
    fn from(secret: T) -> Self {
        Self(secret)
    }
}

impl From<&str> for Secret<String> {
    fn from(secret: &str) -> Self {
        Self(secret.to_owned())
    }
}

impl From<&str> for Value<Secret<String>> {
    fn from(secret: &str) -> Self {
        Self::Known(secret.into())
    }
}

impl<T: Datum> Datum for Secret<T> {
    const SHAPE: Shape = T::SHAPE;
    const SENSITIVE: bool = true;

    fn attribute_type() -> AttributeType {
        T::attribute_type()
    }

    fn decode(data: Data) -> Result<Self, Misfit> {
        T::decode(data).map(Self)
    }

    fn encode(self) -> Data {
        self.0.encode()
    }
}
