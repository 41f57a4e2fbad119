//! XID502 human-flow-on-machine: a machine that signs in like a person
//!
//! ## What
//!
//! An API client, service or agent, or a class of them, for which a person's way to sign in is switched on: password,
//! one-time code, magic link, social login, the implicit or the password grant, a console login. What an identity is
//! called proves nothing: a user named `svc-deploy` is a machine when a `[[subject]]` entry or a comment says so, or
//! when its resource can be nothing else.
//!
//! Only explicit values count, never a default. An agent that acts for a person (`acts_for = "principal"`) may send
//! that person through the authorization code flow.
//!
//! ## Why
//!
//! A password that a machine knows is a password in a file, without the second factor that makes it bearable for people.
//! In 2023 a service account of Okta's support system took a plain password login, and the password had been saved in
//! an employee's browser profile.
//!
//! ## Flagged
//!
//! ```hcl
//! resource "extid_owner" "data" {
//!   name    = "data"
//!   kind    = "team"
//!   contact = "data@example.com"
//! }
//!
//! resource "extid_revocation_path" "batch" {
//!   name         = "batch"
//!   covers       = { client_secret = "delete", access_token = "introspection" }
//!   target_time  = "15m"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-batch"
//! }
//!
//! resource "extid_identity_class" "batch" {
//!   name            = "batch-jobs"
//!   actor_type      = "service"
//!   owner           = extid_owner.data.id
//!   authentication  = { methods = ["client_secret", "password"] }
//!   token_policy    = { access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.data.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.batch.id
//! }
//! ```
//!
//! ## Accepted
//!
//! ```hcl
//! resource "extid_owner" "data" {
//!   name    = "data"
//!   kind    = "team"
//!   contact = "data@example.com"
//! }
//!
//! resource "extid_revocation_path" "batch" {
//!   name         = "batch"
//!   covers       = { private_key_jwt = "delete", access_token = "introspection" }
//!   target_time  = "15m"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-batch"
//! }
//!
//! resource "extid_identity_class" "batch" {
//!   name            = "batch-jobs"
//!   actor_type      = "service"
//!   owner           = extid_owner.data.id
//!   authentication  = { methods = ["private_key_jwt"] }
//!   token_policy    = { access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.data.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.batch.id
//! }
//! ```
//!
//! ## Undecided
//!
//! ```hcl
//! variable "methods" {
//!   type = set(string)
//! }
//!
//! resource "extid_owner" "data" {
//!   name    = "data"
//!   kind    = "team"
//!   contact = "data@example.com"
//! }
//!
//! resource "extid_revocation_path" "batch" {
//!   name         = "batch"
//!   covers       = { client_secret = "delete", access_token = "introspection" }
//!   target_time  = "15m"
//!   max_residual = "15m"
//!   runbook      = "https://runbooks.example.com/revoke-batch"
//! }
//!
//! resource "extid_identity_class" "batch" {
//!   name            = "batch-jobs"
//!   actor_type      = "service"
//!   owner           = extid_owner.data.id
//!   authentication  = { methods = var.methods }
//!   token_policy    = { access_ttl = "15m" }
//!   review          = { every = "90d", reviewers = [extid_owner.data.id], no_response = "revoke" }
//!   revocation_path = extid_revocation_path.batch.id
//! }
//! ```
//!
//! ## Fix
//!
//! Switch the flow off and let the machine prove who it is: workload identity federation first, a key pair second. If a
//! person takes part, give the person an identity and the machine another, and delegate.
//!
//! ## Maps to
//!
//! OWASP NHI4, NHI10; PCI DSS 8.6.1.

use crate::holder::Who;
use crate::{
    ActorType, At, Basis, Breach, Check, CredentialKind, CredentialRole, Fact, Items, Judged, Link, Method,
    Noun, Persona, Policy, Severity, SubjectId, Verdict, View,
};

pub(super) static POLICY: Policy = Policy {
    id: "XID502",
    name: "human-flow-on-machine",
    summary: "a machine that signs in like a person",
    severity: Severity::Error,
    persona: Persona::Regular,
    check: Check::Subject(check),
};

fn check(view: &View<'_>, id: SubjectId) -> Vec<Verdict> {
    let subject = view.graph.get(id);
    let who = Who::of(view.graph, id);
    if who.kind().is_none_or(ActorType::is_human) {
        return Vec::new();
    }
    match &subject.noun {
        Noun::Class(class) => vec![of_methods(view, &class.methods, &who, None)],
        Noun::Identity(identity) => vec![of_methods(
            view,
            &identity.methods,
            &who,
            Some(&identity.acts_for),
        )],
        Noun::Credential(credential)
            if credential.kind == CredentialKind::Password
                && matches!(credential.role, CredentialRole::Issued | CredentialRole::Embedded)
                && !is_said_of_identity(view, &credential.of, &who) =>
        {
            vec![breach(view, subject.at, "password", &who)]
        }
        _ => Vec::new(),
    }
}

