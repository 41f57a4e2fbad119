//! The catalogue on configuration, as users write it.

mod built_in_rows;
mod checker;
mod ends;
mod grants;
mod owners;
mod ties;

use governance::{
    Credential, Fact, Grant, Identity, Judged, Noun, Reach, ScopeValue, Settings, Subject, SubjectId,
};

use governance::policy_file::SubjectBinding;

use super::{Bindings, RootGraph, build, wants};
use crate::eval::Evaluator;
use crate::load::{Request, Tree, load};
use crate::source::Memory;

/// The tree of one file. Variables that it uses are declared and have no value.
fn tree(source: &Memory) -> Tree {
    let request = Request {
        paths: vec![String::new()],
        ..Request::default()
    };
    let tree = load(source, &request);
    assert!(tree.problems.is_empty(), "{:?}", tree.problems);
    tree
}

fn memory(text: &str) -> Memory {
    let mut variables = String::new();
    for after in text.split("var.").skip(1) {
        let name: String = after
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect();
        let declared = format!("variable \"{name}\"");
        if !variables.contains(&declared) && !text.contains(&declared) {
            variables.push_str(&format!("variable \"{name}\" {{}}\n"));
        }
    }
    Memory::of_texts([("main.tf", text), ("variables.tf", variables.as_str())])
}

fn graph(text: &str) -> RootGraph {
    graph_with(text, &[], &Settings::default())
}

fn graph_with(text: &str, entries: &[SubjectBinding], settings: &Settings) -> RootGraph {
    let source = memory(text);
    let tree = tree(&source);
    let (bindings, problems) = Bindings::new(entries, &tree).unwrap();
    assert_eq!(problems, [], "{problems:?}");
    let as_of = "2026-06-01T00:00:00Z".parse().unwrap();
    let evaluator = Evaluator::new(&tree, &tree.roots[0], &source, as_of);
    build(&evaluator.instances(&wants), &bindings, settings)
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

/// The source that a place covers; `text` is all of `main.tf`.
fn source<'t>(text: &'t str, graph: &RootGraph, at: governance::At) -> &'t str {
    let tree = tree(&memory(text));
    let span = graph.places[at.0 as usize].span;
    let file = tree.map.file(tree.map.file_of(span).unwrap());
    assert_eq!(&*file.path, "main.tf");
    &text[(span.start - file.base) as usize..(span.end - file.base) as usize]
}

fn words(scopes: &governance::Items<ScopeValue>) -> Vec<(&str, bool)> {
    let set = scopes.known().unwrap_or_else(|| panic!("{scopes:?}"));
    set.items
        .iter()
        .map(|(scope, _)| (scope.text.as_str(), scope.breadth.is_unbounded()))
        .collect()
}
