//! Small module trees, evaluated here and planned by Terraform.
//!
//! Each folder under `differential/modules` is one tree of `terraform_data` resources; nothing is downloaded.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use extid_lint::eval::{Evaluator, Kind, Number, Step, Text, Value};
use extid_lint::load::{Request, load};
use extid_lint::source::Disk;
use rayon::prelude::*;
use real_terraform::{Terraform, Workspace};
use serde_json::Value as Json;

use super::progress::Progress;
use super::{Compared, Difference, cases};

pub(super) fn compare(terraform: &Terraform) -> Compared {
    let cases = cases().join("modules");
    let mut names: Vec<String> = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() >= 20, "only {} modules", names.len());
    let progress = Progress::of(names.len(), "modules");
    let differences = names
        .par_iter()
        .flat_map_iter(|name| {
            let differences = Case::compare(terraform, name, &cases.join(name));
            progress.add(1);
            differences
        })
        .collect();
    Compared {
        compared: names.len(),
        differences,
    }
}

struct Case<'n> {
    name: &'n str,
    differences: Vec<Difference>,
    /// Values that Terraform knows.
    compared: usize,
}

impl<'n> Case<'n> {
    fn compare(terraform: &Terraform, name: &'n str, dir: &Path) -> Vec<Difference> {
        let mut case = Self {
            name,
            differences: Vec::new(),
            compared: 0,
        };
        case.check(dir, &plan(terraform, dir));
        assert!(case.compared > 0, "{name}: nothing was compared");
        case.differences
    }

    fn differs(&mut self, place: &str, what: impl Into<String>) {
        self.differences.push(Difference {
            at: format!("{}: {place}", self.name),
            what: format!("  {}", what.into()),
        });
    }

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
                self.differs(&address, "is not planned by Terraform");
                continue;
            };
            for attribute in ["input", "triggers_replace"] {
                let value = instance
                    .attrs
                    .get(&[Step::Name(attribute.into())])
                    .unwrap_or_else(Value::null);
                let place = format!("{address}.{attribute}");
                let (after, unknown) = (&change["after"][attribute], &change["after_unknown"][attribute]);
                self.value(&place, &value, after, unknown);
            }
        }
        for address in planned.into_keys() {
            self.differs(&address, "is planned by Terraform only");
        }
        for (name, change) in plan["output_changes"].as_object().into_iter().flatten() {
            let value = evaluator.root_output(name).unwrap();
            self.value(
                &format!("output.{name}"),
                &value,
                &change["after"],
                &change["after_unknown"],
            );
        }
        assert_eq!(evaluator.problems(), [], "{}", self.name);
    }

    fn value(&mut self, place: &str, ours: &Value, after: &Json, unknown: &Json) {
        if unknown == &Json::Bool(true) {
            return;
        }
        self.compared += 1;
        match (&ours.kind, after) {
            (Kind::Null, Json::Null) => {}
            (Kind::Bool(a), Json::Bool(b)) if a == b => {}
            (Kind::Number(a), Json::Number(b)) if a.to_string() == b.to_string() => {}
            (Kind::Number(a), Json::Number(b)) => {
                let same = Number::parse(&b.to_string()).is_some_and(|b| b == *a);
                if !same {
                    self.differs(place, format!("{a} here, {b} in Terraform"));
                }
            }
            (Kind::Text(Text::Known(a)), Json::String(b)) if a.as_ref() == b => {}
            (Kind::List(seq) | Kind::Tuple(seq) | Kind::Set(seq), Json::Array(items)) => {
                if seq.items.len() != items.len() || seq.open.is_some() {
                    self.differs(place, format!("{ours:?} here, {after} in Terraform"));
                    return;
                }
                for (index, (ours, after)) in seq.items.iter().zip(items).enumerate() {
                    self.value(&format!("{place}[{index}]"), ours, after, &unknown[index]);
                }
            }
            (Kind::Map(entries) | Kind::Object(entries), Json::Object(fields)) => {
                for key in fields.keys() {
                    if entries.get(key).is_none() {
                        self.differs(place, format!("`{key}` is in Terraform only"));
                    }
                }
                for (key, ours) in entries.items.iter() {
                    let place = format!("{place}.{key}");
                    let unknown = &unknown[key.as_ref()];
                    match fields.get(key.as_ref()) {
                        Some(after) => self.value(&place, ours, after, unknown),
                        None if *unknown == Json::Bool(true) => {}
                        None => self.differs(&place, "is here only"),
                    }
                }
            }
            _ => self.differs(place, format!("{ours:?} here, {after} in Terraform")),
        }
    }
}

/// `terraform show -json` of a plan made in a copy of `case`.
fn plan(terraform: &Terraform, case: &Path) -> Json {
    let workspace = Workspace::new(terraform);
    workspace.copy(case);
    workspace.run(&["init"]).expect_code(0);
    workspace.plan_json(&["-lock=false"])
}
