//! XID101 missing-owner: nobody answers for an identity, class, relationship or key
//!
//! ## What
//!
//! Somebody must be named wherever the configuration has a place for it: an owner attribute, a tag, label or
//! metadata key such as `owner` or `team` (more with `owner-keys`), or failing these a description that says
//! `owner: payments` or holds an address. One name is enough, near or far. Asked in turn: a `[[subject]]` entry or
//! comment, the resource itself, the provider's default tags, and what the resource hangs on: key, identity,
//! class, relationship. An application and its service principal share their owners, and so do an identity and
//! the credentials that name it.
//!
//! One cause is one finding: a key is not reported beside its identity, nor an identity beside its class. Nobody
//! is asked for what the resource type cannot hold. A cloud role or managed identity that only the platform itself
//! can use is pedantic until it holds a key, an admin permission or a way in from outside: a federated principal, an
//! account that is not among `accounts` of extid.toml, or any account that must show an `sts:ExternalId`.
//!
//! Whether the name is any good is not asked: `owner = "tbd"` passes. A tag of a resource's own hides the provider's
//! default of the same key, also when it is empty.
//!
//! ## Why
//!
//! Without an owner nobody knows whether a key may be cut, so it is not. OWASP counts orphaned identities behind
//! 32 % of the incidents with non-human identities.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "azuread_application" "reporting" {
//!   display_name = "reporting"
//! }
//! ```
//!
//! ```hcl
//! resource "aws_iam_user" "vendor_upload" {
//!   name = "vendor-upload"
//!   tags = { environment = "production" }
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "azuread_application" "reporting" {
//!   display_name = "reporting"
//!   owners       = ["6f1d2a0e-52c4-4c39-9a3c-0e8f6a2b7d11", "b3a9c7d4-1e0f-4b6a-8c2d-5f7e9a1b3c5d"]
//! }
//!
//! # The service principal takes the owners of its application.
//! resource "azuread_service_principal" "reporting" {
//!   client_id = azuread_application.reporting.client_id
//! }
//! ```
//!
//! ```hcl
//! provider "aws" {
//!   region = "eu-central-1"
//!
//!   default_tags {
//!     tags = { team = "payments" }
//!   }
//! }
//!
//! resource "aws_iam_user" "vendor_upload" {
//!   name = "vendor-upload"
//! }
//! ```
//!
//! ## Undecided
//!
//! ```hcl
//! variable "tags" {
//!   type = map(string)
//! }
//!
//! resource "aws_iam_user" "vendor_upload" {
//!   name = "vendor-upload"
//!   tags = var.tags
//! }
//! ```
//!
//! ## Fix
//!
//! Name a team, with a person behind it, where most resources inherit it: the provider's default tags, the class,
//! the module. If the resource has no place for an owner, say it in a `[[subject]]` entry of `extid.toml`, or
//! right above the block: `# extid: subject actor=service owner=team-payments`.
//!
//! ## Maps to
//!
//! OWASP NHI1; NIST CSF PR.AA-01, GV.RR-02; NIST 800-53 AC-2b; CIS 5.5; ISO 27001 A.5.16.

use std::collections::HashMap;

use crate::holder::Who;
use crate::inheritance::owners;
use crate::{
    ActorType, At, Breach, Check, Confidence, CredentialKind, CredentialRole, Dependents, Graph, Identity,
    Judged, Link, Noun, OwnerAnswer, OwnerSlot, Owners, Persona, Policy, Reach, Severity, Subject, SubjectId,
    Verdict, View, any_owner,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID101",
    name: "missing-owner",
    summary: "nobody answers for an identity, class, relationship or key",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Graph(check),
};

fn check(view: &View<'_>) -> Vec<(SubjectId, Verdict)> {
    let dependents = Dependents::new(view.graph);
    let mut named = HashMap::new();
    let judged =
        |(id, subject)| verdict(view, &dependents, &mut named, id, subject).map(|verdict| (id, verdict));
    view.graph.iter().filter_map(judged).collect()
}

/// `named` remembers of which ancestors somebody answers: many keys may hang on one identity.
fn verdict(
    view: &View<'_>,
    dependents: &Dependents,
    named: &mut HashMap<SubjectId, bool>,
    id: SubjectId,
    subject: &Subject,
) -> Option<Verdict> {
    let owners = asked(subject)?;
    let mut is_named = |ancestor| {
        let ask = || {
            matches!(
                any_owner(view.graph, dependents, ancestor),
                OwnerAnswer::Named { .. }
            )
        };
        *named.entry(ancestor).or_insert_with(ask)
    };
    let above = asked_ancestors(view.graph, id);
    if above.iter().any(|ancestor| is_named(*ancestor)) {
        return Some(Verdict::Pass);
    }
    let answer = match (above.is_empty(), &subject.noun) {
        // Whatever could own it could own what it hangs on, which is reported instead.
        (false, Noun::Credential(_)) => return None,
        _ => any_owner(view.graph, dependents, id),
    };
    if matches!(answer, OwnerAnswer::Named { .. }) {
        return Some(Verdict::Pass);
    }
    if !above.is_empty() || !speaks_for_its_identity(view.graph, dependents, id) {
        return None;
    }
    Some(match answer {
        OwnerAnswer::Named { .. } => Verdict::Pass,
        OwnerAnswer::Undecided(why, at) => Verdict::Undecided {
            field: "owner",
            why,
            at,
        },
        OwnerAnswer::Nobody { looked } => {
            let who = Who::of(view.graph, id);
            Verdict::Breach(Breach {
                field: "owner",
                at: owners.at,
                severity: who.severity(view, severity(owners.slot)),
                confidence: confidence(owners.slot),
                persona: persona(view, dependents, id, subject, owners.slot),
                evidence: "absent".to_owned(),
                message: format!("this {} has no owner", word(subject)),
                help: help(owners.slot).to_owned(),
                related: related(owners.at, looked),
            })
        }
    })
}

/// The owners of a subject that is asked for one of its own.
fn asked(subject: &Subject) -> Option<&Owners> {
    if let Noun::Credential(credential) = &subject.noun
        && (credential.role != CredentialRole::Issued || credential.kind == CredentialKind::FederationTrust)
    {
        return None;
    }
    owners(subject).filter(|owners| owners.slot != OwnerSlot::Nowhere)
}

/// Of several parts of one identity only one is reported: the one with the best place for an owner, and among
/// equals the one that the others refer to.
fn speaks_for_its_identity(graph: &Graph, dependents: &Dependents, id: SubjectId) -> bool {
    let Noun::Identity(_) = graph.get(id).noun else {
        return true;
    };
    let mut parts = vec![id];
    let mut next = 0;
    while let Some(part) = parts.get(next).copied() {
        next += 1;
        let refers = same_as(graph, part).filter_map(Link::target);
        let referred = dependents.on(part).iter().copied();
        for other in refers.chain(referred) {
            if matches!(graph.get(other).noun, Noun::Identity(_)) && !parts.contains(&other) {
                parts.push(other);
            }
        }
    }
    let rank = |part: &SubjectId| {
        let slot = asked(graph.get(*part)).map_or(OwnerSlot::Nowhere, |owners| owners.slot);
        (
            slot,
            same_as(graph, *part).any(|link| link.target().is_some()),
            *part,
        )
    };
    parts.iter().min_by_key(|part| rank(part)) == Some(&id)
}

fn same_as(graph: &Graph, id: SubjectId) -> impl Iterator<Item = &Link> {
    match &graph.get(id).noun {
        Noun::Identity(identity) => identity.same_as.iter(),
        _ => [].iter(),
    }
}

/// What it hangs on, near or far, that is asked for an owner too.
fn asked_ancestors(graph: &Graph, id: SubjectId) -> Vec<SubjectId> {
    let mut line = vec![id];
    let mut next = 0;
    while let Some(subject) = line.get(next).map(|id| graph.get(*id)) {
        next += 1;
        let above: [Option<&Link>; 2] = match &subject.noun {
            Noun::Credential(credential) => [Some(&credential.of), None],
            Noun::Identity(identity) => [Some(&identity.class), Some(&identity.relationship)],
            _ => [None, None],
        };
        for ancestor in above.into_iter().flatten().filter_map(Link::target) {
            if !line.contains(&ancestor) {
                line.push(ancestor);
            }
        }
    }
    line.retain(|ancestor| *ancestor != id && asked(graph.get(*ancestor)).is_some());
    line
}

fn severity(slot: OwnerSlot) -> Severity {
    match slot {
        OwnerSlot::FirstClass => Severity::Error,
        _ => Severity::Warning,
    }
}

fn confidence(slot: OwnerSlot) -> Confidence {
    match slot {
        OwnerSlot::FirstClass => Confidence::High,
        OwnerSlot::FreeText => Confidence::Medium,
        OwnerSlot::NameOnly | OwnerSlot::Nowhere => Confidence::Low,
    }
}

fn persona(
    view: &View<'_>,
    dependents: &Dependents,
    id: SubjectId,
    subject: &Subject,
    slot: OwnerSlot,
) -> Persona {
    let careful = match &subject.noun {
        Noun::Credential(_) => slot == OwnerSlot::NameOnly,
        Noun::Identity(identity) => identity.platform && !is_usable(view, dependents, id, identity),
        _ => false,
    };
    if careful {
        Persona::Pedantic
    } else {
        Persona::Regular
    }
}

/// Whether a platform account is more than plumbing: somebody outside can use it, or it can do much harm.
fn is_usable(view: &View<'_>, dependents: &Dependents, id: SubjectId, identity: &Identity) -> bool {
    let exposed = identity.exposed.judge(|exposed| exposed.then_some(()));
    let holds = |dependent: &SubjectId| match &view.graph.get(*dependent).noun {
        Noun::Credential(credential) => credential.role == CredentialRole::Issued,
        Noun::Grant(grant) => {
            let unbounded = grant
                .scopes
                .judge_each(|scope| scope.breadth.is_unbounded().then_some(()));
            matches!(unbounded, Judged::Breach(..))
        }
        _ => false,
    };
    matches!(exposed, Judged::Breach(..))
        || Who::of(view.graph, id).kind() == Some(ActorType::AiAgent)
        || dependents.on(id).iter().any(holds)
}

fn word(subject: &Subject) -> &'static str {
    match subject.noun {
        // A vendor's pool or tenant, whose owner its members inherit.
        Noun::Class(_) if subject.reach == Reach::Vendor => "resource",
        Noun::Class(_) => "identity class",
        Noun::Relationship(_) => "relationship",
        Noun::Credential(_) => "credential",
        _ => "identity",
    }
}

