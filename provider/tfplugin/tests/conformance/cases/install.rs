//! Installation from a mirror: `init`, the lock file, and a new version.

use std::fs;
use std::path::{Path, PathBuf};

use real_terraform::{Install, Layout};

use crate::atlas::{Atlas, binary};
use crate::case::cases;
use crate::programs::Program;

cases![
    t31_a_mirror_installs_locks_and_upgrades,
    a_packed_mirror_installs_the_same,
];

const ONE: &str = "resource \"atlas_thing\" \"one\" {\n  name = \"one\"\n}\n";

fn lock_file(atlas: &Atlas) -> String {
    fs::read_to_string(atlas.workspace.dir().join(".terraform.lock.hcl")).expect("the lock file")
}

fn offer(atlas: &mut Atlas, version: &str, layout: Layout, binary: &Path) {
    let install = Install::mirror(atlas.address(), version, layout, binary);
    atlas.workspace.install(&install);
}

/// The same program with other bytes.
fn rebuilt(atlas: &Atlas) -> PathBuf {
    let path = atlas.store().join("rebuilt");
    fs::copy(binary(), &path).expect("a copy");
    let mut bytes = fs::read(&path).expect("its bytes");
    bytes.push(0);
    fs::write(&path, bytes).expect("other bytes");
    path
}

fn t31_a_mirror_installs_locks_and_upgrades(program: &Program) {
    let mut atlas = Atlas::without_provider(program);
    let (first, other) = (binary().to_owned(), rebuilt(&atlas));
    atlas.main(ONE);
    offer(&mut atlas, "0.1.0", Layout::Unpacked, &first);
    let outcome = atlas.workspace.run(&["init"]).expect_code(0);
    assert!(outcome.prose().contains("examples/atlas v0.1.0"), "{outcome}");
    atlas.apply();
    let locked = lock_file(&atlas);
    assert!(
        locked.contains("version = \"0.1.0\"") && locked.contains("h1:"),
        "{locked}"
    );
    // A new version is not taken by itself.
    offer(&mut atlas, "0.2.0", Layout::Unpacked, &other);
    atlas.workspace.run(&["init"]).expect_code(0);
    assert_eq!(lock_file(&atlas), locked);
    atlas.workspace.run(&["init", "-upgrade"]).expect_code(0);
    assert!(
        lock_file(&atlas).contains("version = \"0.2.0\""),
        "{}",
        lock_file(&atlas)
    );
    atlas.unchanged();
    atlas.workspace.run(&["destroy", "-auto-approve"]).expect_code(0);
    // The same version with other bytes is refused.
    offer(&mut atlas, "0.2.0", Layout::Unpacked, &first);
    let outcome = atlas.workspace.run(&["init"]).expect_code(1);
    assert!(outcome.prose().contains("checksums"), "{outcome}");
}

fn a_packed_mirror_installs_the_same(program: &Program) {
    let mut atlas = Atlas::without_provider(program);
    atlas.main(ONE);
    offer(&mut atlas, "0.1.0", Layout::Packed, binary());
    atlas.workspace.run(&["init"]).expect_code(0);
    atlas.apply();
    atlas.unchanged();
    atlas.workspace.run(&["destroy", "-auto-approve"]).expect_code(0);
}
