//! A provider, ready to be called.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use memchr::memmem;

use crate::config::{self, Environment};
use crate::identity::{CredentialError, Identity, Signer, Tokens, encoded_strictly};
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
    /// Which of OpenAI's APIs it is asked in, if that is not the client's choice.
    pub(crate) api: Option<config::Api>,
    /// Of Azure: then models are deployments.
    pub(crate) api_version: Option<String>,
    /// Host, credential and what the configuration adds.
    pub(crate) headers: HeaderMap,
    /// What changes from call to call.
    pub(crate) identity: Identity,
    pub(crate) connect_timeout: Duration,
    pub(crate) response_timeout: Duration,
    pub(crate) idle_timeout: Duration,
    pub(crate) limits: Limits,
    pub(crate) meter: Arc<Meter>,
    /// Until when it is taken to have no Responses API, whatever its kind says, since it said so; and whether it has
    /// ever answered such a request.
    lacks_responses_until: AtomicI64,
    answered_responses: AtomicBool,
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
    #[error("the file `{path}` cannot be read: {source}")]
    File { path: String, source: std::io::Error },
    #[error("the file `{path}` cannot be used: {source}")]
    Google { path: String, source: CredentialError },
    #[error("its `project` is not known: write it, or set GOOGLE_CLOUD_PROJECT")]
    Project,
}

/// Headers that the gateway itself must write.
const RESERVED_HEADERS: &[HeaderName] = &[
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::ACCEPT_ENCODING,
];

/// For how long a provider that has no Responses API is not asked for it.
const LACKS_RESPONSES_S: i64 = 600;

/// The first of Azure's versions with `stream_options`.
const STREAM_USAGE_SINCE: &str = "2024-09-01";

/// Shorter values of headers may be words.
const SECRET_BYTES_MIN: usize = 8;

/// What a provider is made from.
pub(super) struct Origins<'c> {
    pub(super) config: &'c config::Provider,
    /// Of the configuration, or of the kind's usual variable.
    pub(super) api_key: Option<&'c str>,
    pub(super) environment: &'c Environment,
}

impl Provider {
    pub(super) fn new(
        name: &str,
        kind: &'static Kind,
        origins: &Origins<'_>,
        meter: Arc<Meter>,
    ) -> Result<Self, ProviderError> {
        let config = origins.config;
        let identity = identity(kind.family, origins)?;
        let url = url(kind, origins);
        let bad_url = || ProviderError::Url { url: url.clone() };
        let uri: http::Uri = url.parse().map_err(|_| bad_url())?;
        let origin = Origin::of(&uri).ok_or_else(bad_url)?;
        let host = uri.authority().map_or("", http::uri::Authority::as_str);
        let host = HeaderValue::from_str(host).map_err(|_| bad_url())?;
        let mut base_path = base_path(kind, uri.path(), config.api_version.as_deref());
        if kind.family == Family::Vertex {
            base_path += &vertex_path(origins, &identity)?;
        }
        Ok(Self {
            name: name.into(),
            kind,
            origin: Arc::new(origin),
            base_path,
            api: config.api,
            api_version: config.api_version.clone(),
            headers: headers(kind.family, host, origins.api_key, &config.headers)?,
            identity,
            connect_timeout: Duration::from_millis(config.connect_timeout_ms),
            response_timeout: Duration::from_millis(config.response_timeout_ms),
            idle_timeout: Duration::from_millis(config.idle_timeout_ms),
            limits: config.limits.clone(),
            meter,
            lacks_responses_until: AtomicI64::new(0),
            answered_responses: AtomicBool::new(false),
        })
    }

    /// The path and query of OpenAI's `rest` (`/chat/completions`) for a model: where Azure wants a version, the
    /// model is a deployment in the path.
    pub(crate) fn openai_path(&self, rest: &str, model: Option<&str>) -> String {
        let base = &self.base_path;
        match (self.api_version.as_deref(), model) {
            _ if self.kind.family != Family::Azure => [base, rest].concat(),
            (None, _) => format!("{base}{rest}"),
            (Some(version), _) if is_versionless(version) => {
                format!("{base}{rest}?api-version={}", encoded_strictly(version))
            }
            (Some(version), Some(model))
                if !rest.starts_with("/responses") && !base.contains(DEPLOYMENTS) =>
            {
                let (model, version) = (encoded_strictly(model), encoded_strictly(version));
                format!("{base}{DEPLOYMENTS}{model}{rest}?api-version={version}")
            }
            (Some(version), _) => format!("{base}{rest}?api-version={}", encoded_strictly(version)),
        }
    }

    /// What it says, with stars where it says the credential that it is called with.
    pub(crate) fn without_credential(&self, said: Bytes) -> Bytes {
        let values = self.headers.values().filter(|value| value.is_sensitive()).map(HeaderValue::as_bytes);
        let secrets = values.map(|value| value.strip_prefix(b"Bearer ").unwrap_or(value));
        secrets.filter(|secret| secret.len() >= SECRET_BYTES_MIN).fold(said, |said, secret| {
            let (mut kept, mut from) = (Vec::new(), 0);
            for at in memmem::find_iter(&said, secret) {
                kept.extend_from_slice(&said[from..at]);
                kept.extend_from_slice(b"***");
                from = at + secret.len();
            }
            if from == 0 {
                return said;
            }
            kept.extend_from_slice(&said[from..]);
            kept.into()
        })
    }

