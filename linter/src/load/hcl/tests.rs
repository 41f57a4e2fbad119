//! What the parser must read, refuse and survive.

use super::*;
use crate::load::ir::{Body, ExprKind, ObjectKey, OpKind, Piece, UnaryOp};

fn read(text: &str) -> ParsedFile {
    parse_file_hcl(text, 1000)
}

/// The file parses whole.
fn clean(text: &str) -> ParsedFile {
    let file = read(text);
    assert_eq!(file.errors, [], "{text}");
    file
}

fn locals(text: &str) -> Body {
    let mut file = clean(&format!("locals {{\n{text}\n}}\n"));
    file.blocks.remove(0).body
}

fn value(text: &str) -> Expr {
    let body = locals(&format!("x = {text}"));
    body.attrs[0].value.clone()
}

fn text_of(expr: &Expr) -> &str {
    match &expr.kind {
        ExprKind::Text(text) => text,
        other => panic!("not a text: {other:?}"),
    }
}

fn names(file: &ParsedFile) -> Vec<String> {
    let label = |block: &crate::load::Block| block.labels.last().map(|label| label.text.to_string());
    file.blocks
        .iter()
        .map(|block| label(block).unwrap_or_else(|| block.kind.to_string()))
        .collect()
}

fn messages(file: &ParsedFile) -> Vec<&str> {
    file.errors.iter().map(|error| error.message.as_str()).collect()
}

fn keys(expr: &Expr) -> Vec<String> {
    let ExprKind::Object(items) = &expr.kind else {
        panic!("not an object: {expr:?}")
    };
    let key = |key: &ObjectKey| match key {
        ObjectKey::Name(name, _) => name.to_string(),
        ObjectKey::Expr(expr) => format!("({})", text_of(expr)),
    };
    items.iter().map(|(k, _)| key(k)).collect()
}

#[test]
fn spans_are_positions_in_the_address_space() {
    let text = "# c\nresource \"aws_x\" \"y\" {\n  a = \"é\"\n  b = foo.bar[0]\n}\n";
    let file = clean(text);
    let at = |span: Span| &text[span.start as usize - 1000..span.end as usize - 1000];
    let block = &file.blocks[0];
    assert_eq!(at(block.header), "resource \"aws_x\" \"y\"");
    assert_eq!(at(block.span), text[4..].trim_end());
    assert_eq!(at(block.labels[1].span), "\"y\"");
    assert_eq!(at(block.body.attrs[0].value.span), "\"é\"");
    let access = &block.body.attrs[1].value;
    assert_eq!(at(access.span), "foo.bar[0]");
    let ExprKind::Access(inner) = &access.kind else {
        panic!("{access:?}")
    };
    assert_eq!(at(inner.base.span), "foo");
    assert_eq!(at(inner.ops[0].span), ".bar");
    assert_eq!(at(inner.ops[1].span), "[0]");
}

#[test]
fn a_byte_order_mark_is_no_obstacle() {
    assert_eq!(names(&clean("\u{feff}variable \"a\" {}\n")), ["a"]);
}

#[test]
fn windows_line_ends_are_read() {
    let text = "# c\r\nlocals {\r\n  a = <<E\r\n x\r\nE\r\n  b = [for k in y :\r\n k]\r\n}\r\n\r\nvariable \"v\" {}\r\n";
    let file = clean(text);
    assert_eq!(names(&file), ["locals", "v"]);
    assert_eq!(text_of(&file.blocks[0].body.attrs[0].value), " x\r\n");
}

#[test]
fn newlines_and_comments_in_for_expressions_are_read() {
    for text in [
        "{ for k in y : k =>\n cond\n ? a : b }",
        "{ for k, v in y : k => v # why\n && true\n if v &&\n // more\n k }",
        "[for k in y :\n\n k +\n 1 /* c */\n if k\n ]",
        "[\n for\n k in y : { a = 1\n b = 2 }\n]",
        "[for k in { for a in y : a => a\n || b } : k]",
        "{ for k in y : k => <<EOT\nfor ${k}\nEOT\n if k }",
        "{ for k in y : k\r\n => k\r\n && k\r\n}",
    ] {
        let ExprKind::For(_) = value(text).kind else {
            panic!("{text}")
        };
    }
}

