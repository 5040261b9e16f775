//! Spans to a collector, by OTLP over HTTP with JSON bodies.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};

use super::{Ended, Message, spans};
use crate::catalog::Origin;
use crate::config::{Environment, Telemetry};
use crate::upstream::{ConnectError, HttpError, Payload, RequestHead, connect};

/// Requests of one export.
const BATCH_MAX: usize = 512;
/// How long spans wait for others.
const BATCH_TIME: Duration = Duration::from_secs(1);
/// How long a collector may take.
const EXPORT_TIME_MAX: Duration = Duration::from_secs(5);
/// Where a collector takes traces, under its endpoint.
const TRACES_PATH: &str = "/v1/traces";

/// A collector.
#[derive(Debug)]
pub(crate) struct Destination {
    origin: Arc<Origin>,
    path: String,
    headers: HeaderMap,
    service: String,
}

/// Why spans cannot go where they are told to.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DestinationError {
    #[error("`{0}` is not an http or https URL to send traces to")]
    Url(String),
    #[error("the header `{0}` cannot be sent with traces")]
    Header(String),
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error("the collector answers with {0}")]
    Status(http::StatusCode),
    #[error("the collector does not answer within {} s", EXPORT_TIME_MAX.as_secs())]
    Time,
}

/// Sends spans.
pub(super) struct Exporter {
    to: Destination,
    runtime: tokio::runtime::Runtime,
    dropped: Arc<AtomicU64>,
    fails: bool,
}

impl Destination {
    /// Of the configuration, or of OpenTelemetry's usual variables; `None`: nobody wants traces.
    pub(crate) fn find(
        config: &Telemetry,
        environment: &Environment,
    ) -> Result<Option<Self>, DestinationError> {
        let set = |name: &str| environment.get(name).filter(|value| !value.is_empty()).cloned();
        if set("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Ok(None);
        }
        let base = |endpoint: String| format!("{}{TRACES_PATH}", endpoint.trim_end_matches('/'));
        let url = config.otlp_endpoint.clone().map(base);
        let url = url.or_else(|| set("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"));
        let Some(url) = url.or_else(|| set("OTEL_EXPORTER_OTLP_ENDPOINT").map(base)) else { return Ok(None) };
        let uri: Uri = url.parse().map_err(|_| DestinationError::Url(url.clone()))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(DestinationError::Url(url));
        }
        let origin = Origin::of(&uri).ok_or(DestinationError::Url(url))?;
        let host = uri.authority().map(|authority| authority.as_str().to_owned()).unwrap_or_default();
        let mut named = BTreeMap::new();
        for variable in ["OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"] {
            let listed = set(variable).unwrap_or_default();
            let pairs = listed.split(',').filter_map(|pair| pair.split_once('='));
            named.extend(pairs.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())));
        }
        named.extend(config.otlp_headers.clone());
        let mut headers = HeaderMap::new();
        for (name, value) in named {
            let parsed = (HeaderName::try_from(&name), HeaderValue::try_from(&value));
            let (Ok(key), Ok(mut value)) = parsed else { return Err(DestinationError::Header(name)) };
            value.set_sensitive(true);
            headers.insert(key, value);
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers
            .insert(HOST, HeaderValue::try_from(host).map_err(|_| DestinationError::Url(uri.to_string()))?);
        let service = config.service_name.clone().or_else(|| set("OTEL_SERVICE_NAME"));
        let service = service.unwrap_or_else(|| "ghostllm".to_owned());
        let path = uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
        Ok(Some(Self { origin: Arc::new(origin), path, headers, service }))
    }
}

impl Exporter {
    pub(super) fn new(to: Destination, dropped: Arc<AtomicU64>) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { to, runtime, dropped, fails: false })
    }

    pub(super) fn run(mut self, receiver: &Receiver<Message>) {
        loop {
            let (batch, is_last) = gather(receiver);
            if !batch.is_empty() {
                self.send(&batch);
            }
            if is_last {
                return;
            }
        }
    }

    fn send(&mut self, batch: &[Ended]) {
        let body = spans::request(batch, &self.to.service);
        let sent = self.runtime.block_on(async {
            let sent = tokio::time::timeout(EXPORT_TIME_MAX, post(&self.to, body.to_string()));
            sent.await.unwrap_or(Err(ExportError::Time))
        });
        match sent {
            Ok(()) => self.fails = false,
            Err(error) => {
                self.dropped.fetch_add(batch.len() as u64, Ordering::Relaxed);
                // Said once, until it works again.
                if !std::mem::replace(&mut self.fails, true) {
                    tracing::warn!(%error, host = %self.to.origin.host, "traces are lost: the collector takes none");
                }
            }
        }
    }
}

/// What comes within a moment of the first, and whether it is the last there is.
fn gather(receiver: &Receiver<Message>) -> (Vec<Ended>, bool) {
    let mut batch = Vec::new();
    match receiver.recv() {
        Ok(Message::Ended(ended)) => batch.push(*ended),
        Ok(Message::Stop) | Err(_) => return (batch, true),
    }
    let until = Instant::now() + BATCH_TIME;
    while batch.len() < BATCH_MAX {
        match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Message::Ended(ended)) => batch.push(*ended),
            Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return (batch, true),
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    (batch, false)
}

async fn post(to: &Destination, body: String) -> Result<(), ExportError> {
    let connection = connect(&to.origin, EXPORT_TIME_MAX).await?;
    let mut head = RequestHead::new(&Method::POST, &to.path);
    for (name, value) in &to.headers {
        head.header(name, value);
    }
    let answer = connection.call(&head, Payload::Whole(Some(Bytes::from(body)))).await?;
    if answer.head.status.is_success() { Ok(()) } else { Err(ExportError::Status(answer.head.status)) }
}

#[cfg(test)]
mod tests {
    use super::Destination;
    use crate::config::{Environment, Telemetry};

    #[test]
    fn a_collector_is_found_in_the_configuration_or_the_usual_variables() {
        let check = |configured: Option<&str>, variables: &[(&str, &str)], expected: Option<&str>| {
            let config = Telemetry { otlp_endpoint: configured.map(str::to_owned), ..Telemetry::default() };
            let environment: Environment =
                variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let found = Destination::find(&config, &environment).map(|found| {
                found.map(|d| format!("{}:{}{} as {}", d.origin.host, d.origin.port, d.path, d.service))
            });
            assert_eq!(found.ok().flatten().as_deref(), expected, "{configured:?} {variables:?}");
        };
        let general = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318/");
        check(None, &[], None);
        check(None, &[general], Some("c:4318/v1/traces as ghostllm"));
        check(None, &[general, ("OTEL_SDK_DISABLED", "true")], None);
        check(Some("https://d/otlp"), &[general], Some("d:443/otlp/v1/traces as ghostllm"));
        let own = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://e:1/x");
        check(None, &[general, own, ("OTEL_SERVICE_NAME", "front")], Some("e:1/x as front"));
        check(Some("collector:4318"), &[], None);
    }
}
