//! The keys of `extid.toml`, each once.

use super::{PolicyFile, Profile, RootSetting, RuleSetting, SubjectBinding, Written};
use crate::{ActorType, Limit, LimitKey, Persona, Severity};

/// One key, or one table that repeats.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// `persona`, `suppressions.max-days`, `rules.<rule>.severity`, `limits.<actor>.<limit>`, `root[].path`.
    pub path: &'static str,
    pub kind: Kind,
    /// As it would be written; empty when there is none.
    pub default: &'static str,
    /// One sentence.
    pub doc: &'static str,
}

/// What a key holds, and where it goes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Flag(fn(&mut PolicyFile, &Captures, Written<bool>)),
    /// A whole number from 1.
    Count {
        max: u32,
        set: fn(&mut PolicyFile, &Captures, Written<u32>),
    },
    /// One of these words.
    Choice {
        values: &'static [&'static str],
        set: fn(&mut PolicyFile, &Captures, Written<&str>),
    },
    Text(fn(&mut PolicyFile, &Captures, Written<String>)),
    Texts(fn(&mut PolicyFile, &Captures, Vec<Written<String>>)),
    /// Twelve digits each.
    AccountIds(fn(&mut PolicyFile, &Captures, Vec<Written<String>>)),
    /// `"90d"`, `15`, `"none"`, `"forbidden"` or `{ soft = …, hard = … }`.
    Limit(fn(&mut PolicyFile, &Captures, Written<Limit>)),
    /// `[[…]]`: begins one more entry, which the keys below it fill.
    Entry(fn(&mut PolicyFile, std::ops::Range<usize>)),
    /// A table that is another program's business.
    Free(fn(&mut PolicyFile, Written<toml::Table>)),
}

/// What stood in the place of `<…>` in a path.
#[derive(Clone, Debug, Default)]
pub struct Captures {
    pub(super) rule: Option<Written<String>>,
    pub(super) actor: Option<ActorType>,
    pub(super) limit: Option<LimitKey>,
}

impl Kind {
    /// The kind in one word or two, for the reference page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flag(_) => "boolean",
            Self::Count { .. } => "number",
            Self::Choice { .. } | Self::Text(_) => "string",
            Self::Texts(_) | Self::AccountIds(_) => "list of strings",
            Self::Limit(_) => "limit",
            Self::Entry(_) => "list of tables",
            Self::Free(_) => "table",
        }
    }

    /// The words allowed; empty when any will do.
    pub fn values(self) -> &'static [&'static str] {
        match self {
            Self::Choice { values, .. } => values,
            _ => &[],
        }
    }
}

/// The order of the reference page: keys of the file itself first, then the tables as they stand in [`KEYS`].
pub const TOP_LEVEL_ORDER: [&str; 7] = [
    "",
    "suppressions",
    "rules",
    "limits",
    "root",
    "subject",
    "provider",
];

const PROFILES: [&str; 3] = ["inventory", "standard", "strict"];
const SEVERITIES: [&str; 3] = ["info", "warning", "error"];
const PERSONAS: [&str; 3] = ["regular", "pedantic", "auditor"];
const ACTORS: [&str; 5] = ["customer", "partner", "api_client", "service", "ai_agent"];

