//! Command line, environment and policy file become one [`Options`], and the files become a [`Source`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use governance::{Instant, Persona, Severity};

use super::args::Given;
use super::{LintArgs, Stop, Surroundings, command};
use crate::config::{self, Config};
use crate::exit_code::Threshold;
use crate::load::Assignment;
use crate::options::{Options, UsageError};
use crate::report::Viewpoint;
use crate::rulebook::{self, nearest};
use crate::selection::{Pattern, Selection, UnknownRule};
use crate::source::{Disk, Memory, Overlay, Source, find_fence, parent};

/// Bytes of a policy file outside of the fence, and of standard input.
const LIMIT: u64 = 8 << 20;

pub(super) struct Gathered {
    pub source: Box<dyn Source>,
    pub options: Options,
    pub threshold: Threshold,
    pub config: Config,
    pub fence: PathBuf,
    pub viewpoint: Viewpoint,
    /// Paths that name files which Terraform would not read.
    pub not_terraform: Vec<Arc<str>>,
}

pub(super) fn gather(args: &LintArgs, around: &mut Surroundings<'_>) -> Result<Gathered, Stop> {
    if let Some(directory) = &args.chdir {
        around.directory = around.directory.join(directory);
        #[expect(
            clippy::disallowed_methods,
            reason = "the fence is found from this directory; no source exists yet"
        )]
        let exists = around.directory.is_dir();
        if !exists {
            return Err(UsageError::new(format!("there is no directory {}", directory.display())).into());
        }
    }
    let paths = named_paths(args, &around.directory)?;
    let fence = fence_of(&paths);
    let disk = Disk::new(fence.clone());
    let below = |path: &Path| relative(&disk, path);

    let mut options = Options::new(as_of(args, around)?);
    options.paths.clear();
    let mut top = Memory::default();
    for path in &paths {
        let inside = below(&path.file).map_err(|error| missing(path, error))?;
        if !path.is_stdin && disk.canonical(&inside).is_err() {
            return Err(missing(path, PathError::Missing).into());
        }
        if path.is_stdin {
            let mut text = Vec::new();
            let read = std::io::Read::read_to_end(
                &mut std::io::Read::take(&mut *around.stdin, LIMIT + 1),
                &mut text,
            );
            read.map_err(|error| UsageError::new(format!("standard input cannot be read: {error}")))?;
            top.insert(inside.clone(), text);
        }
        options.paths.push(Arc::from(inside));
    }
    let config = read_config(args, &around.directory, &disk, &options.paths)?;
    let threshold = apply(args, &config, &mut options)?;
    let mut not_terraform = Vec::new();
    options.paths.retain(|path| {
        let is_ours = is_terraform(path) || is_directory(&disk, path);
        if !is_ours {
            not_terraform.push(path.clone());
        }
        is_ours
    });
    options.assignments = assignments(args, &around.directory, &disk)?;
    environment(around, &mut options);
    let viewpoint = match disk.relative(&around.directory) {
        Ok(inside) => Viewpoint::inside(&inside),
        Err(_) => Viewpoint::outside(&around.directory, disk.fence()),
    };
    Ok(Gathered {
        source: Box::new(Overlay::new(disk, top)),
        options,
        threshold,
        config,
        fence,
        viewpoint,
        not_terraform,
    })
}

/// By its name: configuration, or values of variables.
fn is_terraform(path: &str) -> bool {
    let path = path.strip_suffix(".json").unwrap_or(path);
    [".tf", ".tofu", ".tfvars"].iter().any(|end| path.ends_with(end))
}

fn is_directory(disk: &Disk, path: &str) -> bool {
    match disk.list(path) {
        Ok(_) => true,
        // One that may not be listed is the loader's to complain of.
        Err(error) => error.kind() == std::io::ErrorKind::PermissionDenied,
    }
}

/// A path of the command line.
struct Named {
    /// As it was given; of standard input, what it is read as.
    given: PathBuf,
    /// Absolute.
    file: PathBuf,
    is_stdin: bool,
}

fn named_paths(args: &LintArgs, directory: &Path) -> Result<Vec<Named>, UsageError> {
    let named = args.paths.iter().map(|given| {
        let is_stdin = given.as_os_str() == "-";
        let given = match (&args.stdin_filename, is_stdin) {
            (Some(name), true) => name,
            (None, true) => {
                return Err(
                    UsageError::new("`-` needs the path that standard input stands for")
                        .with_help("add `--stdin-filename main.tf`"),
                );
            }
            (_, false) => given,
        };
        Ok(Named {
            given: given.clone(),
            file: directory.join(given),
            is_stdin,
        })
    });
    let named: Vec<Named> = named.collect::<Result<_, _>>()?;
    match (
        &args.stdin_filename,
        named.iter().filter(|path| path.is_stdin).count(),
    ) {
        (Some(_), 0) => Err(
            UsageError::new("`--stdin-filename` is given and standard input is not read")
                .with_help("write `-` as the path"),
        ),
        (_, 2..) => Err(UsageError::new("standard input can be read once")),
        _ => Ok(named),
    }
}

