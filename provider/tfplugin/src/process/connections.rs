//! Accepted connections on their way to the server: each passes TLS by itself, so that none waits for another.

use super::count::{Count, Counted};
use super::listener::Door;
use super::pending::Pending;
use super::refusals::Refusals;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::mpsc::{self, Sender};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::server::Connected;

/// Time for one peer to finish the TLS handshake.
const PATIENCE: Duration = Duration::from_secs(10);
/// Time between two tries to accept when the first failed.
const PAUSE: Duration = Duration::from_millis(100);
/// Connections at the same time. Terraform has one for each of its configurations of the provider, in one process when it
/// was started with `--debug`.
const MOST: usize = 256;

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// One connection that may talk to the server.
pub(super) struct Connection {
    stream: Box<dyn Stream>,
    _counted: Counted,
}

/// Accepts from `door` for ever, through TLS when there is an acceptor; `open` counts those that got through.
pub(super) fn accept(
    door: Door,
    tls: Option<TlsAcceptor>,
    open: Count,
) -> ReceiverStream<io::Result<Connection>> {
    // Every connection there may be has room.
    let (sender, receiver) = mpsc::channel(MOST);
    tokio::spawn(async move {
        let (mut pending, refusals) = (Pending::new(), Refusals::default());
        while !sender.is_closed() {
            let given_up = || refusals.say("too many handshakes at once, this is the oldest");
            let place = pending.place(given_up).await;
            match next(&door).await {
                Ok(stream) => {
                    let gate = Gate {
                        tls: tls.clone(),
                        sender: sender.clone(),
                        open: open.clone(),
                        refusals: refusals.clone(),
                    };
                    pending.add(tokio::spawn(gate.admit(stream, place)));
                }
                Err(error) => {
                    refusals.say(&format!("failed to accept it: {error}"));
                    // Out of files, or a peer that left: both pass, the first not by itself.
                    if !pending.spare_files().await {
                        tokio::time::sleep(PAUSE).await;
                    }
                }
            }
        }
    });
    ReceiverStream::new(receiver)
}

async fn next(door: &Door) -> io::Result<Box<dyn Stream>> {
    match door {
        #[cfg(unix)]
        Door::Unix(listener) => Ok(Box::new(listener.accept().await?.0)),
        Door::Tcp(listener) => {
            let (stream, _) = listener.accept().await?;
            // Small answers would wait for the peer's acknowledgement.
            stream.set_nodelay(true)?;
            Ok(Box::new(stream))
        }
    }
}

/// What stands between an accepted stream and the server.
struct Gate {
    tls: Option<TlsAcceptor>,
    sender: Sender<io::Result<Connection>>,
    open: Count,
    refusals: Refusals,
}

impl Gate {
    async fn admit(self, stream: Box<dyn Stream>, _place: Counted) {
        let stream = match self.tls {
            None => stream,
            Some(tls) => match tokio::time::timeout(PATIENCE, tls.accept(stream)).await {
                Ok(Ok(stream)) => Box::new(stream),
                Ok(Err(error)) => return self.refusals.say(&error.to_string()),
                Err(_) => return self.refusals.say(&format!("no TLS handshake in {PATIENCE:?}")),
            },
        };
        match self.open.one_more(MOST) {
            Some(counted) => {
                let connection = Connection {
                    stream,
                    _counted: counted,
                };
                // A server that is gone needs no connection.
                let _ = self.sender.try_send(Ok(connection));
            }
            None => self.refusals.say(&format!("there are {MOST} already")),
        }
    }
}

impl Connected for Connection {
    type ConnectInfo = ();

    fn connect_info(&self) {}
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
