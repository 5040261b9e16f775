//! AWS Signature Version 4.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use std::fmt::{self, Write as _};

use http::Method;
use http::header::{HeaderName, HeaderValue};
use ring::hmac;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::clock::Moment;

/// Signs requests to one service in one region.
pub(crate) struct Signer {
    pub(crate) access_key_id: String,
    pub(crate) secret_access_key: String,
    /// Of temporary credentials.
    pub(crate) session_token: Option<String>,
    pub(crate) region: String,
    pub(crate) service: &'static str,
}

/// What a signature covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signed<'r> {
    pub(crate) method: &'r Method,
    pub(crate) host: &'r str,
    /// As it is sent.
    pub(crate) path: &'r str,
    pub(crate) query: &'r str,
    pub(crate) content_type: Option<&'r str>,
    pub(crate) body: &'r [u8],
}

impl Signer {
    /// The headers that a request must carry to count as signed at `at`. `None`: a credential has characters
    /// that no header can carry.
    pub(crate) fn sign(&self, request: Signed<'_>, at: Moment) -> Option<Vec<(HeaderName, HeaderValue)>> {
        let time = basic_time(at);
        let mut headers = vec![("host", request.host), ("x-amz-date", time.as_str())];
        headers.extend(request.content_type.map(|value| ("content-type", value)));
        headers.extend(self.session_token.as_deref().map(|token| ("x-amz-security-token", token)));
        headers.sort_unstable();
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let canonical = canonical(request, &headers, &names);
        let scope = format!("{}/{}/{}/aws4_request", &time[..8], self.region, self.service);
        let hashed = hex(&Sha256::digest(canonical));
        let to_sign = format!("AWS4-HMAC-SHA256\n{time}\n{scope}\n{hashed}");
        let signature = hex(keyed(&self.key(&time[..8]), &to_sign).as_ref());
        let id = &self.access_key_id;
        let authorization =
            format!("AWS4-HMAC-SHA256 Credential={id}/{scope}, SignedHeaders={names}, Signature={signature}");
        let mut signed = vec![
            (HeaderName::from_static("x-amz-date"), HeaderValue::from_str(&time).ok()?),
            (http::header::AUTHORIZATION, secret(&authorization)?),
        ];
        if let Some(token) = &self.session_token {
            signed.push((HeaderName::from_static("x-amz-security-token"), secret(token)?));
        }
        Some(signed)
    }

    /// The day's key.
    fn key(&self, date: &str) -> Vec<u8> {
        let first = format!("AWS4{}", self.secret_access_key).into_bytes();
        [date, &self.region, self.service, "aws4_request"]
            .into_iter()
            .fold(first, |key, part| keyed(&key, part).as_ref().to_vec())
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("region", &self.region).finish_non_exhaustive()
    }
}

/// A text as one part of a path, as AWS reads paths: only letters, digits and `-._~` stand for themselves.
pub(crate) fn encoded_strictly(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode(text, "", &mut out);
    if out == "." || out == ".." { out.replace('.', "%2E") } else { out }
}

fn canonical(request: Signed<'_>, headers: &[(&str, &str)], names: &str) -> String {
    let mut out = format!("{}\n", request.method);
    // What is encoded already is encoded once more: so do all services but S3.
    encode(request.path, "/", &mut out);
    let mut pairs: Vec<&str> = request.query.split('&').filter(|pair| !pair.is_empty()).collect();
    pairs.sort_unstable();
    out.push('\n');
    out.push_str(&pairs.join("&"));
    out.push('\n');
    for (name, value) in headers {
        let words: Vec<&str> = value.split_ascii_whitespace().collect();
        // Writing to a string does not fail.
        let _ = writeln!(out, "{name}:{}", words.join(" "));
    }
    let _ = write!(out, "\n{names}\n{}", hex(&Sha256::digest(request.body)));
    out
}

fn encode(text: &str, kept: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.as_bytes().contains(&byte) {
            out.push(byte.into());
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

fn keyed(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// `20150830T123600Z`
fn basic_time(at: Moment) -> String {
    let at = OffsetDateTime::from_unix_timestamp(at.unix_ms().div_euclid(1000));
    let at = at.unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.to_hms();
    format!("{year:04}{:02}{day:02}T{hour:02}{minute:02}{second:02}Z", u8::from(month))
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::{Signed, Signer, encoded_strictly};
    use crate::clock::Moment;

    /// The credentials, time and region of AWS's published test suite for this signature.
    fn check(request: Signed<'_>, session_token: Option<&str>, names: &str, signature: &str) {
        let signer = Signer {
            access_key_id: "AKIDEXAMPLE".to_owned(),
            secret_access_key: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
            session_token: session_token.map(str::to_owned),
            region: "us-east-1".to_owned(),
            service: "service",
        };
        let at = Moment::parse("2015-08-30T12:36:00Z", Moment::from_unix_ms(0)).unwrap();
        let headers = signer.sign(request, at).unwrap();
        let found = headers.iter().find(|(name, _)| name == "authorization").unwrap();
        let expected = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders={names}, Signature={signature}"
        );
        assert_eq!(found.1.to_str().unwrap(), expected, "{request:?}");
    }

    fn request<'r>(method: &'r Method, path: &'r str, query: &'r str) -> Signed<'r> {
        Signed { method, host: "example.amazonaws.com", path, query, content_type: None, body: b"" }
    }

    /// Vectors of the suite, named as there.
    #[test]
    fn requests_are_signed_as_the_test_suite_of_aws_says() {
        let plain = "host;x-amz-date";
        let (get, post) = (Method::GET, Method::POST);
        // get-vanilla
        let vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
        check(request(&get, "/", ""), None, plain, vanilla);
        // get-vanilla-query-order-key-case
        let ordered = "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500";
        check(request(&get, "/", "Param2=value2&Param1=value1"), None, plain, ordered);
        // get-utf8
        let utf8 = "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85";
        check(request(&get, "/\u{1234}", ""), None, plain, utf8);
        // post-vanilla
        let posted = "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b";
        check(request(&post, "/", ""), None, plain, posted);
        // post-x-www-form-urlencoded
        let form = Signed {
            content_type: Some("application/x-www-form-urlencoded"),
            body: b"Param1=value1",
            ..request(&post, "/", "")
        };
        let signature = "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a";
        check(form, None, "content-type;host;x-amz-date", signature);
        // post-sts-header-before
        let token = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfI\
                     eoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq\
                     5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9\
                     Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
        let signature = "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead";
        check(request(&post, "/", ""), Some(token), "host;x-amz-date;x-amz-security-token", signature);
    }

    #[test]
    fn a_model_s_name_stays_in_its_part_of_the_path() {
        assert_eq!(encoded_strictly("us.anthropic.claude-v1:0"), "us.anthropic.claude-v1%3A0");
        assert_eq!(encoded_strictly("arn:aws:bedrock/x"), "arn%3Aaws%3Abedrock%2Fx");
        assert_eq!(encoded_strictly(".."), "%2E%2E");
    }
}
