//! The policies, one judgement per file. The header of a file is its manual page.

use crate::Policy;

/// One line per policy declares its module, its entry in [`ALL`] and its source as manual. `cargo fmt` does not
/// see modules declared by a macro: run rustfmt on the files themselves.
macro_rules! policies {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// Every policy with the source of its file, in the order of ids.
        pub static ALL: &[(&Policy, &str)] =
            &[$((&$name::POLICY, include_str!(concat!("policies/", stringify!($name), ".rs")))),*];
    };
}

policies! {
    missing_owner,
    unclassified_actor_type,
    absent_expiry,
    expiry_too_far,
    unbounded_agent_scope,
    wildcard_scope,
    access_outlives_relationship,
    human_flow_on_machine,
    static_secret_for_agent,
}

/// The sections of a manual page, in their order; `Undecided` may be missing.
pub const SECTIONS: [&str; 7] = [
    "## What",
    "## Why",
    "## Flagged",
    "## Accepted",
    "## Undecided",
    "## Fix",
    "## Maps to",
];

/// The manual page in a policy's source: its `//!` header as Markdown. The first line is
/// `XID201 absent-expiry: one line`.
pub fn manual(source: &str) -> String {
    let header = source.lines().map_while(|line| line.strip_prefix("//!"));
    let mut page = String::new();
    for line in header {
        page.push_str(line.strip_prefix(' ').unwrap_or(line));
        page.push('\n');
    }
    page
}

/// The policy of this id or name, without regard to case.
pub fn find(id_or_name: &str) -> Option<&'static Policy> {
    let mut policies = ALL.iter().map(|(policy, _)| *policy);
    policies.find(|policy| {
        policy.id.eq_ignore_ascii_case(id_or_name) || policy.name.eq_ignore_ascii_case(id_or_name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Persona, Severity};

    #[test]
    fn ids_and_names_are_unique_and_in_order() {
        let ids: Vec<&str> = ALL.iter().map(|(policy, _)| policy.id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
        let mut names: Vec<&str> = ALL.iter().map(|(policy, _)| policy.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn a_name_says_what_is_allowed_when_the_rule_is() {
        for (policy, _) in ALL {
            let name = policy.name;
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            for instruction in [
                "no-",
                "must-",
                "require-",
                "check-",
                "use-",
                "avoid-",
                "disallow-",
                "missing-no-",
            ] {
                assert!(
                    !name.starts_with(instruction),
                    "`allow {name}` reads as an instruction"
                );
            }
        }
    }

    #[test]
    fn every_manual_has_its_title_and_its_sections_in_order() {
        for (policy, source) in ALL {
            let page = manual(source);
            let title = format!("{} {}: {}", policy.id, policy.name, policy.summary);
            assert_eq!(page.lines().next(), Some(title.as_str()));
            let found: Vec<&str> = page.lines().filter(|line| line.starts_with("## ")).collect();
            let without: Vec<&str> = SECTIONS
                .iter()
                .copied()
                .filter(|s| *s != "## Undecided")
                .collect();
            assert!(
                found == SECTIONS || found == without,
                "{} has the sections {found:?}",
                policy.name
            );
        }
    }

    #[test]
    fn examples_stand_where_the_manual_promises_them() {
        for (policy, source) in ALL {
            let page = manual(source);
            for section in ["## Flagged", "## Accepted"] {
                let body = page.split(section).nth(1).unwrap_or_default();
                let body = body.split("\n## ").next().unwrap_or_default();
                assert!(
                    body.contains("```hcl\n"),
                    "{} has no example in {section}",
                    policy.name
                );
            }
            assert_eq!(
                page.matches("```").count() % 2,
                0,
                "{} leaves a fence open",
                policy.name
            );
        }
    }

    #[test]
    fn policies_are_found_by_id_and_by_name() {
        assert_eq!(find("xid201").map(|p| p.name), Some("absent-expiry"));
        assert_eq!(find("absent-expiry").map(|p| p.id), Some("XID201"));
        assert!(find("XID2").is_none());
    }

    #[test]
    fn defaults_are_what_the_rule_catalogue_says() {
        for (policy, _) in ALL {
            assert_eq!(policy.severity, Severity::Error, "{}", policy.name);
            assert_eq!(policy.persona, Persona::Regular, "{}", policy.name);
        }
    }
}
