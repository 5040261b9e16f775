//! Idle connections by origin, and how new ones are made. One pool a worker: what it holds is used on one
//! thread only, so the lock is never waited for.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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

/// Idle connections to upstreams.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    idle: Mutex<HashMap<Arc<Origin>, Vec<Connection>>>,
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
    pub(crate) fn take(&self, origin: &Origin) -> Option<Connection> {
        let mut idle = self.lock();
        let connections = idle.get_mut(origin)?;
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
        match idle.get_mut(&*connection.origin) {
            Some(connections) if connections.len() >= IDLE_MAX => {}
            Some(connections) => connections.push(connection),
            None => drop(idle.insert(Arc::clone(&connection.origin), vec![connection])),
        }
    }

    /// Closes what was idle for too long, or was closed by the other side.
    pub(crate) fn sweep(&self, now: Instant) {
        let mut idle = self.lock();
        for connections in idle.values_mut() {
            connections.retain_mut(|c| now.duration_since(c.idle_since) < IDLE_TIME && c.is_usable());
        }
        idle.retain(|_, connections| !connections.is_empty());
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<Origin>, Vec<Connection>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
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

/// Tries every address of the name, one after the other.
async fn dial(origin: &Origin) -> Result<TcpStream, ConnectError> {
    let addresses: Vec<SocketAddr> =
        tokio::net::lookup_host((origin.host.as_str(), origin.port)).await?.collect();
    let mut last = ConnectError::NoAddress(origin.host.clone());
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error.into(),
        }
    }
    Err(last)
}
