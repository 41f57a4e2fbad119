//! `extid.toml`: found, read, layered over what it extends, and refused with file, line and column when wrong.
//!
//! The keys and their meaning are governance's (`policy_file`); here are paths, rule names and refusals.

mod schema;
#[cfg(test)]
mod tests;

use std::io;
use std::ops::Range;
use std::sync::Arc;

use governance::Severity;
use governance::policy_file::{self, PolicyFile, PolicyFileProblem, Written};
use rustc_hash::FxHashSet;

pub use schema::schema;

use crate::load::RootEntry;
use crate::options::RuleOptions;
use crate::rulebook;
use crate::selection::{Pattern, Selection};
use crate::source::{Source, parent, resolve};

/// The name that is looked for.
pub const FILE_NAME: &str = "extid.toml";
/// Bytes of a policy file.
const LIMIT: u64 = 1 << 20;
/// Files that extend one another.
const DEPTH: usize = 8;

/// The policy file of a run, its paths relative to the fence.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The files it was read from, the nearest first; empty when there is none.
    pub files: Vec<Arc<str>>,
    pub file: PolicyFile,
    pub selection: Selection,
    pub rules: Vec<RuleOptions>,
    pub roots: Vec<RootEntry>,
}

/// A policy file that is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} is refused")]
pub struct Refusal {
    pub path: Arc<str>,
    /// The file's text, for excerpts.
    pub text: String,
    pub reasons: Vec<Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Bytes of the text; `None` when the whole file is meant.
    pub span: Option<Range<usize>>,
    pub message: String,
    pub help: String,
}

/// The nearest policy file at or above `dir`, up to the fence.
pub fn find(source: &dyn Source, dir: &str) -> Option<String> {
    let mut dir = dir;
    loop {
        let path = resolve(dir, FILE_NAME).ok()?;
        // Anything of that name but a file is refused when it is read: also a link above the fence or to nothing.
        match source.canonical(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let entries = source.list(dir).unwrap_or_default();
                if entries.iter().any(|entry| &*entry.name == FILE_NAME) {
                    return Some(path);
                }
            }
            _ => return Some(path),
        }
        if dir.is_empty() {
            return None;
        }
        dir = parent(dir);
    }
}

impl Config {
    /// Reads the file at `path` and those it extends, through the fence.
    pub fn read(source: &dyn Source, path: &str) -> Result<Self, Refusal> {
        let mut layers = vec![Layer::read(source, path)?];
        while let Some((layer, base)) = layers
            .last()
            .and_then(|layer| Some((layer, layer.file.extends.clone()?)))
        {
            let next = layer.base(&base, &layers)?;
            layers.push(
                Layer::read(source, &next).map_err(|refusal| match refusal.text.is_empty() {
                    // It cannot be read: whoever names it is to blame.
                    true => layer.refused(vec![layer.reason(&base.span, refusal.reasons[0].message.clone())]),
                    false => refusal,
                })?,
            );
        }
        let files = layers.iter().map(|layer| layer.path.clone()).collect();
        let mut config = Self::layered(layers)?;
        config.files = files;
        Ok(config)
    }

    /// Reads a text that lies outside of the fence; it cannot extend another, and its paths are relative to the
    /// fence.
    pub fn of_text(path: &str, text: String) -> Result<Self, Refusal> {
        let layer = Layer::of_text(path, text, "")?;
        if let Some(base) = &layer.file.extends {
            let reason = layer.reason(
                &base.span,
                "a policy file outside of the fence cannot extend another".to_owned(),
            );
            return Err(layer.refused(vec![reason]));
        }
        let files = vec![layer.path.clone()];
        let mut config = Self::layered(vec![layer])?;
        config.files = files;
        Ok(config)
    }

    fn layered(layers: Vec<Layer>) -> Result<Self, Refusal> {
        let mut rest = layers.into_iter().rev();
        let Some(base) = rest.next() else {
            return Ok(Self::default());
        };
        let mut file = base.file;
        for layer in rest {
            let (joined, problems) = layer.file.layered_over(&file);
            if !problems.is_empty() {
                let reasons = problems.iter().map(|problem| layer.problem(problem)).collect();
                return Err(layer.refused(reasons));
            }
            file = joined;
        }
        Ok(Self::of_file(file))
    }

