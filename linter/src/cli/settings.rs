//! `--show-settings`: what a run would be asked for, and where that was said.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::exit_code::Threshold;
use crate::load::Assignment;
use crate::options::Options;
use crate::report::one_line;
use crate::rulebook;

/// For `-v`.
pub(super) fn policy_file(config: &Config) -> String {
    match files(config) {
        Some(files) => format!("the policy file is {files}"),
        None => "there is no policy file".to_owned(),
    }
}

fn files(config: &Config) -> Option<String> {
    let files: Vec<&str> = config.files.iter().map(|file| &**file).collect();
    (!files.is_empty()).then(|| files.join(", which extends "))
}

/// One line per setting. Values of variables may be secrets and are left out.
pub(super) fn describe(fence: &Path, config: &Config, options: &Options, threshold: Threshold) -> String {
    let list = |items: &[Arc<str>]| match items {
        [] => "none".to_owned(),
        items => items
            .iter()
            .map(|item| if item.is_empty() { "." } else { &**item })
            .collect::<Vec<_>>()
            .join(", "),
    };
    let names = |pairs: &[(Arc<str>, Arc<str>)]| {
        list(&pairs.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>())
    };
    let off: Vec<&str> = rulebook::all()
        .filter(|entry| !options.selection.selects(entry.rule))
        .map(|entry| entry.rule.id)
        .collect();
    let enforced: Vec<Arc<str>> = options
        .selection
        .enforced
        .iter()
        .map(|rule| Arc::from(rule.id))
        .collect();
    let rules = match off.len() {
        0 => format!("all {}", rulebook::all().count()),
        count => format!(
            "{} of {}; not {}",
            rulebook::all().count() - count,
            rulebook::all().count(),
            off.join(", ")
        ),
    };
    let roots: Vec<Arc<str>> = options
        .roots
        .iter()
        .map(|root| Arc::from(root.path.as_str()))
        .collect();
    let policy_file = files(config).unwrap_or_else(|| "none".to_owned());
    let assigned: Vec<Arc<str>> = options
        .assignments
        .iter()
        .map(|assignment| match assignment {
            Assignment::Var(name, _) => name.clone(),
            Assignment::VarFile(path) => Arc::from(format!("all of {path}")),
        })
        .collect();
    let settings = [
        ("fence", fence.display().to_string()),
        ("paths", list(&options.paths)),
        ("policy file", policy_file),
        ("profile", config.file.profile().as_str().to_owned()),
        ("as of", options.as_of.to_string()),
        ("rules", rules),
        ("enforced", list(&enforced)),
        ("persona", options.persona.as_str().to_owned()),
        ("min-severity", options.min_severity.to_string()),
        ("fail-on", threshold.fail_on.to_string()),
        ("fail-on-undecided", threshold.fail_on_undecided.to_string()),
        ("exit-zero", threshold.exit_zero.to_string()),
        ("suppressions", format!("at most {} days", options.max_days)),
        ("exclude", list(&options.exclude)),
        ("roots", list(&roots)),
        ("accounts", list(&options.accounts)),
        ("variables", list(&assigned)),
        ("TF_VAR_*", names(&options.env_vars)),
        (
            "workspace",
            options
                .workspace
                .as_deref()
                .unwrap_or("unknown, unless a root has one selected")
                .to_owned(),
        ),
        (
            "data directory",
            options.data_dir.as_deref().unwrap_or(".terraform").to_owned(),
        ),
    ];
    let mut text = String::new();
    for (name, value) in settings {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:18} {}", one_line(&value));
    }
    text
}
