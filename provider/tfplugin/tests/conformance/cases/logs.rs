//! What the provider writes comes out of Terraform's log at its own level.

use crate::atlas::Atlas;
use crate::case::cases;
use crate::programs::Program;

cases![t11_log_lines_show_at_their_level];

fn t11_log_lines_show_at_their_level(program: &Program) {
    let mut atlas = Atlas::new(program);
    atlas.main("data \"atlas_place\" \"none\" {\n  region = \"south\"\n  name   = \"none\"\n}\n");
    // Too long for a socket: the provider warns and takes a port.
    let long = atlas.store().join("x".repeat(100));
    std::fs::create_dir(&long).expect("a folder");
    atlas
        .workspace
        .env("PLUGIN_UNIX_SOCKET_DIR", &long)
        .env("TMPDIR", &long);
    let mut logged = |level: &str| -> Vec<String> {
        atlas.workspace.env("TF_LOG_PROVIDER", level);
        let said = atlas.workspace.run(&["plan"]).expect_code(1).stderr;
        let ours = said
            .lines()
            .filter(|line| line.contains("provider.terraform-provider-atlas"));
        ours.map(str::to_owned).collect()
    };
    let has = |lines: &[String], level: &str, text: &str| {
        lines
            .iter()
            .any(|line| line.contains(level) && line.contains(text))
    };
    let debug = logged("DEBUG");
    assert!(has(&debug, "[DEBUG]", "diagnostic"), "{debug:#?}");
    assert!(has(&debug, "[WARN]", "port"), "{debug:#?}");
    assert!(!has(&debug, "[TRACE]", ""), "{debug:#?}");
    assert!(has(&debug, "[INFO]", "the atlas is configured"), "{debug:#?}");
    let info = logged("INFO");
    assert!(has(&info, "[INFO]", "the atlas is configured"), "{info:#?}");
    assert!(
        has(&info, "[WARN]", "port") && !has(&info, "[DEBUG]", ""),
        "{info:#?}"
    );
    let warn = logged("WARN");
    assert!(has(&warn, "[WARN]", "port"), "{warn:#?}");
    assert!(
        !has(&warn, "[DEBUG]", "") && !has(&warn, "[INFO]", ""),
        "{warn:#?}"
    );
    assert_eq!(logged("ERROR"), [""; 0]);
}
