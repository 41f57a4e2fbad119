//! One report in miette's terms, and how miette is to draw it.

use std::fmt;
use std::io::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use super::Look;
use super::excerpt::Excerpts;

/// All its texts are harmless already.
#[derive(Debug)]
pub(super) struct Report {
    pub code: String,
    pub message: String,
    pub help: String,
    pub severity: miette::Severity,
    pub excerpts: Excerpts,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpts.labels.iter().cloned()))
    }
}

impl Report {
    pub(super) fn write(&self, handler: &GraphicalReportHandler, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        match handler.render_report(&mut text, self) {
            Ok(()) => out.write_all(text.as_bytes()),
            // Only a string is written to, so this is a label outside of its excerpt: say all but that.
            Err(fmt::Error) => writeln!(out, "{}\n\n  {}\n  help: {}", self.code, self.message, self.help),
        }
    }
}

pub(super) fn handler(look: &Look) -> GraphicalReportHandler {
    let theme = match (look.unicode, look.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_links(false)
        .with_context_lines(1)
        .tab_width(2)
}
