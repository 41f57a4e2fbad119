//! Panics in the log: where they were, and never what they say, which may be a model with its secrets.

use std::backtrace::Backtrace;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

thread_local! {
    /// Set while this thread makes the service: the place of a panic there.
    static STARTING: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Does work that knows no value of any configuration yet. The error is a panic's message, then its place.
pub(crate) fn starting<T>(work: impl FnOnce() -> T) -> Result<T, [String; 2]> {
    STARTING.set(Some(String::new()));
    let done = catch_unwind(AssertUnwindSafe(work));
    let place = STARTING.take().unwrap_or_default();
    done.map_err(|payload| {
        let message = (payload.downcast_ref::<&str>().copied())
            .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
            .unwrap_or("a value that is no text");
        [message.to_owned(), place]
    })
}

/// The service turns a panic into a diagnostic. Rust's own text would make Terraform report a crash.
pub(super) fn report(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    // A thread that is ending has no such variable any more.
    let starting = STARTING.try_with(|starting| match starting.borrow_mut().as_mut() {
        Some(at) => {
            at.clone_from(&place);
            true
        }
        None => false,
    });
    if starting == Ok(true) {
        return;
    }
    let wanted = std::env::var_os("RUST_BACKTRACE").is_some_and(|value| value != "0");
    if !tracing::enabled!(tracing::Level::ERROR) {
        super::line(&format!("[ERROR] the provider panicked at {place}; {WITHHELD}"));
    } else if wanted {
        let backtrace = Backtrace::force_capture();
        tracing::error!(place, %backtrace, "the provider panicked; {WITHHELD}");
    } else {
        tracing::error!(place, "the provider panicked; {WITHHELD}");
    }
}

const WITHHELD: &str = "its message is withheld from the log, as it may hold secrets";
