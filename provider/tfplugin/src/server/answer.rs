//! Answers: every call runs in a task of its own, and a panic becomes an error diagnostic.

use std::any::Any;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tokio::task::JoinError;
use tonic::{Response, Status};
use tracing::{Instrument, Span, debug_span};

use crate::contract::Provider;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity};
use crate::path::{Path, Step};
use crate::wire::tfplugin6::{self as wire, attribute_path};

use super::secrets::Secrets;
use super::{Service, Shared};
use std::sync::Arc;

/// A response that has diagnostics.
pub(super) trait Answer: Default + Send + 'static {
    fn diagnostics(&mut self) -> &mut Vec<wire::Diagnostic>;
}

macro_rules! answers {
    ($($module:ident),* $(,)?) => {
        $(impl Answer for wire::$module::Response {
            fn diagnostics(&mut self) -> &mut Vec<wire::Diagnostic> {
                &mut self.diagnostics
            }
        })*
    };
}
answers!(
    get_metadata,
    get_provider_schema,
    get_resource_identity_schemas,
    get_functions,
    validate_provider_config,
    validate_resource_config,
    validate_data_resource_config,
    validate_ephemeral_resource_config,
    validate_list_resource_config,
    validate_action_config,
    configure_provider,
    upgrade_resource_state,
    upgrade_resource_identity,
    read_resource,
    plan_resource_change,
    apply_resource_change,
    import_resource_state,
    move_resource_state,
    generate_resource_config,
    read_data_source,
    open_ephemeral_resource,
    renew_ephemeral_resource,
    close_ephemeral_resource,
    plan_action,
);

/// An answer on its way: what there is to say, and what is answered besides. A failure without an error would count as
/// done.
pub(super) fn answer<A: Answer>(result: Result<A, Diagnostics>, said: Diagnostics) -> A {
    let (mut answer, failed) = match result {
        Ok(answer) => (answer, Diagnostics::default()),
        Err(failed) if said.has_errors() => (A::default(), failed),
        Err(failed) => (A::default(), certain(failed)),
    };
    for diagnostic in said.into_iter().chain(failed) {
        answer.diagnostics().push(to_wire(diagnostic));
    }
    answer
}

/// Better nothing than something whose answer is lost.
pub(super) fn ending() -> Diagnostics {
    Diagnostic::error(
        "The provider is ending",
        "It was told to end before this call began, and did nothing. Run Terraform again.",
    )
    .into()
}

/// What failed, with an error in it.
pub(super) fn certain(mut failed: Diagnostics) -> Diagnostics {
    if !failed.has_errors() {
        failed.push(Diagnostic::error(
            "The provider failed without saying why",
            "It gave up without an error. This is a defect of the provider; please report it.",
        ));
    }
    failed
}

impl<P: Provider> Service<P> {
    /// Runs the work of one call. The task goes on when Terraform goes away: half a change must not be forgotten.
    pub(super) async fn run<A, F>(
        &self,
        rpc: &'static str,
        name: &str,
        work: impl FnOnce(Arc<Shared<P>>) -> F,
    ) -> Result<Response<A>, Status>
    where
        A: Answer,
        F: Future<Output = A> + Send + 'static,
    {
        let Some(underway) = self.0.work.begin() else {
            return Ok(Response::new(answer(Err(ending()), Diagnostics::default())));
        };
        let work = work(Arc::clone(&self.0));
        let work = async move {
            let _underway = underway;
            work.await
        };
        let (began, span) = (Instant::now(), span::<P>(rpc, name));
        let secrets = self.0.secrets.of_call();
        let work = secrets.around(work).instrument(span.clone());
        let mut answered = match tokio::spawn(work).await {
            Ok(answered) => answered,
            Err(ended) => {
                let failed = panicked(&secrets, &format!("The answer to {rpc} {name}"), ended);
                answer(Err(failed.into()), Diagnostics::default())
            }
        };
        span.in_scope(|| {
            for diagnostic in answered.diagnostics() {
                tracing::debug!(diagnostic_summary = %diagnostic.summary, "diagnostic");
            }
            let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            tracing::trace!(duration_us = took, "served the request");
        });
        Ok(Response::new(answered))
    }
}

/// The begin of a call, with the fields that users of Terraform's logs know.
pub(super) fn span<P: Provider>(rpc: &'static str, name: &str) -> Span {
    static CALLS: AtomicU64 = AtomicU64::new(1);
    let id = CALLS.fetch_add(1, Ordering::Relaxed);
    let id = format!("{:x}-{id:x}", std::process::id());
    let span = debug_span!(
        "call",
        tf_rpc = rpc,
        tf_req_id = id,
        tf_provider_addr = P::ADDRESS,
        tf_type = name
    );
    span.in_scope(|| tracing::trace!("received a request"));
    span
}

/// Says that the provider has a defect, with the message but for secrets, and never with a backtrace.
pub(super) fn panicked(secrets: &Secrets, what: &str, ended: JoinError) -> Diagnostic {
    match ended.try_into_panic() {
        Ok(payload) => panicked_with(secrets, what, payload.as_ref()),
        Err(_) => defect(what, "the task was cancelled"),
    }
}

/// The same, of a panic that was caught.
pub(super) fn panicked_with(secrets: &Secrets, what: &str, payload: &(dyn Any + Send)) -> Diagnostic {
    let text = payload.downcast_ref::<&str>().copied();
    let reason = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    defect(what, &secrets.hide(reason.unwrap_or("no message")))
}

fn defect(what: &str, reason: &str) -> Diagnostic {
    let what = what.trim();
    Diagnostic::error(
        "The provider failed unexpectedly",
        format!(
            "{what} ended in a panic: {reason}. This is a defect of the provider; please report it with the steps that \
             led here."
        ),
    )
}

pub(super) fn to_wire(diagnostic: Diagnostic) -> wire::Diagnostic {
    let severity = match diagnostic.severity {
        Severity::Error => wire::diagnostic::Severity::Error,
        Severity::Warning => wire::diagnostic::Severity::Warning,
    };
    let (mut summary, detail) = (printable(&diagnostic.summary), printable(&diagnostic.detail));
    if summary.is_empty() {
        summary = "The provider says no more than this".to_owned();
    }
    wire::Diagnostic {
        severity: severity.into(),
        summary,
        detail,
        attribute: diagnostic.path.as_ref().and_then(path_to_wire),
    }
}

/// Without what would steer a terminal.
fn printable(text: &str) -> String {
    let steers = |char: char| char.is_control() && !matches!(char, '\n' | '\t');
    text.chars()
        .map(|char| {
            if steers(char) {
                char::REPLACEMENT_CHARACTER
            } else {
                char
            }
        })
        .collect()
}

pub(super) fn paths_to_wire(paths: &[Path]) -> Vec<wire::AttributePath> {
    paths.iter().filter_map(path_to_wire).collect()
}

/// The addressable part; nothing when that is the whole block.
fn path_to_wire(path: &Path) -> Option<wire::AttributePath> {
    use attribute_path::step::Selector;
    let steps: Vec<_> = path
        .addressable()
        .steps()
        .iter()
        .filter_map(|step| match step {
            Step::Attribute(name) => Some(Selector::AttributeName(name.clone())),
            Step::Key(key) => Some(Selector::ElementKeyString(key.clone())),
            Step::Index(index) => i64::try_from(*index).ok().map(Selector::ElementKeyInt),
            Step::Element => None,
        })
        .map(|selector| attribute_path::Step {
            selector: Some(selector),
        })
        .collect();
    (!steps.is_empty()).then_some(wire::AttributePath { steps })
}
