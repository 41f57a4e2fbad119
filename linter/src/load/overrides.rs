//! Merges override files into the blocks they name, as Terraform does.

use rustc_hash::FxHashSet;
use ustr::Ustr;

use super::hcl::SyntaxError;
use super::ir::{Attr, Block, Body, ExprKind};
use crate::problem::ProblemKind;

/// `overrides` in the order of their files. What matches nothing is an error and has no effect.
pub(super) fn merge(blocks: &mut Vec<Block>, overrides: Vec<Block>) -> Vec<SyntaxError> {
    let mut errors = Vec::new();
    for over in overrides {
        match over.kind.as_str() {
            "locals" => merge_locals(blocks, over, &mut errors),
            "terraform" => merge_settings(blocks, over),
            "moved" | "import" | "removed" | "check" => blocks.push(over),
            _ => match blocks.iter_mut().find(|base| is_same(base, &over)) {
                Some(base) => merge_block(base, over),
                // A provider configuration may appear in an override file alone.
                None if over.kind == "provider" => blocks.push(over),
                None => errors.push(no_base(&over)),
            },
        }
    }
    errors
}

fn is_same(base: &Block, over: &Block) -> bool {
    base.kind == over.kind
        && base
            .labels
            .iter()
            .map(|label| label.text)
            .eq(over.labels.iter().map(|label| label.text))
        && (base.kind != "provider" || alias(&base.body) == alias(&over.body))
}

/// The literal `alias` of a provider configuration.
pub(super) fn alias(body: &Body) -> Option<Ustr> {
    match &body.attr("alias")?.value.kind {
        ExprKind::Text(text) => Some(Ustr::from(text)),
        _ => None,
    }
}

fn merge_block(base: &mut Block, over: Block) {
    merge_body(&mut base.body, over.body);
}

/// Arguments one by one; nested blocks of one type all together, be they written out or `dynamic`.
fn merge_body(base: &mut Body, over: Body) {
    let mut blocks = std::mem::take(&mut base.blocks).into_vec();
    let mut attrs = std::mem::take(&mut base.attrs).into_vec();
    let (lifecycle, over_blocks): (Vec<_>, Vec<_>) = over
        .blocks
        .into_iter()
        .partition(|block| block.kind == "lifecycle");
    let replaced: FxHashSet<Ustr> = over_blocks.iter().map(type_of).collect();
    let set: FxHashSet<Ustr> = over.attrs.iter().map(|attr| attr.name).collect();
    // In JSON syntax a nested block stands as an argument.
    blocks
        .retain(|block| !(replaced.contains(&type_of(block)) || over.json && set.contains(&type_of(block))));
    attrs.retain(|attr| !replaced.contains(&attr.name));
    blocks.extend(over_blocks);
    for lifecycle in lifecycle {
        match blocks.iter_mut().find(|block| block.kind == "lifecycle") {
            Some(base) => merge_body(&mut base.body, lifecycle.body),
            None => blocks.push(lifecycle),
        }
    }
    over.attrs.into_iter().for_each(|attr| set_attr(&mut attrs, attr));
    base.blocks = blocks.into();
    base.attrs = attrs.into();
    base.json |= over.json;
}

fn type_of(block: &Block) -> Ustr {
    match block.label(0) {
        Some(label) if block.kind == "dynamic" => label,
        _ => block.kind,
    }
}

fn set_attr(attrs: &mut Vec<Attr>, attr: Attr) {
    match attrs.iter_mut().find(|base| base.name == attr.name) {
        Some(base) => *base = attr,
        None => attrs.push(attr),
    }
}

fn merge_locals(blocks: &mut [Block], over: Block, errors: &mut Vec<SyntaxError>) {
    for attr in over.body.attrs {
        let base = blocks
            .iter_mut()
            .filter(|block| block.kind == "locals")
            .flat_map(|block| block.body.attrs.iter_mut())
            .find(|base| base.name == attr.name);
        match base {
            Some(base) => *base = attr,
            None => errors.push(SyntaxError {
                kind: ProblemKind::Syntax,
                span: attr.name_span,
                message: format!("`local.{}` overrides nothing", attr.name),
                help: HELP.into(),
            }),
        }
    }
}

/// A backend replaces backend and cloud; required providers one by one; the rest stands beside what was there.
fn merge_settings(blocks: &mut Vec<Block>, over: Block) {
    let is_state = |block: &Block| block.kind == "backend" || block.kind == "cloud";
    if over.body.blocks.iter().any(is_state) {
        for base in blocks.iter_mut().filter(|block| block.kind == "terraform") {
            let kept = std::mem::take(&mut base.body.blocks).into_iter();
            base.body.blocks = kept.filter(|block| !is_state(block)).collect();
        }
    }
    for required in over.body.blocks_of("required_providers") {
        for attr in &required.body.attrs {
            for base in blocks.iter_mut().filter(|block| block.kind == "terraform") {
                for block in base
                    .body
                    .blocks
                    .iter_mut()
                    .filter(|block| block.kind == "required_providers")
                {
                    let kept = std::mem::take(&mut block.body.attrs).into_iter();
                    block.body.attrs = kept.filter(|base| base.name != attr.name).collect();
                }
            }
        }
    }
    blocks.push(over);
}

const HELP: &str = "an override file changes what other files of its directory declare";

fn no_base(over: &Block) -> SyntaxError {
    let labels: Vec<&str> = over.labels.iter().map(|label| label.text.as_str()).collect();
    SyntaxError {
        kind: ProblemKind::Syntax,
        span: over.header,
        message: format!("{} `{}` overrides nothing", over.kind, labels.join(".")),
        help: HELP.into(),
    }
}
