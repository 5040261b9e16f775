//! A connection's bytes, plain or encrypted.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// TCP, or TLS over it. TLS state is large and boxed: most local traffic has none.
#[derive(Debug)]
pub(crate) enum Stream {
    Plain(TcpStream),
    /// We are the client.
    Outbound(Box<tokio_rustls::client::TlsStream<TcpStream>>),
    /// We are the server.
    Inbound(Box<tokio_rustls::server::TlsStream<TcpStream>>),
    /// Bytes that were made up.
    #[cfg(any(test, fuzzing))]
    Scripted(super::trial::Script),
}

macro_rules! with {
    ($self:expr, $stream:ident => $call:expr) => {
        match $self.get_mut() {
            Stream::Plain($stream) => $call,
            Stream::Outbound(boxed) => {
                let $stream = boxed.as_mut();
                $call
            }
            Stream::Inbound(boxed) => {
                let $stream = boxed.as_mut();
                $call
            }
            #[cfg(any(test, fuzzing))]
            Stream::Scripted($stream) => $call,
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        with!(self, stream => Pin::new(stream).poll_read(cx, into))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        with!(self, stream => Pin::new(stream).poll_write(cx, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        with!(self, stream => Pin::new(stream).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        with!(self, stream => Pin::new(stream).poll_shutdown(cx))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        with!(self, stream => Pin::new(stream).poll_write_vectored(cx, slices))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(stream) => stream.is_write_vectored(),
            Self::Outbound(stream) => stream.is_write_vectored(),
            Self::Inbound(stream) => stream.is_write_vectored(),
            #[cfg(any(test, fuzzing))]
            Self::Scripted(_) => false,
        }
    }
}