    /// Rule names were checked layer by layer.
    fn of_file(file: PolicyFile) -> Self {
        let patterns = |list: &[Written<String>]| -> Vec<Pattern> {
            list.iter()
                .filter_map(|text| Pattern::parse(&text.value).ok())
                .collect()
        };
        let rules: Vec<RuleOptions> = file
            .rules
            .iter()
            .filter_map(|set| {
                Some(RuleOptions {
                    rule: rulebook::find(&set.rule.value)?.rule,
                    severity: set.severity.as_ref().map(|severity| severity.value),
                    enforced: set.enforced.as_ref().is_some_and(|enforced| enforced.value),
                })
            })
            .collect();
        let selection = Selection {
            select: file.select.as_deref().map(patterns),
            extend_select: patterns(&file.extend_select),
            ignore: patterns(&file.ignore),
            enforced: rules
                .iter()
                .filter(|set| set.enforced)
                .map(|set| set.rule)
                .collect(),
        };
        let roots = file
            .roots
            .iter()
            .map(|root| RootEntry {
                path: root
                    .path
                    .as_ref()
                    .map(|path| path.value.clone())
                    .unwrap_or_default(),
                var_files: root.var_files.iter().map(|path| path.value.clone()).collect(),
                workspace: root.workspace.as_ref().map(|name| name.value.clone()),
            })
            .collect();
        Self {
            files: Vec::new(),
            file,
            selection,
            rules,
            roots,
        }
    }

    /// `inventory` fails nothing.
    pub fn fails_nothing(&self) -> bool {
        self.file.profile() == policy_file::Profile::Inventory
    }

    pub fn fail_on(&self) -> Option<Severity> {
        self.file.fail_on.as_ref().map(|severity| severity.value)
    }
}

/// One file, its paths made relative to the fence.
struct Layer {
    path: Arc<str>,
    text: String,
    file: PolicyFile,
}

impl Layer {
    fn read(source: &dyn Source, path: &str) -> Result<Self, Refusal> {
        let unreadable = |why: String| Refusal {
            path: Arc::from(path),
            text: String::new(),
            reasons: vec![Reason {
                span: None,
                message: format!("{path} cannot be read: {why}"),
                help: "check its name and permissions".to_owned(),
            }],
        };
        let bytes = source
            .read(path, LIMIT)
            .map_err(|error| unreadable(reason_of(&error)))?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
        Self::of_text(path, text, parent(path))
    }

    /// `dir`: what its paths are relative to.
    fn of_text(path: &str, text: String, dir: &str) -> Result<Self, Refusal> {
        let (file, problems) = policy_file::parse(&text);
        let mut layer = Self {
            path: Arc::from(path),
            text,
            file,
        };
        layer.name_rules();
        let mut reasons: Vec<Reason> = problems.iter().map(|problem| layer.problem(problem)).collect();
        reasons.extend(layer.wrong_rules());
        reasons.extend(layer.said_twice());
        reasons.extend(layer.move_paths(dir));
        reasons.extend(layer.wrong_globs());
        reasons.sort_by_key(|reason| reason.span.as_ref().map(|span| span.start));
        match reasons.is_empty() {
            true => Ok(layer),
            false => Err(layer.refused(reasons)),
        }
    }

    /// The path of the file that this one extends.
    fn base(&self, base: &Written<String>, known: &[Self]) -> Result<String, Refusal> {
        let refuse = |message: String| Err(self.refused(vec![self.reason(&base.span, message)]));
        let Ok(next) = resolve(parent(&self.path), &base.value) else {
            return refuse(format!("`{}` lies above the fence and is not read", base.value));
        };
        if known.iter().any(|layer| *layer.path == *next) {
            return refuse(format!("`{}` extends this file in turn", base.value));
        }
        if known.len() >= DEPTH {
            return refuse(format!("more than {DEPTH} files extend one another"));
        }
        Ok(next)
    }

    /// Ids become names, so that layers agree on what they speak of.
    fn name_rules(&mut self) {
        let file = &mut self.file;
        let lists = file
            .select
            .iter_mut()
            .flatten()
            .chain(&mut file.extend_select)
            .chain(&mut file.ignore);
        for text in lists.chain(file.rules.iter_mut().map(|set| &mut set.rule)) {
            if let Some(entry) = rulebook::find(text.value.trim()) {
                text.value = entry.rule.name.to_owned();
            }
        }
    }

    fn wrong_rules(&self) -> Vec<Reason> {
        let file = &self.file;
        let select = file.select.iter().flatten();
        let patterns = select.chain(&file.extend_select).chain(&file.ignore);
        let wrong_pattern = patterns.filter_map(|text| {
            let error = Pattern::parse(&text.value).err()?;
            Some(rule_reason(&text.span, &text.value, error.suggestion))
        });
        let wrong_rule = file
            .rules
            .iter()
            .filter_map(|set| match rulebook::find(&set.rule.value) {
                Some(_) => None,
                None => Some(rule_reason(
                    &set.rule.span,
                    &set.rule.value,
                    rulebook::suggest(&set.rule.value),
                )),
            });
        wrong_pattern.chain(wrong_rule).collect()
    }

