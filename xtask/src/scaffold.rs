//! Writes the file of a new policy or rule, and its line in the table.
//!
//! What it writes compiles, and fails the header tests until its examples are true.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::units::{self, Kind};
use crate::workspace;

const POLICY: &str = include_str!("scaffold/policy.rs.txt");
const RULE: &str = include_str!("scaffold/rule.rs.txt");

#[derive(Clone, Debug, clap::Subcommand)]
pub enum Unit {
    /// A judgement that a graph of subjects is enough for; the provider has it too
    Policy {
        /// As in "allow NAME": `missing-owner`
        name: String,
        /// `XIDnnn`
        id: String,
    },
    /// A judgement that needs Terraform's text
    Rule {
        /// As in "allow NAME": `hardcoded-secret`
        name: String,
        /// `XIDnnn`
        id: String,
    },
}

pub fn run(unit: &Unit) -> Result<()> {
    let path = write(&workspace::root(), unit)?;
    println!(
        "wrote {}; its examples come first: cargo test -p acceptance --test rules",
        path.display()
    );
    Ok(())
}

/// Writes the unit into the checkout at `root`; answers its file, relative to it.
pub fn write(root: &Path, unit: &Unit) -> Result<std::path::PathBuf> {
    let (kind, name, id) = match unit {
        Unit::Policy { name, id } => (Kind::Policy, name, id),
        Unit::Rule { name, id } => (Kind::Rule, name, id),
    };
    check(root, name, id)?;
    let module = name.replace('-', "_");
    let relative = Path::new(kind.dir()).join(format!("{module}.rs"));
    let path = root.join(&relative);
    ensure!(!path.exists(), "{} exists", relative.display());
    let template = match kind {
        Kind::Policy => POLICY,
        Kind::Rule => RULE,
    };
    let text = template.replace("{id}", id).replace("{name}", name);

    let table = root.join(kind.dir()).with_extension("rs");
    let before =
        std::fs::read_to_string(&table).with_context(|| format!("failed to read {}", table.display()))?;
    let order = |module: &str| -> Result<String> {
        if path.ends_with(format!("{module}.rs")) {
            return Ok(id.clone());
        }
        let all = units::of(root, kind)?;
        let unit = all
            .iter()
            .find(|unit| unit.path.ends_with(format!("{module}.rs")));
        unit.map(|unit| unit.id.clone())
            .with_context(|| format!("the table names `{module}`, which has no id"))
    };
    let after = match kind {
        Kind::Policy => insert(&before, "policies! {", '}', &module, order)?,
        Kind::Rule => declare(&insert(&before, "table![", ']', &module, order)?, &module)?,
    };
    workspace::write(&path, &text)?;
    workspace::write(&table, &after)?;
    format(root, &[&path, &table])?;
    Ok(relative)
}

fn check(root: &Path, name: &str, id: &str) -> Result<()> {
    let kebab = name
        .split('-')
        .all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
    ensure!(
        kebab && name.starts_with(|c: char| c.is_ascii_lowercase()),
        "`{name}` is not lower-case words joined by `-`"
    );
    let digits = id.strip_prefix("XID").unwrap_or_default();
    ensure!(
        digits.len() == 3 && digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0'),
        "`{id}` is not `XID` and three digits, the first of which names the group"
    );
    for kind in [Kind::Policy, Kind::Rule] {
        for unit in units::of(root, kind)? {
            if unit.id == id || unit.name == name {
                bail!("{} {} exists: {}", unit.id, unit.name, unit.path.display());
            }
        }
    }
    Ok(())
}

/// Adds `module` to the list that follows the last `opening`, in the order of ids.
fn insert(
    text: &str,
    opening: &str,
    closing: char,
    module: &str,
    id_of: impl Fn(&str) -> Result<String>,
) -> Result<String> {
    let start = text
        .rfind(opening)
        .with_context(|| format!("no table that starts with `{opening}`"))?
        + opening.len();
    let length = text[start..]
        .find(closing)
        .with_context(|| format!("the table has no `{closing}`"))?;
    let mut modules: Vec<&str> = text[start..start + length]
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    modules.push(module);
    let mut ordered = modules
        .into_iter()
        .map(|name| Ok((id_of(name)?, name)))
        .collect::<Result<Vec<_>>>()?;
    ordered.sort();
    let list: Vec<_> = ordered.into_iter().map(|(_, name)| name).collect();
    let list = match closing {
        // rustfmt lays out brackets, and leaves braces alone.
        ']' => list.join(", "),
        _ => format!("\n    {},\n", list.join(",\n    ")),
    };
    Ok(format!("{}{list}{}", &text[..start], &text[start + length..]))
}

fn format(root: &Path, files: &[&Path]) -> Result<()> {
    let status = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .args(files)
        .current_dir(root)
        .status()
        .context("failed to start rustfmt")?;
    ensure!(status.success(), "rustfmt refuses what was written");
    Ok(())
}

/// Adds `mod module;` among the modules of the file, in alphabetical order.
fn declare(text: &str, module: &str) -> Result<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let name_of = |line: &str| -> Option<String> {
        let rest = line
            .strip_prefix("pub mod ")
            .or_else(|| line.strip_prefix("mod "))?;
        rest.strip_suffix(';').map(str::to_owned)
    };
    let first = lines.iter().find(|line| name_of(line).is_some());
    let visibility = first
        .map(|line| if line.starts_with("pub ") { "pub " } else { "" })
        .context("the file of the table declares no module")?;
    let declaration = format!("{visibility}mod {module};");
    let place = lines
        .iter()
        .rposition(|line| name_of(line).is_some_and(|name| name.as_str() < module))
        .map(|index| index + 1)
        .or_else(|| lines.iter().position(|line| name_of(line).is_some()))
        .context("the file of the table declares no module")?;
    lines.insert(place, declaration);
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(module: &str) -> Result<String> {
        Ok(match module {
            "early" => "XID101",
            "late" => "XID900",
            _ => "XID500",
        }
        .to_owned())
    }

    #[test]
    fn a_table_gets_its_line_in_the_order_of_ids() {
        let text = "macro_rules! policies { () => {}; }\n\npolicies! { early, late }\n";
        assert_eq!(
            insert(text, "policies! {", '}', "middle", id).unwrap(),
            "macro_rules! policies { () => {}; }\n\npolicies! {\n    early,\n    middle,\n    late,\n}\n"
        );
    }

    #[test]
    fn an_empty_table_gets_its_first_line() {
        assert_eq!(insert("t![]", "t![", ']', "early", id).unwrap(), "t![early]");
    }

    #[test]
    fn a_module_is_declared_among_its_neighbours() {
        let text = "//! x\n\npub mod a;\npub mod c;\n\nuse y;\n";
        assert_eq!(
            declare(text, "b").unwrap(),
            "//! x\n\npub mod a;\npub mod b;\npub mod c;\n\nuse y;\n"
        );
        assert_eq!(
            declare(text, "_a").unwrap(),
            "//! x\n\npub mod _a;\npub mod a;\npub mod c;\n\nuse y;\n"
        );
    }
}
