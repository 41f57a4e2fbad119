//! Who may use an AWS role, from its trust policy.

use governance::{Actor, ActorType, At, Basis, Fact, Why};

use super::policy_json::{self, Document, Statement};
use super::reading::{Reading, why};
use super::row::Path;
use crate::eval::Hole;
use crate::load::Mode;

/// What a trust policy says of the role.
pub(super) struct Trust {
    /// An agent runs as it.
    pub(super) agent: Option<Fact<Actor>>,
    /// Somebody outside of the account and its services may use it.
    pub(super) exposed: Fact<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Reach {
    Inside,
    Outside,
    Unknown(Why),
}

pub(super) fn read(reading: &Reading<'_, '_>, path: &Path) -> Trust {
    let Some(value) = reading.get(path) else {
        return Trust {
            agent: None,
            exposed: Fact::Absent(reading.header()),
        };
    };
    let at = reading.at(path, &value);
    match policy_json::decode(&value) {
        Ok(document) => Trust {
            agent: agent(&document, at),
            exposed: exposed(&document, &reading.root.settings.accounts, at),
        },
        Err(why) => Trust {
            agent: None,
            exposed: Fact::Unknown(why, at),
        },
    }
}

/// Agent Core runs nothing but agents. Bedrock itself also takes roles for knowledge bases, evaluations and model
/// jobs: there only the condition on the source can make it certain.
fn agent(document: &Document, at: At) -> Option<Fact<Actor>> {
    let mut found = None;
    for statement in &document.statements {
        for (kind, who) in &statement.principals {
            if kind != "Service" {
                continue;
            }
            let service = who.split('.').next().unwrap_or_default();
            let basis = match (service, source(statement)) {
                ("bedrock-agentcore" | "preprod-bedrock-agentcore", _) => Basis::Typed,
                ("bedrock", Source::Agent) => Basis::Typed,
                ("bedrock", Source::NotSaid) => Basis::Inferred,
                _ => continue,
            };
            found = found.max(Some(basis));
        }
    }
    found.map(|basis| Fact::Known(Actor::of(ActorType::AiAgent, basis), at))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    Agent,
    Other,
    NotSaid,
}

/// For which Bedrock resources the statement holds: `aws:SourceArn` of `…:agent/…`, `…:knowledge-base/…`.
fn source(statement: &Statement) -> Source {
    let text = statement.condition.to_string().to_ascii_lowercase();
    if !text.contains("aws:sourcearn") {
        Source::NotSaid
    } else if text.contains(":agent/") || text.contains(":agent-alias/") {
        Source::Agent
    } else if [
        "knowledge-base/",
        "-job/",
        "custom-model",
        "guardrail",
        "flow/",
        "evaluation",
        "prompt/",
    ]
    .iter()
    .any(|resource| text.contains(resource))
    {
        Source::Other
    } else {
        Source::NotSaid
    }
}

fn exposed(document: &Document, accounts: &[String], at: At) -> Fact<bool> {
    let mut unknown = document.open.clone();
    for statement in &document.statements {
        for (kind, who) in &statement.principals {
            match reach(document, accounts, statement, kind, who) {
                Reach::Outside => return Fact::Known(true, at),
                Reach::Unknown(why) => {
                    unknown.get_or_insert(why);
                }
                Reach::Inside => {}
            }
        }
    }
    match unknown {
        Some(why) => Fact::Unknown(why, at),
        None => Fact::Known(false, at),
    }
}

fn reach(document: &Document, accounts: &[String], statement: &Statement, kind: &str, who: &str) -> Reach {
    match kind {
        "AWS" | "*" if who == "*" && is_within_organisation(statement) => Reach::Inside,
        "Service" => Reach::Inside,
        // People of the organisation sign in through SAML; everything else that is federated is not ours.
        "Federated" if who.contains(":saml-provider/") => Reach::Inside,
        "Federated" => match document.hole_in(who) {
            Some(hole) if is_saml(hole) => Reach::Inside,
            Some(hole) if hole.refs.is_empty() && !who.contains("oidc-provider/") => {
                Reach::Unknown(why(&hole.why))
            }
            _ => Reach::Outside,
        },
        "AWS" => match document.hole_in(who) {
            // An ARN or account id made of this configuration's own resources, or of the account in use.
            Some(hole) if is_own(hole) => Reach::Inside,
            Some(_) if asks_for_external_id(statement) => Reach::Outside,
            Some(hole) => Reach::Unknown(why(&hole.why)),
            None if who == "*" => Reach::Outside,
            // `111122223333`, or an ARN with it.
            None if who.split(':').any(|part| accounts.iter().any(|own| own == part)) => Reach::Inside,
            None if !accounts.is_empty() || asks_for_external_id(statement) => Reach::Outside,
            None => Reach::Unknown(Why::new(
                "whether that account is one's own is not known; list one's own in `accounts` of extid.toml",
            )),
        },
        "*" if who == "*" => Reach::Outside,
        _ => Reach::Unknown(Why::new("a kind of principal is not known")),
    }
}

fn is_within_organisation(statement: &Statement) -> bool {
    let text = statement.condition.to_string().to_ascii_lowercase();
    [
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalaccount",
    ]
    .iter()
    .any(|key| text.contains(key))
}

/// Third parties are told apart by `sts:ExternalId`; accounts of one's own have no need for it.
fn asks_for_external_id(statement: &Statement) -> bool {
    let text = statement.condition.to_string().to_ascii_lowercase();
    text.contains("\"sts:externalid\"")
}

fn is_saml(hole: &Hole) -> bool {
    hole.refs
        .iter()
        .any(|reference| reference.target.r#type == "aws_iam_saml_provider")
}

fn is_own(hole: &Hole) -> bool {
    hole.refs.iter().any(|reference| {
        reference.target.r#type == "aws_caller_identity"
            || reference.target.mode == Mode::Managed && reference.target.r#type.starts_with("aws_iam_")
    })
}