pub const KEYS: &[Key] = &[
    Key {
        path: "profile",
        kind: Kind::Choice {
            values: &PROFILES,
            set: |file, _, word| file.profile = read(word, profile),
        },
        default: "\"standard\"",
        doc: "How much is asked: `strict` makes warnings errors for declared ai_agents and partners, `inventory` \
              shows findings and fails nothing unless `--fail-on` is given.",
    },
    Key {
        path: "extends",
        kind: Kind::Text(|file, _, path| file.extends = Some(path)),
        default: "",
        doc: "Another policy file, relative to this one, which this one may tighten and not loosen.",
    },
    Key {
        path: "require-binding",
        kind: Kind::Flag(|file, _, flag| file.require_binding = Some(flag)),
        default: "false",
        doc: "Reports vendor identities that no `[[subject]]` or comment gives an actor type (persona auditor).",
    },
    Key {
        path: "owner-keys",
        kind: Kind::Texts(|file, _, list| file.owner_keys = list),
        default: "[]",
        doc: "Keys of tags, labels and metadata that name an owner, beside `owner`, `team`, `contact` and their kin.",
    },
    Key {
        path: "owner-patterns",
        kind: Kind::Texts(|file, _, list| file.owner_patterns = list),
        default: "[\"team-*\", \"*-team\"]",
        doc: "Globs of words that read as an owner in descriptions and names.",
    },
    Key {
        path: "accounts",
        kind: Kind::AccountIds(|file, _, list| file.accounts = list),
        default: "[]",
        doc: "AWS account ids of your own: a trust in any other is foreign.",
    },
    Key {
        path: "exclude",
        kind: Kind::Texts(|file, _, list| file.exclude = list),
        default: "[]",
        doc: "Globs of paths that are not read.",
    },
    Key {
        path: "select",
        kind: Kind::Texts(|file, _, list| file.select = Some(list)),
        default: "every rule",
        doc: "Rules to run, by id, name or prefix of an id.",
    },
    Key {
        path: "extend-select",
        kind: Kind::Texts(|file, _, list| file.extend_select = list),
        default: "[]",
        doc: "Rules to run beside those of `select`.",
    },
    Key {
        path: "ignore",
        kind: Kind::Texts(|file, _, list| file.ignore = list),
        default: "[]",
        doc: "Rules not to run.",
    },
    Key {
        path: "min-severity",
        kind: Kind::Choice {
            values: &SEVERITIES,
            set: |file, _, word| file.min_severity = read(word, severity),
        },
        default: "\"info\"",
        doc: "Findings below it are not shown.",
    },
    Key {
        path: "persona",
        kind: Kind::Choice {
            values: &PERSONAS,
            set: |file, _, word| file.persona = read(word, persona),
        },
        default: "\"regular\"",
        doc: "Who reads: `regular` hears what nearly everyone wants fixed, `pedantic` good practice too, `auditor` all.",
    },
    Key {
        path: "fail-on",
        kind: Kind::Choice {
            values: &SEVERITIES,
            set: |file, _, word| file.fail_on = read(word, severity),
        },
        default: "\"warning\"",
        doc: "Findings at or above it fail the run.",
    },
    Key {
        path: "fail-on-undecided",
        kind: Kind::Flag(|file, _, flag| file.fail_on_undecided = Some(flag)),
        default: "false",
        doc: "Makes a verdict that could not be decided fail the run.",
    },
    Key {
        path: "suppressions.max-days",
        kind: Kind::Count {
            max: 3650,
            set: |file, _, days| file.suppressions_max_days = Some(days),
        },
        default: "90",
        doc: "How many days ahead `until` of a suppression comment may lie.",
    },
    Key {
        path: "rules.<rule>.severity",
        kind: Kind::Choice {
            values: &SEVERITIES,
            set: |file, captures, word| {
                if let Some(rule) = rule(file, captures) {
                    rule.severity = read(word, severity);
                }
            },
        },
        default: "",
        doc: "The severity of all findings of the rule.",
    },
    Key {
        path: "rules.<rule>.enforced",
        kind: Kind::Flag(|file, captures, flag| {
            if let Some(rule) = rule(file, captures) {
                rule.enforced = Some(flag);
            }
        }),
        default: "false",
        doc: "The rule can neither be ignored nor suppressed nor softened, here or in a file that extends this one.",
    },
    Key {
        path: "limits.<actor>.<limit>",
        kind: Kind::Limit(|file, captures, limit| {
            if let (Some(actor), Some(key)) = (captures.actor, captures.limit) {
                file.limits.push(super::LimitSetting { actor, key, limit });
            }
        }),
        default: "",
        doc: "A limit of an actor type: above `soft` is a warning, above `hard` an error; a single value is the hard one.",
    },
    Key {
        path: "root[]",
        kind: Kind::Entry(|file, span| {
            file.roots.push(RootSetting {
                span,
                path: None,
                var_files: Vec::new(),
                workspace: None,
            });
        }),
        default: "",
        doc: "A directory that is applied on its own; several entries for one path are several roots.",
    },
    Key {
        path: "root[].path",
        kind: Kind::Text(|file, _, text| {
            if let Some(root) = file.roots.last_mut() {
                root.path = Some(text);
            }
        }),
        default: "",
        doc: "The directory, relative to this file (required).",
    },
    Key {
        path: "root[].var-files",
        kind: Kind::Texts(|file, _, list| {
            if let Some(root) = file.roots.last_mut() {
                root.var_files = list;
            }
        }),
        default: "[]",
        doc: "Files of variables that this root is applied with, relative to this file.",
    },
    Key {
        path: "root[].workspace",
        kind: Kind::Text(|file, _, text| {
            if let Some(root) = file.roots.last_mut() {
                root.workspace = Some(text);
            }
        }),
        default: "",
        doc: "The value of `terraform.workspace`; not known unless this, TF_WORKSPACE or a selected workspace says it.",
    },
    Key {
        path: "subject[]",
        kind: Kind::Entry(|file, span| {
            file.subjects.push(SubjectBinding {
                span,
                matches: None,
                actor_type: None,
                owner: None,
                relationship: None,
                purpose: None,
                class: None,
            });
        }),
        default: "",
        doc: "What a vendor's resource is, which its own schema cannot say.",
    },
    Key {
        path: "subject[].match",
        kind: Kind::Text(|file, _, text| {
            if let Some(subject) = file.subjects.last_mut() {
                subject.matches = Some(text);
            }
        }),
        default: "",
        doc: "Glob of resource addresses, such as `module.portal.auth0_client.*` (required).",
    },
    Key {
        path: "subject[].actor_type",
        kind: Kind::Choice {
            values: &ACTORS,
            set: |file, _, word| {
                if let Some(subject) = file.subjects.last_mut() {
                    subject.actor_type = read(word, |word| word.parse().ok());
                }
            },
        },
        default: "",
        doc: "Which of the five kinds of actor it is; its limits then apply.",
    },
    Key {
        path: "subject[].owner",
        kind: Kind::Text(|file, _, text| {
            if let Some(subject) = file.subjects.last_mut() {
                subject.owner = Some(text);
            }
        }),
        default: "",
        doc: "The person or team that answers for it.",
    },
    Key {
        path: "subject[].relationship",
        kind: Kind::Text(|file, _, text| {
            if let Some(subject) = file.subjects.last_mut() {
                subject.relationship = Some(text);
            }
        }),
        default: "",
        doc: "The name of the `extid_relationship` under which it exists.",
    },
    Key {
        path: "subject[].purpose",
        kind: Kind::Text(|file, _, text| {
            if let Some(subject) = file.subjects.last_mut() {
                subject.purpose = Some(text);
            }
        }),
        default: "",
        doc: "What it is for, in a sentence.",
    },
    Key {
        path: "subject[].class",
        kind: Kind::Text(|file, _, text| {
            if let Some(subject) = file.subjects.last_mut() {
                subject.class = Some(text);
            }
        }),
        default: "",
        doc: "The name of the `extid_identity_class` that it belongs to.",
    },
    Key {
        path: "provider",
        kind: Kind::Free(|file, table| file.provider = Some(table)),
        default: "",
        doc: "Settings of terraform-provider-extid and its command line; extid-lint does not read them.",
    },
];

