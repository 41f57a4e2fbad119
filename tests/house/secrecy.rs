//! What a checkout must not tell of the machine it was written on.

use xtask::workspace;

/// Hosts of package registries, split so that this file does not hold them.
const HOSTS: [&str; 7] = [
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("files.", "pythonhosted.org"),
    concat!("pypi", ".org"),
    concat!("registry.", "npmjs.org"),
    concat!("proxy.", "golang.org"),
    concat!("deb.", "debian.org"),
];

#[test]
fn no_tracked_file_names_a_machine_path_or_a_registry_host() {
    let mut forbidden: Vec<String> = HOSTS.map(str::to_owned).into();
    forbidden.extend(
        [
            concat!("/ro", "ot/"),
            concat!("/Us", "ers/"),
            concat!("/ho", "me/"),
        ]
        .map(str::to_owned),
    );
    let root = workspace::root();
    // Where this checkout is, unless that is a word that anyone may use.
    forbidden.extend(root.to_str().filter(|path| path.len() > 6).map(str::to_owned));
    let mut wrong = Vec::new();
    for path in workspace::tracked(&["."]).expect("the files") {
        // The lock file names the index by its nature; schemas of others are kept as published.
        if path.ends_with("Cargo.lock") || path.starts_with("linter/tests/schema") {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else {
            continue;
        };
        for word in &forbidden {
            if text.contains(word.as_str()) {
                wrong.push(format!("{} holds {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
