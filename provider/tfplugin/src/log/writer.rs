//! Writes lines to standard error from a thread of its own: a reader that does not read must hold up no call.

use super::record::{Fields, encode};
use std::collections::VecDeque;
use std::io::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tracing::Level;

/// Lines that may wait.
const LINES: usize = 4096;
/// Bytes that may wait.
const BYTES: usize = 8 << 20;

/// A queue of lines and the thread that writes them, in order.
pub(super) struct Writer(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Entry>,
    bytes: usize,
    /// Lines dropped since the last one that was taken.
    lost: u64,
    /// A line is on its way out.
    busy: bool,
}

struct Entry {
    /// Lines that were dropped before this one.
    lost: u64,
    line: Vec<u8>,
}

impl Writer {
    /// Nothing when the system gives no thread.
    pub(super) fn start(out: impl Write + Send + 'static) -> Option<Self> {
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let writing = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || writing.write_all_to(out))
            .ok()?;
        Some(Self(shared))
    }

    /// Takes one line, or counts it as lost when too much waits already. Never waits for the reader.
    pub(super) fn take(&self, line: Vec<u8>) {
        let mut state = self.0.lock();
        if state.waiting.len() >= LINES || state.bytes + line.len() > BYTES {
            state.lost += 1;
            return;
        }
        state.bytes += line.len();
        let lost = std::mem::take(&mut state.lost);
        state.waiting.push_back(Entry { lost, line });
        self.0.changed.notify_all();
    }

    /// Waits until everything is written, at most `limit`.
    pub(super) fn flush(&self, limit: Duration) {
        let mut state = self.0.lock();
        // The number of lines lost last would have no line to follow.
        let lost = std::mem::take(&mut state.lost);
        if lost > 0 {
            state.waiting.push_back(Entry {
                lost,
                line: Vec::new(),
            });
            self.0.changed.notify_all();
        }
        let unwritten = |state: &mut State| state.busy || !state.waiting.is_empty();
        // Written or not: the time is over.
        drop(self.0.changed.wait_timeout_while(state, limit, unwritten));
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_all_to(&self, mut out: impl Write) {
        loop {
            let Entry { lost, line } = self.next();
            // Nobody is left to tell about a failure.
            if lost > 0 {
                let _ = out.write_all(&lines_lost(lost));
            }
            let _ = out.write_all(&line);
        }
    }

    /// Waits for a line; the one before is written.
    fn next(&self) -> Entry {
        let mut state = self.lock();
        state.busy = false;
        self.changed.notify_all();
        loop {
            if let Some(entry) = state.waiting.pop_front() {
                state.bytes -= entry.line.len();
                state.busy = true;
                return entry;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn lines_lost(count: u64) -> Vec<u8> {
    let text = format!("{count} lines of the log are lost here: nobody read them in time");
    encode(
        Level::WARN,
        module_path!(),
        jiff::Timestamp::now(),
        Fields::of_message(text),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Instant;

    /// A pipe whose reader opens it when it likes, and what came through.
    struct Pipe {
        open: Receiver<()>,
        is_open: bool,
        seen: Sender<Vec<u8>>,
    }

    impl Write for Pipe {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if !self.is_open {
                self.open.recv().expect("opened");
                self.is_open = true;
            }
            self.seen.send(bytes.to_vec()).expect("seen");
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn closed() -> (Writer, Sender<()>, Receiver<Vec<u8>>) {
        let ((opener, open), (seen, lines)) = (channel(), channel());
        let pipe = Pipe {
            open,
            is_open: false,
            seen,
        };
        (Writer::start(pipe).expect("a thread"), opener, lines)
    }

    fn line(number: usize) -> Vec<u8> {
        format!("{number}\n").into_bytes()
    }

    #[test]
    fn a_reader_that_stops_costs_lines_and_never_time() {
        let (writer, opener, lines) = closed();
        let began = Instant::now();
        for number in 0..LINES + 100 {
            writer.take(line(number));
        }
        writer.flush(Duration::from_millis(50));
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
        opener.send(()).expect("a writer");
        writer.flush(Duration::from_secs(10));
        let seen: Vec<_> = lines.try_iter().collect();
        // The thread may have taken the first line before the queue was full.
        assert!((LINES + 1..=LINES + 2).contains(&seen.len()), "{}", seen.len());
        let (last, kept) = seen.split_last().expect("lines");
        for (number, kept) in kept.iter().enumerate() {
            assert_eq!(kept, &line(number));
        }
        let told = String::from_utf8_lossy(last);
        let lost = LINES + 100 - kept.len();
        assert!(
            told.contains(&format!("{lost} lines of the log are lost")),
            "{told}"
        );
    }

    #[test]
    fn lost_lines_are_told_where_they_are_missing() {
        let (writer, opener, lines) = closed();
        writer.take(line(0));
        writer.take(vec![b'x'; BYTES + 1]);
        writer.take(line(1));
        opener.send(()).expect("a writer");
        writer.flush(Duration::from_secs(10));
        let seen: Vec<_> = lines.try_iter().collect();
        let [first, told, second] = seen.as_slice() else {
            panic!("{seen:?}")
        };
        assert_eq!((first, second), (&line(0), &line(1)));
        assert!(String::from_utf8_lossy(told).contains("1 lines"), "{told:?}");
    }
}
