//! Finds the instance that an address means, where either side may hold keys that are not known.

use rustc_hash::FxHashMap;
use ustr::Ustr;

use crate::address::{Address, Key};
use crate::instance::Instance;
use crate::load::Mode;

#[derive(Debug, Default)]
pub(super) struct Index {
    by_block: FxHashMap<(Mode, Ustr, Ustr, Vec<Ustr>), Vec<usize>>,
    by_type: FxHashMap<String, Vec<usize>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    One(usize),
    /// The key is not known and several instances exist.
    Several,
    None,
}

/// `aws_iam_user`, or `data.aws_iam_policy`: as rows are named.
pub(super) fn type_name(mode: Mode, r#type: &str) -> String {
    match mode {
        Mode::Managed => r#type.to_owned(),
        Mode::Data => format!("data.{type}"),
        Mode::Ephemeral => format!("ephemeral.{type}"),
    }
}

fn block(address: &Address) -> (Mode, Ustr, Ustr, Vec<Ustr>) {
    let modules = address.modules.iter().map(|(name, _)| *name).collect();
    (address.mode, address.r#type, address.name, modules)
}

fn keys(address: &Address) -> impl Iterator<Item = &Key> {
    address
        .modules
        .iter()
        .map(|(_, key)| key)
        .chain(std::iter::once(&address.key))
}

impl Index {
    pub(super) fn new(instances: &[Instance<'_>]) -> Self {
        let mut index = Self::default();
        for (position, instance) in instances.iter().enumerate() {
            index
                .by_block
                .entry(block(&instance.address))
                .or_default()
                .push(position);
            index
                .by_type
                .entry(type_name(instance.address.mode, &instance.r#type))
                .or_default()
                .push(position);
        }
        index
    }

    /// All instances of a row's type.
    pub(super) fn of_type(&self, name: &str) -> &[usize] {
        self.by_type.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn find(&self, instances: &[Instance<'_>], address: &Address) -> Found {
        let Some(candidates) = self.by_block.get(&block(address)) else {
            return Found::None;
        };
        if let Some(exact) = candidates.iter().find(|at| instances[**at].address == *address) {
            return Found::One(*exact);
        }
        let compatible = |candidate: &Address| {
            keys(candidate)
                .zip(keys(address))
                .all(|(a, b)| a == b || *a == Key::Unknown || *b == Key::Unknown)
        };
        let mut matching = candidates
            .iter()
            .filter(|at| compatible(&instances[**at].address));
        match (matching.next(), matching.next()) {
            (Some(one), None) => Found::One(*one),
            (Some(_), Some(_)) => Found::Several,
            (None, _) => Found::None,
        }
    }
}
