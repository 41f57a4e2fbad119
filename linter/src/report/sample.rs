//! One fixed outcome over in-memory files, for the tests of all formats.

use std::io;
use std::sync::Arc;

use governance::{Confidence, Persona, Severity};

use super::{Look, Outcome, Resources, Verbosity, Viewpoint};
use crate::exit_code::ExitCode;
use crate::finding::{Evidence, Finding, Fingerprint, Place, RuleId, Suppressed, Undecided};
use crate::load::{FileEntry, SourceMap, Span};
use crate::problem::{Problem, ProblemKind};
use crate::redaction::Redaction;
use crate::source::{Entry, Source};

/// Files by path; positions are found by searching for a text.
pub(crate) struct Files(Vec<(String, String)>);

impl Files {
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        Self(
            files
                .iter()
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect(),
        )
    }

    pub(crate) fn map(&self) -> SourceMap {
        let mut base = 0;
        let entries = self.0.iter().map(|(path, text)| {
            let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
            let entry = FileEntry {
                path: Arc::from(path.as_str()),
                base,
                len: text.len() as u32,
                lines: lines.collect(),
                in_tree: true,
            };
            base += entry.len + 1;
            entry
        });
        SourceMap::new(entries.collect())
    }

    /// The first occurrence of `needle` in the file.
    pub(crate) fn span(&self, path: &str, needle: &str) -> Span {
        let mut base = 0;
        for (name, text) in &self.0 {
            if name == path {
                let at = text.find(needle).expect("the text is in the file") as u32;
                return Span::new(base + at, base + at + needle.len() as u32);
            }
            base += text.len() as u32 + 1;
        }
        panic!("no file {path}");
    }
}

impl Source for Files {
    fn list(&self, _dir: &str) -> io::Result<Vec<Entry>> {
        Ok(Vec::new())
    }

    fn read(&self, path: &str, _limit: u64) -> io::Result<Vec<u8>> {
        let file = self.0.iter().find(|(name, _)| name == path);
        file.map(|(_, text)| text.clone().into_bytes())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn canonical(&self, path: &str) -> io::Result<Arc<str>> {
        Ok(Arc::from(path))
    }
}

pub(crate) const ABSENT_EXPIRY: RuleId = RuleId {
    id: "XID201",
    name: "absent-expiry",
};
pub(crate) const MISSING_OWNER: RuleId = RuleId {
    id: "XID101",
    name: "missing-owner",
};

const KEYS: &str = "\
resource \"aws_iam_user\" \"ci\" {
  name = \"ci\"
}

resource \"aws_iam_access_key\" \"ci\" {
  user = aws_iam_user.ci.name
}
";
const MAIN: &str = "\
module \"keys\" {
  source = \"../modules/keys\"
  for_each = toset([\"a\", \"b\"])
}

# extid: ignore[missing-owner] until=2027-01-31 moved to the new tenant in January
resource \"auth0_client\" \"app\u{1b}[31m\" {
  name = \"größe\"
}
";

pub(crate) struct Sample {
    pub(crate) files: Files,
}

impl Default for Sample {
    fn default() -> Self {
        let files = [
            ("modules/keys/main.tf", KEYS),
            ("envs/prod env/main.tf", MAIN),
            ("envs/broken.tf", "resource \"x\" {\n  a = [\n}\n"),
        ];
        Self {
            files: Files::of(&files),
        }
    }
}

