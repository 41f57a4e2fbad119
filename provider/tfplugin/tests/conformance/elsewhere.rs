//! Conformance tests that need no Terraform: other test targets show them, and are run here by name for the table.

use std::process::Command;

/// Where a conformance test is shown besides the cases of this target.
pub(crate) struct Elsewhere {
    pub(crate) number: u8,
    pub(crate) target: &'static str,
    pub(crate) name: &'static str,
}

const fn shown(number: u8, target: &'static str, name: &'static str) -> Elsewhere {
    Elsewhere { number, target, name }
}

/// By the client that plays Terraform, or without one.
pub(crate) const TABLE: &[Elsewhere] = &[
    shown(
        1,
        "process",
        "line::a_run_by_hand_is_told_how_terraform_finds_the_provider",
    ),
    shown(1, "process", "line::a_wrong_cookie_is_no_cookie"),
    shown(
        2,
        "process",
        "line::the_line_has_six_fields_and_an_unpadded_certificate",
    ),
    shown(
        2,
        "process",
        "peers::the_certificate_names_localhost_and_nothing_else",
    ),
    shown(3, "process", "peers::only_terraforms_own_certificate_is_let_in"),
    shown(3, "process", "peers::plaintext_is_refused_where_tls_is_spoken"),
    shown(4, "process", "peers::http_2_is_agreed_on_in_both_versions_of_tls"),
    shown(
        5,
        "process",
        "line::a_terraform_that_speaks_only_version_5_is_refused",
    ),
    shown(
        6,
        "process",
        "sockets::without_tls_only_this_user_can_connect_and_the_log_says_so",
    ),
    shown(
        6,
        "process",
        "line::a_client_certificate_that_is_garbage_never_leads_to_plaintext",
    ),
    shown(7, "process", "ends::an_interrupt_of_the_terminal_does_not_end_it"),
    shown(
        8,
        "process",
        "ends::shutdown_ends_it_at_once_although_idle_streams_are_open",
    ),
    shown(
        9,
        "process",
        "ends::it_ends_when_the_terraform_above_it_is_killed",
    ),
    shown(
        10,
        "process",
        "peers::a_message_of_20_mb_passes_and_the_connection_stays",
    ),
    shown(11, "process", "logs::every_line_has_hclogs_keys_and_form"),
    shown(
        28,
        "process",
        "reattach::one_process_serves_several_runs_and_survives_an_empty_connection",
    ),
];

/// Runs them, a process per target, and says which passed.
pub(crate) fn run() -> Vec<(&'static Elsewhere, bool)> {
    let mut targets: Vec<_> = TABLE.iter().map(|shown| shown.target).collect();
    targets.dedup();
    let mut all = Vec::new();
    for target in targets {
        let names: Vec<_> = TABLE.iter().filter(|shown| shown.target == target).collect();
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["test", "--quiet", "--package", "tfplugin", "--test", target, "--"])
            .args(["--format=pretty", "--exact"])
            .args(names.iter().map(|shown| shown.name))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        for shown in names {
            let line = format!("test {} ... ", shown.name);
            let how = said.lines().find_map(|said| said.strip_prefix(&line));
            println!("test {target}: {} ... {}", shown.name, how.unwrap_or("not found"));
            all.push((shown, how == Some("ok")));
        }
        if !output.status.success() {
            println!("{said}\n{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    all
}
