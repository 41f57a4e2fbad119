//! The provider's log: lines that Terraform understands, on standard error, at the level its user asked for.

mod layer;
mod level;
mod panics;
mod record;
mod writer;

pub(crate) use panics::starting;
use std::io::Write;
use std::sync::OnceLock;
use std::time::Duration;
use tracing_subscriber::Registry;
use tracing_subscriber::layer::SubscriberExt;

/// Starts the log of a provider called `name`, at the level `TF_LOG` and its kin ask for; the default is none.
pub(crate) fn start(name: &str) {
    if let Some(level) = level::asked(name, |variable| std::env::var(variable).ok()) {
        let subscriber = Registry::default().with(layer::Lines { level });
        // Whoever set one before us, in a test, keeps it.
        let _ = tracing::subscriber::set_global_default(subscriber);
    }
    std::panic::set_hook(Box::new(panics::report));
}

/// Writes one text and a line end to standard error.
pub(crate) fn line(text: &str) {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(b'\n');
    write(bytes);
}

/// Waits until all lines so far are written, at most `limit`: the reader may have stopped reading.
pub(crate) fn flush(limit: Duration) {
    if let Some(Some(writer)) = WRITER.get() {
        writer.flush(limit);
    }
}

/// Begins with the first line: a provider without a log has no such thread.
static WRITER: OnceLock<Option<writer::Writer>> = OnceLock::new();

fn write(bytes: Vec<u8>) {
    match WRITER.get_or_init(|| writer::Writer::start(std::io::stderr())) {
        Some(writer) => writer.take(bytes),
        // Nobody is left to tell about a failure.
        None => drop(std::io::stderr().lock().write_all(&bytes)),
    }
}
