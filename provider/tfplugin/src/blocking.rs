//! Work that blocks a thread, away from the threads that answer Terraform.

use std::future;
use std::panic;

/// Runs work that blocks, or computes for long, on a thread of its own: file I/O, an HTTP client without `async`, a hash
/// that takes a second.
///
/// All calls share two threads. Work that blocks one of them outside of this function holds up the other calls, and with two
/// of them also [`Stop`](crate::Stop), the operations' `timeouts` and the orderly end of the process.
///
/// The work is not stopped when the future is dropped: once begun it runs to its end.
///
/// ```
/// # use std::io;
/// # use std::path::PathBuf;
/// async fn read(file: PathBuf) -> io::Result<String> {
///     tfplugin::blocking(move || std::fs::read_to_string(file)).await
/// }
/// ```
///
/// # Panics
/// When the work does, with what it says. Outside of a call of the provider, where no Tokio runtime is.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    // What the work logs belongs to the same call.
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(work)).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => panic::resume_unwind(panic),
            // The process is ending, and the work never began: nobody waits for this call any more.
            Err(_) => future::pending().await,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::blocking;

    #[tokio::test]
    async fn work_that_blocks_gives_its_result_while_others_go_on() {
        let (sender, receiver) = std::sync::mpsc::channel();
        // One thread only: were the work run on it, nobody would ever send.
        let work = blocking(move || receiver.recv());
        let (received, sent) = tokio::join!(work, async { sender.send(7) });
        assert_eq!((received, sent), (Ok(7), Ok(())));
    }

    #[tokio::test]
    #[should_panic(expected = "the disk is on fire")]
    async fn a_panic_in_the_work_is_a_panic_of_the_call() {
        blocking(|| panic!("the disk is on fire")).await
    }
}
