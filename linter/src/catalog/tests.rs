//! The catalogue on configuration, as users write it.

mod block_attributes;
mod built_in_rows;
mod checker;
mod ends;
mod grants;
mod owners;
mod ties;

use governance::{
    Credential, Fact, Grant, Identity, Judged, Noun, Reach, ScopeValue, Settings, Subject, SubjectId,
};

use super::{Bindings, RootGraph, build};

/// The graph of one file, without a policy file.
fn graph(text: &str) -> RootGraph {
    let tree = block_attributes::tree(text);
    let (bindings, problems) = Bindings::new(&[], &tree).unwrap();
    assert_eq!(problems, [], "{problems:?}");
    build(
        &block_attributes::instances(&tree),
        &bindings,
        &Settings::default(),
    )
}

fn find<'g>(graph: &'g RootGraph, name: &str) -> (SubjectId, &'g Subject) {
    let names: Vec<&str> = graph
        .graph
        .iter()
        .map(|(_, subject)| subject.name.as_str())
        .collect();
    graph
        .graph
        .iter()
        .find(|(_, subject)| subject.name == name)
        .unwrap_or_else(|| panic!("{name} is not among {names:?}"))
}

fn identity<'g>(graph: &'g RootGraph, name: &str) -> &'g Identity {
    match &find(graph, name).1.noun {
        Noun::Identity(identity) => identity,
        other => panic!("{other:?}"),
    }
}

fn credential<'g>(graph: &'g RootGraph, name: &str) -> &'g Credential {
    match &find(graph, name).1.noun {
        Noun::Credential(credential) => credential,
        other => panic!("{other:?}"),
    }
}

fn grant<'g>(graph: &'g RootGraph, name: &str) -> &'g Grant {
    match &find(graph, name).1.noun {
        Noun::Grant(grant) => grant,
        other => panic!("{other:?}"),
    }
}

/// The source that a place covers.
fn source<'t>(text: &'t str, graph: &RootGraph, at: governance::At) -> &'t str {
    let span = graph.places[at.0 as usize].span;
    &text[(span.start - 100) as usize..(span.end - 100) as usize]
}

fn words(scopes: &governance::Items<ScopeValue>) -> Vec<(&str, bool)> {
    let set = scopes.known().unwrap_or_else(|| panic!("{scopes:?}"));
    set.items
        .iter()
        .map(|(scope, _)| (scope.text.as_str(), scope.breadth.is_unbounded()))
        .collect()
}
