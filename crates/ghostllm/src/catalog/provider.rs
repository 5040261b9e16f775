//! A provider, ready to be called.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::config;
use crate::limits::{Limits, Meter};
use crate::providers::{Family, Kind};

/// A provider, ready to be called: where it is, and the headers that go with every request.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) name: Arc<str>,
    pub(crate) kind: &'static Kind,
    pub(crate) origin: Arc<Origin>,
    /// The path in front of the API's own (`/v1`, `/openai/v1`, empty).
    pub(crate) base_path: String,
    /// Host, credential and what the configuration adds.
    pub(crate) headers: HeaderMap,
    pub(crate) connect_timeout: Duration,
    pub(crate) response_timeout: Duration,
    pub(crate) idle_timeout: Duration,
    pub(crate) limits: Limits,
    pub(crate) meter: Arc<Meter>,
    /// It turned out to have no Responses API, whatever its kind says.
    lacks_responses: AtomicBool,
}

/// Where connections go: what a pool of them is kept for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    pub(crate) tls: bool,
    pub(crate) host: String,
    pub(crate) port: u16,
}

/// Why a provider cannot be made ready.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProviderError {
    #[error("`{url}` is not a URL that can be called")]
    Url { url: String },
    #[error("the header `{name}` cannot be sent")]
    Header { name: String },
    #[error("the credential has characters that cannot be sent")]
    Credential,
}

/// Headers that the gateway itself must write.
const RESERVED_HEADERS: &[HeaderName] =
    &[header::HOST, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION];

impl Provider {
    pub(super) fn new(
        name: &str,
        kind: &'static Kind,
        config: &config::Provider,
        api_key: Option<&str>,
        meter: Arc<Meter>,
    ) -> Result<Self, ProviderError> {
        let url = config.base_url.as_deref().or(kind.base_url).unwrap_or_default();
        let bad_url = || ProviderError::Url { url: url.to_owned() };
        let uri: http::Uri = url.parse().map_err(|_| bad_url())?;
        let authority = uri.authority().ok_or_else(bad_url)?;
        let tls = uri.scheme_str() == Some("https");
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let host_header = HeaderValue::from_str(authority.as_str()).map_err(|_| bad_url())?;
        Ok(Self {
            name: name.into(),
            kind,
            origin: Arc::new(Origin { tls, host, port }),
            base_path: base_path(kind.family, uri.path()),
            headers: headers(kind.family, host_header, api_key, &config.headers)?,
            connect_timeout: Duration::from_millis(config.connect_timeout_ms),
            response_timeout: Duration::from_millis(config.response_timeout_ms),
            idle_timeout: Duration::from_millis(config.idle_timeout_ms),
            limits: config.limits.clone(),
            meter,
            lacks_responses: AtomicBool::new(false),
        })
    }

    /// Whether it serves the Responses API.
    pub(crate) fn has_responses(&self) -> bool {
        self.kind.responses && !self.lacks_responses.load(Ordering::Relaxed)
    }

    /// It answered that there is no such path.
    pub(crate) fn set_lacks_responses(&self) {
        self.lacks_responses.store(true, Ordering::Relaxed);
    }
}

/// The base path, whether or not the user wrote the version part that the family's API paths begin with.
fn base_path(family: Family, path: &str) -> String {
    let path = path.trim_end_matches('/');
    let without = |versions: &[&str]| {
        let stripped = versions.iter().find_map(|version| path.strip_suffix(version));
        stripped.unwrap_or(path).to_owned()
    };
    match family {
        Family::OpenAi if path.is_empty() => "/v1".to_owned(),
        Family::Azure if path.is_empty() => "/openai/v1".to_owned(),
        Family::Azure if path == "/openai" => "/openai/v1".to_owned(),
        Family::OpenAi | Family::Azure => path.to_owned(),
        Family::Anthropic => without(&["/v1"]),
        Family::Gemini => without(&["/v1beta", "/v1"]),
        Family::Ollama => without(&["/api", "/v1"]),
    }
}

fn headers(
    family: Family,
    host: HeaderValue,
    api_key: Option<&str>,
    more: &BTreeMap<String, String>,
) -> Result<HeaderMap, ProviderError> {
    let mut headers = HeaderMap::with_capacity(12);
    headers.insert(header::HOST, host);
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_static(concat!("ghostllm/", env!("CARGO_PKG_VERSION"))),
    );
    if family == Family::Anthropic {
        headers.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));
    }
    if let Some(key) = api_key.filter(|key| !key.is_empty()) {
        let (name, value) = match family {
            Family::OpenAi | Family::Ollama => (header::AUTHORIZATION, format!("Bearer {key}")),
            Family::Azure => (HeaderName::from_static("api-key"), key.to_owned()),
            Family::Anthropic => (HeaderName::from_static("x-api-key"), key.to_owned()),
            Family::Gemini => (HeaderName::from_static("x-goog-api-key"), key.to_owned()),
        };
        let mut value = HeaderValue::from_str(&value).map_err(|_| ProviderError::Credential)?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    for (name, value) in more {
        let bad = || ProviderError::Header { name: name.clone() };
        let key: HeaderName = name.parse().map_err(|_| bad())?;
        if RESERVED_HEADERS.contains(&key) {
            return Err(bad());
        }
        let mut value = HeaderValue::from_str(value).map_err(|_| bad())?;
        value.set_sensitive(true);
        headers.insert(key, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::{Family, base_path};

    #[test]
    fn the_version_part_may_be_written_or_not() {
        let check = |family: Family, path: &str, expected: &str| {
            assert_eq!(base_path(family, path), expected, "{family:?} {path}");
        };
        check(Family::OpenAi, "/", "/v1");
        check(Family::OpenAi, "/v1/", "/v1");
        check(Family::OpenAi, "/api/v1", "/api/v1");
        check(Family::Azure, "", "/openai/v1");
        check(Family::Anthropic, "/v1", "");
        check(Family::Anthropic, "/proxy/v1/", "/proxy");
        check(Family::Gemini, "/v1beta", "");
        check(Family::Ollama, "/api", "");
        check(Family::Ollama, "", "");
    }
}
