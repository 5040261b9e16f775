//! Idle connections by origin, and how new ones are made. One pool a worker: what it holds is used on one
//! thread only, so the lock is never waited for.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;

use super::connection::Connection;
use super::stream::Stream;
use super::tls::{self, NoRoots};
use crate::catalog::Origin;

/// Idle connections kept for one origin.
const IDLE_MAX: usize = 256;
/// Servers and load balancers close idle connections after a minute or more; we are earlier.
const IDLE_TIME: Duration = Duration::from_secs(45);

/// How long an address is waited for before the next one is tried beside it (RFC 8305, section 8).
const NEXT_ADDRESS_TIME: Duration = Duration::from_millis(250);

/// Idle connections to upstreams.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    /// There are few origins, and a provider's is mostly the very one that its connections were made for.
    idle: Mutex<Vec<(Arc<Origin>, Vec<Connection>)>>,
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectError {
    #[error("no connection within {} ms", .0.as_millis())]
    Timeout(Duration),
    #[error("the name `{0}` has no address")]
    NoAddress(String),
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    NoRoots(#[from] NoRoots),
    #[error("the name `{0}` cannot be certified")]
    ServerName(String),
}

impl Pool {
    /// An idle connection that is still open.
    pub(crate) fn take(&self, origin: &Arc<Origin>) -> Option<Connection> {
        let mut idle = self.lock();
        let connections = idle_at(&mut idle, origin)?;
        // The latest first: the rest may go stale and be closed.
        while let Some(mut connection) = connections.pop() {
            if connection.is_usable() {
                return Some(connection);
            }
        }
        None
    }

    /// Keeps a connection for the next request.
    pub(crate) fn put(&self, connection: Connection) {
        let mut idle = self.lock();
        match idle_at(&mut idle, &connection.origin) {
            Some(connections) if connections.len() >= IDLE_MAX => {}
            Some(connections) => connections.push(connection),
            None => idle.push((Arc::clone(&connection.origin), vec![connection])),
        }
    }

    /// Closes what was idle for too long, or was closed by the other side.
    pub(crate) fn sweep(&self, now: Instant) {
        let mut idle = self.lock();
        for (_, connections) in &mut *idle {
            connections.retain_mut(|c| now.duration_since(c.idle_since) < IDLE_TIME && c.is_usable());
        }
        idle.retain(|(_, connections)| !connections.is_empty());
    }

    fn lock(&self) -> MutexGuard<'_, Vec<(Arc<Origin>, Vec<Connection>)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn idle_at<'i>(
    idle: &'i mut [(Arc<Origin>, Vec<Connection>)],
    origin: &Arc<Origin>,
) -> Option<&'i mut Vec<Connection>> {
    let found = idle.iter_mut().find(|(other, _)| Arc::ptr_eq(other, origin) || other == origin);
    found.map(|(_, connections)| connections)
}

/// A new connection, TLS included.
pub(crate) async fn connect(origin: &Arc<Origin>, within: Duration) -> Result<Connection, ConnectError> {
    let opened = tokio::time::timeout(within, async {
        open(origin).await.map(|stream| Connection::new(Arc::clone(origin), stream))
    });
    opened.await.unwrap_or(Err(ConnectError::Timeout(within)))
}

/// A new stream to an origin, TLS included.
pub(crate) async fn open(origin: &Origin) -> Result<Stream, ConnectError> {
    let tcp = dial(origin).await?;
    tcp.set_nodelay(true)?;
    if !origin.tls {
        return Ok(Stream::Plain(tcp));
    }
    let name = ServerName::try_from(origin.host.clone())
        .map_err(|_| ConnectError::ServerName(origin.host.clone()))?;
    let tls = tls::connector()?.connect(name, tcp).await?;
    Ok(Stream::Outbound(Box::new(tls)))
}

/// Tries every address of the name: the next one when one fails, or lets wait.
async fn dial(origin: &Origin) -> Result<TcpStream, ConnectError> {
    let addresses: Vec<SocketAddr> =
        tokio::net::lookup_host((origin.host.as_str(), origin.port)).await?.collect();
    if addresses.is_empty() {
        return Err(ConnectError::NoAddress(origin.host.clone()));
    }
    Ok(first_of(addresses).await?)
}

async fn first_of(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let mut waiting = addresses.into_iter();
    let mut trying = FuturesUnordered::new();
    let mut last = None;
    loop {
        trying.extend(waiting.next().map(TcpStream::connect));
        tokio::select! {
            tried = trying.next() => match tried {
                Some(Ok(stream)) => return Ok(stream),
                Some(Err(error)) => last = Some(error),
                None => return Err(last.unwrap_or_else(|| io::ErrorKind::AddrNotAvailable.into())),
            },
            () = tokio::time::sleep(NEXT_ADDRESS_TIME), if waiting.len() > 0 => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use tokio::net::{TcpListener, TcpSocket, TcpStream};

    use super::first_of;

    /// An address that lets wait costs a moment and not the connection.
    #[tokio::test]
    async fn the_first_address_that_answers_is_taken() {
        let full = TcpSocket::new_v4().unwrap();
        full.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let full = full.listen(1).unwrap();
        let silent = full.local_addr().unwrap();
        let mut queued = tokio::task::JoinSet::new();
        (0..8).for_each(|_| drop(queued.spawn(TcpStream::connect(silent))));
        let open = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let found = first_of(vec![closed, silent, open.local_addr().unwrap()]).await.unwrap();
        assert_eq!(found.peer_addr().unwrap(), open.local_addr().unwrap());
        assert_eq!(first_of(vec![closed]).await.unwrap_err().kind(), std::io::ErrorKind::ConnectionRefused);
        assert!(first_of(Vec::new()).await.is_err());
    }
}
