//! Format strings: `%[flags][width][.precision][[argument]]verb`.

use crate::eval::error::EvalError;
use crate::eval::text::{TEXT_LIMIT, too_long};

pub(super) enum Part {
    Literal(String),
    Verb(Verb),
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Verb {
    pub(super) letter: char,
    /// Which argument, from 0.
    pub(super) argument: usize,
    pub(super) width: usize,
    pub(super) precision: Option<usize>,
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) sharp: bool,
    pub(super) space: bool,
    pub(super) zero: bool,
}

/// The parts of a format, and how many arguments it needs.
///
/// # Errors
/// What is no format.
pub(super) fn parse(text: &str) -> Result<(Vec<Part>, usize), EvalError> {
    let mut parts = Vec::new();
    let mut most = 0;
    let mut next = 0;
    let mut rest = text;
    while let Some(percent) = rest.find('%') {
        if percent > 0 {
            parts.push(Part::Literal(rest[..percent].to_owned()));
        }
        let mut scan = Scan(&rest[percent + 1..]);
        let before = rest.len();
        let mut verb = Verb::default();
        loop {
            match scan.peek() {
                Some('+') => verb.plus = true,
                Some('-') => verb.minus = true,
                Some('#') => verb.sharp = true,
                Some(' ') => verb.space = true,
                Some('0') => verb.zero = true,
                _ => break,
            }
            scan.skip(1);
        }
        verb.width = scan.number()?.unwrap_or(0);
        if scan.peek() == Some('.') {
            scan.skip(1);
            verb.precision = Some(scan.number()?.unwrap_or(0));
        }
        let mut argument = next;
        if scan.peek() == Some('[') {
            scan.skip(1);
            let number = scan.number()?;
            if scan.peek() != Some(']') {
                return Err(refused("an unclosed argument number"));
            }
            scan.skip(1);
            argument = number
                .and_then(|number| number.checked_sub(1))
                .ok_or_else(|| refused("an argument number that is no number from 1 on"))?;
        }
        verb.letter = scan
            .peek()
            .ok_or_else(|| refused("an unfinished verb at its end"))?;
        rest = &scan.0[verb.letter.len_utf8()..];
        match verb.letter {
            '%' if scan.0.len() + percent + 1 == before => parts.push(Part::Literal("%".to_owned())),
            'v' | 't' | 'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' | 's' | 'q' => {
                verb.argument = argument;
                next = argument + 1;
                most = most.max(next);
                parts.push(Part::Verb(verb));
            }
            other => return Err(refused(&format!("an unsupported verb '{other}'"))),
        }
    }
    if !rest.is_empty() {
        parts.push(Part::Literal(rest.to_owned()));
    }
    Ok((parts, most))
}

fn refused(what: &str) -> EvalError {
    EvalError::invalid(format!("the format has {what}"))
}

struct Scan<'a>(&'a str);

impl Scan<'_> {
    fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }

    fn skip(&mut self, bytes: usize) {
        self.0 = &self.0[bytes..];
    }

    fn number(&mut self) -> Result<Option<usize>, EvalError> {
        let length = self.0.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.0.len());
        if length == 0 {
            return Ok(None);
        }
        let number = self.0[..length]
            .parse::<usize>()
            .ok()
            .filter(|number| *number <= TEXT_LIMIT);
        self.skip(length);
        number.map(Some).ok_or_else(too_long)
    }
}
