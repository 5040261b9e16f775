//! `ghostllm serve`

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::args::Serve;
use super::directory::{configuration, failure, store_path};
use super::output::{self, Failure};
use crate::config::{Environment, from_environment};
use crate::server::{Options, Server, StartError};

/// Where lines of `access_log` come from, which are written only where the configuration says so.
const ACCESS_LOG: &str = "ghostllm::access";

pub(super) fn run(args: Serve, environment: &Environment) -> Result<(), Failure> {
    log(&args)?;
    let mut config = match &args.config {
        Some(file) => configuration(file, environment)?,
        None => from_environment(environment),
    };
    if let Some(listen) = args.listen {
        config.server.listen = Some(listen);
        (config.server.host, config.server.port) = (None, None);
    } else if args.host.is_some() || args.port.is_some() {
        let address = config.server.address();
        let (host, port) = address.rsplit_once(':').unwrap_or((&address, "4000"));
        config.server.host = Some(args.host.unwrap_or_else(|| host.to_owned()));
        config.server.port = args.port.or_else(|| port.parse().ok());
        config.server.listen = None;
    }
    let scheme = if config.server.tls.is_some() { "https" } else { "http" };
    let store = store_path(&config, environment);
    let providers: Vec<String> = config.providers.keys().cloned().collect();
    let options = Options {
        make_first_key: args.config.is_none(),
        config,
        config_file: args.config.clone(),
        environment: environment.clone(),
        store: store.clone(),
    };
    let signals = Signals::listen().map_err(|error| Failure::environment(&error))?;
    let server = Server::start(options).map_err(|error| started(&error))?;
    let said = output::line(format!("ghostllm listens on {scheme}://{}", server.address()))
        .and_then(|()| announce(&server, &providers, &store, args.config.is_some()));
    if said.is_ok() {
        signals.wait();
        output::note("ghostllm: ending; requests under way are finished first");
    }
    server.stop();
    said
}

fn announce(
    server: &Server,
    providers: &[String],
    store: &std::path::Path,
    has_config: bool,
) -> Result<(), Failure> {
    if let Some(admin) = server.admin_address() {
        output::line(format!("admin API on http://{admin}"))?;
    }
    output::line(format!("providers: {}", providers.join(", ")))?;
    output::line(format!("store: {}", store.display()))?;
    if let Some(key) = server.first_key() {
        output::line(format!("key: {}", key.reveal()))?;
        output::line("The key is not shown again; make others with `ghostllm key create --name NAME`.")?;
    } else if !server.has_keys() {
        let config = if has_config { " --config FILE" } else { "" };
        output::line(format!("There are no keys yet: ghostllm key create{config} --name NAME"))?;
    }
    Ok(())
}

fn started(error: &StartError) -> Failure {
    match error {
        StartError::Config(message) => Failure::usage(message),
        StartError::Store(error) => failure(error),
        StartError::Listen { .. } => Failure::environment(error)
            .hint("another process may have the port: say --listen 127.0.0.1:0 for a free one"),
        error => Failure::environment(error),
    }
}

fn log(args: &Serve) -> Result<(), Failure> {
    let filter: Targets =
        args.log.parse().map_err(|error| Failure::usage(format!("--log {}: {error}", args.log)))?;
    // Whoever turns the access log on wants to see it, whatever else is logged.
    let is_named = args.log.contains(ACCESS_LOG);
    let filter = if is_named { filter } else { filter.with_target(ACCESS_LOG, LevelFilter::INFO) };
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    // A second subscriber would be an embedding program's own, which then keeps its own.
    let _ = if args.log_json {
        registry.with(lines.json()).try_init()
    } else {
        let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
        registry.with(lines.with_ansi(colours)).try_init()
    };
    Ok(())
}

/// The signals that end the process.
pub(super) struct Signals {
    runtime: tokio::runtime::Runtime,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Signals {
    /// Takes signals from now on.
    pub(super) fn listen() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        #[cfg(unix)]
        let terminate = {
            let _inside = runtime.enter();
            tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?
        };
        Ok(Self {
            runtime,
            #[cfg(unix)]
            terminate,
        })
    }

    /// Until SIGTERM or an interrupt.
    pub(super) fn wait(mut self) {
        self.runtime.block_on(async {
            #[cfg(unix)]
            tokio::select! {
                _ = self.terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            #[cfg(not(unix))]
            let _ = tokio::signal::ctrl_c().await;
        });
    }
}
