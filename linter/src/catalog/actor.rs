//! What kind of actor an identity is: declared first, then by what its resource can only be.

use governance::{Actor, ActorType, Basis, Fact};

use super::bindings::Binding;
use super::conditions::{self, Holds};
use super::reading::Reading;
use super::row::ActorWord;

/// What is known of the kind of actor.
pub(super) enum Read {
    Is(Fact<Actor>),
    /// People of our own: no actor type, and nobody asks for their owner.
    Workforce,
}

pub(super) fn read(reading: &Reading<'_, '_>, bindings: &[Binding<'_>], agent: Option<Fact<Actor>>) -> Read {
    if let Some(actor) = declared(reading, bindings) {
        return Read::Is(actor);
    }
    if let Some(agent) = agent {
        return Read::Is(agent);
    }
    let header = reading.header();
    let own = reading.instance.r#type.starts_with("extid_");
    for rule in reading.emit.actor.iter() {
        match conditions::all(reading, &rule.when) {
            Holds::No => {}
            Holds::Unknown(why) => return Read::Is(Fact::Unknown(why, header)),
            Holds::Yes => {
                let basis = match (own, rule.sure) {
                    (true, _) => Basis::Declared,
                    (false, true) => Basis::Typed,
                    (false, false) => Basis::Inferred,
                };
                return match rule.is {
                    ActorWord::Workforce => Read::Workforce,
                    ActorWord::Is(actor) => Read::Is(Fact::Known(Actor::of(actor, basis), header)),
                };
            }
        }
    }
    Read::Is(Fact::Absent(header))
}

fn declared(reading: &Reading<'_, '_>, bindings: &[Binding<'_>]) -> Option<Fact<Actor>> {
    let (binding, actor): (&Binding<'_>, ActorType) = bindings
        .iter()
        .find_map(|binding| Some((binding, binding.declared.actor?)))?;
    let at = match binding.comment {
        Some(span) => reading
            .root
            .places
            .borrow_mut()
            .intern(span, crate::eval::At::NONE),
        None => reading.header(),
    };
    Some(Fact::Known(Actor::of(actor, Basis::Declared), at))
}
