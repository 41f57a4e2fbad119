//! XID406 access-outlives-relationship: access that goes on when its reason has ended
//!
//! ## What
//!
//! An identity, or a grant, credential or delegation of one, that stands after the end of the relationship it exists
//! under, `grace` included: because the relationship has ended, or because its own end is written later. A
//! relationship that ends within 30 days while something under it has no end of its own is a warning: it is the last
//! call to renew or to take away.
//!
//! The identity is reported, and what hangs on it only when it outlives the relationship by itself.
//!
//! ## Why
//!
//! Contracts are ended by one department and accounts by another. The vendor is reviewed, the credential never; the
//! tail between the two is access without a reason that nobody watches.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "extid_owner" "purchasing" {
//!   name    = "purchasing"
//!   kind    = "team"
//!   contact = "purchasing@example.com"
//! }
//!
//! resource "extid_revocation_path" "people" {
//!   name         = "people"
//!   covers       = { session = "logout", access_token = "introspection" }
//!   target_time  = "1h"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-partner"
//! }
//!
//! resource "extid_identity_class" "partners" {
//!   name            = "partners"
//!   actor_type      = "partner"
//!   owner           = extid_owner.purchasing.id
//!   authentication  = { methods = ["federation"], assurance = "aal2" }
//!   session_policy  = { absolute = "12h", idle = "30m", access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.purchasing.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.people.id
//! }
//!
//! resource "extid_relationship" "acme" {
//!   name         = "acme-audit"
//!   kind         = "vendor_contract"
//!   counterparty = "ACME Audit GmbH"
//!   owner        = extid_owner.purchasing.id
//!   starts_at    = "2025-11-01T00:00:00Z"
//!   ends_at      = "2026-10-31T00:00:00Z"
//!   offboarding  = { deadline = "7d" }
//! }
//!
//! resource "extid_partner" "auditor" {
//!   name         = "acme-auditor"
//!   class        = extid_identity_class.partners.id
//!   purpose      = "Reads the ledgers for the yearly audit"
//!   relationship = extid_relationship.acme.id
//!   expires_at   = "2027-03-31T00:00:00Z"
//!   access_path  = { entrypoint = "https://ledger.example.com", boundary = "finance" }
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "extid_owner" "purchasing" {
//!   name    = "purchasing"
//!   kind    = "team"
//!   contact = "purchasing@example.com"
//! }
//!
//! resource "extid_revocation_path" "people" {
//!   name         = "people"
//!   covers       = { session = "logout", access_token = "introspection" }
//!   target_time  = "1h"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-partner"
//! }
//!
//! resource "extid_identity_class" "partners" {
//!   name            = "partners"
//!   actor_type      = "partner"
//!   owner           = extid_owner.purchasing.id
//!   authentication  = { methods = ["federation"], assurance = "aal2" }
//!   session_policy  = { absolute = "12h", idle = "30m", access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.purchasing.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.people.id
//! }
//!
//! resource "extid_relationship" "acme" {
//!   name         = "acme-audit"
//!   kind         = "vendor_contract"
//!   counterparty = "ACME Audit GmbH"
//!   owner        = extid_owner.purchasing.id
//!   starts_at    = "2025-11-01T00:00:00Z"
//!   ends_at      = "2027-04-30T00:00:00Z"
//!   offboarding  = { deadline = "7d" }
//! }
//!
//! resource "extid_partner" "auditor" {
//!   name         = "acme-auditor"
//!   class        = extid_identity_class.partners.id
//!   purpose      = "Reads the ledgers for the yearly audit"
//!   relationship = extid_relationship.acme.id
//!   expires_at   = extid_relationship.acme.ends_at
//!   access_path  = { entrypoint = "https://ledger.example.com", boundary = "finance" }
//! }
//! ```
//!
//! ## Undecided
//!
//! ```hcl
//! variable "contract_end" {
//!   type = string
//! }
//!
//! resource "extid_owner" "purchasing" {
//!   name    = "purchasing"
//!   kind    = "team"
//!   contact = "purchasing@example.com"
//! }
//!
//! resource "extid_revocation_path" "people" {
//!   name         = "people"
//!   covers       = { session = "logout", access_token = "introspection" }
//!   target_time  = "1h"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-partner"
//! }
//!
//! resource "extid_identity_class" "partners" {
//!   name            = "partners"
//!   actor_type      = "partner"
//!   owner           = extid_owner.purchasing.id
//!   authentication  = { methods = ["federation"], assurance = "aal2" }
//!   session_policy  = { absolute = "12h", idle = "30m", access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.purchasing.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.people.id
//! }
//!
//! resource "extid_relationship" "acme" {
//!   name         = "acme-audit"
//!   kind         = "vendor_contract"
//!   counterparty = "ACME Audit GmbH"
//!   owner        = extid_owner.purchasing.id
//!   starts_at    = "2025-11-01T00:00:00Z"
//!   ends_at      = var.contract_end
//!   offboarding  = { deadline = "7d" }
//! }
//!
//! resource "extid_partner" "auditor" {
//!   name         = "acme-auditor"
//!   class        = extid_identity_class.partners.id
//!   purpose      = "Reads the ledgers for the yearly audit"
//!   relationship = extid_relationship.acme.id
//!   expires_at   = "2027-03-31T00:00:00Z"
//!   access_path  = { entrypoint = "https://ledger.example.com", boundary = "finance" }
//! }
//! ```
//!
//! ## Fix
//!
//! Derive the end instead of writing it twice: `expires_at = extid_relationship.acme.ends_at`. If the contract was
//! renewed, change `ends_at` in the relationship. If it has ended, remove what is left under it; applying the removal
//! revokes.
//!
//! ## Maps to
//!
//! OWASP NHI1; NIST 800-53 AC-2(3); ISO 27001 A.5.18.

use crate::holder::Who;
use crate::{
    At, Breach, Check, Confidence, Duration, End, EndValue, Fact, Graph, Identity, Instant, Judged, Link,
    Noun, Persona, Policy, Relationship, Severity, SubjectId, Verdict, View, Why,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID406",
    name: "access-outlives-relationship",
    summary: "access that goes on when its reason has ended",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

/// How long before a relationship ends its open ends are called.
const LAST_CALL: Duration = Duration::from_days(30);

/// The end of a relationship, grace included.
#[derive(Clone, Copy)]
enum ReasonEnds {
    /// It was ended by hand, whatever its dates say.
    Already(At),
    On {
        end: Instant,
        at: At,
        grace: bool,
    },
    /// Open-ended, and reviewed instead.
    Not,
}

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let (holders, own_end): (Vec<&Link>, _) = match &view.graph.get(id).noun {
        Noun::Identity(identity) => return of_identity(view, id, identity).into_iter().collect(),
        Noun::Credential(credential) => (vec![&credential.of], &credential.expires_at),
        Noun::Delegation(delegation) => (vec![&delegation.agent], &delegation.expires_at),
        Noun::Grant(grant) => (grant.of.iter().collect(), &grant.expires_at),
        _ => return Vec::new(),
    };
    let holders = holders.into_iter().filter_map(Link::target);
    let verdicts = holders.filter_map(|holder| of_dependent(view, id, own_end, holder));
    // A grant to several outlives one relationship or another; one of them is enough to say.
    verdicts.take(1).collect()
}

fn of_identity(view: &View<'_>, id: SubjectId, identity: &Identity) -> Option<Verdict> {
    let subject = view.graph.get(id);
    let relationship = match &identity.relationship {
        Link::To(id) => relationship_of(view.graph, *id)?,
        Link::None => return None,
        Link::Unknown(why) => return Some(undecided(why.clone(), subject.at)),
        Link::Outside => {
            let why = Why::new("its relationship is not part of this configuration");
            return Some(undecided(why, subject.at));
        }
    };
    let reason = match reason_ends(relationship) {
        Ok(reason) => reason,
        Err((why, at)) => return Some(undecided(why, at)),
    };
    Some(judge_end(
        view,
        id,
        subject.at,
        &identity.expires_at,
        reason,
        true,
    ))
}

/// A dependent is reported when its holder is not, and only by an end of its own.
fn of_dependent(view: &View<'_>, id: SubjectId, own_end: &Fact<End>, holder: SubjectId) -> Option<Verdict> {
    let Noun::Identity(identity) = &view.graph.get(holder).noun else {
        return None;
    };
    if !matches!(of_identity(view, holder, identity), Some(Verdict::Pass)) {
        return None;
    }
    let relationship = relationship_of(view.graph, identity.relationship.target()?)?;
    let reason = reason_ends(relationship).ok()?;
    Some(judge_end(view, id, view.graph.get(id).at, own_end, reason, false))
}

fn relationship_of(graph: &Graph, id: SubjectId) -> Option<&Relationship> {
    match &graph.get(id).noun {
        Noun::Relationship(relationship) => Some(relationship),
        _ => None,
    }
}

fn reason_ends(relationship: &Relationship) -> Result<ReasonEnds, (Why, At)> {
    match relationship.ended.judge(|ended| ended.then_some(())) {
        Judged::Breach((), at) => return Ok(ReasonEnds::Already(at)),
        Judged::Undecided(why, at) => return Err((why, at)),
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => {}
    }
    let grace = match relationship.grace.judge(|grace| Some(*grace)) {
        Judged::Breach(grace, _) => grace,
        Judged::Undecided(why, at) => return Err((why, at)),
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => Duration::from_seconds(0),
    };
    match relationship.ends_at.judge(|end| end.checked_add(grace)) {
        Judged::Breach(end, at) => Ok(ReasonEnds::On {
            end,
            at,
            grace: grace.seconds() > 0,
        }),
        Judged::Undecided(why, at) => Err((why, at)),
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => Ok(ReasonEnds::Not),
    }
}

/// `endless` says whether having no end of one's own is asked here: of an identity yes, of what ends with it no.
fn judge_end(
    view: &View<'_>,
    id: SubjectId,
    header: At,
    own_end: &Fact<End>,
    reason: ReasonEnds,
    endless: bool,
) -> Verdict {
    let (limit, reason_at, over, grace) = match reason {
        ReasonEnds::Not => return Verdict::Pass,
        ReasonEnds::Already(at) => (view.as_of, at, true, false),
        ReasonEnds::On { end, at, grace } => (end, at, end <= view.as_of, grace),
    };
    // Once the reason is gone, whatever is live now outlives it; an end in the past is dead already.
    let limit = if over { view.as_of } else { limit };
    let judged = own_end.judge(|end| {
        let last = match end.value {
            EndValue::On(instant) => instant,
            EndValue::After(length) => view.as_of.checked_add(length)?,
            EndValue::Never => return Some(None),
        };
        (last > limit).then_some(Some(last))
    });
    let (last, at) = match judged {
        Judged::Breach(last, at) => (last, at),
        Judged::Undecided(why, at) => return undecided(why, at),
        Judged::Pass => return Verdict::Pass,
        Judged::Absent(_) | Judged::NoPlace if !endless => return Verdict::Pass,
        Judged::Absent(at) => (None, at),
        Judged::NoPlace => (None, header),
    };
    let who = Who::of(view.graph, id);
    let (severity, message) = match (last, over) {
        (_, true) => (
            Severity::Error,
            "its relationship has ended and this access has not".to_owned(),
        ),
        (Some(last), false) => {
            let after = limit.until(last).map_or(0, Duration::days_begun);
            let message = format!(
                "`{{field}}` lies {after}d after the end of its relationship on {}{}",
                limit.date(),
                if grace { ", grace included" } else { "" }
            );
            (Severity::Error, message)
        }
        (None, false) => match view.as_of.until(limit) {
            Some(left) if left <= LAST_CALL => {
                let message = format!(
                    "its relationship ends in {}d{} and this access has no end of its own",
                    left.days_begun(),
                    if grace { ", grace included," } else { "" }
                );
                (who.severity(view, Severity::Warning), message)
            }
            _ => return Verdict::Pass,
        },
    };
    Verdict::Breach(Breach {
        field: "expires_at",
        at,
        severity,
        confidence: Confidence::High,
        persona: Persona::Regular,
        evidence: match last {
            Some(last) => format!("expires_at={}", last.date()),
            None => "absent".to_owned(),
        },
        message,
        help: "take the end from the relationship's, renew the relationship, or remove the access".to_owned(),
        related: vec![(
            reason_at,
            match grace {
                true => "the relationship ends here, and its grace later".to_owned(),
                false => "the relationship ends here".to_owned(),
            },
        )],
    })
}

fn undecided(why: Why, at: At) -> Verdict {
    Verdict::Undecided {
        field: "expires_at",
        why,
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Subject;
    use crate::subject_fixtures::*;

    fn under(relationship: Subject, expires_at: Fact<End>) -> (Graph, SubjectId) {
        let mut graph = Graph::default();
        let reason = graph.push(relationship);
        let id = graph.push(identity(|identity| {
            identity.relationship = Link::To(reason);
            identity.expires_at = expires_at;
        }));
        (graph, id)
    }

    fn verdicts(relationship: Subject, expires_at: Fact<End>) -> Vec<Verdict> {
        let (graph, id) = under(relationship, expires_at);
        judge(&POLICY, &graph, id)
    }

    fn ending(text: &str) -> Subject {
        relationship(known(instant(text)))
    }

    fn changed(mut subject: Subject, change: impl FnOnce(&mut Relationship)) -> Subject {
        if let Noun::Relationship(relationship) = &mut subject.noun {
            change(relationship);
        }
        subject
    }

    #[test]
    fn an_end_after_the_relationships_is_an_error_that_shows_both() {
        let breach = only_breach(verdicts(
            ending("2027-03-01T00:00:00Z"),
            ends_on("2027-03-11T00:00:00Z"),
        ));
        assert_eq!(breach.severity, Severity::Error);
        assert_eq!(
            breach.message,
            "`{field}` lies 10d after the end of its relationship on 2027-03-01"
        );
        assert_eq!(breach.related.len(), 1);
    }

    #[test]
    fn equal_ends_and_ends_within_grace_pass() {
        assert_silent(&verdicts(
            ending("2027-03-01T00:00:00Z"),
            ends_on("2027-03-01T00:00:00Z"),
        ));
        let graceful = changed(ending("2027-03-01T00:00:00Z"), |relationship| {
            relationship.grace = known(Duration::from_days(10));
        });
        assert_silent(&verdicts(graceful, ends_on("2027-03-11T00:00:00Z")));
    }

    #[test]
    fn what_is_live_after_the_end_is_an_error() {
        let over = "2026-10-31T00:00:00Z";
        only_breach(verdicts(ending(over), ends_on("2026-12-01T00:00:00Z")));
        assert_eq!(only_breach(verdicts(ending(over), absent())).evidence, "absent");
        assert_silent(&verdicts(ending(over), ends_on("2026-11-01T00:00:00Z")));
    }

    #[test]
    fn a_relationship_ended_by_hand_has_ended_whatever_its_dates_say() {
        let ended = changed(ending("2027-03-01T00:00:00Z"), |relationship| {
            relationship.ended = known(true)
        });
        only_breach(verdicts(ended, ends_on("2027-01-01T00:00:00Z")));
    }

    #[test]
    fn the_last_thirty_days_warn_of_access_without_an_end() {
        let soon = only_breach(verdicts(ending("2026-12-20T00:00:00Z"), absent()));
        assert_eq!(
            (soon.severity, soon.message.contains("26d")),
            (Severity::Warning, true)
        );
        assert_silent(&verdicts(ending("2027-03-01T00:00:00Z"), absent()));
    }

    #[test]
    fn an_open_ended_relationship_bounds_nothing() {
        assert_silent(&verdicts(relationship(absent()), ends_on("2030-01-01T00:00:00Z")));
    }

    #[test]
    fn unknown_ends_are_undecided() {
        assert_undecided(&verdicts(relationship(unknown()), ends_after(10)));
        assert_undecided(&verdicts(ending("2027-03-01T00:00:00Z"), unknown()));
        let mut graph = Graph::default();
        let id = graph.push(identity(|identity| identity.relationship = Link::Outside));
        assert_undecided(&judge(&POLICY, &graph, id));
    }

    #[test]
    fn a_credential_is_reported_only_when_its_identity_is_not() {
        let key = |identity_end, key_end| {
            let (mut graph, holder) = under(ending("2027-03-01T00:00:00Z"), identity_end);
            let id = graph.push(credential_with(Link::To(holder), |key| key.expires_at = key_end));
            judge(&POLICY, &graph, id)
        };
        let late = "2027-06-01T00:00:00Z";
        only_breach(key(ends_on("2027-02-01T00:00:00Z"), ends_on(late)));
        assert_silent(&key(ends_on(late), ends_on(late)));
        assert_silent(&key(ends_on("2027-02-01T00:00:00Z"), absent()));
    }

    #[test]
    fn without_a_relationship_nothing_is_asked() {
        let mut graph = Graph::default();
        let id = graph.push(identity(|_| {}));
        assert!(judge(&POLICY, &graph, id).is_empty());
    }
}
