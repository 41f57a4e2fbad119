//! Who owns a subject: candidates of its own, nearest first, then those of what it hangs on.
//!
//! What counts as a name is not asked here beyond "not empty": placeholders are `owner-not-accountable`'s.

use std::collections::{HashSet, VecDeque};

use crate::{At, Fact, Graph, Items, Judged, Link, Noun, Subject, SubjectId, Why};

/// Where an owner may stand, nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerSource {
    /// A `[[subject]]` entry or comment.
    Binding,
    /// A first-class attribute or an owner-edge resource.
    Attribute,
    /// Tags, labels, metadata under an owner key.
    Tags,
    /// A description, comment or note.
    FreeText,
    /// Defaults of the provider configuration in use.
    ProviderDefaults,
}

/// How good a place for an owner the resource type has (rules.md "Owner slots").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OwnerSlot {
    FirstClass,
    FreeText,
    NameOnly,
    Nowhere,
}

#[derive(Clone, Debug)]
pub struct OwnerCandidate {
    pub from: OwnerSource,
    /// The program's spelling of the place, for "looked in": `owners`, `tags`, `provider default_tags`.
    pub spelling: String,
    /// Names found; an empty closed collection is a place that names nobody.
    pub names: Items<String>,
}

#[derive(Clone, Debug)]
pub struct Owners {
    pub slot: OwnerSlot,
    pub candidates: Vec<OwnerCandidate>,
    /// The subject's owner reference (`extid_*`), when it has such a field.
    pub reference: Fact<String>,
    /// Where a missing owner is reported.
    pub at: At,
}

/// The answer to "does anything name an owner", or "which one counts".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnerAnswer {
    /// Somebody is named, there.
    Named {
        by: SubjectId,
        from: OwnerSource,
    },
    Undecided(Why, At),
    /// All places are known and name nobody; these were looked at, nearest first.
    Nobody {
        looked: Vec<(At, String)>,
    },
}

/// For each subject, what hangs on it: the reverse of the graph's links. Built once for all questions.
#[derive(Debug)]
pub struct Dependents {
    of: Vec<Vec<SubjectId>>,
}

impl Dependents {
    pub fn new(graph: &Graph) -> Self {
        let mut of = vec![Vec::new(); graph.len()];
        for (id, subject) in graph.iter() {
            for target in links(subject).filter_map(Link::target) {
                if let Some(list) = of.get_mut(target.0 as usize) {
                    list.push(id);
                }
            }
        }
        Self { of }
    }

    pub fn on(&self, id: SubjectId) -> &[SubjectId] {
        self.of.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }
}

/// What a subject hangs on, whatever the tie is called.
pub(crate) fn links(subject: &Subject) -> impl Iterator<Item = &Link> {
    let (one, many): ([Option<&Link>; 2], &[Link]) = match &subject.noun {
        Noun::Identity(identity) => (
            [Some(&identity.class), Some(&identity.relationship)],
            &identity.same_as,
        ),
        Noun::Credential(credential) => ([Some(&credential.of), None], &[]),
        Noun::Delegation(delegation) => ([Some(&delegation.agent), None], &[]),
        Noun::Grant(grant) => ([None, None], &grant.of),
        Noun::Owner(_) | Noun::Relationship(_) | Noun::Class(_) | Noun::Scope(_) => ([None, None], &[]),
    };
    one.into_iter().flatten().chain(many)
}

pub(crate) fn owners(subject: &Subject) -> Option<&Owners> {
    match &subject.noun {
        Noun::Relationship(relationship) => Some(&relationship.owners),
        Noun::Class(class) => Some(&class.owners),
        Noun::Identity(identity) => Some(&identity.owners),
        Noun::Credential(credential) => Some(&credential.owners),
        Noun::Owner(_) | Noun::Scope(_) | Noun::Grant(_) | Noun::Delegation(_) => None,
    }
}

/// Whether anything names an owner, near or far: one name suffices, however much else is unknown; without one,
/// anything unknown makes it undecided.
pub fn any_owner(graph: &Graph, dependents: &Dependents, id: SubjectId) -> OwnerAnswer {
    let mut unknown = None;
    let mut looked = Vec::new();
    for step in lineage(graph, dependents, id) {
        match step {
            Step::Ask(subject, owners) => {
                for (from, spelling, answer) in answers(owners) {
                    match answer {
                        Judged::Pass | Judged::Breach(..) => return OwnerAnswer::Named { by: subject, from },
                        Judged::Undecided(why, at) => {
                            unknown.get_or_insert((why, at));
                        }
                        Judged::Absent(at) => looked.push((at, spelling)),
                        Judged::NoPlace => {}
                    }
                }
            }
            Step::Lost(why, at) => {
                unknown.get_or_insert((why, at));
            }
        }
    }
    match unknown {
        Some((why, at)) => OwnerAnswer::Undecided(why, at),
        None => OwnerAnswer::Nobody { looked },
    }
}

