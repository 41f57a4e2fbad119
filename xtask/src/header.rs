//! Reads the manual page that stands in the `//!` header of a policy's or a rule's file.
//!
//! The header is the page, the specification and the test: `## Flagged`, `## Accepted` and `## Undecided` hold
//! `hcl` blocks which the acceptance tests run through the linter. A `toml` block before them is the `extid.toml`
//! of the blocks that follow it in its section.

use anyhow::{Result, bail, ensure};

/// The headings that every page has, in this order. `Undecided` may stand after `Accepted`.
pub const HEADINGS: [&str; 6] = ["What", "Why", "Flagged", "Accepted", "Fix", "Maps to"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// First line of the header.
    pub title: String,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub heading: String,
    /// Markdown, without the heading.
    pub body: String,
    /// 1-based line of the heading in its file.
    pub line: usize,
}

/// One example to lint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub hcl: String,
    /// `extid.toml` beside it.
    pub config: Option<String>,
    /// 1-based line of the opening fence in its file.
    pub line: usize,
}

/// Splits the header of a source file into its title and sections.
pub fn parse(source: &str) -> Result<Page> {
    let lines: Vec<&str> = source
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .map(|line| line.strip_prefix(' ').unwrap_or(line))
        .collect();
    let Some(title) = lines.first().filter(|title| !title.trim().is_empty()) else {
        bail!("the file does not start with a `//!` header");
    };
    let mut sections: Vec<Section> = Vec::new();
    let mut fenced = false;
    for (index, line) in lines.iter().enumerate().skip(1) {
        if line.starts_with("```") {
            fenced = !fenced;
        }
        if let Some(heading) = line.strip_prefix("## ").filter(|_| !fenced) {
            sections.push(Section {
                heading: heading.trim().to_owned(),
                body: String::new(),
                line: index + 1,
            });
        } else if let Some(section) = sections.last_mut() {
            section.body.push_str(line);
            section.body.push('\n');
        }
    }
    ensure!(!fenced, "a code block of the header is not closed");
    for section in &mut sections {
        // Blank lines around the text say nothing; those inside the first fence keep line numbers right.
        section.body = section.body.trim_end().to_owned();
    }
    Ok(Page {
        title: title.trim().to_owned(),
        sections,
    })
}

impl Page {
    pub fn section(&self, heading: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.heading == heading)
    }

    /// The examples of one section; none when the page does not have it.
    pub fn examples(&self, heading: &str) -> Vec<Example> {
        self.section(heading).map_or_else(Vec::new, Section::examples)
    }
}

impl Section {
    fn examples(&self) -> Vec<Example> {
        let mut examples = Vec::new();
        let mut config = None;
        let mut open: Option<(&str, usize, String)> = None;
        for (index, line) in self.body.lines().enumerate() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(language)) => {
                    open = Some((language.trim(), self.line + 1 + index, String::new()))
                }
                (Some(_), Some(_)) => match open.take() {
                    Some(("hcl", line, hcl)) => examples.push(Example {
                        hcl,
                        config: config.clone(),
                        line,
                    }),
                    Some(("toml", _, text)) => config = Some(text),
                    _ => {}
                },
                (Some((_, _, text)), None) => {
                    text.push_str(line);
                    text.push('\n');
                }
                (None, None) => {}
            }
        }
        examples
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
//! XID999 sample: a sample
//!
//! ## What
//!
//! Words.
//!
//! ## Flagged
//!
//! ```hcl
//! ## not a heading
//! a = 1
//! ```
//!
//! ```toml
//! [limits]
//! ```
//!
//! ```hcl
//! b = 2
//! ```
use std::fmt;
";

    #[test]
    fn sections_end_at_headings_outside_code() {
        let page = parse(SOURCE).unwrap();
        assert_eq!(page.title, "XID999 sample: a sample");
        let headings: Vec<_> = page.sections.iter().map(|s| s.heading.as_str()).collect();
        assert_eq!(headings, ["What", "Flagged"]);
        assert_eq!(page.section("What").unwrap().body.trim(), "Words.");
    }

    #[test]
    fn examples_know_their_line_and_the_configuration_before_them() {
        let examples = parse(SOURCE).unwrap().examples("Flagged");
        assert_eq!(examples.len(), 2);
        assert_eq!(examples[0].hcl, "## not a heading\na = 1\n");
        assert_eq!((examples[0].line, examples[0].config.as_deref()), (9, None));
        assert_eq!(
            (examples[1].line, examples[1].config.as_deref()),
            (18, Some("[limits]\n"))
        );
    }

    #[test]
    fn a_code_block_without_an_end_is_refused() {
        assert!(parse("//! T\n//! ## What\n//! ```hcl\nfn x() {}\n").is_err());
    }
}
