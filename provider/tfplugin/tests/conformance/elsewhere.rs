//! Conformance tests that need no Terraform: other test targets show them, and are run here by name for the table.

use std::process::Command;

/// A test of another target, and whether it passed.
pub(crate) struct Elsewhere {
    pub(crate) number: u8,
    pub(crate) ok: bool,
}

/// By the client that plays Terraform, or without one: per target, the number and the name of the test.
const TABLE: &[(&str, &[(u8, &str)])] = &[
    (
        "process",
        &[
            (1, "line::a_run_by_hand_is_told_how_terraform_finds_the_provider"),
            (1, "line::a_wrong_cookie_is_no_cookie"),
            (2, "line::the_line_has_six_fields_and_an_unpadded_certificate"),
            (2, "peers::the_certificate_names_localhost_and_nothing_else"),
            (3, "peers::only_terraforms_own_certificate_is_let_in"),
            (3, "peers::plaintext_is_refused_where_tls_is_spoken"),
            (4, "peers::http_2_is_agreed_on_in_both_versions_of_tls"),
            (5, "line::a_terraform_that_speaks_only_version_5_is_refused"),
            (
                6,
                "sockets::without_tls_only_this_user_can_connect_and_the_log_says_so",
            ),
            (
                6,
                "line::a_client_certificate_that_is_garbage_never_leads_to_plaintext",
            ),
            (7, "ends::an_interrupt_of_the_terminal_does_not_end_it"),
            (8, "ends::shutdown_ends_it_at_once_although_idle_streams_are_open"),
            (9, "ends::it_ends_when_the_terraform_above_it_is_killed"),
            (10, "peers::a_message_of_20_mb_passes_and_the_connection_stays"),
            (11, "logs::every_line_has_hclogs_keys_and_form"),
            (
                28,
                "reattach::one_process_serves_several_runs_and_survives_an_empty_connection",
            ),
        ],
    ),
    (
        "client",
        &[
            (
                7,
                "stopping::an_interrupted_create_ends_with_an_error_and_what_it_saved",
            ),
            (10, "travel::a_value_of_20_megabytes_works"),
            (12, "travel::numbers_of_every_size_are_exact_and_settle"),
            (
                13,
                "travel::a_text_that_the_api_spells_with_its_accents_apart_is_no_change",
            ),
            (14, "unknowns::every_attribute_may_be_unknown_as_a_whole"),
            (
                14,
                "unknowns::parts_of_collections_objects_and_blocks_may_be_unknown",
            ),
            (14, "unknowns::blocks_may_be_unknown_as_a_whole"),
            (14, "unknowns::refined_unknowns_are_read_and_may_come_back"),
            (15, "unknowns::dynamic_values_of_each_kind_make_the_round_trip"),
            (
                15,
                "unknowns::a_dynamic_value_may_be_unknown_with_and_without_its_type",
            ),
            (16, "travel::every_way_to_nest_settles_filled"),
            (16, "travel::every_way_to_nest_settles_empty_and_absent"),
            (
                17,
                "landing::a_panic_in_create_keeps_what_was_planned_tainted_and_is_an_error",
            ),
            (17, "landing::a_panic_in_create_keeps_what_was_saved_before_it"),
            (
                18,
                "landing::a_create_that_fails_when_the_id_is_known_is_tainted_and_replaced_by_the_next_apply",
            ),
            (
                19,
                "landing::an_update_that_fails_keeps_the_prior_state_and_the_next_plan_shows_the_change",
            ),
            (
                19,
                "landing::an_update_that_fails_half_way_stores_what_is_really_there",
            ),
            (20, "landing::an_object_deleted_elsewhere_is_planned_anew"),
            (
                21,
                "states::a_state_of_this_version_that_lacks_attributes_gets_nulls_and_empty_blocks",
            ),
            (21, "states::attributes_that_the_schema_lost_are_dropped"),
            (22, "states::states_of_older_versions_are_migrated"),
            (
                23,
                "importing::an_import_by_id_finds_everything_that_a_configuration_could_say",
            ),
            (
                23,
                "importing::an_id_of_a_wrong_form_is_an_error_that_names_the_form",
            ),
            (
                23,
                "importing::an_object_that_is_not_there_is_imported_and_then_read_as_gone",
            ),
            (
                24,
                "secrets::a_write_only_value_reaches_the_api_and_is_null_in_plan_and_state",
            ),
            (
                24,
                "secrets::a_terraform_that_would_store_the_secret_is_refused_at_the_attribute",
            ),
            (
                25,
                "ephemerals::opening_twice_gives_two_leases_and_each_is_closed",
            ),
            (
                25,
                "ephemerals::a_short_lease_is_renewed_and_closed_with_the_private_data_of_open",
            ),
            (26, "importing::an_identity_is_the_same_after_every_call"),
            (26, "importing::an_import_by_identity_is_the_same_as_by_id"),
            (27, "functions::a_function_takes_any_number_of_variadic_arguments"),
            (27, "functions::an_error_names_the_argument_counted_over_all"),
            (27, "functions::null_reaches_only_a_parameter_that_allows_it"),
            (27, "functions::unknown_reaches_only_a_parameter_that_allows_it"),
            (28, "many::several_runs_on_one_process_forget_each_other"),
            (
                29,
                "every_call::a_process_that_is_never_asked_for_its_schema_works",
            ),
            (
                30,
                "many::fifty_creates_at_once_are_all_done_within_the_limit_of_the_api",
            ),
        ],
    ),
];

/// Runs them, a process per target, and says which passed.
pub(crate) fn run() -> Vec<Elsewhere> {
    let mut all = Vec::new();
    for (target, tests) in TABLE {
        let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["test", "--quiet", "--package", "tfplugin", "--test", target, "--"])
            .args(["--format=pretty", "--exact"])
            .args(tests.iter().map(|(_, name)| name))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        for (number, name) in *tests {
            let line = format!("test {name} ... ");
            let how = said.lines().find_map(|said| said.strip_prefix(&line));
            println!("test {target}: {name} ... {}", how.unwrap_or("not found"));
            all.push(Elsewhere {
                number: *number,
                ok: how == Some("ok"),
            });
        }
        if !output.status.success() {
            println!("{said}\n{}", String::from_utf8_lossy(&output.stderr));
        }
    }
    all
}