/// The owner that counts: the nearest candidate that is not known to be absent. If that one is unknown, so is
/// the answer.
pub fn effective_owner(graph: &Graph, dependents: &Dependents, id: SubjectId) -> OwnerAnswer {
    let mut looked = Vec::new();
    for step in lineage(graph, dependents, id) {
        match step {
            Step::Ask(subject, owners) => {
                for (from, spelling, answer) in answers(owners) {
                    match answer {
                        Judged::Pass | Judged::Breach(..) => return OwnerAnswer::Named { by: subject, from },
                        Judged::Undecided(why, at) => return OwnerAnswer::Undecided(why, at),
                        Judged::Absent(at) => looked.push((at, spelling)),
                        Judged::NoPlace => {}
                    }
                }
            }
            Step::Lost(why, at) => return OwnerAnswer::Undecided(why, at),
        }
    }
    OwnerAnswer::Nobody { looked }
}

enum Step<'g> {
    Ask(SubjectId, &'g Owners),
    /// The line goes on where the graph does not.
    Lost(Why, At),
}

/// The subject and all that may own it, nearest first, each once: what it hangs on, and within one identity its
/// other parts and the credentials and trusts that name it.
fn lineage<'g>(graph: &'g Graph, dependents: &Dependents, start: SubjectId) -> Vec<Step<'g>> {
    let mut steps = Vec::new();
    let mut visited = HashSet::from([start]);
    let mut queue = VecDeque::from([start]);
    while let Some(id) = queue.pop_front() {
        let subject = graph.get(id);
        if let Some(owners) = owners(subject) {
            steps.push(Step::Ask(id, owners));
        }
        let mut visit = |next: SubjectId| {
            if visited.insert(next) {
                queue.push_back(next);
            }
        };
        for link in links(subject) {
            match link {
                Link::To(target) => visit(*target),
                Link::Unknown(why) => steps.push(Step::Lost(why.clone(), subject.at)),
                // Another part of the same identity that lives elsewhere does not own this one: Entra asks a
                // service principal for owners of its own.
                Link::Outside if is_sibling(subject, link) => {}
                Link::Outside => steps.push(Step::Lost(
                    Why::new("what it belongs to is not part of this configuration"),
                    subject.at,
                )),
                Link::None => {}
            }
        }
        if matches!(subject.noun, Noun::Identity(_)) {
            for dependent in dependents.on(id) {
                if matches!(
                    graph.get(*dependent).noun,
                    Noun::Identity(_) | Noun::Credential(_)
                ) {
                    visit(*dependent);
                }
            }
        }
    }
    steps
}

fn is_sibling(subject: &Subject, link: &Link) -> bool {
    match &subject.noun {
        Noun::Identity(identity) => identity.same_as.iter().any(|other| std::ptr::eq(other, link)),
        _ => false,
    }
}

