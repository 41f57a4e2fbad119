//! Subjects and the ties between them.

use crate::{Subject, Why};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SubjectId(pub u32);

/// A tie from one subject to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    To(SubjectId),
    /// It names something that is not part of the graph (a data source, a literal id).
    Outside,
    Unknown(Why),
    /// Nothing is tied: the field is not written or the kind has no such field.
    None,
}

impl Link {
    pub fn target(&self) -> Option<SubjectId> {
        match self {
            Self::To(id) => Some(*id),
            _ => None,
        }
    }
}

/// All subjects of one root module, or of one plan. A subject's id is its index.
#[derive(Debug, Default)]
pub struct Graph {
    subjects: Vec<Subject>,
}

impl Graph {
    /// An empty graph with room for `count` subjects.
    pub fn with_capacity(count: usize) -> Self {
        Self {
            subjects: Vec::with_capacity(count),
        }
    }

    /// Adds a subject; ids are given in order, from 0.
    pub fn push(&mut self, subject: Subject) -> SubjectId {
        let id = SubjectId(u32::try_from(self.subjects.len()).unwrap_or(u32::MAX));
        self.subjects.push(subject);
        id
    }

    pub fn get(&self, id: SubjectId) -> &Subject {
        &self.subjects[id.0 as usize]
    }

    pub fn get_mut(&mut self, id: SubjectId) -> &mut Subject {
        &mut self.subjects[id.0 as usize]
    }

    pub fn iter(&self) -> impl Iterator<Item = (SubjectId, &Subject)> {
        (0u32..).map(SubjectId).zip(&self.subjects)
    }

    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }
}