fn read<T>(word: Written<&str>, value: fn(&str) -> Option<T>) -> Option<Written<T>> {
    let span = word.span;
    value(word.value).map(|value| Written { value, span })
}

fn profile(word: &str) -> Option<Profile> {
    [Profile::Inventory, Profile::Standard, Profile::Strict]
        .into_iter()
        .find(|profile| profile.as_str() == word)
}

fn severity(word: &str) -> Option<Severity> {
    [Severity::Info, Severity::Warning, Severity::Error]
        .into_iter()
        .find(|severity| severity.as_str() == word)
}

fn persona(word: &str) -> Option<Persona> {
    [Persona::Regular, Persona::Pedantic, Persona::Auditor]
        .into_iter()
        .find(|persona| persona.as_str() == word)
}

/// The setting of the rule whose table is being read.
fn rule<'f>(file: &'f mut PolicyFile, captures: &Captures) -> Option<&'f mut RuleSetting> {
    let rule = captures.rule.as_ref()?;
    if !file.rules.iter().any(|setting| setting.rule.value == rule.value) {
        file.rules.push(RuleSetting {
            rule: rule.clone(),
            severity: None,
            enforced: None,
        });
    }
    file.rules
        .iter_mut()
        .find(|setting| setting.rule.value == rule.value)
}