    /// Rules by id and by name, and subjects of one pattern: of two tables one would be silently without effect.
    fn said_twice(&self) -> Vec<Reason> {
        let twice = |span: &Range<usize>, message: String| Reason {
            span: Some(span.clone()),
            message,
            help: "keep one table for it".to_owned(),
        };
        let mut reasons = Vec::new();
        let rules = &self.file.rules;
        for (index, set) in rules.iter().enumerate() {
            if rules[..index]
                .iter()
                .any(|other| other.rule.value == set.rule.value)
            {
                let message = format!("`[rules.…]` speaks of {} a second time", set.rule.value);
                reasons.push(twice(&set.rule.span, message));
            }
        }
        let mut known: FxHashSet<&str> = FxHashSet::default();
        for pattern in self.file.subjects.iter().filter_map(|one| one.matches.as_ref()) {
            if !known.insert(&pattern.value) {
                let message = format!("`[[subject]]` speaks of `{}` a second time", pattern.value);
                reasons.push(twice(&pattern.span, message));
            }
        }
        reasons
    }

    fn wrong_globs(&self) -> impl Iterator<Item = Reason> {
        self.file.exclude.iter().filter_map(|glob| {
            let error = globset::Glob::new(&glob.value).err()?;
            Some(Reason {
                span: Some(glob.span.clone()),
                message: format!("this is not a glob: {}", error.kind()),
                help:
                    "`**` stands for directories, `*` for part of a name, `[…]` for one of several characters"
                        .to_owned(),
            })
        })
    }

    fn move_paths(&mut self, dir: &str) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let file = &mut self.file;
        for glob in &mut file.exclude {
            glob.value = moved_glob(dir, &glob.value);
        }
        let roots = file
            .roots
            .iter_mut()
            .flat_map(|root| root.path.iter_mut().chain(&mut root.var_files));
        for path in roots {
            match resolve(dir, &path.value) {
                Ok(moved) => path.value = moved,
                Err(_) => reasons.push(Reason {
                    span: Some(path.span.clone()),
                    message: format!("`{}` lies above the fence and is not read", path.value),
                    help: "name something below the directory that holds .git".to_owned(),
                }),
            }
        }
        reasons
    }

    fn problem(&self, problem: &PolicyFileProblem) -> Reason {
        let help = problem.unknown.as_ref().map(|unknown| {
            let candidates = unknown.candidates.iter().copied();
            match rulebook::nearest(&unknown.key, candidates) {
                Some(key) => format!("did you mean `{key}`?"),
                None => format!("the keys here are {}", unknown.candidates.join(", ")),
            }
        });
        Reason {
            span: Some(problem.span.clone()),
            message: problem.message.clone(),
            help: help.unwrap_or_default(),
        }
    }

    fn reason(&self, span: &Range<usize>, message: String) -> Reason {
        Reason {
            span: Some(span.clone()),
            message,
            help: String::new(),
        }
    }

    fn refused(&self, reasons: Vec<Reason>) -> Refusal {
        Refusal {
            path: self.path.clone(),
            text: self.text.clone(),
            reasons,
        }
    }
}

fn rule_reason(span: &Range<usize>, text: &str, suggestion: Option<&str>) -> Reason {
    Reason {
        span: Some(span.clone()),
        message: format!("no rule is called `{text}`"),
        help: match suggestion {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`extid-lint rules` lists them".to_owned(),
        },
    }
}

/// A glob without `/` is a name at any depth below the file, as in `.gitignore`.
fn moved_glob(dir: &str, glob: &str) -> String {
    let below = match glob.trim_start_matches("./").trim_end_matches('/') {
        glob if glob.contains('/') => glob.trim_start_matches('/').to_owned(),
        glob => format!("**/{glob}"),
    };
    match dir {
        "" => below,
        dir => format!("{}/{below}", escaped_glob(dir)),
    }
}

/// A directory's name is no pattern.
fn escaped_glob(dir: &str) -> String {
    let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '{' | '}');
    dir.chars()
        .map(|c| {
            if special(c) {
                format!("[{c}]")
            } else {
                c.to_string()
            }
        })
        .collect()
}

fn reason_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it is outside of the fence, or not permitted".to_owned(),
        _ => error.to_string(),
    }
}
