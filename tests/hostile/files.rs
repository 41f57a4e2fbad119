//! Things in a directory that are not what they seem.

use acceptance::Estate;

use crate::ORPHAN;
use crate::bounds::{assert_orphan, assert_problem, lint};

#[test]
#[cfg(unix)]
fn a_loop_of_symbolic_links_is_walked_once() {
    let estate = Estate::new(ORPHAN);
    estate.symlink("loop", ".");
    estate.symlink("a/b", "../a");
    let report = lint(&estate);
    assert_eq!(report.one("missing-owner").instances.len(), 1);
    assert_orphan(&report);
}

#[test]
#[cfg(unix)]
fn a_file_that_links_to_itself_is_named() {
    let estate = Estate::new(ORPHAN);
    estate.symlink("ouroboros.tf", "ouroboros.tf");
    let report = lint(&estate);
    assert_problem(&report, &["unreadable-file"], &["ouroboros.tf"]);
    assert_orphan(&report);
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_fence_is_not_followed() {
    let outside = Estate::new("resource \"aws_iam_user\" \"outside\" {\n  name = \"outside\"\n}\n");
    let estate = Estate::new(ORPHAN);
    estate.symlink("out", outside.path().to_str().expect("a path in UTF-8"));
    estate.symlink(
        "out.tf",
        outside.path().join("main.tf").to_str().expect("a path in UTF-8"),
    );
    let report = lint(&estate);
    assert_problem(&report, &["outside-fence", "unreadable-file"], &["out"]);
    assert_eq!(report.one("missing-owner").subject, "aws_iam_user.orphan");
}

#[test]
#[cfg(unix)]
fn a_fifo_is_named_and_never_opened() {
    let estate = Estate::new(ORPHAN);
    estate.fifo("b.tf");
    let report = lint(&estate);
    assert_problem(&report, &["unreadable-file"], &["b.tf"]);
    assert_orphan(&report);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_named_and_not_read() {
    let estate = Estate::new(ORPHAN);
    let file = std::fs::File::create(estate.place("huge.tf")).expect("a file");
    file.set_len(100 << 20).expect("a sparse file");
    let report = lint(&estate);
    assert_problem(&report, &["budget", "unreadable-file"], &["huge.tf", "8388608"]);
    assert_orphan(&report);
}

#[test]
fn a_directory_named_like_a_file_is_walked() {
    let report = lint(&Estate::new(&format!("//- /stack.tf/main.tf\n{ORPHAN}")));
    assert_orphan(&report);
    assert!(report.problems.is_empty(), "{:#?}", report.problems);
}
