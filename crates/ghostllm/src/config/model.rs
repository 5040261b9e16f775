//! The configuration file as types. The published JSON Schema is generated from them, and the strict reader
//! (`check.rs`) holds a file to that schema, so neither can say something else than this file.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::limits::Limits;
use crate::money::Dollars;

/// A whole configuration file. Everything has a default: an empty file is a valid one.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(title = "ghostllm configuration")]
pub struct Config {
    /// Where to listen, and the limits on everything that comes from outside.
    pub server: Server,
    /// Where keys, teams and usage are kept.
    pub store: Store,
    /// How a failing upstream is handled.
    pub routing: Routing,
    /// The response cache. Off unless a model turns it on.
    pub cache: Cache,
    /// Traces for an OpenTelemetry collector. Off unless an endpoint is given.
    pub telemetry: Telemetry,
    /// Who answers: one table a provider, under a name of your choice.
    pub providers: BTreeMap<String, Provider>,
    /// What clients may ask for. Several entries with one name share its load. Without any, every model of
    /// every provider may be asked for by its own name or as `provider/model`.
    pub models: Vec<Model>,
    /// Teams, by name.
    pub teams: Vec<Team>,
    /// Keys that exist as long as they stand here; others are made with `ghostllm key create`.
    pub keys: Vec<Key>,
}

/// `[server]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Server {
    /// Address and port for clients. Port 0 takes a free one.
    #[serde(alias = "bind", alias = "address", alias = "addr")]
    #[schemars(extend("x-aliases" = ["bind", "address", "addr"]))]
    pub listen: Option<String>,
    /// The address part of `listen`, for those who write it apart.
    pub host: Option<String>,
    /// The port part of `listen`, for those who write it apart.
    pub port: Option<u16>,
    /// Address and port of the admin API. Absent: no admin API.
    pub admin_listen: Option<String>,
    /// The secret that the admin API asks for, as Bearer. Required with `admin_listen`.
    pub admin_token: Option<String>,
    /// Threads that serve. 0: one a core.
    pub workers: usize,
    /// TLS for clients. Both files are read again when they change.
    pub tls: Option<Tls>,
    /// Whether `/metrics` is also answered on the client listener.
    pub public_metrics: bool,
    /// Largest request body, in bytes.
    pub body_bytes_max: usize,
    /// Most bytes of the bodies of all requests that wait for their answer; with more a request is refused with 503.
    pub bodies_bytes_max: usize,
    /// Largest request head, in bytes.
    pub header_bytes_max: usize,
    /// Largest response body that is not a stream, in bytes.
    pub response_bytes_max: usize,
    /// Most client connections at one time.
    pub connections_max: usize,
    /// Most requests under way at one time; more are refused with 503.
    pub requests_max: usize,
    /// A client must finish its request head in this time.
    pub header_timeout_ms: u64,
    /// A client must send some of its body in this time, again and again.
    pub body_timeout_ms: u64,
    /// Once `body_timeout_ms` has passed, a client must have sent this many bytes of its body for each second more.
    /// 0: it may be as slow as it likes.
    pub body_bytes_per_second_min: u64,
    /// A client must take some of its response in this time, again and again.
    pub write_timeout_ms: u64,
    /// An idle client connection is closed after this time.
    pub idle_timeout_ms: u64,
    /// After SIGTERM, requests under way have this long.
    pub drain_timeout_ms: u64,
    /// Write a log line for every request, with its ids, models, status, tokens, cost and times; never a key or a
    /// prompt.
    pub access_log: bool,
}

/// `[server.tls]`
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Tls {
    /// PEM file with the certificate chain.
    pub cert: String,
    /// PEM file with the private key.
    pub key: String,
}

/// `[store]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Store {
    /// The SQLite file; relative to the configuration file. Absent: `ghostllm/ghostllm.db` in the user's data
    /// directory.
    #[serde(alias = "file", alias = "sqlite", alias = "url", alias = "database")]
    #[schemars(extend("x-aliases" = ["file", "sqlite", "url", "database"]))]
    pub path: Option<String>,
    /// Usage rows are written at least this often.
    pub flush_ms: u64,
    /// Usage rows that may wait in memory; more go to the spill file.
    pub queue_rows_max: usize,
    /// Usage rows older than this are deleted. 0: never.
    pub keep_days: u32,
}

