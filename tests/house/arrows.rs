//! Which crate may use which, and which stage of the linter may name which.

use std::collections::BTreeSet;
use std::path::Path;

use xtask::workspace;

/// The stages of the linter, in the order in which data goes through them: each names only earlier ones.
const STAGES: [&str; 5] = ["load", "eval", "catalog", "rules", "report"];

/// Depends on nothing of ours; tests, and only tests, may use it.
const FOR_TESTS: &str = "real-terraform";

/// `cargo metadata` may show these arrows between our own crates, and no other.
fn allowed(from: &str, to: &str, kind: Option<&str>) -> bool {
    match from {
        "extid-lint" | "tfplugin" | "terraform-provider-extid" if to == FOR_TESTS => kind == Some("dev"),
        "extid-lint" => to == "extid-governance",
        "terraform-provider-extid" => ["extid-governance", "tfplugin"].contains(&to),
        "tfplugin" => to == "tfplugin-derive",
        // Both look at everything; nothing may depend on them.
        "acceptance" | "xtask" => to != "acceptance",
        _ => false,
    }
}

#[test]
fn crates_depend_on_each_other_only_along_the_allowed_arrows() {
    let metadata = workspace::metadata().expect("cargo metadata");
    let packages = metadata["packages"].as_array().expect("packages");
    let names: BTreeSet<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    assert!(
        names.contains("extid-lint") && names.contains("extid-governance"),
        "{names:?}"
    );
    let mut wrong = Vec::new();
    let mut seen = 0;
    for package in packages {
        let from = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let to = dependency["name"].as_str().unwrap_or_default();
            if names.contains(to) {
                seen += 1;
                if !allowed(from, to, dependency["kind"].as_str()) {
                    wrong.push(format!("{from} -> {to}"));
                }
            }
        }
    }
    assert!(seen >= 2, "the linter uses governance, the tests use xtask");
    assert!(wrong.is_empty(), "arrows that may not exist: {wrong:?}");
}

#[test]
fn what_tests_share_reaches_no_program() {
    assert!(allowed("extid-lint", FOR_TESTS, Some("dev")));
    for kind in [None, Some("build")] {
        assert!(!allowed("extid-lint", FOR_TESTS, kind));
        assert!(!allowed("tfplugin", FOR_TESTS, kind));
    }
    assert!(!allowed(FOR_TESTS, "tfplugin", Some("dev")));
}

#[test]
fn a_stage_of_the_linter_names_only_earlier_stages() {
    let mut wrong = Vec::new();
    let mut read = BTreeSet::new();
    for path in workspace::tracked(&["linter/src/*.rs"]).expect("the sources") {
        let Some(stage) = stage_of(&path) else { continue };
        read.insert(stage);
        let text = workspace::read(&path).expect("a source");
        for (number, named) in stages_named(&product_code(&text)) {
            if named > stage {
                wrong.push(format!("{}:{number} names {}", path.display(), STAGES[named]));
            }
        }
    }
    assert!(read.len() >= 4, "too few stages were found: {read:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Crates with one place each, in two words, so that this file does not name them.
const AT_HOME: [(&str, &[&str]); 2] = [
    (concat!("hcl", "_edit"), &["linter/src/load/hcl", "xtask/src"]),
    // The registry's tests go past its doors.
    (
        concat!("rus", "qlite"),
        &["provider/src/registry/sqlite", "provider/tests/registry"],
    ),
];

#[test]
fn parser_and_database_are_named_only_in_their_places() {
    for (name, homes) in AT_HOME {
        let mut found = 0;
        for path in workspace::tracked(&["*.rs"]).expect("the sources") {
            let text = workspace::read(&path).expect("a source");
            let used = text.lines().any(|line| {
                let code = line.split("//").next().unwrap_or_default();
                code.contains(&format!("{name}::"))
            });
            if used {
                found += 1;
                let at_home = homes.iter().any(|home| {
                    let file = Path::new(home).with_extension("rs");
                    path.starts_with(home) || path == file
                });
                assert!(at_home, "{} names {name}", path.display());
            }
        }
        assert!(found > 0, "nobody names {name}");
    }
}

/// Index into [`STAGES`] of a file of the linter.
fn stage_of(path: &Path) -> Option<usize> {
    let inside = path.strip_prefix("linter/src").ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    let name = first.strip_suffix(".rs").unwrap_or(first);
    STAGES.iter().position(|stage| *stage == name)
}

/// A unit's tests may look at later stages; they stand at the bottom.
fn product_code(text: &str) -> String {
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// Line numbers of `crate::<stage>` paths, in groups too: `use crate::{load::Span, eval};`.
fn stages_named(text: &str) -> Vec<(usize, usize)> {
    let mut named = Vec::new();
    for (start, _) in text.match_indices("crate::") {
        // `mycrate::` is another path.
        if text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let line = text[..start].matches('\n').count() + 1;
        let rest = &text[start + "crate::".len()..];
        for name in first_names(rest) {
            if let Some(stage) = STAGES.iter().position(|stage| *stage == name) {
                named.push((line, stage));
            }
        }
    }
    named
}

/// The first segment of a path, or of each member of a group.
fn first_names(path: &str) -> Vec<&str> {
    let Some(group) = path.strip_prefix('{') else {
        return identifier(path).into_iter().collect();
    };
    let mut names = Vec::new();
    let (mut depth, mut at_start) = (1, true);
    for (index, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => at_start = true,
            c if at_start && depth == 1 && !c.is_whitespace() => {
                names.extend(identifier(&group[index..]));
                at_start = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn identifier(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

/// The test above would pass on anything if this did not see what it looks for.
#[test]
fn paths_are_seen_alone_and_in_groups() {
    let text = "use crate::report::Outcome;\nuse crate::{\n    eval::{Value, rules}, load,\n};\nuse mycrate::rules;\n";
    let named: Vec<_> = stages_named(text)
        .into_iter()
        .map(|(line, stage)| (line, STAGES[stage]))
        .collect();
    assert_eq!(named, [(1, "report"), (2, "eval"), (2, "load")]);
}