    /// Whether it can be asked to say usage at the end of a stream: Azure's older versions refuse the question.
    pub(crate) fn says_stream_usage(&self) -> bool {
        let is_old = |version: &str| version.starts_with("20") && version < STREAM_USAGE_SINCE;
        self.kind.profile.stream_usage && !self.api_version.as_deref().is_some_and(is_old)
    }

    /// Whether it serves the Responses API.
    pub(crate) fn has_responses(&self) -> bool {
        let says_so = match self.api {
            Some(api) => api == config::Api::Responses,
            None => self.kind.responses,
        };
        says_so && crate::clock::now().unix_ms() >= self.lacks_responses_until.load(Ordering::Relaxed)
    }

    /// It answered a request for the Responses API.
    pub(crate) fn set_answers_responses(&self) {
        self.answered_responses.store(true, Ordering::Relaxed);
    }

    /// It answered that there is no such path: it is not asked for some time, unless it has answered before, and this
    /// is some other trouble. Says whether it is to be asked otherwise.
    pub(crate) fn set_lacks_responses(&self) -> bool {
        if self.answered_responses.load(Ordering::Relaxed) {
            return false;
        }
        tracing::warn!(provider = %self.name, "it has no Responses API, it says; Chat Completions is asked instead");
        let until = crate::clock::now().plus_seconds(LACKS_RESPONSES_S).unix_ms();
        self.lacks_responses_until.store(until, Ordering::Relaxed);
        true
    }
}

impl Origin {
    /// Where a URL leads; `None`: it is no absolute one.
    pub(crate) fn of(uri: &http::Uri) -> Option<Self> {
        let authority = uri.authority().filter(|authority| !authority.host().is_empty())?;
        let tls = uri.scheme_str() == Some("https");
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        Some(Self { tls, host, port })
    }
}

/// In a path of Azure's in front of a model.
const DEPLOYMENTS: &str = "/deployments/";

/// Values of `api_version` that go with `/openai/v1`.
fn is_versionless(version: &str) -> bool {
    matches!(version, "v1" | "preview" | "latest")
}

fn variable<'c>(origins: &Origins<'c>, names: &[&str]) -> Option<&'c str> {
    let set = names.iter().filter_map(|name| origins.environment.get(*name));
    set.map(String::as_str).find(|value| !value.is_empty())
}

fn region<'c>(family: Family, origins: &Origins<'c>) -> &'c str {
    let (names, usual): (&[&str], _) = match family {
        Family::Vertex => (&["GOOGLE_CLOUD_LOCATION", "GOOGLE_CLOUD_REGION"], "global"),
        _ => (&["AWS_REGION", "AWS_DEFAULT_REGION"], "us-east-1"),
    };
    origins.config.region.as_deref().or_else(|| variable(origins, names)).unwrap_or(usual)
}

/// Where it is: as configured, or the kind's own place, or what its region says.
fn url(kind: &Kind, origins: &Origins<'_>) -> String {
    if let Some(url) = origins.config.base_url.as_deref().or(kind.base_url) {
        return url.to_owned();
    }
    let region = region(kind.family, origins);
    match kind.family {
        Family::Bedrock => format!("https://bedrock-runtime.{region}.amazonaws.com"),
        Family::Vertex if region == "global" => "https://aiplatform.googleapis.com".to_owned(),
        Family::Vertex => format!("https://{region}-aiplatform.googleapis.com"),
        _ => String::new(),
    }
}

fn vertex_path(origins: &Origins<'_>, identity: &Identity) -> Result<String, ProviderError> {
    let own = match identity {
        Identity::Google(tokens) => tokens.project.as_deref(),
        _ => None,
    };
    let named = origins.config.project.as_deref();
    let project = named.or_else(|| variable(origins, &["GOOGLE_CLOUD_PROJECT"])).or(own);
    if project.is_none() && origins.api_key.is_some() {
        // An API key's project is known to Google.
        return Ok("/v1/publishers".to_owned());
    }
    let project = encoded_strictly(project.ok_or(ProviderError::Project)?);
    let region = encoded_strictly(region(Family::Vertex, origins));
    Ok(format!("/v1/projects/{project}/locations/{region}/publishers"))
}

