//! How long clients may take. Every connection says what it is waiting for; a sweeper looks at all of them
//! now and then and ends those that wait too long. On the path of a request this costs a few stores, and no
//! timers.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::task::AbortHandle;

use crate::config;
use crate::upstream::Stream;

/// How often connections are looked at.
pub(crate) const SWEEP: Duration = Duration::from_millis(500);

/// What a connection waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The next request.
    Idle = 0,
    /// The rest of a request's head (or of a TLS handshake).
    Head = 1,
    /// The rest of a request's body.
    Body = 2,
    /// Us.
    Answer = 3,
}

/// What one connection waits for, and since when.
pub(crate) struct Watched {
    begun: Instant,
    phase: AtomicU8,
    /// Milliseconds after `begun`.
    since_ms: AtomicU64,
    /// When the body of the present request began, and how much of it has come.
    body_ms: AtomicU64,
    body_bytes: AtomicU64,
    /// Since when the client takes nothing of what is written; 0: it does.
    blocked_ms: AtomicU64,
    /// What the connection becomes when it is one of HTTP no more.
    next: Mutex<Option<Next>>,
}

/// The rest of a connection's life.
pub(crate) type Next = Pin<Box<dyn Future<Output = ()> + Send>>;

/// All connections of a worker.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    connections: Mutex<Vec<(Weak<Watched>, AbortHandle)>>,
}

impl std::fmt::Debug for Watched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watched").field("phase", &self.phase).finish_non_exhaustive()
    }
}

impl Watched {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            begun: Instant::now(),
            phase: AtomicU8::new(Phase::Head as u8),
            since_ms: AtomicU64::new(0),
            body_ms: AtomicU64::new(0),
            body_bytes: AtomicU64::new(0),
            blocked_ms: AtomicU64::new(0),
            next: Mutex::default(),
        })
    }

    /// A request's head has come; its body may be awaited.
    pub(crate) fn body(&self) {
        self.body_ms.store(self.now_ms(), Ordering::Relaxed);
        self.body_bytes.store(0, Ordering::Relaxed);
        self.enter(Phase::Body);
    }

    /// So much of a request's body has come.
    pub(crate) fn body_progress(&self, bytes: usize) {
        self.body_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.enter(Phase::Body);
    }

    /// The whole request is here.
    pub(crate) fn answering(&self) {
        self.enter(Phase::Answer);
    }

    /// The answer is on its way out.
    pub(crate) fn idle(&self) {
        self.enter(Phase::Idle);
    }

    /// Once the reply is sent, the connection is one of HTTP no more.
    pub(crate) fn then(&self, next: Next) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(next);
    }

    /// What the connection becomes, if it becomes something.
    pub(super) fn next(&self) -> Option<Next> {
        self.next.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Relaxed);
        self.since_ms.store(self.now_ms(), Ordering::Relaxed);
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn received(&self) {
        if self.phase.load(Ordering::Relaxed) == Phase::Idle as u8 {
            self.enter(Phase::Head);
        }
    }

    fn wrote(&self, made_progress: bool) {
        let before = self.blocked_ms.load(Ordering::Relaxed);
        if made_progress {
            if before != 0 {
                self.blocked_ms.store(0, Ordering::Relaxed);
            }
            // Idle is who has taken all of the answer.
            if self.phase.load(Ordering::Relaxed) == Phase::Idle as u8 {
                self.since_ms.store(self.now_ms(), Ordering::Relaxed);
            }
        } else if before == 0 {
            self.blocked_ms.store(self.now_ms().max(1), Ordering::Relaxed);
        }
    }

    /// Whether it waits for longer than it may.
    fn is_over(&self, server: &config::Server) -> bool {
        let now = self.now_ms();
        let blocked = self.blocked_ms.load(Ordering::Relaxed);
        if blocked != 0 && now.saturating_sub(blocked) > server.write_timeout_ms {
            return true;
        }
        let limit = match self.phase.load(Ordering::Relaxed) {
            phase if phase == Phase::Idle as u8 => server.idle_timeout_ms,
            phase if phase == Phase::Head as u8 => server.header_timeout_ms,
            phase if phase == Phase::Body as u8 && self.is_body_slow(server, now) => return true,
            phase if phase == Phase::Body as u8 => server.body_timeout_ms,
            _ => return false,
        };
        now.saturating_sub(self.since_ms.load(Ordering::Relaxed)) > limit
    }

    /// Whether a body comes in pieces so small that it would take for ever.
    fn is_body_slow(&self, server: &config::Server, now: u64) -> bool {
        let bytes = self.body_bytes.load(Ordering::Relaxed);
        let earned_ms = bytes.saturating_mul(1000).checked_div(server.body_bytes_per_second_min);
        let taken_ms = now.saturating_sub(self.body_ms.load(Ordering::Relaxed));
        earned_ms.is_some_and(|earned| taken_ms > server.body_timeout_ms.saturating_add(earned))
    }
}

