//! Programs that are built without the feature have no place where they could be made to end.

#[test]
fn a_program_holds_failpoints_only_with_the_feature() {
    // Put together here, so that this test does not hold it.
    let variable = ["EXTID", "FAILPOINT"].join("_");
    let program = std::fs::read(std::env::current_exe().expect("this program")).expect("its bytes");
    let held = program
        .windows(variable.len())
        .any(|bytes| bytes == variable.as_bytes());
    assert_eq!(held, cfg!(feature = "failpoints"));
}
