//! One root module while its graph is built: which subjects there are, and how they are found.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use governance::{Settings, SubjectId};

use super::bindings::Bindings;
use super::conditions::{self, Holds};
use super::index::{Index, type_name};
use super::places::Places;
use super::reading::Reading;
use super::row::{Emit, Noun, Row};
use super::tables;
use crate::eval::Step;
use crate::instance::{Elements, Instance};

pub(super) struct Root<'a> {
    pub(super) instances: &'a [Instance<'a>],
    pub(super) settings: &'a Settings,
    pub(super) bindings: &'a Bindings,
    pub(super) index: Index,
    pub(super) places: RefCell<Places>,
    pub(super) emitted: Vec<Emitted<'a>>,
    /// The first subject of each instance, which links mean.
    pub(super) first: FxHashMap<usize, SubjectId>,
    /// Types whose subjects or edges link to a subject.
    pub(super) incoming: RefCell<FxHashMap<SubjectId, Vec<String>>>,
    /// (target type, attribute) -> literal -> instances, filled when asked.
    pub(super) literals: RefCell<FxHashMap<(String, String), FxHashMap<String, Vec<usize>>>>,
}

/// A subject to be built, or an edge that adds to one.
#[derive(Clone, Copy)]
pub(super) struct Emitted<'a> {
    pub(super) instance: usize,
    pub(super) emit: &'a Emit,
    pub(super) element: Option<Element>,
    /// `None` for an edge.
    pub(super) id: Option<SubjectId>,
}

/// Which element of `each` a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    At(u64),
    /// There may be elements; how many is not known.
    Symbolic,
}

impl<'a> Root<'a> {
    pub(super) fn new(instances: &'a [Instance<'a>], bindings: &'a Bindings, settings: &'a Settings) -> Self {
        let mut root = Self {
            instances,
            settings,
            bindings,
            index: Index::new(instances),
            places: RefCell::default(),
            emitted: Vec::new(),
            first: FxHashMap::default(),
            incoming: RefCell::default(),
            literals: RefCell::default(),
        };
        for (position, instance) in instances.iter().enumerate() {
            if let Some(row) = tables::row(&type_name(instance.address.mode, &instance.r#type)) {
                root.emit(position, row);
            }
        }
        root
    }

    fn emit(&mut self, position: usize, row: &'a Row) {
        for emit in row.emits.iter() {
            for element in self.elements(position, emit) {
                let candidate = Emitted {
                    instance: position,
                    emit,
                    element,
                    id: None,
                };
                let reading = self.reading(&candidate);
                if emit
                    .when
                    .iter()
                    .any(|condition| conditions::ask(&reading, condition) == Holds::No)
                {
                    continue;
                }
                let edge = matches!(emit.noun, Noun::OwnerEdge | Noun::MethodEdge);
                let id = (!edge).then(|| self.next_id());
                if let Some(id) = id {
                    self.first.entry(position).or_insert(id);
                }
                self.emitted.push(Emitted { id, ..candidate });
            }
        }
    }

    fn next_id(&self) -> SubjectId {
        let subjects = self.emitted.iter().filter(|emitted| emitted.id.is_some()).count();
        SubjectId(u32::try_from(subjects).unwrap_or(u32::MAX))
    }

    fn elements(&self, position: usize, emit: &Emit) -> Vec<Option<Element>> {
        let Some(each) = &emit.each else {
            return vec![None];
        };
        let steps: Vec<Step> = each.names.iter().map(|name| Step::Name(name.as_ref().into())).collect();
        let Elements { known, open } = self.instances[position].attrs.elements(&steps);
        let mut elements: Vec<Option<Element>> = (0..known).map(|index| Some(Element::At(index))).collect();
        if open && known == 0 {
            elements.push(Some(Element::Symbolic));
        }
        elements
    }

    pub(super) fn reading<'r>(&'r self, emitted: &Emitted<'a>) -> Reading<'r, 'a> {
        Reading {
            root: self,
            instance: &self.instances[emitted.instance],
            emit: emitted.emit,
            element: emitted.element,
        }
    }
}
