//! Faults of a configuration: found by `validate`, with file and line.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![
    faults_are_found_with_file_and_line,
    null_for_a_required_attribute_is_refused,
    a_deprecated_attribute_is_a_warning,
];

/// The line of the first error, and its text.
fn fault(atlas: &Atlas) -> (u64, String) {
    let answer = atlas.workspace.run(&["validate", "-json"]).json();
    let diagnostics = answer["diagnostics"].as_array().cloned().unwrap_or_default();
    let error = diagnostics
        .iter()
        .find(|diagnostic| diagnostic["severity"] == "error");
    let error = error.unwrap_or_else(|| panic!("no error in {answer}"));
    assert_eq!(error["range"]["filename"], "main.tf", "{error}");
    let text = format!("{}: {}", error["summary"], error["detail"]);
    (error["range"]["start"]["line"].as_u64().expect("a line"), text)
}

fn faults_are_found_with_file_and_line(program: &Program) {
    let atlas = Atlas::new(program);
    let broken = |body: &str| {
        atlas.main(&format!(
            "resource \"atlas_thing\" \"one\" {{\n  name = \"one\"\n\n  {body}\n}}\n"
        ));
        fault(&atlas)
    };
    let (line, text) = broken("home = {\n    number = 1\n    street = \"nowhere\"\n  }");
    // Terraform finds places inside an attribute only of late.
    assert_eq!(line, if program.version() >= (1, 15) { 6 } else { 1 }, "{text}");
    let (line, text) = broken("box_one {\n    value = null\n  }");
    assert!(line == 5 && text.contains("null"), "{line}: {text}");
    let (line, text) = broken("tone = \"middling\"");
    assert!(line == 4 && text.contains("low"), "{line}: {text}");
    let (line, text) = broken("text = \"a\"\n  old_text = \"b\"");
    assert!(
        (4..=5).contains(&line) && text.contains("old_text"),
        "{line}: {text}"
    );
    atlas.main("resource \"atlas_place\" \"one\" {\n  region = \"r\"\n  name = \"p\"\n  capacity = 0\n}\n");
    let (line, text) = fault(&atlas);
    assert!(line == 4 && text.contains('1'), "{line}: {text}");
}

fn null_for_a_required_attribute_is_refused(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"atlas_thing\" \"one\" {\n  text = \"x\"\n  name = null\n}\n");
    let (line, text) = fault(&atlas);
    assert!(line == 3 && text.contains("null"), "{line}: {text}");
    // Null by way of a value that validate does not know.
    atlas.main(
        "variable \"name\" {\n  type    = string\n  default = null\n}\nresource \"atlas_thing\" \"one\" {\n  name = var.name\n}\n",
    );
    atlas.apply_code(1);
    assert!(!atlas.state_file().exists());
}

fn a_deprecated_attribute_is_a_warning(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"atlas_thing\" \"one\" {\n  name     = \"one\"\n  old_text = \"x\"\n}\n");
    let outcome = atlas.workspace.run(&["validate"]).expect_code(0);
    assert!(outcome.prose().contains("Warning:"), "{outcome}");
    assert!(
        outcome.prose().contains("old_text is deprecated: Use `text`."),
        "{outcome}"
    );
    assert_eq!(
        outcome.prose().matches("eprecated").count(),
        2,
        "summary and detail: {outcome}"
    );
}
