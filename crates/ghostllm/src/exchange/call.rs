//! One call of an upstream, up to the head of its answer; and what a failed one means for the request.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use ghostllm_protocol::{Category, Dialect, Failure};
use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION,
};
use http::uri::PathAndQuery;
use http::{Method, StatusCode, Uri};

use crate::catalog::Provider;
use crate::gateway::Worker;
use crate::identity::{Identity, Signed};
use crate::observe::TraceHeaders;
use crate::serve::names::{
    ANTHROPIC_BETA, ANTHROPIC_VERSION, IDEMPOTENCY_KEY, OPENAI_BETA, X_GOOG_API_CLIENT,
};
use crate::upstream::{
    Answer, AnswerBody, ConnectError, HttpError, Payload, PayloadError, RequestHead, connect,
};

/// Longest error body that is read.
const ERROR_BYTES_MAX: usize = 256 << 10;
const ERROR_TIME_MAX: Duration = Duration::from_secs(10);

/// Headers of a client that an upstream of the same dialect gets.
static CARRIED_HEADERS: [HeaderName; 5] =
    [ANTHROPIC_VERSION, ANTHROPIC_BETA, OPENAI_BETA, IDEMPOTENCY_KEY, X_GOOG_API_CLIENT];

/// What bodies are encoded in (the IANA's registry of HTTP content codings).
const CODINGS: [&str; 7] = ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress"];

/// What is sent.
pub(crate) struct Outgoing<'c> {
    pub(crate) method: Method,
    pub(crate) path: PathAndQuery,
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) accept: Option<HeaderValue>,
    pub(crate) payload: Payload,
    /// The client's headers, where the upstream speaks its dialect.
    pub(crate) client: Option<&'c HeaderMap>,
    /// What it is told of the trace that it belongs to.
    pub(crate) trace: TraceHeaders,
}

/// A call that brought no answer to what was asked.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) failure: Box<Failure>,
    pub(crate) verdict: Verdict,
    /// The answer as it came, for clients that speak the upstream's dialect.
    pub(crate) raw: Option<Box<(HeaderMap, Bytes)>>,
}

/// What a failure says about trying again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The request is at fault: nobody else would answer it.
    Final,
    /// Somebody else may answer. The target is well.
    Elsewhere,
    /// Somebody else may answer. The target is at its limit.
    Limited,
    /// Somebody else may answer; the target is not well.
    Sick,
    /// The same target may answer the next time; it is not well.
    Again,
}

/// Calls `provider`.
pub(crate) async fn call(
    worker: &Worker,
    provider: &Provider,
    outgoing: Outgoing<'_>,
) -> Result<Answer, Failed> {
    let proof = prove(provider, &outgoing).await?;
    let answer = send(worker, provider, outgoing, &proof).await?;
    if answer.head.status == StatusCode::UNAUTHORIZED
        && let Identity::Google(tokens) = &provider.identity
    {
        tokens.forget();
    }
    Ok(answer)
}

/// A connection that had been idle and turns out closed is replaced by a new one once, if that cannot do a thing
/// twice: nothing was sent, or it does not matter how often it is (RFC 9110, section 9.2.2, as nginx and Go have it).
/// Otherwise the call has failed, and it is for `[routing]` to say whether there is another, counted as all are.
async fn send(
    worker: &Worker,
    provider: &Provider,
    outgoing: Outgoing<'_>,
    proof: &[Header],
) -> Result<Answer, Failed> {
    let head = head(provider, &outgoing, proof);
    let body = match outgoing.payload {
        // What cannot be sent twice, or must not, is not sent where it may have to be.
        payload @ Payload::Upload(..) => return fresh(provider, &head, payload).await,
        Payload::Whole(None) if outgoing.method == Method::POST => {
            return fresh(provider, &head, Payload::Whole(None)).await;
        }
        Payload::Whole(body) => body,
    };
    let Some(connection) = worker.pool.take(&provider.origin) else {
        return fresh(provider, &head, Payload::Whole(body)).await;
    };
    let is_repeatable = outgoing.method.is_idempotent()
        || outgoing.client.is_some_and(|headers| headers.contains_key(&IDEMPOTENCY_KEY));
    match within(provider, connection.call(&head, Payload::Whole(body.clone()))).await {
        Err(Broken::Http(HttpError::Unsent)) => fresh(provider, &head, Payload::Whole(body)).await,
        Err(Broken::Http(HttpError::Closed)) if is_repeatable => {
            fresh(provider, &head, Payload::Whole(body)).await
        }
        result => result.map_err(|broken| broken.into_failed(provider)),
    }
}

