//! Which Terraform answers, and that what it says and its exit codes arrive unchanged.

use std::io::Read as _;
use std::process::Command;
use std::time::{Duration, Instant};

use real_terraform::{NO_OPENTOFU, Terraform, Version, Workspace};

const CHANGE: &str = "resource \"terraform_data\" \"made\" {\n  input = \"here\"\n}\n";

/// Slow enough to be interrupted, and sure to end by itself.
const SLOW: &str = "resource \"terraform_data\" \"slow\" {\n  provisioner \"local-exec\" {\n    command = \"sleep 60\"\n  }\n}\n";

/// Each driver has its own way to lose something: both ends and the ordinary program are asked.
fn each(ask: impl Fn(&Terraform)) {
    for terraform in [
        Terraform::pinned(Version::V1_8),
        Terraform::default_version(),
        Terraform::pinned(Version::V1_15),
    ] {
        ask(&terraform);
    }
}

#[test]
fn the_pinned_versions_are_what_they_say() {
    for version in [
        Version::V1_8,
        Version::V1_11,
        Version::V1_12,
        Version::V1_14,
        Version::V1_15,
    ] {
        let terraform = Terraform::pinned(version);
        let answer = Workspace::new(&terraform)
            .run(&["version", "-json"])
            .expect_code(0)
            .json();
        assert_eq!(answer["terraform_version"], version.terraform());
        assert_eq!(terraform.version(), version.terraform());
    }
}

#[test]
fn the_default_version_is_the_one_on_the_path() {
    let Ok(output) = Command::new("terraform").args(["version", "-json"]).output() else {
        assert_eq!(Terraform::default_version().version(), Version::V1_11.terraform());
        return;
    };
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        answer["terraform_version"],
        Terraform::default_version().version()
    );
}

#[test]
fn opentofu_answers_or_its_absence_is_said() {
    match Terraform::opentofu() {
        Some(tofu) => {
            let said = Workspace::new(&tofu).run(&["version"]).expect_code(0).stdout;
            assert!(said.starts_with("OpenTofu v"), "{said}");
        }
        None => {
            println!("{NO_OPENTOFU}");
            let found = Command::new("tofu").arg("version").output();
            assert!(
                found.is_err() && std::env::var_os("EXTID_TOFU").is_none(),
                "{found:?}"
            );
        }
    }
}

#[test]
fn a_workspace_without_providers_goes_from_init_to_destroy_offline() {
    each(|terraform| {
        let workspace = Workspace::new(terraform);
        workspace.write("main.tf", CHANGE);
        workspace.run(&["init"]).expect_code(0);
        workspace.run(&["validate"]).expect_code(0);
        let plan = workspace.plan_json(&[]);
        assert_eq!(plan["resource_changes"][0]["change"]["actions"][0], "create");
        workspace.run(&["apply", "-auto-approve"]).expect_code(0);
        let state = workspace.state_json();
        assert_eq!(
            state["values"]["root_module"]["resources"][0]["values"]["input"],
            "here"
        );
        workspace.run(&["destroy", "-auto-approve"]).expect_code(0);
        assert!(workspace.state_json()["values"].is_null());
    });
}

#[test]
fn exit_codes_pass_through() {
    each(|terraform| {
        let workspace = Workspace::new(terraform);
        workspace.write("main.tf", CHANGE);
        workspace.run(&["plan", "-detailed-exitcode"]).expect_code(2);
        workspace.write("main.tf", "");
        workspace.run(&["plan", "-detailed-exitcode"]).expect_code(0);
        workspace.write("main.tf", "resource {");
        workspace.run(&["plan", "-detailed-exitcode"]).expect_code(1);
    });
}

#[test]
fn a_megabyte_of_output_arrives_whole() {
    each(|terraform| {
        let lines = "join(\"\", [for i in range(1024) : format(\"%01023d\\n\", i)])";
        let said = Workspace::new(terraform)
            .run_with_input(&["console"], lines)
            .expect_code(0)
            .stdout;
        let numbers: Vec<usize> = said
            .lines()
            .filter(|line| line.len() == 1023)
            .map(number)
            .collect();
        assert_eq!(numbers, (0..1024).collect::<Vec<_>>(), "{terraform}");
    });
}

#[test]
fn output_has_no_colours_even_where_the_arguments_are_wrong() {
    each(|terraform| {
        let workspace = Workspace::new(terraform);
        workspace.write("main.tf", CHANGE);
        let commands: [&[&str]; 10] = [
            &["plan"],
            &["plan", "-such-a-flag"],
            &["validate", "-such-a-flag"],
            &["apply", "-auto-approve"],
            &["state", "list"],
            &["state", "show", "terraform_data.made"],
            &["import", "terraform_data.gone", "x"],
            &["providers"],
            &["output", "-json"],
            &["no-such-command"],
        ];
        for args in commands {
            let outcome = workspace.run(args);
            assert!(
                !outcome.stdout.contains('\u{1b}') && !outcome.stderr.contains('\u{1b}'),
                "{outcome}"
            );
        }
        workspace
            .run(&["state", "show", "terraform_data.made"])
            .expect_code(0);
    });
}

