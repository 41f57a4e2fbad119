//! The part of SARIF 2.1.0 that this linter fills in, spelled as on the wire.

use governance::{Confidence, Persona};
use serde::Serialize;

use crate::finding::Evidence;
use crate::report::Summary;

#[derive(Serialize)]
pub(super) struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

impl Log {
    pub(super) fn of(run: Run) -> Self {
        Self {
            schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            version: "2.1.0",
            runs: [run],
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run {
    pub tool: Tool,
    pub invocations: [Invocation; 1],
    pub column_kind: &'static str,
    pub original_uri_base_ids: BaseIds,
    pub results: Vec<Result>,
}

#[derive(Serialize)]
pub(super) struct Tool {
    pub driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub name: &'static str,
    pub semantic_version: &'static str,
    pub rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub id: &'static str,
    pub name: &'static str,
    pub short_description: Message,
    pub full_description: Message,
    pub help: Help,
    pub default_configuration: Configuration,
    pub properties: RuleProperties,
}

#[derive(Serialize)]
pub(super) struct Help {
    pub text: String,
    pub markdown: String,
}

#[derive(Serialize)]
pub(super) struct Configuration {
    pub level: &'static str,
}

#[derive(Serialize)]
pub(super) struct RuleProperties {
    pub tags: [&'static str; 3],
    #[serde(rename = "security-severity")]
    pub security_severity: &'static str,
    pub precision: &'static str,
}

#[derive(Serialize)]
pub(super) struct Message {
    text: String,
}

impl Message {
    pub(super) fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
        }
    }
}

/// The name that stands for the fence; viewers bind it to their checkout.
const BASE: &str = "%SRCROOT%";

#[derive(Serialize)]
pub(super) struct BaseIds {
    #[serde(rename = "%SRCROOT%")]
    root: Base,
}

#[derive(Serialize)]
struct Base {
    description: Message,
}

impl Default for BaseIds {
    fn default() -> Self {
        let description =
            Message::text("the nearest directory upwards that holds .git, else the path that was linted");
        Self {
            root: Base { description },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation {
    pub execution_successful: bool,
    pub exit_code: u8,
    pub exit_code_description: &'static str,
    pub tool_execution_notifications: Vec<Notification>,
    pub properties: InvocationProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InvocationProperties {
    pub as_of: String,
    pub policy_files: Vec<String>,
    pub summary: Summary,
}

#[derive(Serialize)]
pub(super) struct Notification {
    pub level: &'static str,
    pub message: Message,
    pub descriptor: DescriptorReference,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Location>,
}

#[derive(Serialize)]
pub(super) struct DescriptorReference {
    pub id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Result {
    pub rule_id: &'static str,
    pub rule_index: usize,
    pub level: &'static str,
    pub message: Message,
    pub locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    pub partial_fingerprints: Fingerprints,
    /// Empty when open: where one result has the property, all must.
    pub suppressions: Vec<Suppression>,
    pub properties: ResultProperties,
}

#[derive(Serialize)]
pub(super) struct Fingerprints {
    #[serde(rename = "extid/v1")]
    pub extid: String,
}

#[derive(Serialize)]
pub(super) struct Suppression {
    pub kind: &'static str,
    pub status: &'static str,
    pub justification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultProperties {
    pub name: &'static str,
    pub confidence: Confidence,
    pub persona: Persona,
    pub subject: String,
    pub module: String,
    pub field: String,
    /// Those that no comment accepts.
    pub instances: Vec<Instance>,
    /// Those that comments accept, each with why and until when.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suppressed_instances: Vec<SuppressedInstance>,
    pub undecided_instances: usize,
}

#[derive(Serialize)]
pub(super) struct SuppressedInstance {
    #[serde(flatten)]
    pub instance: Instance,
    pub justification: String,
}

#[derive(Serialize)]
pub(super) struct Instance {
    pub instance: String,
    pub evidence: String,
    /// Where it is not the result's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Instance {
    pub(super) fn of(evidence: &Evidence) -> Self {
        Self {
            instance: evidence.instance.clone(),
            evidence: evidence.evidence.clone(),
            message: evidence.message.clone(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    pub physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

impl Location {
    pub(super) fn of(physical_location: PhysicalLocation) -> Self {
        Self {
            id: None,
            physical_location,
            message: None,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

impl ArtifactLocation {
    pub(super) fn of(uri: String) -> Self {
        Self {
            uri,
            uri_base_id: BASE,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub start_line: u32,
    pub start_column: u32,
    pub end_line: u32,
    pub end_column: u32,
}