impl Sample {
    pub(crate) fn outcome(&self) -> Outcome<'_> {
        let keys = "modules/keys/main.tf";
        let prod = "envs/prod env/main.tf";
        Outcome {
            findings: vec![
                self.suppressed(prod),
                Finding {
                    instances: vec![
                        evidence("envs/prod env//module.keys[\"a\"].aws_iam_access_key.ci"),
                        evidence("envs/prod env//module.keys[\"b\"].aws_iam_access_key.ci"),
                    ],
                    related: vec![
                        place(self.files.span(keys, "aws_iam_user.ci.name"), "for this user"),
                        place(self.files.span(prod, "module \"keys\""), "called from here"),
                    ],
                    ..finding(
                        ABSENT_EXPIRY,
                        "this access key never ends",
                        place(
                            self.files.span(keys, "resource \"aws_iam_access_key\" \"ci\""),
                            "no expiry",
                        ),
                    )
                },
                Finding {
                    severity: Severity::Warning,
                    confidence: Confidence::Medium,
                    ..finding(
                        MISSING_OWNER,
                        "nobody owns this \u{1b}[5muser\u{202e}",
                        place(
                            self.files.span(keys, "resource \"aws_iam_user\" \"ci\""),
                            "no owner in tags",
                        ),
                    )
                },
            ],
            undecided: vec![Undecided {
                rule: ABSENT_EXPIRY,
                instance: "envs/prod env//auth0_client.app".to_owned(),
                field: Arc::from("expires_at"),
                why: "var.end has no value".to_owned(),
                span: Some(self.files.span(prod, "name")),
                persona: Persona::Regular,
            }],
            problems: vec![Problem {
                kind: ProblemKind::Syntax,
                file: Arc::from("envs/broken.tf"),
                span: Some(self.files.span("envs/broken.tf", "[")),
                message: "unclosed `[`".to_owned(),
                help: "close it with `]`".to_owned(),
            }],
            not_installed: 2,
            files: 3,
            roots: 1,
            hidden: 4,
            resources: Resources { seen: 5, judged: 3 },
            unmatched_subjects: 1,
            redaction: Redaction::default(),
            remarks: vec!["envs/prod env is a root: nothing calls it".to_owned()],
            policy_files: vec![Arc::from("extid.toml")],
            not_terraform: Vec::new(),
            as_of: "2026-12-01T00:00:00Z".parse().expect("an instant"),
            map: self.files.map(),
            source: &self.files,
        }
    }

    fn suppressed(&self, prod: &str) -> Finding {
        Finding {
            suppressed: Some(Suppressed {
                span: self.files.span(prod, "# extid: ignore[missing-owner]"),
                reason: "moved to the new tenant in January".to_owned(),
                until: Some("2027-01-31".to_owned()),
            }),
            fingerprint: Fingerprint([8; 16]),
            ..finding(
                MISSING_OWNER,
                "nobody owns this client",
                place(self.files.span(prod, "resource \"auth0_client\""), "no owner"),
            )
        }
    }
}

pub(crate) fn look() -> Look {
    Look {
        color: false,
        unicode: true,
        width: 100,
        persona: Persona::Regular,
        undecided_fails: false,
        verbosity: Verbosity::Normal,
        viewpoint: Viewpoint::default(),
        exit: ExitCode::Incomplete,
    }
}

pub(crate) fn place(span: Span, label: &str) -> Place {
    Place {
        span,
        label: label.to_owned(),
    }
}

pub(crate) fn evidence(instance: &str) -> Evidence {
    Evidence {
        instance: instance.to_owned(),
        evidence: "absent".to_owned(),
        message: None,
        calls: Arc::from([]),
    }
}

pub(crate) fn finding(rule: RuleId, message: &str, primary: Place) -> Finding {
    Finding {
        rule,
        severity: Severity::Error,
        confidence: Confidence::High,
        persona: Persona::Regular,
        fingerprint: Fingerprint([7; 16]),
        subject: Arc::from("aws_iam_user.ci"),
        module: Arc::from("modules/keys"),
        field: Arc::from("expires_at"),
        message: message.to_owned(),
        help: "give it an end date, or use a federated identity".to_owned(),
        primary,
        related: Vec::new(),
        instances: vec![evidence("envs/prod env//aws_iam_user.ci")],
        undecided: 0,
        suppressed: None,
        masked: false,
    }
}
