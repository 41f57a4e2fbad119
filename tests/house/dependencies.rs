//! How many crates each program brings, and why each one.

use xtask::workspace;

/// At most so many direct dependencies that ship with the program.
/// `tfplugin-derive` is our own and does not count against its sixteen.
const CAPS: [(&str, usize); 4] = [
    ("linter", 28),
    ("governance", 4),
    ("provider", 24),
    ("provider/tfplugin", 17),
];

#[test]
fn programs_stay_within_their_number_of_dependencies() {
    for (dir, cap) in CAPS {
        let manifest: toml::Table = workspace::read(format!("{dir}/Cargo.toml"))
            .expect("a manifest")
            .parse()
            .expect("TOML");
        let count = manifest["dependencies"].as_table().map_or(0, toml::Table::len);
        assert!(
            (1..=cap).contains(&count),
            "{dir} has {count} dependencies, at most {cap}"
        );
    }
}

#[test]
fn every_shared_dependency_says_why_it_is_there() {
    let manifest = workspace::read("Cargo.toml").expect("the manifest");
    let mut inside = false;
    let mut reason = false;
    let mut seen = 0;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
            reason = false;
        } else if inside && line.starts_with('#') {
            reason = line.len() > "# Ours.".len() - 1;
        } else if inside && line.contains('=') {
            seen += 1;
            assert!(reason, "Cargo.toml: no reason in the line above `{line}`");
            reason = false;
        }
    }
    assert!(seen > 10, "only {seen} dependencies were seen");
}

#[test]
fn crates_take_every_version_from_the_workspace() {
    for path in workspace::tracked(&["*Cargo.toml"]).expect("the manifests") {
        let manifest: toml::Table = workspace::read(&path).expect("a manifest").parse().expect("TOML");
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, value) in manifest
                .get(section)
                .and_then(toml::Value::as_table)
                .into_iter()
                .flatten()
            {
                let shared = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                assert!(shared, "{}: {name} has a version of its own", path.display());
            }
        }
        assert!(
            manifest.contains_key("workspace") || manifest["lints"]["workspace"].as_bool() == Some(true),
            "{} does not take the workspace's lints",
            path.display()
        );
    }
}
