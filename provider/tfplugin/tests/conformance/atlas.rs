//! A workspace with the example provider, and its folder of places.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use real_terraform::{Install, Outcome, Workspace, cargo_example};
use serde_json::Value;
use tempfile::TempDir;

use crate::programs::Program;

/// How long something may take that a busy machine still does.
pub(crate) const LONG: Duration = Duration::from_secs(60);

/// The provider's program, built once.
pub(crate) fn binary() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| cargo_example("tfplugin", "atlas"))
}

/// Gone when dropped.
pub(crate) struct Atlas {
    pub(crate) workspace: Workspace,
    store: TempDir,
    address: String,
}

impl Atlas {
    /// With the provider as it is, which needs no `init`.
    pub(crate) fn new(program: &Program) -> Self {
        let mut atlas = Self::without_provider(program);
        let install = Install::dev_override(atlas.address(), binary());
        atlas.workspace.install(&install);
        atlas
    }

    pub(crate) fn without_provider(program: &Program) -> Self {
        let address = format!("{}/examples/atlas", program.registry());
        let store = tempfile::tempdir().expect("a temporary directory");
        let mut workspace = Workspace::new(&program.terraform);
        workspace.env("ATLAS_PATH", store.path());
        workspace.write(
            "versions.tf",
            format!(
                "terraform {{\n  required_providers {{\n    atlas = {{\n      source = \"{address}\"\n    }}\n  }}\n}}\n"
            ),
        );
        Self {
            workspace,
            store,
            address,
        }
    }

    /// `HOST/NAMESPACE/TYPE`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The configuration, apart from where the provider comes from.
    pub(crate) fn main(&self, text: &str) -> &Self {
        self.workspace.write("main.tf", text);
        self
    }

    #[track_caller]
    pub(crate) fn apply(&self) -> Outcome {
        self.apply_code(0)
    }

    #[track_caller]
    pub(crate) fn apply_code(&self, code: i32) -> Outcome {
        self.workspace.run(&["apply", "-auto-approve"]).expect_code(code)
    }

    /// A plan that must find nothing to do.
    #[track_caller]
    pub(crate) fn unchanged(&self) -> Outcome {
        self.workspace.run(&["plan", "-detailed-exitcode"]).expect_code(0)
    }

    /// A plan that must fail.
    #[track_caller]
    pub(crate) fn refused(&self) -> Outcome {
        self.workspace.run(&["plan"]).expect_code(1)
    }

    /// The actions that a plan has for each address, `no-op` left out: `atlas_thing.one create`.
    #[track_caller]
    pub(crate) fn planned(&self) -> Vec<String> {
        actions(&self.workspace.plan_json(&[]))
    }

    /// The values of one object in the state.
    #[track_caller]
    pub(crate) fn values(&self, address: &str) -> Value {
        self.object(address)["values"].clone()
    }

    /// One object as `show -json` gives it.
    #[track_caller]
    pub(crate) fn object(&self, address: &str) -> Value {
        let state = self.workspace.state_json();
        object(&state, address).unwrap_or_else(|| panic!("no {address} in {state}"))
    }

    /// The state's file.
    pub(crate) fn state_file(&self) -> PathBuf {
        self.workspace.dir().join("terraform.tfstate")
    }

    /// Changes the first instance of the first object of a type in the state's file, as another version left it.
    pub(crate) fn edit_state(&self, kind: &str, edit: impl FnOnce(&mut Value)) {
        let text = fs::read_to_string(self.state_file()).expect("a state");
        let mut state: Value = serde_json::from_str(&text).expect("JSON");
        let resources = state["resources"].as_array_mut().expect("resources");
        let found = resources.iter_mut().find(|resource| resource["type"] == kind);
        edit(&mut found.expect("an object of that type")["instances"][0]);
        fs::write(self.state_file(), state.to_string()).expect("the state");
    }

    /// What the provider did, a line per operation.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.store.path().join("log")).unwrap_or_default()
    }

    /// The lines of the log that begin so.
    pub(crate) fn log_of(&self, beginning: &str) -> Vec<String> {
        let log = self.log();
        log.lines()
            .filter(|line| line.starts_with(beginning))
            .map(str::to_owned)
            .collect()
    }

    /// Where an object is kept.
    pub(crate) fn file(&self, kind: &str, name: &str) -> PathBuf {
        self.store
            .path()
            .join(kind)
            .join(name.replace('/', "__") + ".json")
    }

    /// Waits until an object is there.
    #[track_caller]
    pub(crate) fn wait_for(&self, kind: &str, name: &str) {
        let (file, end) = (self.file(kind, name), Instant::now() + LONG);
        while !file.exists() {
            assert!(Instant::now() < end, "no {} came", file.display());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn store(&self) -> &Path {
        self.store.path()
    }
}

/// Of a plan, as [`Atlas::planned`].
pub(crate) fn actions(plan: &Value) -> Vec<String> {
    let changes = plan["resource_changes"].as_array().cloned().unwrap_or_default();
    changes
        .iter()
        .map(|change| {
            let actions = change["change"]["actions"].as_array().expect("actions");
            let actions: Vec<_> = actions.iter().filter_map(Value::as_str).collect();
            (change["address"].as_str().unwrap_or_default(), actions.join("/"))
        })
        .filter(|(_, actions)| actions != "no-op")
        .map(|(address, actions)| format!("{address} {actions}"))
        .collect()
}

/// An object of a state or of planned values.
pub(crate) fn object(state: &Value, address: &str) -> Option<Value> {
    let objects = state["values"]["root_module"]["resources"].as_array()?;
    objects
        .iter()
        .find(|object| object["address"] == address)
        .cloned()
}
