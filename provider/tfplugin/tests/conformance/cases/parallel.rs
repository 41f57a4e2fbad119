//! Many objects at once.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![t30_fifty_objects_at_once_keep_to_the_limit_of_the_api];

fn t30_fifty_objects_at_once_keep_to_the_limit_of_the_api(program: &Program) {
    let atlas = Atlas::new(program);
    atlas.main("resource \"atlas_thing\" \"many\" {\n  count = 50\n  name  = \"thing-${count.index}\"\n}\n");
    let outcome = atlas
        .workspace
        .run(&["apply", "-auto-approve", "-parallelism=50"])
        .expect_code(0);
    assert!(outcome.stdout.contains("50 added"), "{outcome}");
    let running: Vec<u32> = atlas
        .log_of("create thing")
        .iter()
        .filter_map(|line| line.rsplit_once("running=")?.1.parse().ok())
        .collect();
    assert_eq!(running.len(), 50, "{}", atlas.log());
    assert!(running.iter().all(|count| *count <= 4), "{running:?}");
    assert!(
        running.iter().any(|count| *count > 1),
        "one after another: {running:?}"
    );
    atlas.unchanged();
}