#[test]
fn objects_inside_for_expressions_keep_their_newlines() {
    let ExprKind::For(for_expr) = value("[for k in y : { a = 1\n b = 2 }]").kind else {
        panic!()
    };
    assert_eq!(keys(&for_expr.value_expr), ["a", "b"]);
}

#[test]
fn an_argument_named_for_begins_no_for_expression() {
    let body = locals("b {\n  for = 1\n  y = 2\n}");
    assert_eq!(body.blocks[0].body.attrs.len(), 2);
}

#[test]
fn numbers_keep_every_digit() {
    let long = "1".repeat(400);
    for digits in [
        "1e1000",
        "1.5E-1000",
        "100000000000000000000000000000001",
        "0.1",
        "1e+5",
        &long,
    ] {
        let expr = value(digits);
        let ExprKind::Number(text) = &expr.kind else {
            panic!("{expr:?}")
        };
        assert_eq!(&**text, digits);
        let ExprKind::Unary(UnaryOp::Neg, inner) = value(&format!("- {digits}")).kind else {
            panic!()
        };
        let ExprKind::Number(text) = &inner.kind else {
            panic!()
        };
        assert_eq!(&**text, digits);
    }
    let ExprKind::Access(..) = value("a1e9.b2e10").kind else {
        panic!()
    };
}

#[test]
fn of_repeated_keys_the_last_one_wins() {
    assert_eq!(keys(&value("{ a = 1, a = 2 }")), ["a"]);
    let expr = value("{\n a = <<E\nx\nE\n b = { c = 1, c = 2 }\n \"q\" = 1\n a = 3 # t\n \"q\" = 2\n}");
    assert_eq!(keys(&expr), ["b", "a", "(q)"]);
}

#[test]
fn a_repeated_argument_is_an_error() {
    let file = read("locals {\n a = { b = 1\n b = 2 }\n a = 2\n}\nlocals {}\n");
    assert_eq!(messages(&file), ["argument `a` is set twice"]);
    assert_eq!(file.blocks.len(), 1);
}

#[test]
fn object_keys_are_texts_unless_they_are_expressions() {
    assert_eq!(
        keys(&value("{ a = 1, 1 = 2, true = 3, \"s\" = 4 }")),
        ["a", "1", "true", "(s)"]
    );
    let ExprKind::Object(items) = value("{ (a) = 1, 1.50 = 2, \"${b}\" = 3 }").kind else {
        panic!()
    };
    assert!(items.iter().all(|(key, _)| matches!(key, ObjectKey::Expr(_))));
}