/// `[routing]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Routing {
    /// Attempts for one request, the first included.
    pub attempts_max: u32,
    /// Retries may add this share of load, in percent of the requests. What is not used is kept, up to 100
    /// retries; there are 10 at the start.
    pub retry_budget_percent: u32,
    /// Failures in a row that open a target's breaker.
    pub breaker_failures: u32,
    /// How long an open breaker stays open before one request may try.
    pub breaker_open_ms: u64,
    /// A price table in place of the built-in one; relative to the configuration file.
    pub price_file: Option<String>,
}

/// `[cache]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Cache {
    /// Memory for cached responses.
    pub bytes_max: usize,
}

/// `[telemetry]`
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Telemetry {
    /// Where an OpenTelemetry collector takes OTLP over HTTP, such as `http://127.0.0.1:4318`; `/v1/traces` is
    /// added. Absent: `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` or `OTEL_EXPORTER_OTLP_ENDPOINT`; without those, no
    /// traces.
    pub otlp_endpoint: Option<String>,
    /// More headers for every export, such as the collector's credential. Absent: `OTEL_EXPORTER_OTLP_HEADERS`.
    pub otlp_headers: BTreeMap<String, String>,
    /// The service's name in traces. Absent: `OTEL_SERVICE_NAME`, or `ghostllm`.
    pub service_name: Option<String>,
}

/// `[providers.NAME]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Provider {
    /// What it speaks: `openai`, `anthropic`, `gemini`, `ollama`, or one of the names that
    /// `ghostllm check --providers` lists. Absent: the provider's name.
    pub kind: Option<String>,
    /// Where it is, with or without the version part of the path. Absent: the kind's own.
    #[serde(alias = "url", alias = "api_base")]
    #[schemars(extend("x-aliases" = ["url", "api_base"]))]
    pub base_url: Option<String>,
    /// The credential, best written as `"${VARIABLE}"`. Absent: the kind's usual environment variable.
    pub api_key: Option<String>,
    /// Which of OpenAI's two APIs requests of other dialects become: `chat` or `responses`. Absent: `chat`, and a
    /// client's Responses stay what they are where the provider has them. `responses` keeps the thoughts of
    /// OpenAI's reasoning models between the turns of any client.
    pub api: Option<Api>,
    /// The version of Azure's API, such as `2024-10-21`: then models are deployments, under
    /// `/openai/deployments/NAME`. Absent: `/openai/v1`, which has no versions.
    pub api_version: Option<String>,
    /// The region of Bedrock and Vertex. Absent: from the usual environment variables, or `us-east-1` and
    /// `global`.
    #[serde(alias = "location")]
    #[schemars(extend("x-aliases" = ["location"]))]
    pub region: Option<String>,
    /// The project of Vertex. Absent: `GOOGLE_CLOUD_PROJECT`, or the credential's own.
    pub project: Option<String>,
    /// Vertex: the JSON file with a service account's key, or with a user's own credential; relative to the
    /// configuration file. Absent: `GOOGLE_APPLICATION_CREDENTIALS`.
    #[serde(alias = "credentials")]
    #[schemars(extend("x-aliases" = ["credentials"]))]
    pub credentials_file: Option<String>,
    /// Bedrock: the key pair that signs requests, where no `api_key` is given. Absent: `AWS_ACCESS_KEY_ID`.
    pub access_key_id: Option<String>,
    /// Absent: `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: Option<String>,
    /// Of temporary key pairs. Absent: `AWS_SESSION_TOKEN`.
    pub session_token: Option<String>,
    /// More request headers for every call.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Time to connect, TLS included.
    #[serde(default = "connect_timeout")]
    pub connect_timeout_ms: u64,
    /// Time from the sent request to the response head.
    #[serde(default = "response_timeout")]
    pub response_timeout_ms: u64,
    /// Longest silence inside a response.
    #[serde(default = "idle_timeout")]
    pub idle_timeout_ms: u64,
    /// Limits over all who use it.
    #[serde(flatten)]
    pub limits: Limits,
}