#[test]
fn nobody_is_asked() {
    each(|terraform| {
        let workspace = Workspace::new(terraform);
        workspace.write(
            "main.tf",
            "variable \"name\" {}\noutput \"name\" {\n  value = var.name\n}\n",
        );
        let outcome = workspace.run(&["plan"]).expect_code(1);
        assert!(
            outcome.prose().contains("No value for required variable"),
            "{outcome}"
        );
        // Without TF_INPUT=0 Terraform asks, and finds the end of the input.
        let outcome = workspace.run(&["apply"]).expect_code(1);
        assert!(!outcome.stdout.contains("Enter a value"), "{outcome}");
    });
}

#[test]
fn settings_of_the_caller_do_not_reach_terraform() {
    let workspace = Workspace::new(&Terraform::default_version());
    let command = workspace.command(&["plan"]);
    let set: Vec<_> = command
        .get_envs()
        .filter(|(_, value)| value.is_some())
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        set,
        [
            "CHECKPOINT_DISABLE",
            "TF_CLI_CONFIG_FILE",
            "TF_INPUT",
            "TF_IN_AUTOMATION"
        ]
    );
    // This test's own process started with such variables, in a second run of it.
    if std::env::var_os("TF_VAR_given").is_some() {
        let workspace = Workspace::new(&Terraform::default_version());
        workspace.write("main.tf", "variable \"given\" {\n  default = \"by default\"\n}\n");
        let outcome = workspace.run_with_input(&["console"], "var.given").expect_code(0);
        assert_eq!(
            (outcome.stdout.as_str(), outcome.stderr.as_str()),
            ("\"by default\"\n", "")
        );
        return;
    }
    let again = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "settings_of_the_caller_do_not_reach_terraform"])
        .env("TF_VAR_given", "from outside")
        .env("TF_CLI_ARGS_console", "-no-such-flag")
        .env("TF_LOG", "trace")
        .env("TF_WORKSPACE", "other")
        .env("TF_CLI_CONFIG_FILE", "nowhere")
        .output()
        .expect("this test again");
    assert!(
        again.status.success(),
        "{}",
        String::from_utf8_lossy(&again.stdout)
    );
}

#[test]
fn a_variable_of_the_test_does_reach_terraform() {
    each(|terraform| {
        let mut workspace = Workspace::new(terraform);
        workspace.write("main.tf", "variable \"given\" {}\n");
        workspace.env("TF_VAR_given", "by the test");
        let said = workspace
            .run_with_input(&["console"], "var.given")
            .expect_code(0)
            .stdout;
        assert_eq!(said, "\"by the test\"\n");
    });
}

#[test]
fn control_c_ends_an_apply_in_order() {
    each(|terraform| {
        let workspace = Workspace::new(terraform);
        workspace.write("main.tf", SLOW);
        let mut running = workspace.spawn(&["apply", "-auto-approve"]);
        running.wait_for("(local-exec): Executing", Duration::from_secs(60));
        running.interrupt();
        let outcome = running.wait(Duration::from_secs(30)).expect_code(1);
        assert!(outcome.stdout.contains("Interrupt received"), "{outcome}");
        assert!(outcome.stdout.contains("Gracefully shutting down"), "{outcome}");
    });
}

#[test]
fn an_interrupt_of_terraform_alone_leaves_the_rest_to_it() {
    let workspace = Workspace::new(&Terraform::default_version());
    workspace.write("main.tf", SLOW);
    let mut running = workspace.spawn(&["apply", "-auto-approve"]);
    running.wait_for("(local-exec): Executing", Duration::from_secs(60));
    running.interrupt_alone();
    let outcome = running.wait(Duration::from_secs(60)).expect_code(1);
    assert!(outcome.stdout.contains("Gracefully shutting down"), "{outcome}");
}

#[test]
fn each_line_of_a_machine_readable_run_is_json() {
    each(|terraform| {
        let workspace = Workspace::new(terraform);
        workspace.write("main.tf", CHANGE);
        let lines = workspace.run(&["plan", "-json"]).expect_code(0).json_lines();
        let summary = lines.iter().find(|line| line["type"] == "change_summary");
        assert_eq!(
            summary.map(|line| &line["changes"]["add"]),
            Some(&1.into()),
            "{lines:?}"
        );
    });
}

#[cfg(unix)]
#[test]
fn a_command_that_is_dropped_is_gone_with_its_children() {
    let workspace = Workspace::new(&Terraform::default_version());
    let fifo = workspace.dir().join("held");
    assert!(
        Command::new("mkfifo")
            .arg(&fifo)
            .status()
            .expect("mkfifo")
            .success()
    );
    workspace.write("main.tf", SLOW.replace("sleep 60", "exec sleep 60 > held"));
    let running = workspace.spawn(&["apply", "-auto-approve"]);
    // Opens when the child holds the other end, and ends when nobody holds it any more.
    let mut held = std::fs::File::open(&fifo).expect("the other end");
    let start = Instant::now();
    drop(running);
    held.read_to_end(&mut Vec::new()).expect("nothing but its end");
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "the child lived until its own end"
    );
}

fn number(line: &str) -> usize {
    let digits = line.trim_start_matches('0');
    if digits.is_empty() {
        0
    } else {
        digits.parse().expect("a number")
    }
}
