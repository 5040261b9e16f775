//! A shallow look at a JSON body: where the few top-level values are that a gateway must know, found in one
//! pass without building anything, so that the body can be forwarded as it came.
//!
//! Holds: what was found is what the receiver will read. A body in which two parsers could see different
//! things (a key twice, a key in another case, which Go's parser takes for the same, anything after the value,
//! bytes outside JSON's grammar) is an error. Absent: any check of the rest of the body; the receiver does it.

use std::ops::Range;

use memchr::memchr2;

/// Why a body cannot be scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// Not an object at the top, or cut off, or not UTF-8, or with bytes that are no JSON.
    #[error("the body is not a JSON object (at byte {at})")]
    NotAnObject {
        /// Where.
        at: usize,
    },
    /// A key that matters is there twice, or in another case.
    #[error("`{key}` is there more than once or spelled in another case (at byte {at})")]
    Ambiguous {
        /// Which key.
        key: &'static str,
        /// Where.
        at: usize,
    },
    /// A key that matters has a value of another type.
    #[error("`{key}` has the wrong type (at byte {at})")]
    WrongType {
        /// Which key.
        key: &'static str,
        /// Where.
        at: usize,
    },
    /// Brackets nested deeper than any provider accepts.
    #[error("nested deeper than {DEPTH_MAX} levels (at byte {at})")]
    TooDeep {
        /// Where.
        at: usize,
    },
}

const DEPTH_MAX: usize = 512;

/// Where the values of some top-level keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<const N: usize>([Option<Range<usize>>; N]);

impl<const N: usize> Found<N> {
    /// The range of the value of the key that was asked for as number `at`.
    pub fn range(&self, at: usize) -> Option<Range<usize>> {
        self.0.get(at).and_then(Clone::clone)
    }
}

/// Finds the values of `keys` at the top level of the object `body`.
///
/// ```
/// use ghostllm_protocol::scan;
/// let body = br#"{"messages":[{"model":"no"}], "model" : "gpt-5"}"#;
/// let found = scan::find(body, ["model", "stream"])?;
/// assert_eq!(&body[found.range(0).unwrap()], br#""gpt-5""#);
/// assert_eq!(found.range(1), None);
/// # Ok::<(), scan::ScanError>(())
/// ```
pub fn find<const N: usize>(body: &[u8], keys: [&'static str; N]) -> Result<Found<N>, ScanError> {
    if let Err(error) = std::str::from_utf8(body) {
        return Err(ScanError::NotAnObject { at: error.valid_up_to() });
    }
    let mut scanner = Scanner { body, at: 0 };
    let mut found = [const { None }; N];
    scanner.expect(b'{')?;
    if scanner.peek() == Some(b'}') {
        scanner.at += 1;
    } else {
        loop {
            let key = scanner.string()?;
            scanner.expect(b':')?;
            let value = scanner.value()?;
            if let Some(number) = matching(&body[key.clone()], &keys, key.start)?
                && found[number].replace(value).is_some()
            {
                return Err(ScanError::Ambiguous { key: keys[number], at: key.start });
            }
            match scanner.peek() {
                Some(b',') => scanner.at += 1,
                Some(b'}') => break scanner.at += 1,
                _ => return scanner.bad(),
            }
        }
    }
    if scanner.peek().is_some() { scanner.bad() } else { Ok(Found(found)) }
}

/// What a gateway must know of a chat request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatScan {
    /// The model's name, decoded; `None` where the body has none, or `null`.
    pub model: Option<String>,
    /// Where the model's JSON string, or `null`, is.
    pub model_range: Option<Range<usize>>,
    /// Whether a stream is asked for; `None` where the body does not say.
    pub stream: Option<bool>,
    /// Where `stream` is.
    pub stream_range: Option<Range<usize>>,
    /// Where `stream_options` is.
    pub stream_options_range: Option<Range<usize>>,
    /// Whether `stream_options.include_usage` is true.
    pub include_usage: bool,
    /// Whether Responses are asked for in the background, to be fetched later.
    pub background: bool,
    /// Where `models` is: OpenRouter's name for others that may answer instead.
    pub models_range: Option<Range<usize>>,
    /// Where the object's closing brace is.
    end: usize,
    /// Whether the object has no member.
    empty: bool,
}

/// Finds `model`, `stream`, `stream_options`, `background` and `models` in a chat request.
pub fn chat(body: &[u8]) -> Result<ChatScan, ScanError> {
    let found = find(body, ["model", "stream", "stream_options", "background", "models"])?;
    let model_range = found.range(0);
    let model = match &model_range {
        None => None,
        // `null` says as much as nothing.
        Some(range) => serde_json::from_slice(&body[range.clone()])
            .map_err(|_| ScanError::WrongType { key: "model", at: range.start })?,
    };
    let stream_range = found.range(1);
    let stream = match stream_range.as_ref().map(|range| (&body[range.clone()], range.start)) {
        None | Some((b"null", _)) => None,
        Some((b"true", _)) => Some(true),
        Some((b"false", _)) => Some(false),
        Some((_, at)) => return Err(ScanError::WrongType { key: "stream", at }),
    };
    let stream_options_range = found.range(2);
    let include_usage = match &stream_options_range {
        Some(range) if body[range.start] == b'{' => {
            let options = &body[range.clone()];
            find(options, ["include_usage"])?.range(0).is_some_and(|value| &options[value] == b"true")
        }
        _ => false,
    };
    let background = found.range(3).is_some_and(|range| !matches!(&body[range], b"false" | b"null"));
    let end = body.iter().rposition(|&byte| byte == b'}').unwrap_or_default();
    let empty = body[..end].iter().rev().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    Ok(ChatScan {
        model,
        model_range,
        stream,
        stream_range,
        stream_options_range,
        include_usage,
        background,
        models_range: found.range(4),
        end,
        empty,
    })
}

