//! One page per rule from the header of its file, and the index.

use std::fmt::Write as _;
use std::path::Path;

use super::{Generated, notice};
use crate::units::{Kind, Unit};

/// The hundreds of the ids, as the rules are grouped.
const GROUPS: [(char, &str); 9] = [
    ('1', "Ownership and inventory"),
    ('2', "Lifetime"),
    ('3', "Scope"),
    ('4', "Revocation and relationships"),
    ('5', "Kinds of actor, kept apart"),
    ('6', "Credentials and secrets"),
    ('7', "Authentication and federation"),
    ('8', "Sessions, step-up, delegation"),
    ('9', "Reviews and hygiene"),
];

pub(super) fn pages(units: &[Unit]) -> Vec<Generated> {
    units.iter().map(page).collect()
}

fn page(unit: &Unit) -> Generated {
    let mut text = notice(&format!("`{}`", unit.path.display()));
    let _ = writeln!(text, "# {} ({})\n", unit.name, unit.id);
    let _ = writeln!(text, "{}\n", sentence(&unit.summary));
    let _ = writeln!(text, "| | |\n|---|---|");
    let _ = writeln!(text, "| highest severity | {} |", unit.severity);
    let _ = writeln!(text, "| heard from persona | {} |", unit.persona);
    let _ = writeln!(
        text,
        "| decided by | {} |",
        match unit.kind {
            Kind::Policy => "a policy on the governance graph, shared with the provider",
            Kind::Rule => "a rule on Terraform's text",
        }
    );
    for section in &unit.page.sections {
        let _ = write!(text, "\n## {}\n\n{}\n", section.heading, section.body.trim());
    }
    Generated {
        path: Path::new("docs/rules").join(format!("{}.md", unit.name)),
        text,
    }
}

pub(super) fn index(units: &[Unit]) -> Generated {
    let mut text = notice("the headers of the rules");
    let _ = writeln!(
        text,
        "# Rules\n\nA rule reads as *allow <name>*. `--select` and `--ignore` take ids, names and prefixes of ids; \
         `extid-lint explain <name>` prints a page. Severity is the highest that a rule gives: a finding may have \
         a lower one, and a stricter persona.\n"
    );
    for (digit, title) in GROUPS {
        let mut members = units
            .iter()
            .filter(|unit| unit.id.chars().nth(3) == Some(digit))
            .peekable();
        if members.peek().is_none() {
            continue;
        }
        let _ = writeln!(
            text,
            "## {digit}xx {title}\n\n| id | name | finds | severity | persona |\n|---|---|---|---|---|"
        );
        for unit in members {
            let _ = writeln!(
                text,
                "| {} | [{name}](rules/{name}.md) | {} | {} | {} |",
                unit.id,
                unit.summary,
                unit.severity,
                unit.persona,
                name = unit.name,
            );
        }
        text.push('\n');
    }
    Generated {
        path: "docs/rules.md".into(),
        text: text.trim_end().to_owned() + "\n",
    }
}

fn sentence(summary: &str) -> String {
    let mut chars = summary.chars();
    let first = chars
        .next()
        .map(|c| c.to_uppercase().to_string())
        .unwrap_or_default();
    format!("{first}{}.", chars.as_str().trim_end_matches('.'))
}
