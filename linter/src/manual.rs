//! The manual pages of rules and policies: the `//!` header of each one's own file, read at run time.

/// The page of one rule, split by its headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manual<'a> {
    /// `XID101 missing-owner: …` without the id and name.
    pub summary: &'a str,
    /// Heading and Markdown text, in the order of the file.
    pub sections: Vec<(&'a str, String)>,
}

/// The headings of a page, in their order; `Undecided` may be left out.
pub const HEADINGS: [&str; 7] = [
    "What",
    "Why",
    "Flagged",
    "Accepted",
    "Undecided",
    "Fix",
    "Maps to",
];

impl<'a> Manual<'a> {
    /// Reads the header of a rule's source file.
    pub fn of(source: &'a str) -> Self {
        let mut lines = source.lines().map_while(|line| line.strip_prefix("//!"));
        let first = lines.next().unwrap_or_default();
        let summary = first
            .split_once(": ")
            .map_or(first, |(_, summary)| summary)
            .trim();
        let mut sections: Vec<(&str, String)> = Vec::new();
        for line in lines {
            let line = line.strip_prefix(' ').unwrap_or(line);
            if let Some(heading) = line.strip_prefix("## ") {
                sections.push((heading.trim(), String::new()));
            } else if let Some((_, text)) = sections.last_mut() {
                text.push_str(line);
                text.push('\n');
            }
        }
        for (_, text) in &mut sections {
            *text = text.trim_matches('\n').to_owned();
        }
        Self { summary, sections }
    }

    pub fn section(&self, heading: &str) -> Option<&str> {
        let mut sections = self.sections.iter();
        sections
            .find(|(name, _)| *name == heading)
            .map(|(_, text)| text.as_str())
    }

    /// The page as Markdown, without its first line.
    pub fn markdown(&self) -> String {
        let pages: Vec<String> = self
            .sections
            .iter()
            .map(|(heading, text)| format!("## {heading}\n\n{text}\n"))
            .collect();
        pages.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rulebook;

    #[test]
    fn a_page_is_its_headings_in_order_without_comment_markers() {
        let manual = Manual::of(
            "//! XID101 missing-owner: an identity without an owner\n//!\n//! ## What\n//! It asks.\n//!\n\
             //! ## Flagged\n//! ```hcl\n//!   indented = 1\n//! ```\n\nuse x;\n//! not this\n",
        );
        assert_eq!(manual.summary, "an identity without an owner");
        assert_eq!(manual.section("What"), Some("It asks."));
        assert_eq!(manual.section("Flagged"), Some("```hcl\n  indented = 1\n```"));
        assert_eq!(manual.sections.len(), 2);
        assert!(manual.markdown().starts_with("## What\n\nIt asks.\n\n## Flagged"));
    }

    #[test]
    fn every_rule_has_a_page_with_all_headings_in_order() {
        for entry in rulebook::all() {
            let manual = entry.manual();
            let headings: Vec<&str> = manual.sections.iter().map(|(heading, _)| *heading).collect();
            let expected: Vec<&str> = HEADINGS
                .into_iter()
                .filter(|heading| *heading != "Undecided" || headings.contains(heading))
                .collect();
            assert_eq!(headings, expected, "{}", entry.rule.id);
            let title = format!("//! {} {}: ", entry.rule.id, entry.rule.name);
            assert!(
                entry.source.starts_with(&title),
                "{} does not start with {title:?}",
                entry.rule.id
            );
            assert!(!manual.summary.is_empty());
        }
    }
}
