//! Connections: accepted on one thread, each given to the worker with the fewest, served there to its end.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::watch::{SWEEP, Watch, Watched, WatchedStream};
use crate::exchange;
use crate::gateway::{Gateway, Worker};
use crate::upstream::{Pool, Stream};

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1024;

/// A socket that listens.
pub(crate) struct Front {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
}

/// The threads that serve.
pub(crate) struct Workers {
    inboxes: Vec<Inbox>,
    threads: Vec<JoinHandle<()>>,
    stop: watch::Sender<bool>,
}

struct Inbox {
    connections: mpsc::UnboundedSender<Accepted>,
    open: Arc<AtomicUsize>,
}

/// A connection on its way to its worker.
struct Accepted {
    stream: std::net::TcpStream,
    tls: Option<TlsAcceptor>,
    place: Place,
}

/// A connection's places: among all, and among its worker's.
struct Place {
    _all: OwnedSemaphorePermit,
    open: Arc<AtomicUsize>,
}

impl Front {
    /// Listens on `address`.
    pub(crate) fn bind(address: SocketAddr, tls: Option<TlsAcceptor>) -> io::Result<Self> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
        // A gateway that starts again finds its port; two that run do not share it.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        Ok(Self { listener: socket.listen(BACKLOG)?, tls })
    }

    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Accepts connections and hands them to workers, until told to stop.
    pub(crate) async fn run(
        self,
        workers: &Workers,
        gateway: &Gateway,
        most: usize,
        mut stop: watch::Receiver<bool>,
    ) {
        let places = Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
        loop {
            let accepted = tokio::select! {
                accepted = self.accept(&places) => accepted,
                _ = stop.wait_for(|stop| *stop) => return,
            };
            match accepted {
                Ok((stream, place)) => {
                    gateway.metrics.connections.fetch_add(1, Ordering::Relaxed);
                    workers.give(stream, self.tls.clone(), place);
                }
                Err(error) => {
                    // Out of file descriptors, mostly: connections that end make room.
                    tracing::warn!(%error, "a connection cannot be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    async fn accept(
        &self,
        places: &Arc<Semaphore>,
    ) -> io::Result<(std::net::TcpStream, OwnedSemaphorePermit)> {
        let place = Arc::clone(places).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, _) = self.listener.accept().await?;
        stream.set_nodelay(true)?;
        Ok((stream.into_std()?, place))
    }
}

impl Workers {
    /// Starts `count` threads.
    pub(crate) fn start(gateway: &Arc<Gateway>, count: usize) -> io::Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let mut workers = Self { inboxes: Vec::new(), threads: Vec::new(), stop };
        for number in 0..count {
            let (connections, inbox) = mpsc::unbounded_channel();
            let open = Arc::new(AtomicUsize::new(0));
            workers.inboxes.push(Inbox { connections, open });
            let worker = Arc::new(Worker {
                gateway: Arc::clone(gateway),
                pool: Pool::default(),
                watch: Watch::default(),
            });
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let stopped = stopped.clone();
            let thread = std::thread::Builder::new()
                .name(format!("worker-{number}"))
                .spawn(move || runtime.block_on(work(worker, inbox, stopped)))?;
            workers.threads.push(thread);
        }
        Ok(workers)
    }

    fn give(&self, stream: std::net::TcpStream, tls: Option<TlsAcceptor>, all: OwnedSemaphorePermit) {
        let least = self.inboxes.iter().min_by_key(|inbox| inbox.open.load(Ordering::Relaxed));
        let Some(inbox) = least else { return };
        inbox.open.fetch_add(1, Ordering::Relaxed);
        let place = Place { _all: all, open: Arc::clone(&inbox.open) };
        // A worker that is gone takes no connections: they are closed.
        let _ = inbox.connections.send(Accepted { stream, tls, place });
    }

    /// Tells the threads to end when their requests have, and waits for them.
    pub(crate) fn stop(self) {
        let _ = self.stop.send(true);
        drop(self.inboxes);
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a worker's thread had failed");
            }
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A worker's thread: serves connections until told to stop, then until they have ended or the drain time has.
async fn work(
    worker: Arc<Worker>,
    mut inbox: mpsc::UnboundedReceiver<Accepted>,
    mut stop: watch::Receiver<bool>,
) {
    let mut connections = JoinSet::new();
    let mut sweep = tokio::time::interval(SWEEP);
    let stopped = stop.clone();
    loop {
        tokio::select! {
            accepted = inbox.recv() => match accepted {
                Some(accepted) => start(&worker, &mut connections, accepted, stopped.clone()),
                None => break,
            },
            Some(_) = connections.join_next() => {}
            _ = sweep.tick() => tick(&worker),
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    let drain = Duration::from_millis(worker.gateway.board.peek().server.drain_timeout_ms);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(drain, ended).await.is_err() {
        worker.gateway.is_over.store(true, Ordering::Relaxed);
        tracing::warn!(left = connections.len(), "connections are closed: the drain time is over");
    }
}

fn tick(worker: &Worker) {
    worker.pool.sweep(Instant::now());
    let ended = worker.watch.sweep(&worker.gateway.board.peek().server) as u64;
    worker.gateway.metrics.timed_out_connections.fetch_add(ended, Ordering::Relaxed);
}

fn start(
    worker: &Arc<Worker>,
    connections: &mut JoinSet<()>,
    accepted: Accepted,
    stop: watch::Receiver<bool>,
) {
    let watched = Watched::new();
    let task = serve(Arc::clone(worker), accepted, Arc::clone(&watched), stop);
    worker.watch.add(&watched, connections.spawn(task));
}

/// One connection, to its end.
async fn serve(
    worker: Arc<Worker>,
    accepted: Accepted,
    watched: Arc<Watched>,
    mut stop: watch::Receiver<bool>,
) {
    let Accepted { stream, tls, place } = accepted;
    let _place = place;
    let Ok(stream) = TcpStream::from_std(stream) else { return };
    let stream = match tls {
        None => Stream::Plain(stream),
        Some(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => Stream::Inbound(Box::new(stream)),
            Err(error) => return tracing::debug!(%error, "a TLS handshake failed"),
        },
    };
    watched.idle();
    let header_bytes_max = worker.gateway.board.peek().server.header_bytes_max.max(8 << 10);
    let io = TokioIo::new(WatchedStream { stream, watched: Arc::clone(&watched) });
    let socket = Arc::clone(&watched);
    let service = service_fn(move |request| {
        let (worker, watched) = (Arc::clone(&worker), Arc::clone(&watched));
        async move {
            watched.answering();
            Ok::<_, Infallible>(exchange::serve(&worker, &watched, request).await)
        }
    });
    let connection =
        http1::Builder::new().max_buf_size(header_bytes_max).serve_connection(io, service).with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let stopped = async { drop(stop.wait_for(|stop| *stop).await) };
    let served = tokio::select! {
        biased;
        served = connection.as_mut() => Some(served),
        () = stopped => None,
    };
    let served = if let Some(served) = served {
        served
    } else {
        connection.as_mut().graceful_shutdown();
        connection.await
    };
    match served {
        Ok(()) => {
            if let Some(next) = socket.next() {
                next.await;
            }
        }
        Err(error) => tracing::debug!(%error, "a client's connection broke off"),
    }
}
