//! What the pre-lexer can find wrong, in words for people.

use crate::problem::ProblemKind;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: FaultKind,
    /// Byte offset to point at.
    pub(super) at: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FaultKind {
    /// An opening bracket without its closing one.
    Unclosed(u8),
    UnclosedQuote,
    UnclosedHeredoc,
    UnclosedComment,
    Mismatched {
        open: u8,
        opened_at: usize,
        close: u8,
    },
    /// A closing bracket that nothing opened.
    Stray(u8),
    TooDeep,
}

impl Fault {
    pub(super) fn is_about_brackets(&self) -> bool {
        matches!(self.kind, FaultKind::Unclosed(_) | FaultKind::Mismatched { .. })
    }
}

impl FaultKind {
    pub(super) fn problem(&self) -> ProblemKind {
        match self {
            Self::TooDeep => ProblemKind::Budget,
            _ => ProblemKind::Syntax,
        }
    }

    /// `line_of` gives the 1-based line of an offset.
    pub(super) fn message(&self, line_of: impl Fn(usize) -> usize) -> String {
        match self {
            Self::Unclosed(open) => format!("unclosed `{}`", char::from(*open)),
            Self::UnclosedQuote => "unclosed `\"`: a quoted string ends on the line it begins".into(),
            Self::UnclosedHeredoc => "heredoc without its end marker".into(),
            Self::UnclosedComment => "unclosed `/*`".into(),
            Self::Mismatched {
                open,
                opened_at,
                close,
            } => format!(
                "`{}` does not close the `{}` of line {}",
                char::from(*close),
                char::from(*open),
                line_of(*opened_at)
            ),
            Self::Stray(close) => format!("`{}` closes nothing", char::from(*close)),
            Self::TooDeep => "more than 64 nested levels".into(),
        }
    }

    pub(super) fn help(&self) -> &'static str {
        match self {
            Self::Unclosed(_) => "close it; the block is not linted, the blocks after it are",
            Self::UnclosedQuote => "close the string, or use a heredoc for text of several lines",
            Self::UnclosedHeredoc => "put the marker on a line of its own, with nothing but spaces around it",
            Self::UnclosedComment => "close the comment with `*/`; what follows it is not linted",
            Self::Mismatched { .. } | Self::Stray(_) => {
                "balance the brackets; `terraform fmt` shows the same place"
            }
            Self::TooDeep => "move the inner parts into locals",
        }
    }
}
