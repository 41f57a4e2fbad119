//! The JSON report, version 1, as a reader outside the project would declare it.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct Report {
    pub version: u32,
    pub as_of: String,
    pub exit_code: u8,
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
    pub undecided: Vec<Undecided>,
    pub summary: Summary,
}

#[derive(Debug, Deserialize)]
pub struct Finding {
    pub rule: Rule,
    pub severity: String,
    pub confidence: String,
    pub persona: String,
    pub fingerprint: String,
    pub module: String,
    pub subject: String,
    pub field: String,
    pub message: String,
    pub help: String,
    pub place: Option<Place>,
    pub related: Vec<Place>,
    pub instances: Vec<Instance>,
    pub undecided_instances: usize,
    pub suppressed: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
pub struct Rule {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Deserialize)]
pub struct Place {
    pub path: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
    #[serde(default)]
    pub label: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Instance {
    pub instance: String,
    pub evidence: String,
}

#[derive(Debug, Deserialize)]
pub struct Problem {
    pub kind: String,
    pub path: String,
    pub place: Option<Place>,
    pub message: String,
    pub help: String,
}

#[derive(Debug, Deserialize)]
pub struct Undecided {
    pub rule: Rule,
    pub instance: String,
    pub field: String,
    pub why: String,
}

#[derive(Debug, Deserialize)]
pub struct Summary {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    pub suppressed: usize,
    pub undecided: usize,
    pub problems: usize,
    pub modules_not_installed: usize,
    pub hidden: usize,
    pub files: usize,
    pub roots: usize,
}

impl Report {
    /// Findings of one rule, by id or name, that are not suppressed.
    pub fn of(&self, rule: &str) -> Vec<&Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.rule.is(rule) && finding.suppressed.is_none())
            .collect()
    }

    pub fn undecided_of(&self, rule: &str) -> Vec<&Undecided> {
        self.undecided.iter().filter(|one| one.rule.is(rule)).collect()
    }

    /// The only finding of the rule.
    pub fn one(&self, rule: &str) -> &Finding {
        match self.of(rule)[..] {
            [finding] => finding,
            ref all => panic!("{} findings of {rule} rather than one: {all:#?}", all.len()),
        }
    }

    /// Problems whose file is `path`.
    pub fn problems_of(&self, path: &str) -> Vec<&Problem> {
        self.problems
            .iter()
            .filter(|problem| problem.path == path)
            .collect()
    }

    /// Every instance of the rule's findings, sorted.
    pub fn instances_of(&self, rule: &str) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .of(rule)
            .iter()
            .flat_map(|finding| finding.instances.iter().map(|one| one.instance.as_str()))
            .collect();
        names.sort_unstable();
        names
    }
}

impl Rule {
    pub fn is(&self, rule: &str) -> bool {
        self.id == rule || self.name == rule
    }
}
