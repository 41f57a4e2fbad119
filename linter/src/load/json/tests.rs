//! Terraform's JSON syntax against the IR that native syntax would give.

use super::*;
use crate::load::ir::{Block, ExprKind, ObjectKey};

fn clean(text: &str) -> ParsedFile {
    let file = parse_file_json(text, 500);
    assert_eq!(file.errors, [], "{text}");
    file
}

fn address(block: &Block) -> String {
    let labels = block.labels.iter().map(|label| format!(".{}", label.text));
    format!("{}{}", block.kind, labels.collect::<String>())
}

#[test]
fn blocks_may_be_objects_or_arrays_at_every_level() {
    let file = clean(
        r#"{
          "resource": [
            {"aws_a": {"one": {"x": 1}, "two": [{"x": 1}]}},
            {"aws_b": [{"three": {}}]}
          ],
          "variable": {"v": {"type": "list(string)"}},
          "provider": {"aws": [{"region": "a"}, {"alias": "west", "region": "b"}]},
          "locals": {"a": 1, "b": 2},
          "terraform": [{"required_version": ">= 1"}]
        }"#,
    );
    let addresses: Vec<_> = file.blocks.iter().map(address).collect();
    assert_eq!(
        addresses,
        [
            "resource.aws_a.one",
            "resource.aws_a.two",
            "resource.aws_b.three",
            "variable.v",
            "provider.aws",
            "provider.aws",
            "locals",
            "terraform",
        ]
    );
    assert!(file.blocks.iter().all(|block| block.body.json));
    assert_eq!(file.blocks[6].body.attrs.len(), 2);
}

#[test]
fn strings_are_templates_where_terraform_evaluates_them() {
    let file = clean(
        r#"{"resource": {"a": {"b": {
             "whole": "${var.x}", "part": "a-${var.x}", "plain": "\u0061$${b}", "${var.k}": 1,
             "depends_on": ["aws_x.y"], "provider": "aws.west", "count": "${2}",
             "map": {"${var.k}": "v", "k": -1.50}
           }}}}"#,
    );
    let body = &file.blocks[0].body;
    let kind = |name: &str| &body.attr(name).unwrap().value.kind;
    assert!(matches!(kind("whole"), ExprKind::Unwrap(_)));
    assert!(matches!(kind("part"), ExprKind::Template(_)));
    assert!(matches!(kind("plain"), ExprKind::Text(text) if &**text == "a${b}"));
    let ExprKind::Tuple(items) = kind("depends_on") else {
        panic!()
    };
    assert!(matches!(items[0].kind, ExprKind::Access(..)));
    assert!(matches!(kind("provider"), ExprKind::Access(..)));
    let ExprKind::Object(items) = kind("map") else {
        panic!()
    };
    assert!(matches!(items[0].0, ObjectKey::Expr(_)));
    assert!(matches!(items[1].0, ObjectKey::Name(..)));
    assert!(matches!(items[1].1.kind, ExprKind::Unary(..)));
}

#[test]
fn literal_strings_stay_text() {
    let file = clean(
        r#"{"variable": {"v": {"default": "${a}", "type": "map(any)", "description": "%{x}"}},
            "module": {"m": {"source": "./${a}", "x": "${b}"}}}"#,
    );
    let (variable, module) = (&file.blocks[0].body, &file.blocks[1].body);
    for (body, name) in [
        (variable, "default"),
        (variable, "description"),
        (module, "source"),
    ] {
        assert!(
            matches!(body.attr(name).unwrap().value.kind, ExprKind::Text(_)),
            "{name}"
        );
    }
    assert!(matches!(
        variable.attr("type").unwrap().value.kind,
        ExprKind::Call(_)
    ));
    assert!(matches!(
        module.attr("x").unwrap().value.kind,
        ExprKind::Unwrap(_)
    ));
}

