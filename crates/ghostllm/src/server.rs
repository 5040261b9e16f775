//! A running gateway: what is started, in which order, and how it ends.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::watch;

use crate::admin::Admin;
use crate::cache::Cache;
use crate::clock;
use crate::config::{Config, Environment};
use crate::gateway::Gateway;
use crate::keeper::{self, KeeperThread, Source, State};
use crate::keys::{KeyHash, KeyRecord, RandomError, Secret, random_numbers};
use crate::ledger::{self, Ledger, Spill, Writer};
use crate::memory;
use crate::observe::{Destination, ObserverThreads, Observers};
use crate::serve::{Certificates, Front, Workers};
use crate::snapshot::Board;
use crate::store::{Change, Directory, Sqlite, Store, StoreError};

/// How often certificate files are looked at.
const LOOK_AT_CERTIFICATES: Duration = Duration::from_secs(1);

/// What a gateway is started with.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What to serve. Paths in it are taken as they are.
    pub config: Config,
    /// The file that `config` was read from, to be read again when it changes.
    pub config_file: Option<PathBuf>,
    /// Variables for the configuration, and the providers' usual ones.
    pub environment: Environment,
    /// The store.
    pub store: PathBuf,
    /// Make a key if there is none at all.
    pub make_first_key: bool,
}

/// A gateway that serves, until it is stopped.
pub struct Server {
    address: SocketAddr,
    admin_address: Option<SocketAddr>,
    first_key: Option<Secret>,
    stop: watch::Sender<bool>,
    front: JoinHandle<()>,
    gateway: Arc<Gateway>,
    keeper: KeeperThread,
    ledger: Writer,
    observers: ObserverThreads,
}

/// Why a gateway does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The configuration names something that cannot be used.
    #[error("{0}")]
    Config(String),
    /// An address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address, as configured.
        address: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The store does not open or answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The system gives no threads.
    #[error("cannot start a thread")]
    Thread(#[source] io::Error),
}

impl Server {
    /// Starts a gateway. It serves when this returns.
    pub fn start(options: Options) -> Result<Self, StartError> {
        let mut store: Box<dyn Store> = Box::new(Sqlite::open(&options.store)?);
        ledger::recover(&Spill::beside(&options.store), &mut *store)?;
        let first_key = if options.make_first_key { first_key(&mut *store)? } else { None };
        let collector = Destination::find(&options.config.telemetry, &options.environment)
            .map_err(|error| StartError::Config(error.to_string()))?;
        let source = Source { file: options.config_file, environment: options.environment };
        let (state, directory) =
            State::begin(store, options.config, source).map_err(|error| match error {
                keeper::BeginError::Catalog(error) => StartError::Config(error.to_string()),
                keeper::BeginError::Store(error) => StartError::Store(error),
            })?;
        let settings = state.config.clone();
        let (ledger, writer) = Ledger::start(
            Box::new(Sqlite::open(&options.store)?),
            Spill::beside(&options.store),
            settings.store.queue_rows_max,
            Duration::from_millis(settings.store.flush_ms.max(1)),
        )
        .map_err(StartError::Thread)?;
        let board = Board::new(state.snapshot(&directory));
        let cache = Cache::new(settings.cache.bytes_max);
        let (observers, observer_threads) = Observers::start(collector).map_err(StartError::Thread)?;
        let gateway = Arc::new(Gateway::new(board, ledger, observers, cache, random_numbers()?));
        let (keeper, keeper_thread) =
            keeper::start(state, Arc::clone(&gateway)).map_err(StartError::Thread)?;
        let listening = Listening::start(&settings, &gateway, keeper)?;
        Ok(Self {
            address: listening.address,
            admin_address: listening.admin_address,
            first_key,
            stop: listening.stop,
            front: listening.front,
            gateway,
            keeper: keeper_thread,
            ledger: writer,
            observers: observer_threads,
        })
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the admin API is, if there is one.
    pub fn admin_address(&self) -> Option<SocketAddr> {
        self.admin_address
    }

    /// The key that was made because there was none.
    pub fn first_key(&self) -> Option<&Secret> {
        self.first_key.as_ref()
    }

    /// Whether any key exists.
    pub fn has_keys(&self) -> bool {
        self.gateway.board.peek().has_keys()
    }

    /// Takes no new connections, lets requests under way end (as long as the drain time allows), writes what
    /// was booked, and returns.
    pub fn stop(self) {
        self.gateway.draining.store(true, Ordering::Relaxed);
        let _ = self.stop.send(true);
        if self.front.join().is_err() {
            tracing::error!("the listening thread had failed");
        }
        self.keeper.stop();
        self.ledger.close();
        self.observers.stop();
    }
}

/// The thread that accepts, with all that hangs on it.
struct Listening {
    address: SocketAddr,
    admin_address: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    front: JoinHandle<()>,
}

impl Listening {
    fn start(config: &Config, gateway: &Arc<Gateway>, keeper: keeper::Keeper) -> Result<Self, StartError> {
        let server = &config.server;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::Thread)?;
        let inside = runtime.enter();
        let tls = |error: crate::serve::TlsError| StartError::Config(error.to_string());
        let certificates = server.tls.as_ref().map(Certificates::read).transpose().map_err(tls)?;
        let acceptor = certificates.as_ref().map(Certificates::acceptor).transpose().map_err(tls)?;
        let front = bind(&server.address(), acceptor)?;
        let address = front.address().map_err(StartError::Thread)?;
        let admin = Administration::bind(config, gateway, keeper)?;
        let admin_address = admin.as_ref().map(|admin| admin.address);
        drop(inside);
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let count = if server.workers == 0 { cores } else { server.workers };
        let workers = Workers::start(gateway, count).map_err(StartError::Thread)?;
        let (stop, stopped) = watch::channel(false);
        let most = server.connections_max;
        let gateway = Arc::clone(gateway);
        let run = move || {
            runtime.block_on(async {
                tokio::select! {
                    () = front.run(&workers, &gateway, most, stopped) => {}
                    () = refresh(certificates) => {}
                    () = administer(admin) => {}
                    () = memory::keep_low(&gateway) => {}
                }
            });
            workers.stop();
        };
        let front =
            std::thread::Builder::new().name("front".to_owned()).spawn(run).map_err(StartError::Thread)?;
        Ok(Self { address, admin_address, stop, front })
    }
}