/// What changes from call to call.
fn identity(family: Family, origins: &Origins<'_>) -> Result<Identity, ProviderError> {
    let config = origins.config;
    if origins.api_key.is_some_and(|key| !key.is_empty()) {
        return Ok(Identity::Headers);
    }
    match family {
        Family::Bedrock => {
            let of = |own: &Option<String>, name: &str| {
                own.clone().or_else(|| variable(origins, &[name]).map(str::to_owned))
            };
            let id = of(&config.access_key_id, "AWS_ACCESS_KEY_ID");
            let secret = of(&config.secret_access_key, "AWS_SECRET_ACCESS_KEY");
            let (Some(access_key_id), Some(secret_access_key)) = (id, secret) else {
                return Ok(Identity::Headers);
            };
            // The environment's session goes with the environment's pair only.
            let is_own = config.access_key_id.is_some();
            let session = || variable(origins, &["AWS_SESSION_TOKEN"]).map(str::to_owned);
            let session_token = config.session_token.clone().or_else(|| (!is_own).then(session)?);
            let region = region(family, origins).to_owned();
            let service = "bedrock";
            Ok(Identity::Aws(Signer { access_key_id, secret_access_key, session_token, region, service }))
        }
        Family::Vertex => {
            // The usual variable's credential goes to the usual place only.
            let at_home = config.base_url.is_none();
            let usual = || variable(origins, &["GOOGLE_APPLICATION_CREDENTIALS"]);
            let path = config.credentials_file.as_deref().or_else(|| at_home.then(usual)?);
            let Some(path) = path else { return Ok(Identity::Headers) };
            let path = path.to_owned();
            let text = std::fs::read_to_string(&path)
                .map_err(|source| ProviderError::File { path: path.clone(), source })?;
            let tokens = Tokens::read(&text).map_err(|source| ProviderError::Google { path, source })?;
            Ok(Identity::Google(tokens.into()))
        }
        _ => Ok(Identity::Headers),
    }
}

/// The base path, whether or not the user wrote the version part that the family's API paths begin with.
fn base_path(kind: &Kind, path: &str, api_version: Option<&str>) -> String {
    let path = path.trim_end_matches('/');
    let without = |versions: &[&str]| {
        let stripped = versions.iter().find_map(|version| path.strip_suffix(version));
        stripped.unwrap_or(path).to_owned()
    };
    match kind.family {
        Family::OpenAi if path.is_empty() => kind.base_path.to_owned(),
        Family::OpenAi | Family::Bedrock => path.to_owned(),
        Family::Azure if api_version.is_some_and(|version| !is_versionless(version)) => {
            if path.contains(DEPLOYMENTS) {
                path.to_owned()
            } else {
                without(&["/openai/v1", "/openai"]) + "/openai"
            }
        }
        Family::Azure => without(&["/openai/v1", "/openai"]) + "/openai/v1",
        Family::Anthropic => without(&["/v1"]),
        Family::Gemini => without(&["/v1beta", "/v1"]),
        Family::Vertex => without(&["/v1", "/v1beta1"]),
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
    // Who says nothing takes everything (RFC 9110, section 12.5.3).
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    headers.insert(
        header::USER_AGENT,
        HeaderValue::from_static(concat!("ghostllm/", env!("CARGO_PKG_VERSION"))),
    );
    if family == Family::Anthropic {
        headers.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));
    }
    if let Some(key) = api_key.filter(|key| !key.is_empty()) {
        let (name, value) = match family {
            Family::OpenAi | Family::Ollama | Family::Bedrock => {
                (header::AUTHORIZATION, format!("Bearer {key}"))
            }
            // A token of Microsoft Entra's is a JSON web token; keys are not.
            Family::Azure if key.starts_with("eyJ") => (header::AUTHORIZATION, format!("Bearer {key}")),
            Family::Azure => (HeaderName::from_static("api-key"), key.to_owned()),
            // API keys of Google's begin so; anything else is an access token.
            Family::Vertex if key.starts_with("AIza") || key.starts_with("AQ.") => {
                (HeaderName::from_static("x-goog-api-key"), key.to_owned())
            }
            Family::Vertex => (header::AUTHORIZATION, format!("Bearer {key}")),
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
    use super::base_path;
    use crate::providers::kind;

    #[test]
    fn the_version_part_may_be_written_or_not() {
        let check = |name: &str, path: &str, expected: &str| {
            assert_eq!(base_path(kind(name).unwrap(), path, None), expected, "{name} {path}");
        };
        check("openai", "/", "/v1");
        check("openai", "/v1/", "/v1");
        check("openai", "/api/v1", "/api/v1");
        check("perplexity", "/", "");
        check("github-copilot", "", "");
        check("azure", "", "/openai/v1");
        check("azure", "/openai", "/openai/v1");
        check("anthropic", "/v1", "");
        check("anthropic", "/proxy/v1/", "/proxy");
        check("gemini", "/v1beta", "");
        check("bedrock", "/", "");
        check("ollama", "/api", "");
        check("ollama", "", "");
    }

    #[test]
    fn azure_s_deployments_have_a_version() {
        let check = |path: &str, version: &str, expected: &str| {
            assert_eq!(base_path(kind("azure").unwrap(), path, Some(version)), expected, "{path} {version}");
        };
        check("", "2024-10-21", "/openai");
        check("/openai/v1", "2024-10-21", "/openai");
        check("/openai/deployments/d", "2024-10-21", "/openai/deployments/d");
        check("", "preview", "/openai/v1");
    }
}
