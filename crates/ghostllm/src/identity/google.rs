//! Access tokens of Google Cloud: a service account's key signs a request for one (RFC 7523), or a user's refresh
//! token is traded for one. A token is kept until shortly before it expires, and fetched by one request only.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HOST, HeaderValue};
use http::{Method, Uri};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde::Deserialize;
use serde_json::json;

use crate::catalog::Origin;
use crate::clock::Moment;
use crate::upstream::{Answer, AnswerBody, ConnectError, HttpError, Payload, RequestHead, connect};

/// What a token is good for.
const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";
/// Where tokens are had when the credential does not say.
const TOKEN_URI: &str = "https://oauth2.googleapis.com/token";
/// A token is not used in its last minutes: it must outlive the request.
const MARGIN: Duration = Duration::from_mins(3);
const ANSWER_BYTES_MAX: usize = 64 << 10;
const TIME_MAX: Duration = Duration::from_secs(10);
/// For how long a failure to get a token is the answer to all who want one.
const FAILURE_KEPT: Duration = Duration::from_secs(3);

/// The access tokens of one credential.
pub(crate) struct Tokens {
    grant: Grant,
    origin: Arc<Origin>,
    uri: Uri,
    kept: Mutex<Option<Kept>>,
    /// Held while a token is fetched: when that last failed, and why.
    fetching: tokio::sync::Mutex<Option<(Instant, String)>>,
    /// The project that the credential belongs to.
    pub(crate) project: Option<String>,
}

enum Grant {
    ServiceAccount { email: String, key_id: Option<String>, key: Box<RsaKeyPair> },
    Refresh { client_id: String, client_secret: String, refresh_token: String },
}

struct Kept {
    header: HeaderValue,
    until: Instant,
}

/// A credential file, as Google writes it.
#[derive(Deserialize)]
struct File {
    #[serde(rename = "type")]
    kind: String,
    project_id: Option<String>,
    quota_project_id: Option<String>,
    client_email: Option<String>,
    private_key: Option<String>,
    private_key_id: Option<String>,
    token_uri: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    refresh_token: Option<String>,
}

/// Why a credential cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CredentialError {
    #[error("the credential is not the JSON that Google gives out: {0}")]
    Json(#[from] serde_json::Error),
    #[error("credentials of type `{0}` cannot be used: take a service account's key, or a user's own")]
    Kind(String),
    #[error("the credential has no `{0}`")]
    Missing(&'static str),
    #[error("the private key cannot be read: {0}")]
    Key(String),
    #[error("`token_uri` is not a URL")]
    TokenUri,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("no token within {} ms", TIME_MAX.as_millis())]
    Timeout,
    #[error(transparent)]
    Connect(#[from] ConnectError),
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error("the private key cannot sign")]
    Sign,
    #[error("{0}")]
    Before(String),
    #[error("the token endpoint refuses the credential with {status}: {message}")]
    Refused { status: u16, message: String },
    #[error("the token endpoint answers no token")]
    Garbage,
}

impl Tokens {
    /// Reads a credential file's text.
    pub(crate) fn read(text: &str) -> Result<Self, CredentialError> {
        let file: File = serde_json::from_str(text)?;
        let uri = file.token_uri.clone().unwrap_or_else(|| TOKEN_URI.to_owned());
        let uri: Uri = uri.parse().map_err(|_| CredentialError::TokenUri)?;
        let origin = Origin::of(&uri).ok_or(CredentialError::TokenUri)?;
        let project = file.project_id.clone().or_else(|| file.quota_project_id.clone());
        let grant = grant(file)?;
        let (kept, fetching) = (Mutex::default(), tokio::sync::Mutex::default());
        Ok(Self { grant, origin: Arc::new(origin), uri, kept, fetching, project })
    }

    /// The header with a token that is valid for some minutes more.
    pub(crate) async fn header(&self, now: Moment) -> Result<HeaderValue, TokenError> {
        if let Some(header) = self.kept() {
            return Ok(header);
        }
        let waited = tokio::time::timeout(TIME_MAX, self.fetching.lock()).await;
        let mut failed = waited.map_err(|_| TokenError::Timeout)?;
        if let Some(header) = self.kept() {
            return Ok(header);
        }
        // Those who waited for the one that failed need not try in a row.
        if let Some((_, why)) = failed.as_ref().filter(|(at, _)| at.elapsed() < FAILURE_KEPT) {
            return Err(TokenError::Before(why.clone()));
        }
        let fetched = tokio::time::timeout(TIME_MAX, self.fetch(now)).await;
        let fetched = fetched.unwrap_or(Err(TokenError::Timeout));
        *failed = fetched.as_ref().err().map(|error| (Instant::now(), error.to_string()));
        let (header, lifetime) = fetched?;
        // A token that hardly lives is still good for the request at hand.
        let until = Instant::now() + lifetime.saturating_sub(MARGIN);
        *self.lock() = Some(Kept { header: header.clone(), until });
        Ok(header)
    }

