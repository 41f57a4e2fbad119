//! One root module while its graph is built: which subjects there are, and how they are found.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use ustr::Ustr;

use governance::{Settings, SubjectId};

use super::conditions::{self, Holds};
use super::index::{Index, type_name};
use super::places::Places;
use super::reading::{Reading, scalar};
use super::row::{Emit, Noun, Row};
use super::tables;
use crate::eval::Step;
use crate::instance::{Elements, Instance};

pub(super) struct Root<'a> {
    pub(super) instances: &'a [Instance<'a>],
    pub(super) settings: &'a Settings,
    pub(super) index: Index,
    pub(super) places: RefCell<Places>,
    pub(super) emitted: Vec<Emitted<'a>>,
    subjects: u32,
    /// The first subject of each instance, which links mean.
    pub(super) first: FxHashMap<usize, SubjectId>,
    /// Types whose subjects or edges link to a subject.
    pub(super) incoming: RefCell<FxHashMap<SubjectId, Vec<Ustr>>>,
    /// By target type and attribute, filled when asked.
    pub(super) literals: RefCell<FxHashMap<(String, String), Literals>>,
}

/// Known value of one attribute -> instances that have it.
pub(super) type Literals = FxHashMap<String, Vec<usize>>;

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
    pub(super) fn new(instances: &'a [Instance<'a>], settings: &'a Settings) -> Self {
        let mut root = Self {
            instances,
            settings,
            index: Index::new(instances),
            places: RefCell::default(),
            emitted: Vec::new(),
            subjects: 0,
            first: FxHashMap::default(),
            incoming: RefCell::default(),
            literals: RefCell::default(),
        };
        for (position, instance) in instances.iter().enumerate() {
            if let Some(row) = tables::row_of(&type_name(instance.address.mode, &instance.r#type)) {
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
                let id = (!edge).then_some(SubjectId(self.subjects));
                if let Some(id) = id {
                    self.subjects += 1;
                    self.first.entry(position).or_insert(id);
                }
                self.emitted.push(Emitted { id, ..candidate });
            }
        }
    }

    fn elements(&self, position: usize, emit: &Emit) -> Vec<Option<Element>> {
        let Some(each) = &emit.each else {
            return vec![None];
        };
        let steps: Vec<Step> = each
            .names
            .iter()
            .map(|name| Step::Name(name.as_ref().into()))
            .collect();
        let Elements { known, open } = self.instances[position].attrs.elements(&steps);
        let mut elements: Vec<Option<Element>> = (0..known).map(|index| Some(Element::At(index))).collect();
        if open && known == 0 {
            elements.push(Some(Element::Symbolic));
        }
        elements
    }

    /// How many subjects there are.
    pub(super) fn subjects(&self) -> usize {
        self.subjects as usize
    }

    /// The subject's name: its address, with the emitted part.
    pub(super) fn name_of(&self, id: SubjectId) -> String {
        // Ids are given in order, and edges in between have none: no subject stands before its id.
        self.emitted[(id.0 as usize).min(self.emitted.len())..]
            .iter()
            .find(|emitted| emitted.id == Some(id))
            .map_or_else(String::new, |emitted| self.name(emitted))
    }

    pub(super) fn name(&self, emitted: &Emitted<'a>) -> String {
        let mut name = self.instances[emitted.instance].address.to_string();
        if !emitted.emit.name.is_empty() {
            name.push('.');
            name.push_str(&emitted.emit.name);
        }
        match emitted.element {
            Some(Element::At(index)) => name.push_str(&format!("[{index}]")),
            Some(Element::Symbolic) => name.push_str("[*]"),
            None => {}
        }
        name
    }

    /// The `extid_*` object of a noun that is called `name`.
    pub(super) fn named(&self, noun: Noun, name: &str) -> Option<SubjectId> {
        let steps = [Step::Name("name".into())];
        self.emitted.iter().find_map(|emitted| {
            let instance = &self.instances[emitted.instance];
            if emitted.emit.noun != noun || !instance.r#type.starts_with("extid_") {
                return None;
            }
            let value = instance.attrs.get(&steps)?;
            (scalar(&value)? == name).then_some(emitted.id)?
        })
    }

    pub(super) fn reading<'r>(&'r self, emitted: &Emitted<'a>) -> Reading<'r, 'a> {
        Reading {
            root: self,
            instance: &self.instances[emitted.instance],
            first: self.first.get(&emitted.instance).copied(),
            emit: emitted.emit,
            element: emitted.element,
        }
    }
}
