//! How the tree was read, for `-v`: which directories are roots, why, and where the values of their variables are from.

use std::collections::BTreeSet;

use crate::load::{Input, Root, Tree};
use crate::options::Options;

/// One sentence for each root.
pub(super) fn remarks(tree: &Tree, options: &Options) -> Vec<String> {
    tree.roots
        .iter()
        .map(|root| remark(root, tree, options))
        .collect()
}

fn remark(root: &Root, tree: &Tree, options: &Options) -> String {
    let dir = match &*tree.modules[root.module.0 as usize].dir {
        "" => ".",
        dir => dir,
    };
    let whole = options.paths.iter().any(|path| path.is_empty());
    // Callers elsewhere are not looked for, so it may be no root at all.
    let reason = match root.reason {
        "nothing calls it" if !whole => "nothing that was read calls it",
        reason => reason,
    };
    let mut text = format!("`{dir}` is a root: {reason}");
    let origins: BTreeSet<&str> = root
        .values
        .values()
        .filter_map(|value| match value {
            Input::Expr(expr) => tree.map.file_of(expr.span).map(|id| &*tree.map.file(id).path),
            Input::Text(_, origin) => Some(&**origin),
        })
        .collect();
    if !origins.is_empty() {
        let origins: Vec<&str> = origins.into_iter().collect();
        text.push_str(&format!("; its variables get values from {}", origins.join(", ")));
    }
    if let Some(workspace) = &root.workspace {
        text.push_str(&format!("; workspace `{workspace}`"));
    }
    text
}
