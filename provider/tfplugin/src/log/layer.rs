//! The layer that turns events into lines, with the fields of the spans around them.

use super::record::{Fields, encode};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

/// Libraries whose inner life interests nobody who writes a configuration.
const INTERNALS: [&str; 9] = [
    "h2",
    "hyper",
    "hyper_util",
    "rustls",
    "tokio",
    "tokio_rustls",
    "tokio_util",
    "tonic",
    "tower",
];

/// Writes every event of `level` and above as one line.
pub(super) struct Lines {
    pub(super) level: Level,
}

impl Lines {
    fn wants(&self, metadata: &Metadata<'_>) -> bool {
        let library = metadata.target().split("::").next().unwrap_or_default();
        if INTERNALS.contains(&library) {
            return metadata.is_event() && *metadata.level() <= self.level.min(Level::WARN);
        }
        // Spans say which RPC an event belongs to, at whatever level the event is.
        metadata.is_span() || *metadata.level() <= self.level
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Lines {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if self.wants(metadata) {
            Interest::always()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        self.wants(metadata)
    }

    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        for span in context
            .event_scope(event)
            .into_iter()
            .flat_map(|scope| scope.from_root())
        {
            if let Some(outer) = span.extensions().get::<Fields>() {
                fields.extend(outer);
            }
        }
        // The spans' message is not the event's.
        fields.take_message();
        event.record(&mut fields);
        let metadata = event.metadata();
        super::write(encode(
            *metadata.level(),
            metadata.target(),
            jiff::Timestamp::now(),
            fields,
        ));
    }
}