#[test]
fn quoted_strings_are_unescaped_and_composed() {
    assert_eq!(
        text_of(&value(r#""a\n\"\u00e9 $${x} %%{y} $ %""#)),
        "a\n\"é ${x} %{y} $ %"
    );
    assert_eq!(text_of(&value("\"e\u{301}\"")), "é");
}

#[test]
fn a_lone_interpolation_is_the_value_itself() {
    assert!(matches!(value("\"${a}\"").kind, ExprKind::Unwrap(_)));
    let ExprKind::Template(pieces) = value("\"${a}b\"").kind else {
        panic!()
    };
    assert_eq!(pieces.len(), 2);
}

// Results of Terraform 1.11.4 on the same text.
#[test]
fn heredocs_lose_indentation_as_in_terraform() {
    assert_eq!(
        text_of(&value("<<-E\n    a\n      b\n\n    c\n  E")),
        "a\n  b\n\nc\n"
    );
    assert_eq!(text_of(&value("<<E\n  a\n  E")), "  a\n");
    let indented = "<<-EOT\n    %{ if true ~}\n       foo\n\n    a\n    %{ endif ~}\n      bar ${~ 1 ~}\n      x\n   \n      y\n  EOT";
    let ExprKind::Template(pieces) = value(indented).kind else {
        panic!()
    };
    let Piece::If { yes, .. } = &pieces[0] else {
        panic!("{pieces:?}")
    };
    let Piece::Text(yes) = &yes[0] else { panic!() };
    assert_eq!(&**yes, "       foo\n\na\n");
    let Piece::Text(after) = &pieces[1] else { panic!() };
    assert_eq!(&**after, "      bar");
    let Piece::Text(last) = &pieces[3] else { panic!() };
    assert_eq!(&**last, "      x\n   \n  y\n");
}

#[test]
fn a_line_that_begins_with_a_sequence_has_no_indentation() {
    let ExprKind::Template(pieces) = value("<<-E\n${a} b\n  c\n E").kind else {
        panic!()
    };
    let Piece::Text(text) = &pieces[1] else { panic!() };
    assert_eq!(&**text, " b\n  c\n");
}

#[test]
fn only_a_mark_alone_on_its_line_ends_a_heredoc() {
    assert_eq!(text_of(&value("<<EOT\n x\n\nEOT")), " x\n\n");
    assert_eq!(
        text_of(&value("<<EOT\n x\nEOT foo\nEOT)\n  EOT  ")),
        " x\nEOT foo\nEOT)\n"
    );
    let body = locals("a = <<EOT\nEOT\nb = <<-EOT\n  EOT\nc = <<EOT\nx\nEOT");
    let texts: Vec<_> = body.attrs.iter().map(|attr| text_of(&attr.value)).collect();
    assert_eq!(texts, ["", "", "x\n"]);
}

#[test]
fn trim_markers_reach_over_one_token() {
    let ExprKind::Template(pieces) = value("\"   ${~ a ~}  \\n  x\"").kind else {
        panic!()
    };
    let [Piece::Interpolation(_), Piece::Text(text)] = &*pieces else {
        panic!("{pieces:?}")
    };
    assert_eq!(&**text, "x");
    let bare = parse_template("%{ if true ~}\n   foo\n%{ endif ~}\n  bar", 0).unwrap();
    let ExprKind::Template(pieces) = bare.kind else {
        panic!()
    };
    let [Piece::If { yes, .. }, Piece::Text(bar)] = &*pieces else {
        panic!("{pieces:?}")
    };
    let [Piece::Text(foo)] = &**yes else { panic!() };
    assert_eq!((&**foo, &**bar), ("   foo\n", "  bar"));
}

#[test]
fn loops_and_branches_of_templates_nest() {
    let text = "%{ for k, v in m }${k}%{ if v }y%{ else }n%{ endif }%{ endfor }";
    let ExprKind::Template(pieces) = parse_template(text, 0).unwrap().kind else {
        panic!()
    };
    let [
        Piece::For {
            key: Some(_), body, ..
        },
    ] = &*pieces
    else {
        panic!("{pieces:?}")
    };
    let [Piece::Interpolation(_), Piece::If { yes, no, .. }] = &**body else {
        panic!("{body:?}")
    };
    assert_eq!((yes.len(), no.len()), (1, 1));
}

#[test]
fn splats_and_legacy_indexes_are_told_apart() {
    let ExprKind::Access(access) = value("a.0.b.*.c[*].d[e].1").kind else {
        panic!()
    };
    let kinds: String = access
        .ops
        .iter()
        .map(|op| match op.kind {
            OpKind::Attr(_) => 'a',
            OpKind::Index(_) => 'i',
            OpKind::AttrSplat => '.',
            OpKind::FullSplat => '*',
        })
        .collect();
    assert_eq!(kinds, "ia.a*aii");
}

#[test]
fn calls_know_their_namespace_and_expansion() {
    let ExprKind::Call(call) = value("provider::aws::arn_parse(a...)").kind else {
        panic!()
    };
    assert_eq!(
        (call.name.as_str(), call.namespace.len(), call.expand),
        ("arn_parse", 2, true)
    );
}

#[test]
fn an_unclosed_bracket_costs_only_its_block() {
    let text = "variable \"a\" {}\nresource \"x\" \"b\" {\n  y = [\n    1,\n}\n\nvariable \"c\" {\n}\nvariable \"d\" {}\n";
    let file = read(text);
    assert_eq!(names(&file), ["a", "c", "d"]);
    assert_eq!(messages(&file), ["`}` does not close the `[` of line 3"]);
    let text = "variable \"a\" {}\nresource \"x\" \"b\" {\n  y {\n    z = 1\n}\n\nvariable \"c\" {\n}\nvariable \"d\" {}\n";
    let file = read(text);
    assert_eq!(names(&file), ["a", "c", "d"]);
    assert_eq!(messages(&file), ["unclosed `{`"]);
    let line = file
        .lines
        .partition_point(|start| *start <= file.errors[0].span.start - 1000);
    assert_eq!(line, 2);
}

#[test]
fn several_unclosed_blocks_cost_only_themselves() {
    let text = "locals {\nvariable \"a\" {}\nlocals {\n x = (\nvariable \"b\" {\n}\nlocals {\n";
    let file = read(text);
    assert_eq!(names(&file), ["a", "b"]);
    assert_eq!(file.errors.len(), 3, "{:?}", messages(&file));
}

#[test]
fn a_bracket_too_many_costs_only_its_block() {
    let file = read("locals {\n x = { a = 1 }}\n}\nvariable \"c\" {}\n");
    assert_eq!(names(&file), ["c"]);
    let file = read("locals {\n}\n}\nvariable \"c\" {}\n");
    assert_eq!(names(&file), ["locals", "c"]);
    assert_eq!(messages(&file), ["`}` closes nothing"]);
}

#[test]
fn compensating_mistakes_do_not_join_two_blocks_into_one() {
    let text = "locals {\n  x = [\n]\n  y {\n}\nvariable \"b\" {\n}}\nvariable \"c\" {\n}\n";
    let file = read(text);
    assert!(names(&file).contains(&"c".to_owned()), "{:?}", names(&file));
    assert!(!file.errors.is_empty());
}

#[test]
fn an_unclosed_string_costs_only_its_block() {
    let file = read("locals {\n x = \"abc\n}\nvariable \"c\" {}\n");
    assert_eq!(names(&file), ["c"]);
    assert!(messages(&file)[0].starts_with("unclosed `\"`"));
}

#[test]
fn an_unclosed_heredoc_costs_only_its_block() {
    let file = read("locals {\n x = <<EOT\nabc\n}\nvariable \"c\" {}\n");
    assert_eq!(names(&file), ["c"]);
    assert_eq!(messages(&file), ["heredoc without its end marker"]);
}

#[test]
fn headers_inside_a_heredoc_are_text() {
    let file = read("locals {\n x = <<EOT\nvariable \"no\" {\n}\nEOT\n y = = 1\n}\nvariable \"c\" {}\n");
    assert_eq!(names(&file), ["c"]);
}

#[test]
fn messages_name_what_was_found() {
    for (text, message) in [
        (
            "locals {\n x = \n}\n",
            "expected a value, found the end of the line",
        ),
        (
            "locals {\n x = 1 2\n}\n",
            "expected the end of the line, found `2`",
        ),
        ("locals {\n x y z\n}\n", "expected `{`, found the end of the line"),
        ("locals {\n x = \"\\q\"\n}\n", r"unknown escape `\q` in a string"),
    ] {
        let file = read(text);
        assert_eq!(messages(&file), [message], "{text}");
    }
}

#[test]
fn tfvars_recover_per_argument() {
    let file = read("a = 1\nb = [1,\nc = { x = 1 }\nd = \"x\"\n");
    let names: Vec<_> = file.attrs.iter().map(|attr| attr.name.as_str()).collect();
    assert_eq!(names, ["a", "c", "d"]);
    assert_eq!(messages(&file), ["unclosed `[`"]);
}

#[test]
fn expressions_are_parsed_with_blanks_around_them() {
    let expr = parse_expression("  [1,\n 2]\n", 10).unwrap();
    assert_eq!(expr.span, Span::new(12, 19));
    assert!(parse_expression("1 2", 0).is_err());
    assert!(parse_expression("", 0).is_err());
    assert!(parse_expression("[", 0).is_err());
}

#[test]
fn a_hundred_thousand_brackets_are_refused_at_once() {
    for open in [
        "[",
        "{",
        "(",
        "\"${",
        "[for x in ",
        "a(",
        "x{\n",
        "\"%{if ",
        "<<E\n${",
        "-(",
        "a ? (",
    ] {
        let started = std::time::Instant::now();
        let text = format!(
            "locals {{\n x = {}\n}}\nvariable \"c\" {{}}\n",
            open.repeat(100_000)
        );
        let file = read(&text);
        assert!(
            started.elapsed().as_secs() < 10,
            "{open}: {:?}",
            started.elapsed()
        );
        assert_eq!(names(&file), ["c"], "{open}");
        assert!(!file.errors.is_empty());
    }
    let error = parse_expression(&"[".repeat(100_000), 0).unwrap_err();
    assert_eq!(error.kind, ProblemKind::Budget);
}

#[test]
fn long_chains_are_refused_with_their_limit() {
    let file = read(&format!("locals {{\n x = 1{}\n}}\n", " + 1".repeat(1000)));
    assert_eq!(file.errors[0].kind, ProblemKind::Budget);
    assert!(file.errors[0].message.contains("128"));
    for sign in ["!", "- "] {
        let file = read(&format!("locals {{\n x = {}1\n}}\n", sign.repeat(100_000)));
        assert_eq!(file.errors.len(), 1);
    }
}

#[test]
fn an_object_of_twenty_thousand_keys_is_read() {
    let items: String = (0..20_000)
        .map(|n| format!("  key{n} = \"v${{x}}{n}\"\n"))
        .collect();
    let started = std::time::Instant::now();
    let expr = value(&format!("{{\n{items}}}"));
    let elapsed = started.elapsed();
    assert_eq!(keys(&expr).len(), 20_000);
    assert_eq!(keys(&expr)[19_999], "key19999");
    // As one object it takes minutes in a debug build.
    assert!(elapsed.as_secs() < 10, "{elapsed:?}");
}

#[test]
fn slices_of_big_objects_keep_spans_and_nesting() {
    let inner: String = (0..300).map(|n| format!("i{n} = [1, # c\n 2]\n")).collect();
    let items: String = (0..300).map(|n| format!("k{n} = {{ a = 1, b = 2 }},")).collect();
    let text = format!("locals {{\n x = {{ {items} last = {{\n{inner}}} }}\n}}\n");
    let file = clean(&text);
    let ExprKind::Object(items) = &file.blocks[0].body.attrs[0].value.kind else {
        panic!()
    };
    assert_eq!(items.len(), 301);
    let at = |span: Span| &text[span.start as usize - 1000..span.end as usize - 1000];
    let (ObjectKey::Name(name, span), value) = &items[299] else {
        panic!()
    };
    assert_eq!(
        (name.as_str(), at(*span), at(value.span)),
        ("k299", "k299", "{ a = 1, b = 2 }")
    );
    let ExprKind::Object(inner) = &items[300].1.kind else {
        panic!()
    };
    assert_eq!(inner.len(), 300);
    assert_eq!(at(inner[299].1.span), "[1, # c\n 2]");
}

#[test]
fn a_body_of_many_lines_is_not_taken_for_an_object() {
    let lines: String = (0..1000).map(|n| format!("a{n} = 1\n")).collect();
    assert_eq!(locals(&lines).attrs.len(), 1000);
}

#[test]
fn a_line_of_a_megabyte_is_read_or_refused_quickly() {
    let started = std::time::Instant::now();
    let long = "x".repeat((1 << 20) - 100);
    assert_eq!(text_of(&value(&format!("\"{long}\""))).len(), long.len());
    let file = read(&format!("locals {{\n x = \"{long}{long}\"\n}}\nlocals {{}}\n"));
    assert_eq!((file.blocks.len(), file.errors[0].kind), (1, ProblemKind::Budget));
    assert!(started.elapsed().as_secs() < 20);
}

#[test]
fn many_broken_items_end_in_bounded_time() {
    let started = std::time::Instant::now();
    for part in [
        "locals {\n",
        "locals {\n x = <<E\n",
        "locals {\n x = \"\n",
        "}\n",
        "/* x\n",
        "x = [\n",
        "locals { y = {\n",
    ] {
        let file = read(&part.repeat(100_000));
        assert!(!file.errors.is_empty(), "{part}");
    }
    let marks: String = (0..20_000).map(|n| format!("locals {{\n x = <<E{n}\n")).collect();
    read(&marks);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
