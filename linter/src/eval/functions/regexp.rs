//! Go's regular expressions in terms of the `regex` crate: the syntax differs, the matching does not.

mod class;

use std::iter::Peekable;
use std::str::Chars;
use std::sync::Arc;

use regex::{Regex, RegexBuilder};

use crate::eval::error::EvalError;
use crate::eval::text::{TEXT_LIMIT, too_long};

/// Bytes of a compiled program.
const PROGRAM_LIMIT: usize = 1 << 20;
/// Go's limit of a repetition count.
const REPEAT_LIMIT: u32 = 1000;

pub(super) struct Pattern {
    pub(super) regex: Regex,
    /// Names of the capture groups, in order.
    names: Vec<Option<Arc<str>>>,
}

/// What the match of a pattern yields.
pub(super) enum Groups {
    None,
    Unnamed(usize),
    Named(Vec<Arc<str>>),
}

impl Pattern {
    /// # Errors
    /// What Go refuses; programs that are too large.
    pub(super) fn new(source: &str) -> Result<Self, EvalError> {
        let mut translator = Translator::new(source);
        translator.run()?;
        let Translator { out, names, .. } = translator;
        let regex = RegexBuilder::new(&out)
            .size_limit(PROGRAM_LIMIT)
            .dfa_size_limit(PROGRAM_LIMIT)
            .build()
            .map_err(|_| EvalError::Budget("a regular expression is too large to evaluate".into()))?;
        Ok(Self { regex, names })
    }

    /// # Errors
    /// Named and unnamed groups together.
    pub(super) fn groups(&self) -> Result<Groups, EvalError> {
        if self.names.is_empty() {
            return Ok(Groups::None);
        }
        let named: Vec<Arc<str>> = self.names.iter().flatten().cloned().collect();
        if named.is_empty() {
            Ok(Groups::Unnamed(self.names.len()))
        } else if named.len() == self.names.len() {
            Ok(Groups::Named(named))
        } else {
            Err(invalid("named and unnamed capture groups together"))
        }
    }

    /// What the group of this name or number matched; of several with one name the first that did.
    fn group<'t>(&self, captures: &regex::Captures<'t>, name: &str) -> Option<&'t str> {
        let text = |index: usize| captures.get(index).map(|found| found.as_str());
        if name.bytes().all(|byte| byte.is_ascii_digit()) {
            return name.parse().ok().and_then(text);
        }
        let named = self
            .names
            .iter()
            .enumerate()
            .filter(|(_, group)| group.as_deref() == Some(name));
        named.map(|(index, _)| index + 1).find_map(text)
    }
}

/// Replaces every match; `$1`, `${1}`, `$name` and `$$` in `replacement` as Go expands them.
pub(super) fn replace_all(pattern: &Pattern, text: &str, replacement: &str) -> Result<String, EvalError> {
    let mut out = String::new();
    let mut end = 0;
    for captures in pattern.regex.captures_iter(text) {
        let Some(found) = captures.get(0) else { continue };
        out.push_str(&text[end..found.start()]);
        expand(pattern, &captures, replacement, &mut out);
        end = found.end();
        if out.len() > TEXT_LIMIT {
            return Err(too_long());
        }
    }
    out.push_str(&text[end..]);
    Ok(out)
}

fn expand(pattern: &Pattern, captures: &regex::Captures<'_>, mut template: &str, out: &mut String) {
    while let Some(dollar) = template.find('$') {
        out.push_str(&template[..dollar]);
        template = &template[dollar + 1..];
        if let Some(rest) = template.strip_prefix('$') {
            out.push('$');
            template = rest;
            continue;
        }
        let (inside, braced) = match template.strip_prefix('{') {
            Some(rest) => (rest, true),
            None => (template, false),
        };
        let length = inside
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(inside.len());
        let closed = !braced || inside[length..].starts_with('}');
        if length == 0 || !closed {
            out.push('$');
            continue;
        }
        out.push_str(pattern.group(captures, &inside[..length]).unwrap_or_default());
        template = &inside[length + usize::from(braced)..];
    }
    out.push_str(template);
}

pub(super) fn invalid(what: &str) -> EvalError {
    EvalError::invalid(format!("the regular expression has {what}"))
}

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
    names: Vec<Option<Arc<str>>>,
    depth: usize,
    /// What stands before can be repeated.
    operand: bool,
    /// What stands before is a repetition.
    repeated: bool,
}