/// The admin API before it runs.
struct Administration {
    listener: tokio::net::TcpListener,
    address: SocketAddr,
    admin: Arc<Admin>,
}

impl Administration {
    fn bind(
        config: &Config,
        gateway: &Arc<Gateway>,
        keeper: keeper::Keeper,
    ) -> Result<Option<Self>, StartError> {
        let server = &config.server;
        let (Some(listen), Some(token)) = (&server.admin_listen, &server.admin_token) else {
            return Ok(None);
        };
        let failed = |source: io::Error| StartError::Listen { address: listen.clone(), source };
        let listener = std::net::TcpListener::bind(listen.as_str()).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let listener = tokio::net::TcpListener::from_std(listener).map_err(failed)?;
        let token = KeyHash::of(token.as_bytes());
        let admin = Arc::new(Admin { gateway: Arc::clone(gateway), keeper, token });
        Ok(Some(Self { listener, address, admin }))
    }
}

async fn administer(admin: Option<Administration>) {
    match admin {
        Some(Administration { listener, admin, .. }) => crate::admin::run(listener, admin).await,
        None => std::future::pending().await,
    }
}

/// Looks at certificate files for ever.
async fn refresh(certificates: Option<Arc<Certificates>>) {
    loop {
        tokio::time::sleep(LOOK_AT_CERTIFICATES).await;
        if let Some(certificates) = &certificates {
            certificates.refresh();
        }
    }
}

fn bind(address: &str, tls: Option<tokio_rustls::TlsAcceptor>) -> Result<Front, StartError> {
    let failed = |source: io::Error| StartError::Listen { address: address.to_owned(), source };
    let no_address = || io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    let found = address.to_socket_addrs().map_err(failed)?.next().ok_or_else(|| failed(no_address()))?;
    Front::bind(found, tls).map_err(failed)
}

/// A key for a store that has none.
fn first_key(store: &mut dyn Store) -> Result<Option<Secret>, StartError> {
    let Directory { keys, .. } = store.directory()?;
    if !keys.is_empty() {
        return Ok(None);
    }
    let secret = Secret::generate()?;
    let record = KeyRecord::new("first", &secret, clock::now())?;
    store.change(&Change::CreateKey(Box::new(record)))?;
    Ok(Some(secret))
}
