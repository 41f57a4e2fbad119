//! Generated pages are what would be generated.

use std::process::Command;

#[test]
fn generated_pages_are_fresh() {
    let output = Command::new(xtask::workspace::cargo())
        .args(["run", "-q", "-p", "xtask", "--", "docs", "--check"])
        .current_dir(xtask::workspace::root())
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn links_between_our_pages_lead_somewhere() {
    let mut seen = 0;
    for page in xtask::workspace::tracked(&["*.md"]).expect("the pages") {
        let text = xtask::workspace::read(&page).expect("a page");
        let dir = page.parent().expect("a directory");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if file.is_empty() || target.contains("://") || target.contains(char::is_whitespace) {
                continue;
            }
            seen += 1;
            let path = xtask::workspace::root().join(dir).join(file);
            assert!(path.exists(), "{} links to {target}", page.display());
        }
    }
    assert!(seen > 5, "only {seen} links were seen");
}

#[test]
fn decisions_are_numbered_without_gaps_in_their_list() {
    let index = xtask::workspace::read("docs/decisions/README.md").expect("the list of decisions");
    let pages = xtask::workspace::tracked(&["docs/decisions/[0-9]*.md"]).expect("the decisions");
    assert!(!pages.is_empty());
    for page in pages {
        let name = page.file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(
            index.contains(name),
            "docs/decisions/README.md does not list {name}"
        );
    }
}

#[test]
fn every_kind_of_problem_has_its_row() {
    let source = xtask::workspace::read("linter/src/problem.rs").expect("the kinds");
    let page = xtask::workspace::read("docs/problems.md").expect("the page");
    let kinds: Vec<&str> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Self::")?.split('"').nth(1))
        .collect();
    assert!(kinds.len() > 5, "{kinds:?}");
    for kind in kinds {
        assert!(
            page.contains(&format!("\n| `{kind}` |")),
            "docs/problems.md lacks {kind}"
        );
    }
}
