//! From TOML to a [`PolicyFile`], driven by [`KEYS`]. Any text gives a file.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::keys::{Captures, KEYS, Key, Kind};
use super::{PolicyFile, PolicyFileProblem, Unknown, Written};
use crate::{ActorType, Bound, Duration, Limit, LimitKey, Measure};

/// Reads the text of an `extid.toml`. What cannot be read is a problem with its place and leaves the default;
/// problems are in the order of the file.
pub fn parse(text: &str) -> (PolicyFile, Vec<PolicyFileProblem>) {
    let mut reader = Reader::default();
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        reader.problem(span, format!("not valid TOML: {}", error.message().trim()));
    }
    reader.table(document.get_ref(), &mut Vec::new(), &Captures::default());
    reader.require_entries();
    reader.problems.sort_by_key(|problem| problem.span.start);
    (reader.file, reader.problems)
}

#[derive(Default)]
struct Reader {
    file: PolicyFile,
    problems: Vec<PolicyFileProblem>,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader {
    fn problem(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.problems.push(PolicyFileProblem {
            span,
            message: message.into(),
            unknown: None,
        });
    }

    /// Reads one table. `path` holds the segments of `KEYS` paths that led here.
    fn table(&mut self, table: &DeTable<'_>, path: &mut Vec<&'static str>, captures: &Captures) {
        for (name, value) in table.iter() {
            let mut captures = captures.clone();
            match segment(path, name.get_ref(), name.span(), &mut captures) {
                Some(next) => {
                    path.push(next);
                    self.value(value, path, &captures, name.get_ref());
                    path.pop();
                }
                None => self.unknown_key(name, path),
            }
        }
    }

    fn value(&mut self, value: &Value<'_>, path: &mut Vec<&'static str>, captures: &Captures, name: &str) {
        let full = path.join(".");
        let key = KEYS.iter().find(|key| key.path == full);
        match (key, value.get_ref()) {
            (
                Some(Key {
                    kind: Kind::Entry(begin),
                    ..
                }),
                _,
            ) => self.entries(*begin, value, path, captures, name),
            (Some(key), _) => self.set(key, value, captures, name),
            (None, DeValue::Table(table)) => self.table(table, path, captures),
            (None, other) => {
                let found = describe(other);
                self.problem(value.span(), format!("`{name}` must be a table, not {found}"));
            }
        }
    }

    fn entries(
        &mut self,
        begin: fn(&mut PolicyFile, Range<usize>),
        value: &Value<'_>,
        path: &mut Vec<&'static str>,
        captures: &Captures,
        name: &str,
    ) {
        let wrong = |found: &DeValue<'_>| {
            let found = describe(found);
            format!("`{name}` must be a list of tables, written `[[{name}]]`, not {found}")
        };
        let Some(array) = value.get_ref().as_array() else {
            return self.problem(value.span(), wrong(value.get_ref()));
        };
        for entry in array.iter() {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    begin(&mut self.file, entry.span());
                    self.table(table, path, captures);
                }
                other => self.problem(entry.span(), wrong(other)),
            }
        }
    }

    fn set(&mut self, key: &Key, value: &Value<'_>, captures: &Captures, name: &str) {
        let span = value.span();
        let read = match key.kind {
            Kind::Flag(set) => match value.get_ref().as_bool() {
                Some(value) => {
                    set(&mut self.file, captures, Written::at(value, &span));
                    Ok(())
                }
                None => Err("true or false".to_owned()),
            },
            Kind::Count { max, set } => match integer(value).filter(|n| (1..=max).contains(n)) {
                Some(value) => {
                    set(&mut self.file, captures, Written::at(value, &span));
                    Ok(())
                }
                None => Err(format!("a whole number from 1 to {max}")),
            },
            Kind::Choice { values, set } => {
                match value.get_ref().as_str().filter(|text| values.contains(text)) {
                    Some(value) => {
                        set(&mut self.file, captures, Written::at(value, &span));
                        Ok(())
                    }
                    None => Err(format!("one of {}", quoted(values))),
                }
            }
            Kind::Text(set) => match text(value) {
                Some(value) => {
                    set(&mut self.file, captures, value);
                    Ok(())
                }
                None => Err("a string that is not empty".to_owned()),
            },
            Kind::Texts(set) => match texts(value) {
                Some(list) => {
                    set(&mut self.file, captures, list);
                    Ok(())
                }
                None => Err("a list of strings that are not empty".to_owned()),
            },
            Kind::AccountIds(set) => match texts(value).filter(|list| list.iter().all(is_account_id)) {
                Some(list) => {
                    set(&mut self.file, captures, list);
                    Ok(())
                }
                None => Err("a list of strings of twelve digits".to_owned()),
            },
            Kind::Limit(set) => {
                match self.limit(value, captures) {
                    Ok(value) => set(&mut self.file, captures, Written::at(value, &span)),
                    Err((span, message)) => self.problem(span, message),
                }
                Ok(())
            }
            Kind::Free(set) => match toml::Table::deserialize(ValueDeserializer::from(value.clone())) {
                Ok(value) => {
                    set(&mut self.file, Written::at(value, &span));
                    Ok(())
                }
                Err(_) => Err("a table".to_owned()),
            },
            Kind::Entry(_) => Ok(()),
        };
        if let Err(expected) = read {
            let found = describe(value.get_ref());
            self.problem(span, format!("`{name}` must be {expected}, not {found}"));
        }
    }

    /// Parts that a table does not name stay as they are by default.
    fn limit(&self, value: &Value<'_>, captures: &Captures) -> Result<Limit, (Range<usize>, String)> {
        let (Some(actor), Some(key)) = (captures.actor, captures.limit) else {
            return Ok(Limit::NONE);
        };
        let default = key.default_for(actor);
        let limit = match value.get_ref() {
            DeValue::Table(table) => {
                let (mut soft, mut hard) = (default.soft(), default.hard());
                for (name, value) in table.iter() {
                    match name.get_ref().as_ref() {
                        "soft" => soft = bound(key, value)?,
                        "hard" => hard = bound(key, value)?,
                        other => {
                            let message = format!("`{other}` is not part of a limit; use `soft` and `hard`");
                            return Err((name.span(), message));
                        }
                    }
                }
                Limit::UpTo { soft, hard }
            }
            DeValue::String(word) if word == "forbidden" => Limit::Forbidden {
                waiver: match default {
                    Limit::Forbidden { waiver } => waiver,
                    Limit::UpTo { .. } => Duration::from_days(30),
                },
            },
            _ => match bound(key, value)? {
                None => Limit::NONE,
                // A soft limit that the new hard one undercuts has nothing left to say.
                Some(hard) => Limit::UpTo {
                    soft: default.soft().filter(|soft| *soft < hard),
                    hard: Some(hard),
                },
            },
        };
        match (limit.soft(), limit.hard()) {
            (Some(soft), Some(hard)) if soft > hard => Err((
                value.span(),
                format!("the soft limit of {soft} is above the hard one of {hard}"),
            )),
            _ => Ok(limit),
        }
    }

    fn unknown_key(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, path: &[&'static str]) {
        let key = name.get_ref().clone().into_owned();
        let candidates = children(path);
        let place = match path {
            [] => "extid.toml".to_owned(),
            _ => format!("`{}`", path.join(".").replace("[]", "")),
        };
        self.problems.push(PolicyFileProblem {
            span: name.span(),
            message: format!("`{key}` is not a key of {place}"),
            unknown: Some(Unknown { key, candidates }),
        });
    }

    /// Keys without which an entry means nothing.
    fn require_entries(&mut self) {
        let roots = self.file.roots.iter().filter(|root| root.path.is_none());
        let roots = roots.map(|root| (root.span.clone(), "`[[root]]` needs a `path`"));
        let subjects = self
            .file
            .subjects
            .iter()
            .filter(|subject| subject.matches.is_none());
        let subjects = subjects.map(|subject| (subject.span.clone(), "`[[subject]]` needs a `match`"));
        for (span, message) in roots.chain(subjects).collect::<Vec<_>>() {
            self.problem(span, message);
        }
    }
}

