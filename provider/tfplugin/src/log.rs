//! The provider's log: lines that Terraform understands, on standard error, at the level its user asked for.

mod layer;
mod level;
mod record;

use std::io::Write;
use std::panic::PanicHookInfo;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt;

/// Starts the log of a provider called `name`, at the level `TF_LOG` and its kin ask for; the default is none.
pub(crate) fn start(name: &str) {
    if let Some(level) = level::asked(name, |variable| std::env::var(variable).ok()) {
        let subscriber = Registry::default().with(layer::Lines { level });
        // Whoever set one before us, in a test, keeps it.
        let _ = tracing::subscriber::set_global_default(subscriber);
    }
    std::panic::set_hook(Box::new(report_panic));
}

/// Writes one text and a line end to standard error, at once.
pub(crate) fn line(text: &str) {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(b'\n');
    write(&bytes);
}

fn write(bytes: &[u8]) {
    // Nobody is left to tell about a failure.
    let _ = std::io::stderr().lock().write_all(bytes);
}

/// The service turns a panic into a diagnostic. Rust's own text would make Terraform report a crash.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let payload = panic.payload();
    let message = (payload.downcast_ref::<&str>().copied())
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("a value that is no text");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    if tracing::enabled!(tracing::Level::ERROR) {
        tracing::error!(place, "the provider panicked: {message}");
    } else {
        let message = message.replace(['\n', '\r'], " ");
        line(&format!("[ERROR] the provider panicked at {place}: {message}"));
    }
}