/// A header and its value.
pub(crate) type Header = (HeaderName, HeaderValue);

/// What shows the provider who calls, where that is not the same for all calls.
async fn prove(provider: &Provider, outgoing: &Outgoing<'_>) -> Result<Vec<Header>, Failed> {
    let body: &[u8] = match &outgoing.payload {
        Payload::Whole(bytes) => bytes.as_deref().unwrap_or_default(),
        Payload::Upload(..) => b"",
    };
    let text = |value: &'_ HeaderValue| value.to_str().map(str::to_owned).ok();
    match &provider.identity {
        Identity::Headers => Ok(Vec::new()),
        Identity::Aws(signatory) => {
            let host = provider.headers.get(HOST).and_then(text).unwrap_or_default();
            let content_type = outgoing.content_type.as_ref().and_then(text);
            let signed = Signed {
                method: &outgoing.method,
                host: &host,
                path: outgoing.path.path(),
                query: outgoing.path.query().unwrap_or_default(),
                content_type: content_type.as_deref(),
                body,
            };
            signatory.sign(signed, crate::clock::now()).ok_or_else(|| unproven(provider, "it cannot be sent"))
        }
        Identity::Google(tokens) => {
            let header = Box::pin(tokens.header(crate::clock::now())).await;
            let header = header.map_err(|error| unproven(provider, &error.to_string()))?;
            Ok(vec![(AUTHORIZATION, header)])
        }
    }
}

fn unproven(provider: &Provider, problem: &str) -> Failed {
    let message = format!("the credential of the provider `{}` does not work: {problem}", provider.name);
    Failed::new(Failure::new(Category::Upstream, message), Verdict::Sick)
}

async fn fresh(provider: &Provider, head: &RequestHead, payload: Payload) -> Result<Answer, Failed> {
    // Boxed, as all that is rare and large: every request's future would have room for it, and be moved with it.
    let connection = Box::pin(connect(&provider.origin, provider.connect_timeout))
        .await
        .map_err(|error| unreachable(provider, &error))?;
    let called = within(provider, connection.call(head, payload)).await;
    called.map_err(|broken| broken.into_failed(provider))
}

enum Broken {
    Http(HttpError),
    Timeout,
}

async fn within(
    provider: &Provider,
    called: impl Future<Output = Result<Answer, HttpError>>,
) -> Result<Answer, Broken> {
    match tokio::time::timeout(provider.response_timeout, called).await {
        Ok(result) => result.map_err(Broken::Http),
        Err(_) => Err(Broken::Timeout),
    }
}

impl Broken {
    fn into_failed(self, provider: &Provider) -> Failed {
        let name = &provider.name;
        match self {
            Self::Timeout => {
                let limit = provider.response_timeout.as_millis();
                let message = format!("the provider `{name}` did not answer within {limit} ms");
                Failed::new(Failure::new(Category::Timeout, message), Verdict::Sick)
            }
            Self::Http(HttpError::Payload(PayloadError::TooLarge)) => {
                let message = "the request body is larger than this gateway takes";
                Failed::new(Failure::new(Category::TooLarge, message), Verdict::Final)
            }
            Self::Http(error) => {
                let message = format!("the provider `{name}` broke off: {error}");
                Failed::new(Failure::new(Category::Upstream, message), Verdict::Again)
            }
        }
    }
}

fn unreachable(provider: &Provider, error: &ConnectError) -> Failed {
    let category =
        if matches!(error, ConnectError::Timeout(_)) { Category::Timeout } else { Category::Upstream };
    let message = format!("the provider `{}` cannot be reached: {error}", provider.name);
    Failed::new(Failure::new(category, message), Verdict::Again)
}

/// The provider's own headers, and what this call adds or says otherwise.
fn head(provider: &Provider, outgoing: &Outgoing<'_>, proof: &[Header]) -> RequestHead {
    let mut added: Vec<(&HeaderName, &HeaderValue)> = Vec::with_capacity(8);
    if let Some(client) = outgoing.client {
        added.extend(CARRIED_HEADERS.iter().filter_map(|name| Some((name, client.get(name)?))));
    }
    let own = [(&CONTENT_TYPE, &outgoing.content_type), (&ACCEPT, &outgoing.accept)];
    added.extend(own.into_iter().filter_map(|(name, value)| Some((name, value.as_ref()?))));
    added.extend(proof.iter().map(|(name, value)| (name, value)));
    let mut head = RequestHead::new(&outgoing.method, outgoing.path.as_str());
    for (name, value) in &provider.headers {
        if !added.iter().any(|(other, _)| *other == name) {
            head.header(name, value);
        }
    }
    for (name, value) in added {
        head.header(name, value);
    }
    for (name, value) in &outgoing.trace {
        if let Some(value) = value {
            head.line(name, value);
        }
    }
    head
}