fn answers(owners: &Owners) -> impl Iterator<Item = (OwnerSource, String, Judged<()>)> {
    let reference = {
        let answer = owners
            .reference
            .judge(|name| name.trim().is_empty().then_some(()));
        let answer = match answer {
            Judged::Breach((), at) => Judged::Absent(at),
            other => other,
        };
        (OwnerSource::Attribute, "owner".to_owned(), answer)
    };
    let bound = owners
        .candidates
        .iter()
        .take_while(|c| c.from == OwnerSource::Binding)
        .count();
    let (binding, rest) = owners.candidates.split_at(bound);
    let asked = |candidate: &OwnerCandidate| {
        let answer = candidate.names.judge_any(|name| !name.trim().is_empty());
        (candidate.from, candidate.spelling.clone(), answer)
    };
    binding
        .iter()
        .map(asked)
        .chain(std::iter::once(reference))
        .chain(rest.iter().map(asked))
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::{
        at, class, credential, identity, known, list, owned_by, ownerless, unknown,
    };
    use crate::{ActorType, Identity};

    fn any(graph: &Graph, id: SubjectId) -> OwnerAnswer {
        any_owner(graph, &Dependents::new(graph), id)
    }

    fn effective(graph: &Graph, id: SubjectId) -> OwnerAnswer {
        effective_owner(graph, &Dependents::new(graph), id)
    }

    fn unnamed(change: impl FnOnce(&mut Identity)) -> Subject {
        identity(|identity| {
            identity.owners = owned_by(&[]);
            change(identity);
        })
    }

    fn candidate(from: OwnerSource, names: Items<String>) -> OwnerCandidate {
        OwnerCandidate {
            from,
            spelling: "tags".to_owned(),
            names,
        }
    }

    #[test]
    fn a_credential_inherits_through_its_identity_from_the_class() {
        let mut graph = Graph::default();
        let class = graph.push(class(ActorType::Service));
        let holder = graph.push(unnamed(|identity| identity.class = Link::To(class)));
        let key = graph.push(credential(Link::To(holder)));
        let expected = OwnerAnswer::Named {
            by: class,
            from: OwnerSource::Tags,
        };
        assert_eq!(any(&graph, key), expected);
        assert_eq!(effective(&graph, key), expected);
    }

    #[test]
    fn the_nearest_name_counts_and_a_binding_before_all() {
        let mut graph = Graph::default();
        let id = graph.push(identity(|identity| {
            identity.owners.candidates = vec![
                candidate(OwnerSource::Binding, list(vec!["team-bound".to_owned()])),
                candidate(OwnerSource::Tags, list(vec!["team-tagged".to_owned()])),
            ];
            identity.owners.reference = known("extid_owner.a".to_owned());
        }));
        let expected = OwnerAnswer::Named {
            by: id,
            from: OwnerSource::Binding,
        };
        assert_eq!(effective(&graph, id), expected);
    }

    #[test]
    fn an_unknown_place_hides_the_farther_ones_from_effective_and_not_from_any() {
        let mut graph = Graph::default();
        let id = graph.push(identity(|identity| {
            identity.owners.candidates = vec![
                candidate(OwnerSource::Tags, unknown()),
                candidate(OwnerSource::ProviderDefaults, list(vec!["team-a".to_owned()])),
            ];
        }));
        assert!(matches!(effective(&graph, id), OwnerAnswer::Undecided(..)));
        assert!(matches!(any(&graph, id), OwnerAnswer::Named { .. }));
    }

    #[test]
    fn an_open_list_without_a_name_is_undecided() {
        let mut graph = Graph::default();
        let id = graph.push(identity(|identity| {
            let names = known(crate::Collection {
                items: Vec::new(),
                open: Some(Why::new("var.tags has no value")),
            });
            identity.owners.candidates = vec![candidate(OwnerSource::Tags, names)];
        }));
        assert!(matches!(any(&graph, id), OwnerAnswer::Undecided(..)));
    }

    #[test]
    fn cycles_end_and_all_places_are_told() {
        let mut graph = Graph::default();
        let first = graph.push(unnamed(|identity| {
            identity.same_as = vec![Link::To(SubjectId(1))]
        }));
        graph.push(unnamed(|identity| {
            identity.same_as = vec![Link::To(SubjectId(0))]
        }));
        match any(&graph, first) {
            OwnerAnswer::Nobody { looked } => assert_eq!(looked.len(), 2),
            other => panic!("nobody was expected, not {other:?}"),
        }
    }

    #[test]
    fn a_sibling_keys_identity_is_not_taken_for_an_owner() {
        let mut graph = Graph::default();
        let one = graph.push(identity(|_| {}));
        let other = graph.push(unnamed(|_| {}));
        graph.push(credential(Link::To(one)));
        graph.push(credential(Link::To(other)));
        assert!(matches!(any(&graph, other), OwnerAnswer::Nobody { .. }));
    }

    #[test]
    fn links_that_lead_nowhere_known_say_so() {
        let mut graph = Graph::default();
        let outside = graph.push(credential(Link::Outside));
        let lost = graph.push(credential(Link::Unknown(Why::new("var.user has no value"))));
        let alone = graph.push(identity(|identity| identity.owners = ownerless()));
        assert!(matches!(any(&graph, outside), OwnerAnswer::Undecided(_, place) if place == at(1)));
        assert!(matches!(any(&graph, lost), OwnerAnswer::Undecided(..)));
        assert_eq!(any(&graph, alone), OwnerAnswer::Nobody { looked: Vec::new() });
    }
}