impl<'a> Translator<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            rest: source.chars().peekable(),
            out: String::new(),
            names: Vec::new(),
            depth: 0,
            operand: false,
            repeated: false,
        }
    }

    fn run(&mut self) -> Result<(), EvalError> {
        while let Some(character) = self.rest.next() {
            match character {
                '\\' => self.escape()?,
                '[' => {
                    let class = class::bracketed(&mut self.rest)?;
                    self.operand_is(&class);
                }
                '(' => self.open()?,
                ')' => {
                    self.depth = self
                        .depth
                        .checked_sub(1)
                        .ok_or_else(|| invalid("an unexpected )"))?;
                    self.operand_is(")");
                }
                '|' => {
                    self.out.push('|');
                    self.operand = false;
                    self.repeated = false;
                }
                '*' | '+' | '?' => self.repeat(&character.to_string())?,
                '{' => match self.counts()? {
                    Some(counts) => self.repeat(&counts)?,
                    None => self.operand_is("\\{"),
                },
                '^' | '$' | '.' => self.operand_is(&character.to_string()),
                literal => self.literal(literal),
            }
        }
        if self.depth > 0 {
            Err(invalid("a missing closing )"))
        } else {
            Ok(())
        }
    }

    fn operand_is(&mut self, text: &str) {
        self.out.push_str(text);
        self.operand = true;
        self.repeated = false;
    }

    fn literal(&mut self, character: char) {
        self.operand_is(&regex::escape(character.encode_utf8(&mut [0; 4])));
    }

    fn repeat(&mut self, operator: &str) -> Result<(), EvalError> {
        if self.repeated {
            return Err(invalid("a repetition of a repetition"));
        }
        if !self.operand {
            return Err(invalid("a repetition of nothing"));
        }
        self.out.push_str(operator);
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        self.repeated = true;
        Ok(())
    }

    /// `{n}`, `{n,}`, `{n,m}` after the brace; anything else leaves a literal brace.
    fn counts(&mut self) -> Result<Option<String>, EvalError> {
        let mut ahead = self.rest.clone();
        let mut text = String::new();
        loop {
            match ahead.next() {
                Some('}') => break,
                Some(character) if character.is_ascii_digit() || character == ',' => text.push(character),
                _ => return Ok(None),
            }
        }
        let (least, most) = match text.split_once(',') {
            Some((least, most)) => (least, Some(most)),
            None => (text.as_str(), None),
        };
        let canonical = |digits: &str| !digits.is_empty() && (digits == "0" || !digits.starts_with('0'));
        if !canonical(least)
            || most.is_some_and(|most| most.contains(',') || (!most.is_empty() && !canonical(most)))
        {
            return Ok(None);
        }
        let count = |digits: &str| digits.parse::<u32>().unwrap_or(u32::MAX);
        let most_count = most.filter(|most| !most.is_empty()).map_or(count(least), count);
        if count(least) > REPEAT_LIMIT || most_count > REPEAT_LIMIT || most_count < count(least) {
            return Err(invalid("an invalid repeat count"));
        }
        self.rest = ahead;
        Ok(Some(format!("{{{text}}}")))
    }

    fn open(&mut self) -> Result<(), EvalError> {
        self.operand = false;
        self.repeated = false;
        if self.rest.next_if_eq(&'?').is_none() {
            self.depth += 1;
            self.names.push(None);
            self.out.push('(');
            return Ok(());
        }
        let named = match self.rest.peek() {
            Some('P') => {
                self.rest.next();
                self.rest
                    .next_if_eq(&'<')
                    .ok_or_else(|| invalid("an unsupported (?P"))?;
                true
            }
            Some('<') => {
                self.rest.next();
                true
            }
            _ => false,
        };
        if !named {
            return self.flags();
        }
        let mut name = String::new();
        loop {
            match self.rest.next() {
                Some('>') if !name.is_empty() => break,
                Some(character) if character == '_' || character.is_ascii_alphanumeric() => {
                    name.push(character)
                }
                _ => return Err(invalid("an invalid name of a group")),
            }
        }
        let name: Arc<str> = name.into();
        self.names.push(Some(name));
        self.depth += 1;
        self.out.push('(');
        Ok(())
    }

    /// `(?flags)` and `(?flags:`, after the question mark.
    fn flags(&mut self) -> Result<(), EvalError> {
        let mut flags = String::new();
        let mut negative = false;
        let mut any = false;
        loop {
            match self.rest.next() {
                Some(flag @ ('i' | 'm' | 's' | 'U')) => {
                    flags.push(flag);
                    any = true;
                }
                Some('-') if !negative => {
                    negative = true;
                    any = false;
                    flags.push('-');
                }
                Some(end @ (':' | ')')) if !negative || any => {
                    if end == ')' && flags.is_empty() {
                        return Err(invalid("an empty group of flags"));
                    }
                    self.out.push_str("(?");
                    self.out.push_str(&flags);
                    self.out.push(end);
                    if end == ':' {
                        self.depth += 1;
                    }
                    return Ok(());
                }
                _ => return Err(invalid("unsupported Perl syntax after (?")),
            }
        }
    }

    fn escape(&mut self) -> Result<(), EvalError> {
        let trailing = || invalid("a trailing backslash");
        match self.rest.peek().copied().ok_or_else(trailing)? {
            'Q' => {
                self.rest.next();
                while let Some(character) = self.rest.next() {
                    let mut ahead = self.rest.clone();
                    if character == '\\' && ahead.next() == Some('E') {
                        self.rest.next();
                        break;
                    }
                    self.literal(character);
                }
            }
            'A' | 'z' => {
                let anchor = self.rest.next().unwrap_or('z');
                self.operand_is(&format!("\\{anchor}"));
            }
            'b' | 'B' => {
                let boundary = self.rest.next().unwrap_or('b');
                self.operand_is(&format!("(?-u:\\{boundary})"));
            }
            _ => {
                if let Some(class) = class::escaped(&mut self.rest)? {
                    self.operand_is(&class);
                } else {
                    let character = class::character(&mut self.rest)?;
                    self.literal(character);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