/// One of OpenAI's two APIs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Api {
    /// Chat Completions.
    Chat,
    /// Responses.
    Responses,
}

/// `[[models]]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Model {
    /// What clients ask for. May end in `*`, which then stands for what the client wrote there.
    pub name: String,
    /// A name of `[providers]`.
    pub provider: String,
    /// The provider's own name for it; `*` is replaced as in `name`. Absent: `name`.
    pub upstream_model: Option<String>,
    /// Share of the load among entries of one name, under the strategy `weighted`.
    #[serde(default = "one")]
    pub weight: u32,
    /// How to choose among entries of one name. The first entry that says so decides.
    pub strategy: Option<Strategy>,
    /// Models to try when every entry of this name fails, in order.
    #[serde(default)]
    pub fallbacks: Vec<String>,
    /// A request with the header `x-ghostllm-tags: a,b` goes only to entries that have all of them.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Price in place of the one in the price file.
    pub price: Option<Price>,
    /// Answer equal requests from the cache for this long. 0: never.
    #[serde(default)]
    pub cache_seconds: u64,
    /// Limits over all who use it.
    #[serde(flatten)]
    pub limits: Limits,
}

/// How to choose among the entries of one model name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// By `weight`.
    #[default]
    Weighted,
    /// In the order written.
    Ordered,
    /// The faster of two at random, by a moving average that rises at once and falls slowly.
    LeastLatency,
    /// The one with the fewest requests under way.
    LeastBusy,
    /// The one with the lowest price.
    Cheapest,
    /// The same one for the same conversation, so that the provider's prompt cache is hit.
    Sticky,
}

/// Dollars for a million tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct Price {
    /// Prompt tokens.
    pub input: Dollars,
    /// Completion tokens.
    pub output: Dollars,
    /// Prompt tokens that the provider read from its cache. Absent: as `input`.
    pub cached_input: Option<Dollars>,
    /// Prompt tokens that the provider wrote to its cache. Absent: as `input`.
    pub cache_write: Option<Dollars>,
    /// What a request costs whose prompt is long. Absent: the same.
    pub long: Option<LongPrice>,
}

/// Dollars for a million tokens of a request whose prompt is long: for all of them, not only for those beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub struct LongPrice {
    /// Longer than this many tokens is long.
    pub over: u64,
    /// Prompt tokens.
    pub input: Dollars,
    /// Completion tokens.
    pub output: Dollars,
    /// Prompt tokens that the provider read from its cache. Absent: as `input`.
    pub cached_input: Option<Dollars>,
    /// Prompt tokens that the provider wrote to its cache. Absent: as `input`.
    pub cache_write: Option<Dollars>,
}

impl Price {
    /// The price of a request with so many prompt tokens.
    pub(crate) fn of_prompt(&self, tokens: u64) -> Self {
        match self.long.filter(|long| tokens > long.over) {
            Some(LongPrice { input, output, cached_input, cache_write, .. }) => {
                Self { input, output, cached_input, cache_write, long: None }
            }
            None => *self,
        }
    }
}

/// `[[teams]]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Team {
    /// Its name, which is also its id.
    pub name: String,
    /// Limits over all keys of the team.
    #[serde(flatten)]
    pub limits: Limits,
}

/// `[[keys]]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Key {
    /// A name for people; unique among the keys of the file.
    pub name: String,
    /// The secret that clients send, best written as `"${VARIABLE}"`. At least 16 characters.
    pub key: String,
    /// A name of `[[teams]]`.
    pub team: Option<String>,
    /// Models it may ask for (`*` at the end stands for anything). Empty: all.
    #[serde(default)]
    pub models: Vec<String>,
    /// Providers it may reach. Empty: all.
    #[serde(default)]
    pub providers: Vec<String>,
    /// Last moment it works: `2027-01-31` or RFC 3339.
    pub expires: Option<String>,
    /// Yours; shown in listings.
    #[serde(default)]
    pub metadata: BTreeMap<String, String>,
    /// Its limits.
    #[serde(flatten)]
    pub limits: Limits,
}

/// Where clients connect when nobody says otherwise.
pub const LISTEN_DEFAULT: &str = "127.0.0.1:4000";

