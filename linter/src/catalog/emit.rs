//! Writes rows as Rust constants. Part of `build.rs` only.

use std::borrow::Cow;
use std::fmt::Write;

use governance::{ActorType, CredentialKind, CredentialRole, Dialect, Duration, OwnerSlot};

use super::row::{
    Absent, ActorRule, ActorWord, Base, Condition, Container, Emit, ExpiryRow, Fields, FollowRow, Format,
    Kind, LinkRow, MethodRow, Noun, OwnerRow, Path, Role, Row, ScopeRow, SecretRow, Slot, Spellings,
};

/// The text of a constant expression for `&'static [Row]`.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    Cow::Borrowed(rows).write(&mut out);
    out
}

/// Writes itself as a constant expression.
trait Literal {
    fn write(&self, out: &mut String);
}

/// Destructures, so that a new field cannot be forgotten here.
macro_rules! literal_struct {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        impl Literal for $name {
            fn write(&self, out: &mut String) {
                let Self { $($field),* } = self;
                out.push_str(concat!("row::", stringify!($name), " { "));
                $(
                    out.push_str(concat!(stringify!($field), ": "));
                    $field.write(out);
                    out.push_str(", ");
                )*
                out.push('}');
            }
        }
    )*};
}

macro_rules! literal_tuple {
    ($($name:ident)*) => {$(
        impl Literal for $name {
            fn write(&self, out: &mut String) {
                out.push_str(concat!("row::", stringify!($name), "("));
                self.0.write(out);
                out.push(')');
            }
        }
    )*};
}

/// Fieldless enums, whose `Debug` is the name of the variant.
macro_rules! literal_enum {
    ($($prefix:literal $name:ident)*) => {$(
        impl Literal for $name {
            fn write(&self, out: &mut String) {
                let _ = write!(out, concat!($prefix, stringify!($name), "::{:?}"), self);
            }
        }
    )*};
}

literal_struct! {
    Row { r#type, sources, emits }
    Path { from, names }
    Emit {
        noun, name, each, when, fields, spelling, actor, trust, platform, owner, methods, of, class, relationship,
        escalation, same_as, expires, absent, never, must_end, rotation, rotation_every, scopes, tools, kind, role,
        secrets,
    }
    Condition { path, linked, is, present }
    ActorRule { is, when, sure }
    OwnerRow { slot, attributes, tags, text, defaults, reference, unless }
    LinkRow { path, to, by }
    ExpiryRow { path, format, unit, unit_default }
    ScopeRow {
        path, container, dialect, absent_reaches, unbounded, word, reaches, when, follow, only, key_of,
    }
    FollowRow { to, read, container, dialect }
    MethodRow { path, word, human, human_words, when }
    SecretRow { path, given, instead }
}
literal_tuple! { Kind Role Slot Fields Spellings }
literal_enum! {
    "row::" Base "row::" Noun "row::" Format "row::" Container
    "governance::" ActorType "governance::" CredentialKind "governance::" CredentialRole "governance::" Dialect
    "governance::" OwnerSlot
}

impl Literal for bool {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "{self}");
    }
}

impl Literal for Cow<'_, str> {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "Cow::Borrowed({self:?})");
    }
}

impl<T: Literal + Clone> Literal for Cow<'_, [T]> {
    fn write(&self, out: &mut String) {
        out.push_str("Cow::Borrowed(&[");
        for item in self.iter() {
            item.write(out);
            out.push_str(", ");
        }
        out.push_str("])");
    }
}

impl<T: Literal> Literal for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            None => out.push_str("None"),
            Some(value) => {
                out.push_str("Some(");
                value.write(out);
                out.push(')');
            }
        }
    }
}

impl<A: Literal, B: Literal> Literal for (A, B) {
    fn write(&self, out: &mut String) {
        out.push('(');
        self.0.write(out);
        out.push_str(", ");
        self.1.write(out);
        out.push(')');
    }
}

impl Literal for Duration {
    fn write(&self, out: &mut String) {
        let _ = write!(out, "governance::Duration::from_seconds({})", self.seconds());
    }
}

impl Literal for Absent {
    fn write(&self, out: &mut String) {
        match self {
            Self::Never => out.push_str("row::Absent::Never"),
            Self::Required => out.push_str("row::Absent::Required"),
            Self::After(duration) => {
                out.push_str("row::Absent::After(");
                duration.write(out);
                out.push(')');
            }
        }
    }
}

impl Literal for ActorWord {
    fn write(&self, out: &mut String) {
        match self {
            Self::Workforce => out.push_str("row::ActorWord::Workforce"),
            Self::Is(actor) => {
                out.push_str("row::ActorWord::Is(");
                actor.write(out);
                out.push(')');
            }
        }
    }
}
