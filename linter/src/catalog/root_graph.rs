//! The graph of one root module, owned: what outlives the evaluator.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use governance::{Fact, Graph, Link, Noun, Reach, Settings, Subject, SubjectId};

use super::bindings::Bindings;
use super::joining::joined;
use super::links;
use super::methods;
use super::nouns::{self, Added};
use super::owners;
use super::places::{NOWHERE, PlaceInfo};
use super::root::{Emitted, Root};
use super::row::{self, Base, Emit, Format, Path};
use crate::instance::Instance;
use crate::load::Span;

#[derive(Debug)]
pub struct RootGraph {
    pub graph: Graph,
    /// By `SubjectId`.
    pub subjects: Vec<SubjectInfo>,
    /// By governance's `At`.
    pub places: Vec<PlaceInfo>,
}

/// Where a subject comes from, for findings.
#[derive(Clone, Debug)]
pub struct SubjectInfo {
    /// Address with keys and the emitted element, no root: `module.a["x"].azuread_application.app.password[0]`.
    pub instance: String,
    /// `Module.identity`
    pub module: Arc<str>,
    /// False for what an installed remote module defines.
    pub in_tree: bool,
    /// Block address without keys, within its module: `aws_iam_user.ci`.
    pub address: Arc<str>,
    /// Which of several subjects of the block; empty for the first.
    pub emitted: Arc<str>,
    /// Headers of the `module` blocks that lead here, outermost first.
    pub calls: Arc<[Span]>,
    pub header: Span,
    pub resource_type: Arc<str>,
    /// Governance field -> vendor attribute.
    spelling: Arc<[(&'static str, String)]>,
}

impl SubjectInfo {
    /// How this resource spells a governance field: `expires_at` is `end_date` here. `None` when it has no word of
    /// its own for it.
    pub fn spelling(&self, field: &str) -> Option<&str> {
        self.spelling
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, word)| word.as_str())
    }
}