fn of_methods(
    view: &View<'_>,
    methods: &Items<Method>,
    who: &Who,
    acts_for: Option<&Fact<String>>,
) -> Verdict {
    let for_principal = match acts_for {
        Some(fact) => fact.judge(|whom| (whom == "principal").then_some(())),
        None => Judged::Pass,
    };
    let flagged = |exempt: bool| {
        methods.judge_each(|method| {
            let counts = method.human && !(exempt && is_user_leg(&method.text));
            counts.then(|| method.text.clone())
        })
    };
    let judged = match for_principal {
        Judged::Breach(..) => flagged(true),
        // Only methods that are a person's in either case are certain.
        Judged::Undecided(why, at) => match (flagged(true), flagged(false)) {
            (Judged::Pass, Judged::Breach(..)) => Judged::Undecided(why, at),
            (judged, _) => judged,
        },
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => flagged(false),
    };
    match judged {
        Judged::Breach(text, at) => breach(view, at, &text, who),
        Judged::Undecided(why, at) => Verdict::Undecided {
            field: "methods",
            why,
            at,
        },
        Judged::Pass | Judged::Absent(_) | Judged::NoPlace => Verdict::Pass,
    }
}

/// The flow through which an agent sends the person it acts for.
fn is_user_leg(method: &str) -> bool {
    method == "authorization_code"
}

fn is_said_of_identity(view: &View<'_>, of: &Link, who: &Who) -> bool {
    let Some(Noun::Identity(identity)) = of.target().map(|id| &view.graph.get(id).noun) else {
        return false;
    };
    matches!(
        of_methods(view, &identity.methods, who, Some(&identity.acts_for)),
        Verdict::Breach(_)
    )
}

fn breach(view: &View<'_>, at: At, method: &str, who: &Who) -> Verdict {
    let severity = match who {
        Who::Actor(_, Basis::Inferred) => Severity::Warning,
        _ => Severity::Error,
    };
    Verdict::Breach(Breach {
        field: "methods",
        at,
        severity: who.severity(view, severity),
        confidence: who.confidence(),
        persona: Persona::Regular,
        evidence: format!("methods={method}"),
        message: format!("`{method}` is a person's way to sign in, and this is a machine"),
        help: "switch it off and use workload identity federation or a key pair".to_owned(),
        related: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::subject_fixtures::*;
    use crate::{Actor, Confidence, Graph, Identity, Subject};

    fn method(text: &str, human: bool) -> Method {
        Method {
            text: text.to_owned(),
            human,
        }
    }

    fn password() -> Items<Method> {
        list(vec![
            method("client_credentials", false),
            method("password", true),
        ])
    }

    fn verdicts(kind: ActorType, basis: Basis, change: impl FnOnce(&mut Identity)) -> Vec<Verdict> {
        let mut graph = Graph::default();
        let id = graph.push(identity(|identity| {
            identity.actor = known(Actor::of(kind, basis));
            change(identity);
        }));
        judge(&POLICY, &graph, id)
    }

    #[test]
    fn a_password_on_a_machine_is_an_error_at_its_place() {
        let breach = only_breach(verdicts(ActorType::Service, Basis::Declared, |i| {
            i.methods = password()
        }));
        assert_eq!((breach.severity, breach.at), (Severity::Error, at(13)));
        assert_eq!(breach.evidence, "methods=password");
    }

    #[test]
    fn a_robot_by_name_is_a_warning() {
        let breach = only_breach(verdicts(ActorType::Service, Basis::Inferred, |i| {
            i.methods = password()
        }));
        assert_eq!(
            (breach.severity, breach.confidence),
            (Severity::Warning, Confidence::Medium)
        );
    }

    #[test]
    fn people_may_use_passwords_and_machines_their_own_flows() {
        assert!(verdicts(ActorType::Partner, Basis::Declared, |i| i.methods = password()).is_empty());
        let own = |i: &mut Identity| i.methods = list(vec![method("client_credentials", false)]);
        assert_silent(&verdicts(ActorType::ApiClient, Basis::Declared, own));
        assert_silent(&verdicts(ActorType::ApiClient, Basis::Declared, |i| {
            i.methods = absent()
        }));
        assert_undecided(&verdicts(ActorType::ApiClient, Basis::Declared, |i| {
            i.methods = unknown()
        }));
    }

    #[test]
    fn an_agent_may_send_the_person_it_acts_for_through_the_code_flow() {
        let code = || list(vec![method("authorization_code", true)]);
        let acting = |acts_for: Fact<String>| {
            verdicts(ActorType::AiAgent, Basis::Declared, |i| {
                i.methods = code();
                i.acts_for = acts_for;
            })
        };
        assert_silent(&acting(known("principal".to_owned())));
        only_breach(acting(known("self".to_owned())));
        only_breach(acting(absent()));
        assert_undecided(&acting(unknown()));
        only_breach(verdicts(ActorType::AiAgent, Basis::Declared, |i| {
            i.methods = password();
            i.acts_for = known("principal".to_owned());
        }));
    }

    #[test]
    fn a_class_of_machines_is_judged_like_its_members() {
        let mut subject = class(ActorType::Service);
        if let Noun::Class(class) = &mut subject.noun {
            class.methods = password();
        }
        let mut graph = Graph::default();
        let id = graph.push(subject);
        only_breach(judge(&POLICY, &graph, id));
    }

    #[test]
    fn a_login_profile_of_a_machine_is_one_finding() {
        let profile = |methods: Items<Method>| {
            let mut graph = Graph::default();
            let holder = graph.push(identity(|identity| identity.methods = methods));
            let id = graph.push(login(Link::To(holder)));
            judge(&POLICY, &graph, id)
        };
        only_breach(profile(Fact::NoPlace));
        assert_silent(&profile(password()));
    }

    fn login(of: Link) -> Subject {
        credential_with(of, |credential| credential.kind = CredentialKind::Password)
    }
}