impl ChatScan {
    /// The body with another model, nothing else touched. Without a model in it, the body gets one.
    pub fn with_model(&self, body: &[u8], model: &str) -> Vec<u8> {
        let name = crate::Json::string(model);
        match &self.model_range {
            Some(range) => splice(body, range.clone(), name.as_str().as_bytes()),
            None => self.with_member(body, "model", name.as_str()),
        }
    }

    /// The body with one more member at its end. The caller knows that the key is not there.
    pub fn with_member(&self, body: &[u8], key: &str, json: &str) -> Vec<u8> {
        let comma = if self.empty { "" } else { "," };
        splice(body, self.end..self.end, format!("{comma}\"{key}\":{json}").as_bytes())
    }

    /// The body of a streamed request, asking for usage at the end of the stream. `None`: it does already.
    pub fn with_usage(&self, body: &[u8]) -> Option<Vec<u8>> {
        const WANTED: &str = r#"{"include_usage":true}"#;
        if self.include_usage {
            return None;
        }
        let Some(range) = self.stream_options_range.clone() else {
            return Some(self.with_member(body, "stream_options", WANTED));
        };
        let mut options: serde_json::Value = serde_json::from_slice(&body[range.clone()]).ok()?;
        if let Some(object) = options.as_object_mut() {
            object.insert("include_usage".to_owned(), true.into());
            return Some(splice(body, range, options.to_string().as_bytes()));
        }
        Some(splice(body, range, WANTED.as_bytes()))
    }
}

/// `body` with `range` replaced.
pub fn splice(body: &[u8], range: Range<usize>, replacement: &[u8]) -> Vec<u8> {
    let mut spliced = Vec::with_capacity(body.len() - range.len() + replacement.len());
    spliced.extend_from_slice(&body[..range.start]);
    spliced.extend_from_slice(replacement);
    spliced.extend_from_slice(&body[range.end..]);
    spliced
}

/// Which of `keys` the JSON string `raw` (without its quotes) is.
fn matching(raw: &[u8], keys: &[&'static str], at: usize) -> Result<Option<usize>, ScanError> {
    if let Some(number) = keys.iter().position(|key| key.as_bytes() == raw) {
        return Ok(Some(number));
    }
    if raw.is_ascii() && !raw.contains(&b'\\') {
        // Mostly another key, of another length.
        let folded = keys.iter().find(|key| key.as_bytes().eq_ignore_ascii_case(raw));
        return folded.map_or(Ok(None), |key| Err(ScanError::Ambiguous { key, at }));
    }
    let decoded: String;
    let text = if raw.contains(&b'\\') {
        let quoted = [b"\"", raw, b"\""].concat();
        decoded = serde_json::from_slice(&quoted).map_err(|_| ScanError::NotAnObject { at })?;
        &decoded
    } else {
        std::str::from_utf8(raw).unwrap_or_default()
    };
    if let Some(number) = keys.iter().position(|key| *key == text) {
        return Ok(Some(number));
    }
    // Go folds case, and these two letters, when it matches keys.
    let fold = |c: char| match c {
        '\u{17F}' => 's',
        '\u{212A}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    match keys.iter().find(|key| key.chars().eq(text.chars().map(fold))) {
        Some(key) => Err(ScanError::Ambiguous { key, at }),
        None => Ok(None),
    }
}

struct Scanner<'a> {
    body: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        while let Some(&byte) = self.body.get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    fn expect(&mut self, byte: u8) -> Result<(), ScanError> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        self.bad()
    }

    /// The range of a string, without its quotes.
    fn string(&mut self) -> Result<Range<usize>, ScanError> {
        self.expect(b'"')?;
        let start = self.at;
        while let Some(offset) = memchr2(b'"', b'\\', &self.body[self.at..]) {
            let end = self.at + offset;
            if self.body[end] == b'"' {
                self.at = end + 1;
                return Ok(start..end);
            }
            // A backslash takes the next byte along, if there is one.
            self.at = (end + 2).min(self.body.len());
        }
        self.at = self.body.len();
        self.bad()
    }

    /// The range of a value.
    fn value(&mut self) -> Result<Range<usize>, ScanError> {
        let mut depth = 0_usize;
        let Some(_) = self.peek() else { return self.bad() };
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.string()?;
                }
                Some(b'{' | b'[') if depth == DEPTH_MAX => return Err(ScanError::TooDeep { at: self.at }),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b',' | b':') if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                _ => self.word()?,
            }
            if depth == 0 {
                return Ok(start..self.at);
            }
        }
    }

    /// A number, `true`, `false` or `null`; their letters, not their spelling, are checked.
    fn word(&mut self) -> Result<(), ScanError> {
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = self.body[self.at..].iter().take_while(|byte| is_word(byte)).count();
        self.at += length;
        if length == 0 { self.bad() } else { Ok(()) }
    }

    fn bad<T>(&self) -> Result<T, ScanError> {
        Err(ScanError::NotAnObject { at: self.at })
    }
}

#[cfg(test)]
mod tests;
