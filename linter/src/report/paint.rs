//! The few terminal colours that are used beside miette's.

/// SGR parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Bold,
    Dim,
    Red,
    Yellow,
    Cyan,
    Green,
}

/// `text` in colour, or as it is.
pub(crate) fn paint(text: &str, ink: Ink, color: bool) -> String {
    let code = match ink {
        Ink::Bold => "1",
        Ink::Dim => "2",
        Ink::Red => "31;1",
        Ink::Yellow => "33;1",
        Ink::Cyan => "36;1",
        Ink::Green => "32;1",
    };
    match color {
        true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        false => text.to_owned(),
    }
}