/// The fence around all paths: that of the first, or what it has in common with the others.
fn fence_of(paths: &[Named]) -> PathBuf {
    let mut fences = paths.iter().map(|path| match path.is_stdin {
        true => find_fence(path.file.parent().unwrap_or(&path.file)),
        false => find_fence(&path.file),
    });
    let first = fences.next().unwrap_or_default();
    fences.fold(first, |fence, other| {
        let common = fence.ancestors().find(|ancestor| other.starts_with(ancestor));
        common.map_or_else(PathBuf::new, Path::to_owned)
    })
}

enum PathError {
    Missing,
    OutsideFence(PathBuf),
    Unreadable(std::io::Error),
}

impl PathError {
    fn about(&self, path: &Path, flag: &str) -> UsageError {
        let path = path.display();
        let flag = if flag.is_empty() {
            String::new()
        } else {
            format!("{flag}: ")
        };
        match self {
            Self::Missing => UsageError::new(format!("{flag}{path} does not exist")),
            Self::Unreadable(error) => UsageError::new(format!("{flag}{path} cannot be read: {error}")),
            Self::OutsideFence(fence) => UsageError::new(format!(
                "{flag}{path} lies outside of {}, above which nothing is read",
                fence.display()
            ))
            .with_help("name something below it, or run once for each repository"),
        }
    }
}

/// The path below the fence, links resolved. What does not exist yet may be named below a directory that does.
fn relative(disk: &Disk, path: &Path) -> Result<String, PathError> {
    disk.relative(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => PathError::Missing,
        std::io::ErrorKind::PermissionDenied => PathError::OutsideFence(disk.fence().to_owned()),
        _ => PathError::Unreadable(error),
    })
}

fn missing(path: &Named, error: PathError) -> UsageError {
    if let (true, PathError::Missing) = (path.is_stdin, &error) {
        return UsageError::new(format!(
            "--stdin-filename: the directory of {} does not exist",
            path.given.display()
        ))
        .with_help("name a file below a directory that does: its other files are read as well");
    }
    let usage = error.about(&path.given, "");
    let subcommands = command();
    let names = subcommands.get_subcommands().map(clap::Command::get_name);
    let given = path.given.to_string_lossy();
    match (error, nearest(&given, names)) {
        (PathError::Missing, Some(name)) => usage.with_help(format!("did you mean the subcommand `{name}`?")),
        _ => usage,
    }
}

fn as_of(args: &LintArgs, around: &Surroundings<'_>) -> Result<Instant, UsageError> {
    if let Some(text) = &args.as_of {
        let date = format!("{text}T00:00:00Z").parse();
        let date: Result<Instant, _> = date;
        return date.or_else(|_| text.parse()).map_err(|_| {
            UsageError::new(format!(
                "--as-of: `{text}` is neither a date until 9999-12-30 nor an RFC 3339 instant"
            ))
            .with_help("write 2026-12-31 or 2026-12-31T12:00:00Z")
        });
    }
    match around
        .env
        .get("SOURCE_DATE_EPOCH")
        .filter(|text| !text.is_empty())
    {
        None => Ok(around.now),
        Some(text) => text
            .parse()
            .ok()
            .and_then(Instant::from_unix_seconds)
            .ok_or_else(|| {
                UsageError::new(format!(
                    "SOURCE_DATE_EPOCH: `{text}` is not a number of seconds since 1970"
                ))
            }),
    }
}

fn read_config(args: &LintArgs, directory: &Path, disk: &Disk, paths: &[Arc<str>]) -> Result<Config, Stop> {
    if args.no_config {
        return Ok(Config::default());
    }
    if let Some(path) = &args.config {
        let file = directory.join(path);
        return match relative(disk, &file) {
            Ok(inside) => Ok(Config::read(disk, &inside)?),
            Err(PathError::OutsideFence(_)) => outside_config(path, &file),
            Err(error) => Err(error.about(path, "--config").into()),
        };
    }
    // A file as PATH belongs to its directory.
    let directories = paths.iter().map(|path| match disk.list(path) {
        Ok(_) => &**path,
        Err(_) => parent(path),
    });
    let common = directories.reduce(common_directory).unwrap_or_default();
    match config::find(disk, common) {
        Some(path) => Ok(Config::read(disk, &path)?),
        None => Ok(Config::default()),
    }
}

fn outside_config(given: &Path, file: &Path) -> Result<Config, Stop> {
    let unreadable =
        |why: String| UsageError::new(format!("--config: {} cannot be read: {why}", given.display()));
    let (Some(directory), Some(name)) = (file.parent(), file.file_name().and_then(|name| name.to_str()))
    else {
        return Err(unreadable("it is not a file".to_owned()).into());
    };
    let bytes = Disk::new(directory.to_owned())
        .read(name, LIMIT)
        .map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8".to_owned()))?;
    Ok(Config::of_text(&given.to_string_lossy(), text)?)
}

fn common_directory<'p>(a: &'p str, b: &'p str) -> &'p str {
    let mut common = a;
    while !common.is_empty() {
        if b == common || b.strip_prefix(common).is_some_and(|rest| rest.starts_with('/')) {
            return common;
        }
        common = parent(common);
    }
    ""
}

