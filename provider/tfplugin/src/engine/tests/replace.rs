//! Which changes replace.

use std::sync::Arc;

use crate::engine::replacements;
use crate::engine::sample::{
    LIST, SET, attribute, block, fields, list, map, nested, object, of_blocks, plan, set, text, with,
    write_only,
};
use crate::modifier::Modifier;
use crate::path::Path;
use crate::schema::{Attribute, Block, BlockMode, Mode, NestedMode};
use crate::value::{Object, Raw, Value};

fn replaced(block: &Block, prior: &Object, config: &Object) -> Vec<String> {
    let planned = plan(block, Some(prior), config);
    let paths = replacements(block, prior, config, &planned);
    paths.iter().map(Path::to_string).collect()
}

#[test]
fn only_an_attribute_that_really_changes_replaces() {
    let block = block([
        with(Modifier::RequiresReplace, attribute("realm", Mode::Required)),
        attribute("name", Mode::Required),
    ]);
    let of = |realm, name| fields([("realm", text(realm)), ("name", text(name))]);
    assert_eq!(
        replaced(&block, &of("r", "a"), &of("r", "b")),
        Vec::<String>::new()
    );
    assert_eq!(replaced(&block, &of("r", "a"), &of("s", "a")), ["realm"]);
}

#[test]
fn a_value_that_is_not_known_yet_replaces() {
    let block = block([with(
        Modifier::RequiresReplace,
        attribute("realm", Mode::Required),
    )]);
    let config = fields([("realm", Value::unknown())]);
    assert_eq!(
        replaced(&block, &fields([("realm", text("r"))]), &config),
        ["realm"]
    );
}

#[test]
fn some_replace_only_if_configured_or_if_they_say_so() {
    let ask = |modifier, config: Raw| {
        let changed = attribute("name", Mode::Required);
        let block = block([with(modifier, attribute("zone", Mode::OptionalComputed)), changed]);
        let prior = fields([("zone", text("north")), ("name", text("a"))]);
        replaced(&block, &prior, &fields([("zone", config), ("name", text("b"))]))
    };
    assert_eq!(
        ask(Modifier::RequiresReplaceIfConfigured, text("south")),
        ["zone"]
    );
    assert_eq!(
        ask(Modifier::RequiresReplaceIfConfigured, Value::Null),
        Vec::<String>::new()
    );
    let south = || Modifier::RequiresReplaceIf(Arc::new(|transition| *transition.planned == text("south")));
    assert_eq!(ask(south(), text("south")), ["zone"]);
    assert_eq!(ask(south(), text("east")), Vec::<String>::new());
}

#[test]
fn a_write_only_value_never_replaces_by_itself() {
    let block = block([with(Modifier::RequiresReplace, write_only("key_wo"))]);
    let config = fields([("key_wo", text("secret"))]);
    assert_eq!(
        replaced(&block, &fields([("key_wo", Value::Null)]), &config),
        Vec::<String>::new()
    );
}

fn inner() -> [Attribute; 2] {
    [
        with(Modifier::RequiresReplace, attribute("kind", Mode::Required)),
        attribute("name", Mode::Required),
    ]
}

fn part(kind: &str, name: &str) -> Raw {
    object([("kind", text(kind)), ("name", text(name))])
}

type Wrap = fn(Raw) -> Raw;

#[test]
fn the_path_leads_into_lists_and_maps_and_ends_at_a_set() {
    let of = |value| fields([("part", value)]);
    let cases: [(Block, Wrap, &str); 5] = [
        (
            block([nested("part", NestedMode::Single, Mode::Optional, inner())]),
            |part| part,
            "part.kind",
        ),
        (of_blocks(LIST, inner()), |part| list([part]), "part[0].kind"),
        (
            of_blocks(BlockMode::Map, inner()),
            |part| map([("k", part)]),
            "part[\"k\"].kind",
        ),
        (of_blocks(SET, inner()), |part| set([part]), "part"),
        (
            block([nested("part", NestedMode::Set, Mode::Optional, inner())]),
            |part| set([part]),
            "part",
        ),
    ];
    for (block, wrap, path) in cases {
        let prior = of(wrap(part("x", "a")));
        assert_eq!(replaced(&block, &prior, &of(wrap(part("y", "a")))), [path]);
        assert_eq!(replaced(&block, &prior, &prior), Vec::<String>::new());
    }
}

#[test]
fn an_object_that_goes_away_does_not_replace_and_a_new_one_does() {
    let block = of_blocks(LIST, inner());
    let one = fields([("part", list([part("x", "a")]))]);
    let two = fields([("part", list([part("x", "a"), part("y", "b")]))]);
    assert_eq!(replaced(&block, &two, &one), Vec::<String>::new());
    assert_eq!(replaced(&block, &one, &two), ["part[1].kind"]);
}
