//! One entry: what happened to which object, in which phase, and who is said to have wanted it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::evidence::Evidence;
use crate::canonical::{self, CanonicalError};
use crate::{OperationId, Ref, RunId, Uid};

/// What happens to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Created,
    /// Something that was there already came under governance.
    Adopted,
    Updated,
    /// The same backend object under another type of identity.
    Reclassified,
    Suspended,
    Resumed,
    Rotated,
    Expired,
    /// Access was taken away for good: at most once for each uid.
    Revoked,
    /// A relationship ended.
    Ended,
    /// The object left the configuration.
    Retired,
    /// The registry was made again from state.
    Rebuilt,
}

/// How far a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Written before the backend is called.
    Intent,
    /// Written when its answer is known.
    Outcome,
    /// All at once: no backend has a part in it.
    Single,
}

/// How a change ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Done,
    /// It was tried. What the backend has of it is in the evidence.
    Failed,
    /// The backend was not called, or said no.
    Refused,
}

/// How a change ended, and what shows it.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub verdict: Verdict,
    pub evidence: Evidence,
    /// How long what was revoked may still be accepted somewhere; `None` where nothing was revoked.
    pub residual: Option<governance::Duration>,
}

/// The object that an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub uid: Uid,
    /// Its name at that time.
    #[serde(rename = "ref")]
    pub reference: Ref,
}

/// On whose behalf a process acts. Nobody has checked it, so it is kept as asserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub run: RunId,
    pub principal: Option<Asserted>,
    pub change_ref: Option<Asserted>,
}

/// A text from the configuration or from a CI variable, without control characters and without the password that
/// an address may carry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Asserted(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AssertedError {
    #[error("it has more than 512 bytes")]
    TooLong,
    #[error("it holds a control character")]
    ControlCharacter,
}