/// Reads every instance that a row knows. Nothing of the result borrows from the evaluator.
pub fn build(instances: &[Instance<'_>], bindings: &Bindings, settings: &Settings) -> RootGraph {
    let root = Root::new(instances, settings);
    let mut added = edges(&root);
    let mut graph = Graph::with_capacity(root.subjects());
    let mut subjects = Vec::with_capacity(root.subjects());
    let mut words: FxHashMap<*const Emit, Arc<[(&'static str, String)]>> = FxHashMap::default();
    for emitted in &root.emitted {
        let Some(id) = emitted.id else { continue };
        let reading = root.reading(emitted);
        let header = reading
            .instance
            .definition
            .as_ref()
            .map(|definition| definition.block.header);
        let declared = bindings.of(&reading.instance.address, header);
        let Some(noun) = nouns::build(&reading, &declared, added.remove(&id).unwrap_or_default()) else {
            continue;
        };
        let reach = if reading.instance.r#type.starts_with("extid_") {
            Reach::Own
        } else if declared.is_empty() {
            Reach::Vendor
        } else {
            Reach::Bound
        };
        let name = root.name(emitted);
        graph.push(Subject {
            name: name.clone(),
            at: reading.header(),
            reach,
            noun,
        });
        let spelling = words
            .entry(std::ptr::from_ref(emitted.emit))
            .or_insert_with(|| spelling(emitted.emit).into());
        subjects.push(info(&root, emitted, name, spelling.clone()));
    }
    spread_agents(&mut graph);
    RootGraph {
        graph,
        subjects,
        places: root.places.into_inner().into_vec(),
    }
}

/// What edges add to their targets, and which types link to which subject.
fn edges(root: &Root<'_>) -> FxHashMap<SubjectId, Added> {
    let mut added: FxHashMap<SubjectId, Added> = FxHashMap::default();
    for emitted in &root.emitted {
        let reading = root.reading(emitted);
        let classes = links::all(&reading, &emitted.emit.class);
        let targets = links::all(&reading, &emitted.emit.of);
        for target in classes.iter().chain(&targets).filter_map(Link::target) {
            let mut incoming = root.incoming.borrow_mut();
            incoming.entry(target).or_default().push(reading.instance.r#type);
        }
        for target in targets.iter().filter_map(Link::target) {
            match (emitted.emit.noun, &emitted.emit.owner) {
                (row::Noun::OwnerEdge, Some(owner)) => {
                    added
                        .entry(target)
                        .or_default()
                        .owners
                        .extend(owners::edge(&reading, owner));
                }
                (row::Noun::MethodEdge, _) => {
                    let more = methods::read(&reading, &emitted.emit.methods);
                    let entry = added.entry(target).or_default();
                    entry.methods = Some(match entry.methods.take() {
                        Some(before) => joined(before, more),
                        None => more,
                    });
                }
                _ => {}
            }
        }
    }
    added
}

/// What is the same identity as an agent acts as that agent: the role it runs as.
fn spread_agents(graph: &mut Graph) {
    let mut spread = Vec::new();
    for (_, subject) in graph.iter() {
        let Noun::Identity(identity) = &subject.noun else {
            continue;
        };
        let is_agent = |actor: &governance::Actor| actor.kind == Some(governance::ActorType::AiAgent);
        if identity.actor.known().is_some_and(is_agent) {
            let targets = identity.same_as.iter().filter_map(Link::target);
            spread.extend(targets.map(|target| (target, identity.actor.clone())));
        }
    }
    for (target, agent) in spread {
        let Noun::Identity(identity) = &mut graph.get_mut(target).noun else {
            continue;
        };
        let basis = |fact: &Fact<governance::Actor>| fact.known().map(|actor| actor.basis);
        if basis(&identity.actor) < basis(&agent) {
            identity.actor = agent;
            identity.platform = false;
        }
    }
}

fn info(
    root: &Root<'_>,
    emitted: &Emitted<'_>,
    name: String,
    spelling: Arc<[(&'static str, String)]>,
) -> SubjectInfo {
    let instance = &root.instances[emitted.instance];
    let address = &instance.address;
    let definition = instance.definition.as_ref();
    SubjectInfo {
        instance: name,
        module: definition.map_or_else(|| "".into(), |definition| definition.module.identity.clone()),
        in_tree: definition.is_none_or(|definition| definition.module.in_tree),
        address: format!("{}.{}", address.r#type, address.name).into(),
        emitted: emitted.emit.name.as_ref().into(),
        calls: definition.map_or_else(|| Arc::from([]), |definition| definition.calls.clone()),
        header: definition.map_or(NOWHERE, |definition| definition.block.header),
        resource_type: instance.r#type.as_str().into(),
        spelling,
    }
}

fn spelling(emit: &Emit) -> Vec<(&'static str, String)> {
    let mut words: Vec<(&'static str, String)> = Vec::new();
    let word = |path: &Path| {
        let names = path.names.join(".");
        match (&path.from, &emit.each) {
            (Base::Each, Some(each)) => format!("{}.{names}", each.names.join(".")),
            _ => names,
        }
    };
    let mut put =
        |field: &'static str, path: Option<&Path>| words.extend(path.map(|path| (field, word(path))));
    let mut ends = emit
        .expires
        .iter()
        .filter(|row| row.format != Format::TrueIsNever);
    put("expires_at", ends.next().map(|row| &row.path));
    put("scopes", emit.scopes.iter().find_map(|row| row.path.as_ref()));
    put("tools", emit.tools.iter().find_map(|row| row.path.as_ref()));
    put("rotation", emit.rotation.first());
    put("methods", emit.methods.iter().find_map(|row| row.path.as_ref()));
    let link = if emit.noun == row::Noun::Delegation {
        "agent"
    } else {
        "of"
    };
    put(link, emit.of.iter().find_map(|row| row.path.as_ref()));
    put("class", emit.class.iter().find_map(|row| row.path.as_ref()));
    put(
        "relationship",
        emit.relationship.iter().find_map(|row| row.path.as_ref()),
    );
    put(
        "escalation",
        emit.escalation.iter().find_map(|row| row.path.as_ref()),
    );
    if let Some(owner) = &emit.owner {
        let reference = owner.reference.iter().find_map(|row| row.path.as_ref());
        let places = owner
            .attributes
            .iter()
            .chain(owner.tags.iter())
            .chain(owner.text.iter());
        put("owner", reference.or(places.into_iter().next()));
    }
    for (field, path) in emit.fields.0.iter() {
        words.extend(
            FIELDS
                .iter()
                .find(|name| **name == *field)
                .map(|name| (*name, word(path))),
        );
    }
    words
}

/// The fields that rows read as they are.
const FIELDS: [&str; 13] = [
    "active_until",
    "actor_type",
    "acts_for",
    "actions",
    "contact",
    "ended",
    "ends_at",
    "grace",
    "kind",
    "name",
    "open_ended",
    "resource",
    "sensitivity",
];