impl Failed {
    pub(crate) fn new(failure: impl Into<Box<Failure>>, verdict: Verdict) -> Self {
        Self { failure: failure.into(), verdict, raw: None }
    }

    /// Reads an answer whose status says that it is none.
    pub(crate) async fn read(worker: &Worker, provider: &Provider, dialect: Dialect, answer: Answer) -> Self {
        let Answer { head, body } = answer;
        let read = collect(body, ERROR_BYTES_MAX);
        let bytes = match tokio::time::timeout(ERROR_TIME_MAX, read).await {
            Ok(Ok((bytes, rest))) => {
                if let Some(connection) = rest.and_then(AnswerBody::into_connection) {
                    worker.pool.put(connection);
                }
                bytes
            }
            _ => Bytes::new(),
        };
        // Nobody could read it.
        let bytes = if coding(&head.headers).is_some() { Bytes::new() } else { bytes };
        if head.status.is_redirection() {
            return redirected(provider, &head.headers);
        }
        Self::of_answer(provider, dialect, head.status.as_u16(), head.headers, bytes)
    }

    /// An answer that is none.
    pub(super) fn of_answer(
        provider: &Provider,
        dialect: Dialect,
        status: u16,
        headers: HeaderMap,
        bytes: Bytes,
    ) -> Self {
        let bytes = provider.without_credential(bytes);
        let failure = dialect.decode_failure(status, &bytes, retry_after(&headers));
        let failed = Self::of_failure(provider, status, failure);
        // What is about the gateway is not for the client.
        let raw = failed.failure.origin.is_some().then(|| Box::new((headers, bytes)));
        Self { raw, ..failed }
    }

    /// A stream that began with a failure.
    pub(super) fn in_stream(provider: &Provider, mut failure: Failure, headers: &HeaderMap) -> Self {
        let hidden = provider.without_credential(failure.message.into());
        failure.message = String::from_utf8_lossy(&hidden).into_owned();
        // Its body is an event, and no answer.
        failure.body = None;
        failure.retry_after = failure.retry_after.or_else(|| retry_after(headers));
        Self::of_failure(provider, failure.status, failure)
    }

    fn of_failure(provider: &Provider, status: u16, mut failure: Failure) -> Self {
        if failure.message.is_empty() {
            failure.message = format!("the provider `{}` answered {status} and said nothing", provider.name);
        }
        if failure.category == Category::Upstream && failure.status < 500 {
            failure.status = StatusCode::BAD_GATEWAY.as_u16();
        }
        if is_about_us(&failure) {
            return Self { verdict: verdict(status, &failure), ..turned_away(provider, &failure) };
        }
        let verdict = verdict(status, &failure);
        Self::new(failure, verdict)
    }
}

/// The coding of a body that is not sent as it is, though that was asked for. Other words stand there by mistake: the
/// body's characters, or that there is no coding.
pub(super) fn coding(headers: &HeaderMap) -> Option<&str> {
    let coding = headers.get(CONTENT_ENCODING)?.to_str().ok()?;
    let mut words = coding.split(',').map(str::trim);
    let is_coded = |word: &str| CODINGS.iter().any(|known| word.eq_ignore_ascii_case(known));
    words.any(is_coded).then_some(coding)
}

/// Redirects are not followed: they would take the credential along.
fn redirected(provider: &Provider, headers: &HeaderMap) -> Failed {
    let place = headers.get(LOCATION).and_then(|value| value.to_str().ok()?.parse::<Uri>().ok());
    let place =
        place.and_then(|uri| Some(format!(" to {}://{}", uri.scheme_str()?, uri.authority()?.host())));
    let name = &provider.name;
    let message = format!(
        "the provider `{name}` redirects{}: its `base_url` must be the address that answers",
        place.unwrap_or_default()
    );
    Failed::new(Failure::new(Category::Upstream, message), Verdict::Sick)
}

/// Whether it is the gateway that a provider does not let in. One that looks at what is asked (OpenRouter's
/// moderation) says so of the request, with the same status.
pub(super) fn is_about_us(failure: &Failure) -> bool {
    let is_of_content =
        || failure.category == Category::ContentFilter || failure.message.contains("moderation");
    // Google says so with a 400.
    let is_refused = failure.status == 401 || failure.category == Category::Authentication;
    is_refused || failure.status == 403 && !is_of_content()
}

