//! One HTTP/1.1 client over plain TCP and TLS, its time limits, and what its errors mean.

use std::error::Error as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::RootCertStore;

use crate::{ClientError, Endpoint};

/// How long is waited for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// A connection.
    pub connect: Duration,
    /// The beginning of an answer. Whole answers begin when the model is done, so this is long.
    pub answer: Duration,
    /// The next piece of a stream, or a whole body once it has begun.
    pub idle: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        let (connect, answer, idle) = (10, 600, 120);
        let seconds = Duration::from_secs;
        Self { connect: seconds(connect), answer: seconds(answer), idle: seconds(idle) }
    }
}

/// Longest whole answer: images come as base64.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Longest error body that is read.
const ERROR_BYTES_MAX: usize = 64 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct Transport {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    timeouts: Timeouts,
}

impl Transport {
    /// `roots`: further certificate authorities, in DER.
    pub(crate) fn new(timeouts: Timeouts, roots: &[Vec<u8>]) -> Self {
        let mut http = HttpConnector::new();
        http.set_nodelay(true);
        http.enforce_http(false);
        http.set_connect_timeout(Some(timeouts.connect));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls(roots))
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(Duration::from_mins(1))
            .build(connector);
        Self { client, timeouts }
    }

    pub(crate) fn idle(&self) -> Duration {
        self.timeouts.idle
    }

    /// Sends a request and waits for the head of its answer.
    pub(crate) async fn send(
        &self,
        endpoint: &Endpoint,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<Response<Incoming>, ClientError> {
        let request = request(endpoint, method, path, body)?;
        let host = request.uri().authority().map_or_else(String::new, ToString::to_string);
        let limit = self.timeouts.answer;
        match tokio::time::timeout(limit, self.client.request(request)).await {
            Err(_) => Err(ClientError::Timeout { what: "the beginning of the answer", limit }),
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) if error.is_connect() => Err(ClientError::Connect { host, source: cause(error) }),
            Ok(Err(error)) => Err(ClientError::Connection { host, source: cause(error) }),
        }
    }

    /// Reads a whole body.
    pub(crate) async fn body(&self, response: Response<Incoming>) -> Result<Bytes, ClientError> {
        self.limited(response, ANSWER_BYTES_MAX).await
    }

    async fn limited(&self, response: Response<Incoming>, limit: usize) -> Result<Bytes, ClientError> {
        let read = Limited::new(response.into_body(), limit).collect();
        let idle = self.timeouts.idle;
        match tokio::time::timeout(idle, read).await {
            Err(_) => Err(ClientError::Timeout { what: "the body of the answer", limit: idle }),
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(ClientError::TooLong { limit }),
            Ok(Err(source)) => Err(ClientError::Connection { host: "the provider".to_owned(), source }),
        }
    }

    /// An answer that is a success, or the provider's error, and whether it says that nothing is to be tried again.
    pub(crate) async fn checked(
        &self,
        endpoint: &Endpoint,
        response: Response<Incoming>,
    ) -> Result<Response<Incoming>, (ClientError, bool)> {
        let (status, headers) = (response.status(), response.headers());
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_page = text("content-type").starts_with("text/html");
        if is_page && (status.is_success() || matches!(status.as_u16(), 404 | 405)) {
            return Err((ClientError::Page { host: host(endpoint) }, true));
        }
        if status.is_success() {
            return Ok(response);
        }
        if status.is_redirection() {
            let to = text("location").to_owned();
            return Err((ClientError::Moved { host: host(endpoint), status: status.as_u16(), to }, true));
        }
        let wait = retry_after(headers, SystemTime::now());
        let is_final = text("x-should-retry") == "false";
        let body = self.limited(response, ERROR_BYTES_MAX).await.unwrap_or_default();
        let mut failure = endpoint.dialect.decode_failure(status.as_u16(), &body, wait);
        if is_page || failure.message.is_empty() {
            failure.message = reason(status);
        }
        Err((ClientError::Failure(Box::new(failure)), is_final))
    }
}

/// The host of an endpoint and its port, without what may stand before them.
fn host(endpoint: &Endpoint) -> String {
    let uri = endpoint.base_url.parse::<http::Uri>().unwrap_or_default();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

fn reason(status: StatusCode) -> String {
    status.canonical_reason().unwrap_or("no reason given").to_owned()
}

fn tls(roots: &[Vec<u8>]) -> rustls::ClientConfig {
    let mut store = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    store.add_parsable_certificates(roots.iter().map(|der| der.clone().into()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider);
    // The provider has TLS 1.2 and 1.3, so their versions are always to be had.
    let builder =
        builder.with_safe_default_protocol_versions().unwrap_or_else(|_| rustls::ClientConfig::builder());
    builder.with_root_certificates(store).with_no_client_auth()
}

fn request(
    endpoint: &Endpoint,
    method: Method,
    path: &str,
    body: Bytes,
) -> Result<Request<Full<Bytes>>, ClientError> {
    let url = format!("{}{path}", endpoint.base_url);
    let invalid = |what: &str| ClientError::Invalid { what: what.to_owned() };
    let mut request = Request::builder().method(method).uri(&url);
    let headers = request.headers_mut().ok_or_else(|| invalid(&url))?;
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    headers.insert(
        "user-agent",
        HeaderValue::from_static(concat!("ghostllm-client/", env!("CARGO_PKG_VERSION"))),
    );
    for (name, value) in endpoint.all_headers() {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| invalid(name))?;
        let mut value = HeaderValue::from_str(&value).map_err(|_| invalid(name))?;
        value.set_sensitive(true);
        headers.insert(key, value);
    }
    request.body(Full::new(body)).map_err(|_| invalid(&url))
}

/// The error below hyper's own, which says only that something failed.
fn cause(error: hyper_util::client::legacy::Error) -> Box<dyn std::error::Error + Send + Sync> {
    match error.source() {
        Some(source) => source.to_string().into(),
        None => error.into(),
    }
}

/// `retry-after-ms`, or `retry-after` in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    if let Some(wait) = text("retry-after-ms").and_then(|text| text.parse().ok()) {
        return Some(Duration::from_millis(wait));
    }
    let text = text("retry-after")?;
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    Some(httpdate::parse_http_date(text).ok()?.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_retry_after() {
        let check = |name: &'static str, value: &'static str, expected: Option<u64>| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
            assert_eq!(retry_after(&headers, now), expected.map(Duration::from_millis), "{name}: {value}");
        };
        check("retry-after", "7", Some(7000));
        check("retry-after", "1.5", Some(1500));
        check("retry-after-ms", "250", Some(250));
        check("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT", Some(10_000));
        check("retry-after", "Sun, 06 Nov 1994 08:49:07 GMT", Some(0));
        check("retry-after", "soon", None);
        check("retry-after", "-1", None);
    }
}