fn help(slot: OwnerSlot) -> &'static str {
    match slot {
        OwnerSlot::FirstClass => "name a team or person in `{field}`, here or where it inherits from",
        OwnerSlot::FreeText => {
            "say who owns it in `{field}`, as `owner: team-x`, or bind it with `[[subject]]` in extid.toml"
        }
        OwnerSlot::NameOnly | OwnerSlot::Nowhere => {
            "it has only a name: bind it to an owner with `[[subject]]` in extid.toml"
        }
    }
}

/// Where else it was looked, one entry for each place.
fn related(primary: At, looked: Vec<(At, String)>) -> Vec<(At, String)> {
    let mut places: Vec<(At, Vec<String>)> = Vec::new();
    for (at, spelling) in looked.into_iter().filter(|(at, _)| *at != primary) {
        let spelling = format!("`{spelling}`");
        match places.iter_mut().find(|(place, _)| *place == at) {
            Some((_, spellings)) => spellings.push(spelling),
            None => places.push((at, vec![spelling])),
        }
    }
    let said = |(at, spellings): (At, Vec<String>)| {
        let verb = if spellings.len() == 1 { "names" } else { "name" };
        (at, format!("{} {verb} nobody", spellings.join(", ")))
    };
    places.into_iter().map(said).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{Actor, Basis, Credential, OwnerCandidate, OwnerSource, Settings};

    fn unowned(change: impl FnOnce(&mut Identity)) -> Subject {
        identity(|identity| {
            identity.owners = owned_by(&[]);
            change(identity);
        })
    }

    #[test]
    fn an_identity_without_an_owner_is_an_error_and_says_where_it_looked() {
        let mut graph = Graph::default();
        let id = graph.push(unowned(|_| {}));
        let breach = only_breach(judge(&POLICY, &graph, id));
        assert_eq!(
            (breach.severity, breach.persona),
            (Severity::Error, Persona::Regular)
        );
        assert_eq!((breach.field, breach.evidence.as_str()), ("owner", "absent"));
        assert_eq!(breach.at, at(20));
        assert_eq!(breach.related, [(at(10), "`tags` names nobody".to_owned())]);
    }

    #[test]
    fn places_side_by_side_are_told_together() {
        let looked = [(1, "tags"), (2, "owners"), (2, "description"), (9, "note")];
        let looked = looked.map(|(place, spelling)| (at(place), spelling.to_owned()));
        let told = related(at(9), looked.into());
        let expected = [
            (1, "`tags` names nobody"),
            (2, "`owners`, `description` name nobody"),
        ];
        assert_eq!(told, expected.map(|(place, text)| (at(place), text.to_owned())));
    }

    #[test]
    fn empty_names_name_nobody() {
        let mut graph = Graph::default();
        let id = graph.push(identity(|identity| identity.owners = owned_by(&["", "  "])));
        only_breach(judge(&POLICY, &graph, id));
        let id = graph.push(identity(|identity| {
            identity.owners = ownerless();
            identity.owners.slot = OwnerSlot::FirstClass;
            identity.owners.reference = known(String::new());
        }));
        only_breach(judge(&POLICY, &graph, id));
    }

    #[test]
    fn the_place_decides_how_bad_it_is() {
        let with = |slot| {
            let mut graph = Graph::default();
            let id = graph.push(unowned(|identity| identity.owners.slot = slot));
            judge(&POLICY, &graph, id)
        };
        assert_eq!(only_breach(with(OwnerSlot::FreeText)).severity, Severity::Warning);
        assert_eq!(
            only_breach(with(OwnerSlot::FreeText)).confidence,
            Confidence::Medium
        );
        assert_eq!(only_breach(with(OwnerSlot::NameOnly)).severity, Severity::Warning);
        assert_silent(&with(OwnerSlot::Nowhere));
    }

    #[test]
    fn the_owner_of_a_class_suffices_for_its_identities() {
        let mut graph = Graph::default();
        let class = graph.push(class(ActorType::Customer));
        let id = graph.push(unowned(|identity| identity.class = Link::To(class)));
        assert_silent(&judge(&POLICY, &graph, id));
    }

    #[test]
    fn a_key_is_not_reported_beside_its_identity() {
        let mut graph = Graph::default();
        let id = graph.push(unowned(|_| {}));
        let key = graph.push(credential_with(Link::To(id), |key| key.owners = owned_by(&[])));
        only_breach(judge(&POLICY, &graph, id));
        assert_silent(&judge(&POLICY, &graph, key));
    }

    #[test]
    fn an_identity_is_not_reported_beside_its_class() {
        let mut graph = Graph::default();
        let mut class = class(ActorType::Service);
        if let Noun::Class(class) = &mut class.noun {
            class.owners = owned_by(&[]);
        }
        let class = graph.push(class);
        let id = graph.push(unowned(|identity| identity.class = Link::To(class)));
        only_breach(judge(&POLICY, &graph, class));
        assert_silent(&judge(&POLICY, &graph, id));
    }

    #[test]
    fn a_key_names_the_owner_of_its_identity() {
        let mut graph = Graph::default();
        let id = graph.push(unowned(|_| {}));
        graph.push(credential_with(Link::To(id), |key| {
            key.owners = owned_by(&["team-a"])
        }));
        assert_silent(&judge(&POLICY, &graph, id));
    }

    #[test]
    fn an_application_and_its_service_principal_are_one_finding() {
        let mut graph = Graph::default();
        let principal = graph.push(unowned(|identity| {
            identity.same_as = vec![Link::To(SubjectId(1))];
        }));
        let application = graph.push(unowned(|_| {}));
        assert_silent(&judge(&POLICY, &graph, principal));
        only_breach(judge(&POLICY, &graph, application));
    }

    #[test]
    fn a_service_principal_without_its_application_needs_owners_of_its_own() {
        let mut graph = Graph::default();
        let id = graph.push(unowned(|identity| identity.same_as = vec![Link::Outside]));
        only_breach(judge(&POLICY, &graph, id));
    }

    #[test]
    fn a_parent_that_is_not_in_the_tree_makes_it_undecided() {
        let mut graph = Graph::default();
        let key = graph.push(credential_with(Link::Outside, |key| key.owners = owned_by(&[])));
        assert_undecided(&judge(&POLICY, &graph, key));
    }

    #[test]
    fn one_name_suffices_however_much_is_unknown() {
        let unknown_tags = |names: &[&str]| {
            let mut owners = owned_by(names);
            owners.candidates.push(OwnerCandidate {
                from: OwnerSource::ProviderDefaults,
                spelling: "provider default_tags".to_owned(),
                names: unknown(),
            });
            owners
        };
        let mut graph = Graph::default();
        let named = graph.push(identity(|identity| identity.owners = unknown_tags(&["team-a"])));
        let unnamed = graph.push(identity(|identity| identity.owners = unknown_tags(&[])));
        assert_silent(&judge(&POLICY, &graph, named));
        assert_undecided(&judge(&POLICY, &graph, unnamed));
    }

    #[test]
    fn a_platform_account_is_asked_at_regular_when_it_is_usable() {
        let platform = |change: fn(&mut Identity)| {
            unowned(|identity| {
                identity.platform = true;
                identity.exposed = known(false);
                change(identity);
            })
        };
        let mut graph = Graph::default();
        let plumbing = graph.push(platform(|_| {}));
        let exposed = graph.push(platform(|identity| identity.exposed = known(true)));
        let with_key = graph.push(platform(|_| {}));
        graph.push(credential(Link::To(with_key)));
        let admin = graph.push(platform(|_| {}));
        graph.push(grant(Link::To(admin), list(vec![unbounded("*")])));
        assert_eq!(
            only_breach(judge(&POLICY, &graph, plumbing)).persona,
            Persona::Pedantic
        );
        for id in [exposed, with_key, admin] {
            assert_eq!(
                only_breach(judge(&POLICY, &graph, id)).persona,
                Persona::Regular,
                "{id:?}"
            );
        }
    }

    #[test]
    fn copies_brokers_and_trusts_carry_no_owner() {
        let mut graph = Graph::default();
        for change in [
            |key: &mut Credential| key.role = CredentialRole::Copy,
            |key: &mut Credential| key.role = CredentialRole::Broker,
            |key: &mut Credential| key.kind = CredentialKind::FederationTrust,
        ] {
            let key = graph.push(credential_with(Link::None, |key| {
                key.owners = owned_by(&[]);
                change(key);
            }));
            assert_silent(&judge(&POLICY, &graph, key));
        }
    }

    #[test]
    fn strict_raises_warnings_for_declared_agents_only() {
        let strict = Settings {
            strict: true,
            ..Settings::default()
        };
        let unowned_agent = |basis| {
            unowned(|identity| {
                identity.actor = known(Actor::of(ActorType::AiAgent, basis));
                identity.owners.slot = OwnerSlot::FreeText;
            })
        };
        let mut graph = Graph::default();
        let declared = graph.push(unowned_agent(Basis::Declared));
        let inferred = graph.push(unowned_agent(Basis::Inferred));
        let severity = |id| only_breach(judge_with(&POLICY, &graph, id, &strict)).severity;
        assert_eq!(severity(declared), Severity::Error);
        assert_eq!(severity(inferred), Severity::Warning);
    }
}