impl Asserted {
    pub fn new(text: &str) -> Result<Self, AssertedError> {
        if text.len() > 512 {
            return Err(AssertedError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(AssertedError::ControlCharacter);
        }
        Ok(Self(without_userinfo(text)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `https://ci:token@git.example.com/pr/42` is kept as `https://git.example.com/pr/42`.
fn without_userinfo(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

/// An entry as the journal has it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// From 1, without gaps.
    pub seq: u64,
    /// When it was written, never before the entry before it.
    #[serde(with = "instant")]
    pub at: governance::Instant,
    pub run: RunId,
    /// Ties intent and outcome. `None` where the entry is about the registry as a whole.
    pub operation: Option<OperationId>,
    pub phase: Phase,
    pub event: Event,
    /// `None` where the entry is about the registry as a whole.
    pub subject: Option<Subject>,
    #[serde(default)]
    pub asserted: AssertedBy,
    /// Of the document that the object is to have.
    pub digest: Option<String>,
    /// Of outcomes and single entries.
    pub verdict: Option<Verdict>,
    #[serde(default)]
    pub evidence: BTreeMap<String, Value>,
    /// A duration, such as `15m`.
    pub residual: Option<String>,
    /// The earlier entry that this one leaves standing: the revocation, when what is revoked already is removed.
    pub refers: Option<u64>,
    /// The outcome was found out later, by somebody else than the process that began.
    #[serde(default)]
    pub settled: bool,
}

/// On whose behalf, as the process said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssertedBy {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<Asserted>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_ref: Option<Asserted>,
}

/// What an entry says beyond its place in the chain. The only way to write one: its evidence is typed.
pub(crate) struct Draft<'a> {
    pub(crate) operation: Option<OperationId>,
    pub(crate) phase: Phase,
    pub(crate) event: Event,
    pub(crate) subject: Option<&'a Subject>,
    pub(crate) digest: Option<crate::document::Digest>,
    pub(crate) verdict: Option<Verdict>,
    pub(crate) evidence: Option<&'a Evidence>,
    pub(crate) residual: Option<governance::Duration>,
    pub(crate) refers: Option<u64>,
    pub(crate) settled: bool,
}

/// A draft at its place.
#[derive(Serialize)]
pub(crate) struct Writable<'a> {
    seq: u64,
    at: String,
    run: RunId,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<OperationId>,
    phase: Phase,
    event: Event,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a Subject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asserted: Option<AssertedBy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    residual: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refers: Option<u64>,
    #[serde(skip_serializing_if = "is_false")]
    settled: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

impl<'a> Writable<'a> {
    pub(crate) fn new(draft: &Draft<'a>, origin: &Origin, seq: u64, at: governance::Instant) -> Self {
        let asserted = AssertedBy {
            principal: origin.principal.clone(),
            change_ref: origin.change_ref.clone(),
        };
        Self {
            seq,
            at: at.to_string(),
            run: origin.run,
            operation: draft.operation,
            phase: draft.phase,
            event: draft.event,
            subject: draft.subject,
            asserted: (asserted != AssertedBy::default()).then_some(asserted),
            digest: draft.digest.map(|digest| digest.to_string()),
            verdict: draft.verdict,
            evidence: draft.evidence.filter(|evidence| !evidence.is_empty()),
            residual: draft.residual.map(|residual| residual.to_string()),
            refers: draft.refers,
            settled: draft.settled,
        }
    }

    /// Canonical JSON: what is stored and hashed.
    pub(crate) fn to_text(&self) -> Result<String, CanonicalError> {
        match serde_json::to_value(self) {
            Ok(value) => canonical::to_text(&value),
            // Nothing in it can fail: keys are texts, numbers integers.
            Err(error) => Err(CanonicalError::Number {
                number: error.to_string(),
            }),
        }
    }
}

impl Entry {
    /// Of its canonical text.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

mod instant {
    use governance::Instant;
    use serde::{Deserialize, Deserializer};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RunId;

    fn origin() -> Origin {
        Origin {
            run: RunId::generate(),
            principal: Some(Asserted::new("ann@example.com").expect("a principal")),
            change_ref: None,
        }
    }

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let subject = Subject {
            uid: Uid::generate(),
            reference: "agent/triage-bot".parse().expect("a ref"),
        };
        let evidence = Evidence::new().word("mechanism", "disable").count("tokens", 3);
        let draft = Draft {
            operation: Some(OperationId::generate()),
            phase: Phase::Outcome,
            event: Event::Revoked,
            subject: Some(&subject),
            digest: None,
            verdict: Some(Verdict::Done),
            evidence: Some(&evidence),
            residual: Some(governance::Duration::from_minutes(15)),
            refers: None,
            settled: true,
        };
        let origin = origin();
        let text = Writable::new(&draft, &origin, 7, governance::Instant::EPOCH)
            .to_text()
            .expect("canonical JSON");
        let entry = Entry::parse(&text).expect("an entry");
        assert_eq!(
            (entry.seq, entry.run, entry.phase),
            (7, origin.run, Phase::Outcome)
        );
        assert_eq!(entry.subject, Some(subject));
        assert_eq!(entry.asserted.principal, origin.principal);
        assert_eq!(entry.evidence["mechanism"], "disable");
        assert_eq!(entry.evidence["tokens"], 3);
        assert_eq!(entry.residual.as_deref(), Some("15m"));
        assert!(entry.settled);
    }

    #[test]
    fn an_address_loses_its_password() {
        let kept = |text: &str| Asserted::new(text).expect("kept").0;
        assert_eq!(
            kept("https://ci:s3cret@git.example.com/pr/42"),
            "https://git.example.com/pr/42"
        );
        assert_eq!(
            kept("https://git.example.com/@ann/pr"),
            "https://git.example.com/@ann/pr"
        );
        assert_eq!(kept("ann@example.com"), "ann@example.com");
        assert_eq!(Asserted::new("a\nb"), Err(AssertedError::ControlCharacter));
        assert_eq!(Asserted::new(&"a".repeat(513)), Err(AssertedError::TooLong));
    }
}