/// The policy file's word, unless the command line has another.
fn apply(args: &LintArgs, config: &Config, options: &mut Options) -> Result<Threshold, UsageError> {
    let file = &config.file;
    let texts = |list: &[governance::policy_file::Written<String>]| -> Vec<Arc<str>> {
        list.iter().map(|text| Arc::from(text.value.as_str())).collect()
    };
    options.settings = file.settings();
    options.bindings.clone_from(&file.subjects);
    options.rules.clone_from(&config.rules);
    options.roots.clone_from(&config.roots);
    options.max_days = file.max_days();
    options.exclude = texts(&file.exclude);
    options.accounts = texts(&file.accounts);
    options.selection = selection(args, config)?;
    let severity = file.min_severity.as_ref().map(|severity| severity.value);
    options.min_severity = args
        .min_severity
        .map(Severity::from)
        .or(severity)
        .unwrap_or(Severity::Info);
    let persona = file.persona.as_ref().map(|persona| persona.value);
    options.persona = match (args.pedantic, args.persona) {
        (true, _) => Persona::Pedantic,
        (_, Some(persona)) => persona.into(),
        _ => persona.unwrap_or(Persona::Regular),
    };
    // Who asks on the command line for a run to fail means it, whatever the file's profile.
    let asked_to_fail = args.fail_on.is_some() || args.fail_on_undecided;
    Ok(Threshold {
        fail_on: args
            .fail_on
            .map(Severity::from)
            .or(config.fail_on())
            .unwrap_or(Severity::Warning),
        fail_on_undecided: args.fail_on_undecided
            || file.fail_on_undecided.as_ref().is_some_and(|flag| flag.value),
        exit_zero: args.exit_zero || (config.fails_nothing() && !asked_to_fail),
    })
}

/// `--select` replaces what the file selects and ignores; the other two add to it.
fn selection(args: &LintArgs, config: &Config) -> Result<Selection, UsageError> {
    let parse = |list: &[String]| {
        list.iter()
            .map(|text| Pattern::parse(text))
            .collect::<Result<Vec<_>, _>>()
    };
    let mut selection = match args.select.is_empty() {
        true => config.selection.clone(),
        false => Selection {
            select: Some(parse(&args.select)?),
            enforced: config.selection.enforced.clone(),
            ..Selection::default()
        },
    };
    selection.extend_select.extend(parse(&args.extend_select)?);
    let ignore = parse(&args.ignore)?;
    for pattern in &ignore {
        if let Pattern::Rule(rule) = pattern
            && selection.enforced.contains(rule)
        {
            return Err(
                UsageError::new(format!("--ignore: {} {} is enforced", rule.id, rule.name))
                    .with_help("the policy file lets nobody ignore it"),
            );
        }
    }
    selection.ignore.extend(ignore);
    if !rulebook::all().any(|entry| selection.selects(entry.rule)) {
        return Err(UsageError::new("no rule is left to run")
            .with_help("`--show-settings` without `--ignore` shows what is selected"));
    }
    Ok(selection)
}

impl From<UnknownRule> for UsageError {
    fn from(error: UnknownRule) -> Self {
        let usage = Self::new(format!(
            "no rule is called `{}`, and it is not a prefix of ids such as XID2",
            error.text
        ));
        match error.suggestion {
            Some(name) => usage.with_help(format!("did you mean `{name}`?")),
            None => usage.with_help("`extid-lint rules` lists them"),
        }
    }
}

fn assignments(args: &LintArgs, directory: &Path, disk: &Disk) -> Result<Vec<Assignment>, UsageError> {
    let assignment = |given: &Given| match given {
        Given::Var(text) => match text.split_once('=').filter(|(name, _)| !name.trim().is_empty()) {
            Some((name, value)) => Ok(Assignment::Var(Arc::from(name.trim()), Arc::from(value))),
            // The text may be a secret: it is not repeated.
            None => Err(UsageError::new("--var is not of the form NAME=VALUE")
                .with_help("write `--var 'name=value'`")),
        },
        Given::VarFile(path) => {
            let wrong = |error: PathError| error.about(path, "--var-file");
            let inside = relative(disk, &directory.join(path)).map_err(wrong)?;
            match disk.canonical(&inside) {
                Ok(_) => Ok(Assignment::VarFile(inside)),
                Err(_) => Err(wrong(PathError::Missing)),
            }
        }
    };
    args.assignments.iter().map(assignment).collect()
}

fn environment(around: &Surroundings<'_>, options: &mut Options) {
    for (name, value) in &around.env {
        if let Some(name) = name.strip_prefix("TF_VAR_").filter(|name| !name.is_empty()) {
            options
                .env_vars
                .push((Arc::from(name), Arc::from(value.as_str())));
        }
    }
    let set = |name: &str| {
        let value = around.env.get(name).filter(|value| !value.is_empty());
        value.map(|value| Arc::from(value.as_str()))
    };
    options.workspace = set("TF_WORKSPACE");
    options.data_dir = set("TF_DATA_DIR");
}