/// The segment of `KEYS` paths that `name` is, under `path`; what a placeholder stands for is captured.
fn segment(
    path: &[&'static str],
    name: &str,
    span: Range<usize>,
    captures: &mut Captures,
) -> Option<&'static str> {
    segments(path).find(|segment| match *segment {
        "<rule>" => {
            captures.rule = Some(Written::at(name.to_owned(), &span));
            true
        }
        "<actor>" => {
            captures.actor = name.parse().ok();
            captures.actor.is_some()
        }
        "<limit>" => {
            captures.limit = name.parse().ok();
            captures.limit.is_some()
        }
        literal => literal.strip_suffix("[]").unwrap_or(literal) == name,
    })
}

/// The segments that may follow `path`, with repetitions.
fn segments(path: &[&'static str]) -> impl Iterator<Item = &'static str> {
    KEYS.iter().filter_map(move |key| {
        let mut segments = key.path.split('.');
        let leads_here = path.iter().all(|expected| segments.next() == Some(*expected));
        leads_here.then(|| segments.next()).flatten()
    })
}

/// The names that may stand under `path`, for "did you mean".
fn children(path: &[&'static str]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for segment in segments(path) {
        match segment {
            "<rule>" => {}
            "<actor>" => names.extend(ActorType::ALL.map(ActorType::as_str)),
            "<limit>" => names.extend(LimitKey::ALL.map(LimitKey::as_str)),
            literal => names.push(literal.strip_suffix("[]").unwrap_or(literal)),
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn bound(key: LimitKey, value: &Value<'_>) -> Result<Option<Bound>, (Range<usize>, String)> {
    let error = |message: String| Err((value.span(), message));
    match (key.measure(), value.get_ref()) {
        (_, DeValue::String(word)) if word == "none" => Ok(None),
        (Measure::Length, DeValue::String(text)) => match text.parse() {
            Ok(length) => Ok(Some(Bound::Length(length))),
            Err(cause) => error(format!(
                "{cause}; `{key}` is a length such as \"90d\", or \"none\""
            )),
        },
        (Measure::Count, DeValue::Integer(_)) => match integer(value) {
            Some(count) => Ok(Some(Bound::Count(count))),
            None => error(format!("`{key}` is a number from 0 to {}", u32::MAX)),
        },
        (Measure::Length, other) => {
            let found = describe(other);
            error(format!(
                "`{key}` must be a length such as \"90d\", or \"none\", not {found}"
            ))
        }
        (Measure::Count, other) => {
            let found = describe(other);
            error(format!("`{key}` must be a number, or \"none\", not {found}"))
        }
    }
}

fn integer(value: &Value<'_>) -> Option<u32> {
    let integer = value.get_ref().as_integer()?;
    u32::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
}

fn text(value: &Value<'_>) -> Option<Written<String>> {
    let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty())?;
    Some(Written {
        value: text.to_owned(),
        span: value.span(),
    })
}

fn texts(value: &Value<'_>) -> Option<Vec<Written<String>>> {
    value.get_ref().as_array()?.iter().map(text).collect()
}

fn is_account_id(text: &Written<String>) -> bool {
    text.value.len() == 12 && text.value.bytes().all(|b| b.is_ascii_digit())
}

fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{:?}", text.chars().take(40).collect::<String>()),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

fn quoted(values: &[&str]) -> String {
    values
        .iter()
        .map(|value| format!("\"{value}\""))
        .collect::<Vec<_>>()
        .join(", ")
}