/// The credential is the gateway's: what the provider says of it (often with a part of it) is for the operator, and
/// the client's own key is good.
pub(super) fn turned_away(provider: &Provider, failure: &Failure) -> Failed {
    let Failure { status, message, .. } = failure;
    tracing::warn!(provider = %provider.name, status, "a provider does not let the gateway in: {message}");
    let message = format!(
        "the provider `{}` does not let this gateway in ({status}); its operator finds the reason in the log",
        provider.name
    );
    Failed::new(Failure::new(Category::Upstream, message), Verdict::Sick)
}

fn verdict(status: u16, failure: &Failure) -> Verdict {
    match status {
        429 | 402 => Verdict::Limited,
        404 => Verdict::Elsewhere,
        500 | 502..=504 | 529 | 408 => Verdict::Again,
        401 | 403 | 501..=599 => Verdict::Sick,
        // Some say with a status of the client's fault what is none of it.
        _ => match failure.category {
            Category::Overloaded | Category::Upstream | Category::Timeout => Verdict::Again,
            Category::Quota | Category::RateLimited => Verdict::Limited,
            Category::Authentication | Category::Permission => Verdict::Sick,
            _ => Verdict::Final,
        },
    }
}

/// When to come back: in seconds, or in milliseconds as OpenAI also says.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    let seconds = number("retry-after-ms").map(|ms| ms / 1000.0).or_else(|| number("retry-after"));
    if let Some(seconds) = seconds {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    // The third form is a date.
    let date = headers.get("retry-after")?.to_str().ok()?;
    let at = time::OffsetDateTime::parse(date, &time::format_description::well_known::Rfc2822).ok()?;
    let left = at.unix_timestamp().saturating_mul(1000) - crate::clock::now().unix_ms();
    u64::try_from(left).ok().map(Duration::from_millis)
}

/// Why a body cannot be had whole.
pub(crate) enum Incomplete {
    Broken(HttpError),
    /// There is more than the limit; this is what came, and the rest.
    Longer(BytesMut, Box<AnswerBody>),
}

/// The whole body, if it is not longer than `limit`, and the body it was read from.
pub(crate) async fn collect(
    mut body: AnswerBody,
    limit: usize,
) -> Result<(Bytes, Option<AnswerBody>), Incomplete> {
    let mut first = Bytes::new();
    let mut joined = BytesMut::new();
    while let Some(data) = body.data().await {
        let data = data.map_err(Incomplete::Broken)?;
        if first.is_empty() && joined.is_empty() {
            first = data;
        } else {
            if joined.is_empty() {
                joined.reserve(expected(&body, first.len() + data.len(), limit));
                joined.extend_from_slice(&first);
                first = Bytes::new();
            }
            joined.extend_from_slice(&data);
        }
        if first.len() + joined.len() > limit {
            joined.extend_from_slice(&first);
            return Err(Incomplete::Longer(joined, Box::new(body)));
        }
    }
    let bytes = if joined.is_empty() { first } else { joined.freeze() };
    Ok((bytes, Some(body)))
}

/// Room for the whole body, as far as its length is known and credible.
fn expected(body: &AnswerBody, so_far: usize, limit: usize) -> usize {
    let left = body.length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    so_far.saturating_add(left).min(limit)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;

    use super::retry_after;

    #[test]
    fn retry_after_is_read_in_each_of_its_forms() {
        let check = |name: &'static str, value: &str, expected: Option<Duration>| {
            let headers: HeaderMap = [(name.parse().unwrap(), value.parse().unwrap())].into_iter().collect();
            assert_eq!(retry_after(&headers), expected, "{name}: {value}");
        };
        check("retry-after", "7", Some(Duration::from_secs(7)));
        check("retry-after", "0.5", Some(Duration::from_millis(500)));
        check("retry-after-ms", "250", Some(Duration::from_millis(250)));
        check("retry-after", "-1", None);
        check("retry-after", "nan", None);
        check("retry-after", "soon", None);
        check("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT", None);
        let headers: HeaderMap =
            [("retry-after".parse().unwrap(), "Fri, 31 Dec 2100 00:00:00 GMT".parse().unwrap())]
                .into_iter()
                .collect();
        assert!(retry_after(&headers).unwrap() > Duration::from_hours(24));
    }
}