impl Watch {
    pub(crate) fn add(&self, connection: &Arc<Watched>, abort: AbortHandle) {
        self.lock().push((Arc::downgrade(connection), abort));
    }

    /// Ends connections that wait too long. Says how many.
    pub(crate) fn sweep(&self, server: &config::Server) -> usize {
        let mut ended = 0;
        self.lock().retain(|(connection, abort)| {
            let Some(connection) = connection.upgrade() else { return false };
            let over = connection.is_over(server);
            if over {
                abort.abort();
                ended += 1;
            }
            !over
        });
        ended
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(Weak<Watched>, AbortHandle)>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A client's connection that says what it waits for.
#[derive(Debug)]
pub(crate) struct WatchedStream {
    pub(crate) stream: Stream,
    pub(crate) watched: Arc<Watched>,
}

impl AsyncRead for WatchedStream {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_read(cx, into);
        if polled.is_ready() {
            this.watched.received();
        }
        polled
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.watched.wrote(polled.is_ready());
        polled
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.stream).poll_write_vectored(cx, slices);
        this.watched.wrote(polled.is_ready());
        polled
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Watched;
    use crate::config::Server;

    #[test]
    fn each_wait_has_its_own_limit() {
        let server = Server {
            header_timeout_ms: 100,
            body_timeout_ms: 200,
            idle_timeout_ms: 400,
            write_timeout_ms: 300,
            ..Server::default()
        };
        let over = |prepare: fn(&Watched), age_ms: u64| over(&server, prepare, age_ms);
        let head: fn(&Watched) = |w| {
            w.idle();
            w.received();
        };
        assert!(!over(head, 50) && over(head, 150));
        assert!(!over(Watched::body, 150) && over(Watched::body, 250));
        assert!(!over(Watched::idle, 350) && over(Watched::idle, 450));
        assert!(!over(Watched::answering, 10_000), "a slow model is no slow client");
        let blocked: fn(&Watched) = |w| {
            w.answering();
            w.wrote(false);
        };
        assert!(!over(blocked, 250) && over(blocked, 350));
        let taken: fn(&Watched) = |w| {
            w.answering();
            w.wrote(false);
            w.wrote(true);
        };
        assert!(!over(taken, 10_000));
    }

    /// Each byte is some of the body, and still it must come to an end.
    #[test]
    fn a_body_that_trickles_is_over() {
        let server = Server { body_timeout_ms: 2_000, body_bytes_per_second_min: 100, ..Server::default() };
        // A body that began ten seconds ago, of which some came just now.
        let check = |bytes: usize, is_slow: bool| {
            let watched = aged(100_000);
            watched.body();
            watched.body_progress(bytes);
            watched.body_ms.fetch_sub(10_000, std::sync::atomic::Ordering::Relaxed);
            assert_eq!(watched.is_over(&server), is_slow, "{bytes}");
            assert!(!watched.is_over(&Server { body_bytes_per_second_min: 0, ..server.clone() }));
        };
        check(500, true);
        check(2_000, false);
    }

    /// Who takes an answer slowly is not idle as long as it takes some of it.
    #[test]
    fn an_answer_that_is_being_taken_is_no_silence() {
        let server = Server { idle_timeout_ms: 4_000, ..Server::default() };
        let watched = aged(100_000);
        watched.idle();
        watched.since_ms.fetch_sub(10_000, std::sync::atomic::Ordering::Relaxed);
        assert!(watched.is_over(&server));
        watched.wrote(true);
        assert!(!watched.is_over(&server));
    }

    fn aged(age_ms: u64) -> Watched {
        let mut watched = std::sync::Arc::into_inner(Watched::new()).unwrap();
        watched.begun = Instant::now().checked_sub(Duration::from_millis(age_ms)).unwrap();
        watched
    }

    /// Whether it waits for too long, `age_ms` after `prepare`.
    fn over(server: &Server, prepare: fn(&Watched), age_ms: u64) -> bool {
        let mut watched = aged(10_000);
        prepare(&watched);
        watched.begun = Instant::now().checked_sub(Duration::from_millis(10_000 + age_ms)).unwrap();
        watched.is_over(server)
    }
}
