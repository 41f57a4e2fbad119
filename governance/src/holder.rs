//! What kind of actor stands behind an identity, a grant or a credential, and how sure that is.

use crate::{Actor, ActorType, Basis, Confidence, Fact, Graph, Link, Noun, Severity, SubjectId, View, Why};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Actor(ActorType, Basis),
    /// No actor type is given: a person of one's own, or a vendor's resource that tells nothing.
    Nobody,
    Unknown(Why),
}

impl Who {
    /// The actor behind a subject: its own type, its class's, or that of another part of the same identity.
    pub(crate) fn of(graph: &Graph, id: SubjectId) -> Self {
        Self::trace(graph, id, &mut Vec::new())
    }

    /// The actor at the other end of a tie. What is outside the graph is nobody that we know.
    pub(crate) fn behind(graph: &Graph, link: &Link) -> Self {
        match link {
            Link::To(id) => Self::of(graph, *id),
            Link::Unknown(why) => Self::Unknown(why.clone()),
            Link::Outside | Link::None => Self::Nobody,
        }
    }

    fn trace(graph: &Graph, id: SubjectId, visited: &mut Vec<SubjectId>) -> Self {
        if visited.contains(&id) {
            return Self::Nobody;
        }
        visited.push(id);
        let links: Vec<&Link> = match &graph.get(id).noun {
            Noun::Class(class) => return Self::stated(&class.actor),
            Noun::Identity(identity) => match Self::stated(&identity.actor) {
                Self::Nobody => std::iter::once(&identity.class)
                    .chain(&identity.same_as)
                    .collect(),
                known => return known,
            },
            Noun::Credential(credential) => vec![&credential.of],
            // Only an agent is delegated to, wherever it is defined.
            Noun::Delegation(_) => return Self::Actor(ActorType::AiAgent, Basis::Declared),
            Noun::Owner(_) | Noun::Relationship(_) | Noun::Scope(_) | Noun::Grant(_) => return Self::Nobody,
        };
        let mut unknown = None;
        for link in links {
            let who = match link {
                Link::To(next) => Self::trace(graph, *next, visited),
                other => Self::behind(graph, other),
            };
            match who {
                Self::Actor(..) => return who,
                Self::Unknown(why) => {
                    unknown.get_or_insert(why);
                }
                Self::Nobody => {}
            }
        }
        unknown.map_or(Self::Nobody, Self::Unknown)
    }

    /// Texts that are none of the five types are `unclassified-actor-type`'s and nobody here.
    fn stated(actor: &Fact<Actor>) -> Self {
        match actor {
            Fact::Known(actor, _) => actor
                .kind
                .map_or(Self::Nobody, |kind| Self::Actor(kind, actor.basis)),
            Fact::OneOf(actors, _) => {
                let mut kinds = actors.iter().filter_map(|actor| actor.kind);
                match kinds.next() {
                    Some(kind) if actors.iter().all(|actor| actor.kind == Some(kind)) => {
                        let basis = actors.iter().map(|actor| actor.basis).min();
                        Self::Actor(kind, basis.unwrap_or(Basis::Inferred))
                    }
                    Some(_) => Self::Unknown(Why::new("its actor type depends on a condition")),
                    None => Self::Nobody,
                }
            }
            Fact::Unknown(why, _) => Self::Unknown(why.clone()),
            Fact::Null(_) | Fact::Absent(_) | Fact::NoPlace => Self::Nobody,
        }
    }

    pub(crate) fn kind(&self) -> Option<ActorType> {
        match self {
            Self::Actor(kind, _) => Some(*kind),
            Self::Nobody | Self::Unknown(_) => None,
        }
    }

    /// The actor type, when somebody wrote it down: only then do its own limits apply.
    pub(crate) fn declared(&self) -> Option<ActorType> {
        match self {
            Self::Actor(kind, Basis::Declared) => Some(*kind),
            _ => None,
        }
    }

    /// An agent for certain: declared, or of a type that can be nothing else.
    pub(crate) fn is_certain_agent(&self) -> bool {
        matches!(
            self,
            Self::Actor(ActorType::AiAgent, Basis::Declared | Basis::Typed)
        )
    }

    /// The severity under the profile in force: `strict` takes no warnings for declared agents and partners.
    pub(crate) fn severity(&self, view: &View<'_>, severity: Severity) -> Severity {
        match self.declared() {
            Some(ActorType::AiAgent | ActorType::Partner)
                if view.settings.strict && severity == Severity::Warning =>
            {
                Severity::Error
            }
            _ => severity,
        }
    }

    pub(crate) fn confidence(&self) -> Confidence {
        match self {
            Self::Actor(_, Basis::Inferred) => Confidence::Medium,
            _ => Confidence::High,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::{agent, at, class, credential, identity};

    #[test]
    fn a_credential_acts_for_what_its_identity_is() {
        let mut graph = Graph::default();
        let id = graph.push(agent());
        let key = graph.push(credential(Link::To(id)));
        assert_eq!(Who::of(&graph, key).declared(), Some(ActorType::AiAgent));
    }

    #[test]
    fn an_identity_takes_the_type_of_its_class() {
        let mut graph = Graph::default();
        let class = graph.push(class(ActorType::Service));
        let id = graph.push(identity(|identity| {
            identity.actor = Fact::Absent(at(1));
            identity.class = Link::To(class);
        }));
        assert_eq!(Who::of(&graph, id).kind(), Some(ActorType::Service));
    }

    #[test]
    fn parts_of_one_identity_that_name_each_other_end() {
        let mut graph = Graph::default();
        let part = |other: u32| {
            identity(|identity| {
                identity.actor = Fact::NoPlace;
                identity.same_as = vec![Link::To(SubjectId(other))];
            })
        };
        let first = graph.push(part(1));
        graph.push(part(0));
        assert_eq!(Who::of(&graph, first), Who::Nobody);
    }

    #[test]
    fn branches_that_agree_are_known_with_the_weaker_basis() {
        let mut graph = Graph::default();
        let id = graph.push(identity(|identity| {
            identity.actor = Fact::OneOf(
                vec![
                    Actor::of(ActorType::Service, Basis::Declared),
                    Actor::of(ActorType::Service, Basis::Inferred),
                ],
                at(1),
            );
        }));
        assert_eq!(
            Who::of(&graph, id),
            Who::Actor(ActorType::Service, Basis::Inferred)
        );
    }
}