impl Config {
    /// Paths in a file are relative to it.
    pub fn resolve_paths(&mut self, file: &Path) {
        let Some(folder) = file.parent() else { return };
        let resolve = |path: &mut String| *path = folder.join(&*path).to_string_lossy().into_owned();
        if let Some(path) = &mut self.store.path {
            *path = path.trim_start_matches("sqlite://").trim_start_matches("sqlite:").to_owned();
            resolve(path);
        }
        if let Some(tls) = &mut self.server.tls {
            resolve(&mut tls.cert);
            resolve(&mut tls.key);
        }
        self.providers.values_mut().filter_map(|p| p.credentials_file.as_mut()).for_each(resolve);
        self.routing.price_file.iter_mut().for_each(resolve);
    }

    /// What differs from `running` and is read only at the start.
    pub(crate) fn needs_restart(&self, running: &Self) -> Vec<&'static str> {
        let (new, old) = (&self.server, &running.server);
        let differs = [
            ("server.listen", new.address() != old.address()),
            ("server.admin_listen", new.admin_listen != old.admin_listen),
            ("server.admin_token", new.admin_token != old.admin_token),
            ("server.workers", new.workers != old.workers),
            ("server.connections_max", new.connections_max != old.connections_max),
            ("server.header_bytes_max", new.header_bytes_max != old.header_bytes_max),
            ("server.tls", new.tls != old.tls),
            ("store.path", self.store.path != running.store.path),
            ("telemetry", self.telemetry != running.telemetry),
            ("cache.bytes_max", self.cache.bytes_max != running.cache.bytes_max),
        ];
        differs.iter().filter(|(_, differs)| *differs).map(|(key, _)| *key).collect()
    }
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: None,
            host: None,
            port: None,
            admin_listen: None,
            admin_token: None,
            workers: 0,
            tls: None,
            public_metrics: true,
            body_bytes_max: 64 << 20,
            bodies_bytes_max: 1 << 30,
            header_bytes_max: 64 << 10,
            response_bytes_max: 256 << 20,
            connections_max: 10_000,
            requests_max: 5_000,
            header_timeout_ms: 10_000,
            body_timeout_ms: 30_000,
            body_bytes_per_second_min: 500,
            write_timeout_ms: 60_000,
            idle_timeout_ms: 75_000,
            drain_timeout_ms: 30_000,
            access_log: false,
        }
    }
}

impl Server {
    /// The client listener's address as written in `listen`, or in `host` and `port`.
    pub fn address(&self) -> String {
        if let Some(listen) = &self.listen {
            return listen.clone();
        }
        let (host, port) = LISTEN_DEFAULT.split_once(':').unwrap_or((LISTEN_DEFAULT, "4000"));
        let host = self.host.as_deref().unwrap_or(host);
        let port = self.port.map_or_else(|| port.to_owned(), |p| p.to_string());
        if host.contains(':') && !host.starts_with('[') {
            format!("[{host}]:{port}")
        } else {
            format!("{host}:{port}")
        }
    }
}

impl Default for Provider {
    fn default() -> Self {
        Self {
            kind: None,
            base_url: None,
            api_key: None,
            api: None,
            api_version: None,
            region: None,
            project: None,
            credentials_file: None,
            access_key_id: None,
            secret_access_key: None,
            session_token: None,
            headers: BTreeMap::new(),
            connect_timeout_ms: connect_timeout(),
            response_timeout_ms: response_timeout(),
            idle_timeout_ms: idle_timeout(),
            limits: Limits::default(),
        }
    }
}

impl Default for Store {
    fn default() -> Self {
        Self { path: None, flush_ms: 200, queue_rows_max: 16_384, keep_days: 0 }
    }
}

impl Default for Routing {
    fn default() -> Self {
        Self {
            attempts_max: 3,
            retry_budget_percent: 20,
            breaker_failures: 5,
            breaker_open_ms: 10_000,
            price_file: None,
        }
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self { bytes_max: 64 << 20 }
    }
}

const fn connect_timeout() -> u64 {
    10_000
}

const fn response_timeout() -> u64 {
    600_000
}

const fn idle_timeout() -> u64 {
    300_000
}

const fn one() -> u32 {
    1
}