#[test]
fn terraforms_own_blocks_are_blocks_and_others_arguments() {
    let file = clean(
        r#"{"resource": {"a": {"b": {
             "dynamic": {"setting": {"for_each": "${var.s}", "iterator": "it", "content": {"n": "${it.value}"}}},
             "lifecycle": {"ignore_changes": ["tags"], "precondition": {"condition": "${true}"}},
             "provisioner": [{"local-exec": {"command": "x", "when": "destroy"}}],
             "ingress": [{"port": 1}]
           }}}}"#,
    );
    let body = &file.blocks[0].body;
    let blocks: Vec<_> = body.blocks.iter().map(address).collect();
    assert_eq!(blocks, ["dynamic.setting", "lifecycle", "provisioner.local-exec"]);
    assert!(matches!(
        body.attr("ingress").unwrap().value.kind,
        ExprKind::Tuple(_)
    ));
    let dynamic = &body.blocks[0].body;
    assert!(matches!(
        dynamic.attr("iterator").unwrap().value.kind,
        ExprKind::Root(_)
    ));
    assert_eq!(address(&dynamic.blocks[0]), "content");
}

#[test]
fn positions_are_those_of_names_and_strings() {
    let text =
        "{\"variable\": {\n  \"v\": {\"default\": \"x\", \"validation\": {\"condition\": \"${a + b}\"}}}}";
    let file = clean(text);
    let at = |span: Span| &text[span.start as usize - 500..span.end as usize - 500];
    let block = &file.blocks[0];
    assert_eq!(at(block.header), "\"v\"");
    assert_eq!(at(block.body.attrs[0].value.span), "\"x\"");
    let condition = &block.body.blocks[0].body.attrs[0].value;
    let ExprKind::Unwrap(inner) = &condition.kind else {
        panic!()
    };
    assert_eq!(at(inner.span), "\"${a + b}\"");
}

#[test]
fn comments_speak_of_their_object() {
    let text = "{\n\"//\": \"extid: ignore-file[x]\",\n\"resource\": {\"a\": {\n\"b\": {\n\"//\": [\"more\", \"extid: ignore[y]\"],\n\"tags\": {\"//\": \"kept\"},\n\"n\": {\n\"//\": \"extid: z\"}}}}}";
    let file = clean(text);
    let comments: Vec<_> = file
        .comments
        .iter()
        .map(|c| (&*c.text, c.line, c.target, c.header))
        .collect();
    assert_eq!(
        comments,
        [
            ("extid: ignore-file[x]", 2, Some(1), true),
            ("extid: ignore[y]", 5, Some(4), false),
            ("extid: z", 8, Some(7), false),
        ]
    );
    let ExprKind::Object(tags) = &file.blocks[0].body.attr("tags").unwrap().value.kind else {
        panic!()
    };
    assert_eq!(tags.len(), 1);
}

#[test]
fn a_broken_template_costs_only_its_block() {
    let file = parse_file_json(r#"{"locals": [{"a": "${"}, {"b": 1}], "nonsense": {}}"#, 0);
    assert_eq!(file.blocks.len(), 1);
    assert_eq!(file.errors.len(), 2);
}

#[test]
fn files_that_are_not_json_are_refused_with_a_reason() {
    for text in [
        "",
        "[1]",
        "{\"a\": 1,}",
        "{\"a\" 1}",
        "{ // c\n}",
        "{'a': 1}",
        "{} {}",
    ] {
        let file = parse_file_json(text, 0);
        assert!(!file.errors.is_empty(), "{text}");
    }
    let allowed = format!(
        "{{\"locals\": {{\"x\": {}1{}}}}}",
        "[".repeat(500),
        "]".repeat(500)
    );
    assert_eq!(parse_file_json(&allowed, 0).errors, []);
    let deep = format!("{{\"locals\": {}", "[".repeat(100_000));
    let file = parse_file_json(&deep, 0);
    assert_eq!(file.errors[0].kind, ProblemKind::Budget);
}

#[test]
fn variable_files_hold_literals() {
    let file = parse_vars_json(
        "\u{feff}{\"a\": \"${x}\", \"b\": [1, {\"c\": null}], \"//\": \"c\"}",
        0,
    );
    assert_eq!(file.errors, []);
    let names: Vec<_> = file.attrs.iter().map(|attr| attr.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    assert!(matches!(&file.attrs[0].value.kind, ExprKind::Text(text) if &**text == "${x}"));
    assert_eq!(file.attrs[0].name_span.start, 4);
}
