//! The credential of a request, wherever its dialect puts it.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, HeaderMap};

use super::names::{API_KEY, X_API_KEY, X_GOOG_API_KEY};

/// In front of a credential among a WebSocket's subprotocols: browsers can send no headers.
pub(crate) const IN_PROTOCOL: &str = "openai-insecure-api-key.";

/// The secret that a client sent: as Bearer, or in Anthropic's, Gemini's or Azure's own
/// header, or in Gemini's `key` parameter. Where there are several, Bearer counts.
pub(crate) fn credential<'r>(headers: &'r HeaderMap, query: Option<&'r str>) -> Option<&'r [u8]> {
    let bearer = headers.get(AUTHORIZATION).and_then(|value| bearer(value.as_bytes()));
    let own = || [X_API_KEY, X_GOOG_API_KEY, API_KEY].iter().find_map(|name| headers.get(name));
    bearer
        .or_else(|| own().map(http::HeaderValue::as_bytes))
        .or_else(|| parameter(query?, "key").map(str::as_bytes))
        .or_else(|| in_protocol(headers))
        .map(<[u8]>::trim_ascii)
        .filter(|secret| !secret.is_empty())
}

/// A parameter of a query, undecoded: keys are letters, digits and dashes.
pub(crate) fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The name of a query's parameter, as whoever reads the query takes it.
pub(crate) fn key_of(pair: &str) -> Cow<'_, str> {
    super::decoded(pair.split_once('=').map_or(pair, |(key, _)| key))
}

fn in_protocol(headers: &HeaderMap) -> Option<&[u8]> {
    let offered = headers.get("sec-websocket-protocol")?.to_str().ok()?;
    offered.split(',').find_map(|part| part.trim().strip_prefix(IN_PROTOCOL)).map(str::as_bytes)
}

fn bearer(value: &[u8]) -> Option<&[u8]> {
    let (scheme, rest) = value.split_at_checked("Bearer ".len())?;
    scheme.eq_ignore_ascii_case(b"Bearer ").then_some(rest)
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::credential;

    fn check(headers: &[(&'static str, &'static str)], query: Option<&str>, expected: Option<&str>) {
        let map: HeaderMap = headers.iter().map(|(k, v)| (k.parse().unwrap(), v.parse().unwrap())).collect();
        let found = credential(&map, query).map(|secret| std::str::from_utf8(secret).unwrap());
        assert_eq!(found, expected, "{headers:?} {query:?}");
    }

    #[test]
    fn every_dialect_s_own_place_is_looked_at() {
        check(&[("authorization", "Bearer k1")], None, Some("k1"));
        check(&[("authorization", "bearer  k1 ")], None, Some("k1"));
        check(&[("x-api-key", "k2")], None, Some("k2"));
        check(&[("x-goog-api-key", "k3")], None, Some("k3"));
        check(&[("api-key", "k4")], None, Some("k4"));
        check(&[], Some("alt=sse&key=k5"), Some("k5"));
        check(&[("authorization", "Bearer k1"), ("x-api-key", "k2")], None, Some("k1"));
        check(&[("sec-websocket-protocol", "realtime, openai-insecure-api-key.k6")], None, Some("k6"));
        check(&[("authorization", "Basic azE=")], None, None);
        check(&[("authorization", "Bearer ")], Some("monkey=1"), None);
        check(&[], None, None);
    }
}
