//! `explain RULE` and `rules`: manual pages and the list of rules.

use std::io::{self, Write};

use governance::{Persona, Severity};
use serde::Serialize;

use crate::manual::Manual;
use crate::report::paint::{Ink, paint};
use crate::report::wrap::wrap;
use crate::rulebook::{self, Entry};

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PageFormat {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ListFormat {
    Text,
    Json,
}

/// Wire form of one rule.
#[derive(Serialize)]
struct Rule<'a> {
    id: &'a str,
    name: &'a str,
    summary: &'a str,
    severity: Severity,
    persona: Persona,
    /// Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    manual: Option<String>,
}

impl<'a> Rule<'a> {
    fn of(entry: &'a Entry, manual: Option<String>) -> Self {
        Self {
            id: entry.rule.id,
            name: entry.rule.name,
            summary: entry.summary,
            severity: entry.severity,
            persona: entry.persona,
            manual,
        }
    }
}

/// Writes the page of one rule.
pub fn explain(
    entry: &Entry,
    format: PageFormat,
    color: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let manual = entry.manual();
    match format {
        PageFormat::Text => text(entry, &manual, color, width, out),
        PageFormat::Markdown => {
            writeln!(out, "# {} {}\n", entry.rule.id, entry.rule.name)?;
            writeln!(out, "{}. {}.\n", capitalised(manual.summary), facts(entry))?;
            out.write_all(manual.markdown().as_bytes())
        }
        PageFormat::Json => json(&Rule::of(entry, Some(manual.markdown())), out),
    }
}

/// Writes one line per rule.
pub fn rules(format: ListFormat, color: bool, out: &mut dyn Write) -> io::Result<()> {
    let entries: Vec<Entry> = rulebook::all().collect();
    match format {
        ListFormat::Json => {
            let rules: Vec<Rule<'_>> = entries.iter().map(|entry| Rule::of(entry, None)).collect();
            json(&rules, out)
        }
        ListFormat::Text => {
            let widest = entries
                .iter()
                .map(|entry| entry.rule.name.len())
                .max()
                .unwrap_or(0);
            for entry in &entries {
                let id = paint(entry.rule.id, ink(entry.severity), color);
                let (name, severity) = (entry.rule.name, entry.severity.as_str());
                let persona = entry.persona.as_str();
                writeln!(
                    out,
                    "{id} {name:widest$} {severity:7} {persona:8} {}",
                    entry.summary
                )?;
            }
            Ok(())
        }
    }
}

fn json(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}

fn text(
    entry: &Entry,
    manual: &Manual<'_>,
    color: bool,
    width: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let title = format!("{} {}", entry.rule.id, entry.rule.name);
    writeln!(out, "{}", paint(&title, ink(entry.severity), color))?;
    writeln!(out, "{}", wrap(manual.summary, width, "", ""))?;
    writeln!(out, "{}", paint(&facts(entry), Ink::Dim, color))?;
    for (heading, body) in &manual.sections {
        writeln!(out, "\n{}", paint(heading, Ink::Bold, color))?;
        let mut code = false;
        let mut paragraph = String::new();
        for line in body.lines() {
            let fence = line.starts_with("```");
            let item = line.starts_with("- ") || line.starts_with("* ");
            if fence || code || item || line.is_empty() {
                write_paragraph(&mut paragraph, width, out)?;
            }
            match line {
                _ if fence => code = !code,
                _ if code => writeln!(out, "{}", paint(&format!("    {line}"), Ink::Cyan, color))?,
                "" => writeln!(out)?,
                line => {
                    paragraph.push_str(line);
                    paragraph.push('\n');
                }
            }
        }
        write_paragraph(&mut paragraph, width, out)?;
    }
    Ok(())
}

fn write_paragraph(paragraph: &mut String, width: usize, out: &mut dyn Write) -> io::Result<()> {
    if !paragraph.is_empty() {
        let rest = if paragraph.starts_with(['-', '*']) {
            "    "
        } else {
            "  "
        };
        writeln!(out, "{}", wrap(paragraph, width, "  ", rest))?;
        paragraph.clear();
    }
    Ok(())
}

fn facts(entry: &Entry) -> String {
    format!("Severity {}, persona {}", entry.severity, entry.persona.as_str())
}

fn ink(severity: Severity) -> Ink {
    match severity {
        Severity::Error => Ink::Red,
        Severity::Warning => Ink::Yellow,
        Severity::Info => Ink::Cyan,
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(format: PageFormat) -> String {
        let mut out = Vec::new();
        explain(&rulebook::find("XID904").unwrap(), format, false, 72, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_page_for_the_terminal_is_wrapped_and_its_code_is_not() {
        let text = page(PageFormat::Text);
        assert!(
            text.starts_with("XID904 waiver-expired-or-unapproved\n"),
            "{text}"
        );
        assert!(
            text.contains("\nFlagged\n    # extid: ignore[absent-expiry]\n"),
            "{text}"
        );
        assert!(text.contains("      user = \"ci\"\n"), "{text}");
        assert!(!text.contains("```"));
        let long: Vec<&str> = text
            .lines()
            .filter(|line| line.len() > 72 && !line.starts_with("    "))
            .collect();
        assert!(long.is_empty(), "{long:?}");
    }

    #[test]
    fn markdown_and_json_carry_the_whole_page() {
        let markdown = page(PageFormat::Markdown);
        assert!(markdown.starts_with("# XID904 waiver-expired-or-unapproved\n"));
        assert!(markdown.contains("## Maps to\n"));
        let json: serde_json::Value = serde_json::from_str(&page(PageFormat::Json)).unwrap();
        assert_eq!(json["severity"], "error");
        assert!(json["manual"].as_str().unwrap().contains("## Accepted"));
    }

    #[test]
    fn the_list_has_every_rule() {
        let mut out = Vec::new();
        rules(ListFormat::Text, false, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(text.lines().count(), rulebook::all().count());
        assert!(text.contains("XID904 waiver-expired-or-unapproved"));
    }
}