    /// The provider did not take the token.
    pub(crate) fn forget(&self) {
        *self.lock() = None;
    }

    fn kept(&self) -> Option<HeaderValue> {
        self.lock().as_ref().filter(|kept| Instant::now() < kept.until).map(|kept| kept.header.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn fetch(&self, now: Moment) -> Result<(HeaderValue, Duration), TokenError> {
        let connection = connect(&self.origin, TIME_MAX).await?;
        let form = self.form(now).ok_or(TokenError::Sign)?;
        let path = self.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let mut head = RequestHead::new(&Method::POST, path);
        if let Some(host) = self.uri.authority().and_then(|a| HeaderValue::from_str(a.as_str()).ok()) {
            head.header(&HOST, &host);
        }
        head.header(&CONTENT_TYPE, &HeaderValue::from_static("application/x-www-form-urlencoded"));
        head.header(&ACCEPT, &HeaderValue::from_static("application/json"));
        let Answer { head, body } = connection.call(&head, Payload::Whole(Some(form.into()))).await?;
        let body = read(body).await?;
        if !head.status.is_success() {
            return Err(TokenError::Refused { status: head.status.as_u16(), message: reason(&body) });
        }
        let answer: Token = serde_json::from_slice(&body).map_err(|_| TokenError::Garbage)?;
        let mut header = HeaderValue::from_str(&format!("Bearer {}", answer.access_token))
            .map_err(|_| TokenError::Garbage)?;
        header.set_sensitive(true);
        Ok((header, Duration::from_secs(answer.expires_in.unwrap_or(3600))))
    }

    /// The request for a token.
    fn form(&self, now: Moment) -> Option<String> {
        match &self.grant {
            Grant::ServiceAccount { email, key_id, key } => {
                let assertion = assertion(email, key_id.as_deref(), key, &self.uri.to_string(), now)?;
                Some(format!(
                    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion={assertion}"
                ))
            }
            Grant::Refresh { client_id, client_secret, refresh_token } => {
                let encoded = super::encoded_strictly;
                Some(format!(
                    "grant_type=refresh_token&client_id={}&client_secret={}&refresh_token={}",
                    encoded(client_id),
                    encoded(client_secret),
                    encoded(refresh_token)
                ))
            }
        }
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("uri", &self.uri).finish_non_exhaustive()
    }
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
    expires_in: Option<u64>,
}

fn grant(file: File) -> Result<Grant, CredentialError> {
    let missing = CredentialError::Missing;
    match file.kind.as_str() {
        "service_account" => {
            let pem = file.private_key.ok_or(missing("private_key"))?;
            let email = file.client_email.ok_or(missing("client_email"))?;
            Ok(Grant::ServiceAccount { email, key_id: file.private_key_id, key: Box::new(key(&pem)?) })
        }
        "authorized_user" => Ok(Grant::Refresh {
            client_id: file.client_id.ok_or(missing("client_id"))?,
            client_secret: file.client_secret.ok_or(missing("client_secret"))?,
            refresh_token: file.refresh_token.ok_or(missing("refresh_token"))?,
        }),
        other => Err(CredentialError::Kind(other.to_owned())),
    }
}

fn key(pem: &str) -> Result<RsaKeyPair, CredentialError> {
    let der = PrivateKeyDer::from_pem_slice(pem.as_bytes());
    let der = der.map_err(|error| CredentialError::Key(format!("{error:?}")))?;
    let pair = match &der {
        PrivateKeyDer::Pkcs8(der) => RsaKeyPair::from_pkcs8(PrivatePkcs8KeyDer::secret_pkcs8_der(der)),
        PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()),
        _ => return Err(CredentialError::Key("it is no RSA key".to_owned())),
    };
    pair.map_err(|error| CredentialError::Key(error.to_string()))
}

/// A JSON web token that asks for an access token.
fn assertion(
    email: &str,
    key_id: Option<&str>,
    key: &RsaKeyPair,
    audience: &str,
    now: Moment,
) -> Option<String> {
    let issued = now.unix_ms() / 1000;
    let mut header = json!({ "alg": "RS256", "typ": "JWT" });
    if let Some(id) = key_id {
        header["kid"] = id.into();
    }
    let claims =
        json!({ "iss": email, "scope": SCOPE, "aud": audience, "iat": issued, "exp": issued + 3600 });
    let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&header), part(&claims));
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).ok()?;
    Some(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

async fn read(mut body: AnswerBody) -> Result<Vec<u8>, TokenError> {
    let mut all = Vec::new();
    while let Some(data) = body.data().await {
        let data: Bytes = data?;
        if all.len() + data.len() > ANSWER_BYTES_MAX {
            return Err(TokenError::Garbage);
        }
        all.extend_from_slice(&data);
    }
    Ok(all)
}

/// What an error answer says: Google's `error_description`, or its `error`.
fn reason(body: &[u8]) -> String {
    let value: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let text = value["error_description"].as_str().or_else(|| value["error"].as_str());
    text.unwrap_or("no reason given").to_owned()
}
