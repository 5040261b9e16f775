//! A client's request -> the request that a provider gets: as it came where both speak one dialect, translated
//! where they don't.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::{
    Category, Dialect, Effect, EmbeddingFormat, EmbeddingRequest, EmbeddingResponse, Exchange, Failure,
    Framing, Unsupported, Usage, is_marked, scan,
};
use http::header::{HeaderMap, HeaderValue};
use http::uri::PathAndQuery;
use serde_json::value::RawValue;

use super::asked::{Asked, Task, joined};
use super::call::{Failed, Verdict};
use super::embed::form_of;
use crate::catalog::Provider;
use crate::identity::encoded_strictly;
use crate::providers::Family;

/// As many texts as OpenAI takes in one request: each is a call of its own for a model that embeds one at a time.
const SINGLE_TEXTS_MAX: usize = 2048;

/// A request as a provider gets it.
pub(crate) struct Wire {
    /// In whose words errors and usage come back.
    pub(crate) dialect: Dialect,
    pub(crate) path: PathAndQuery,
    pub(crate) body: Bytes,
    pub(crate) content_type: HeaderValue,
    pub(crate) passage: WirePassage,
    /// What could not be carried, for the response's header.
    pub(crate) losses: String,
}

/// Whether the answer passes as it is.
pub(crate) enum WirePassage {
    /// It does, but for usage that only the gateway asked for.
    Verbatim { strips_usage: bool },
    /// It is translated.
    Translated(Exchange),
    /// Its vectors are written in another form.
    Reshaped(Reshape),
}

/// Vectors of one form for a client of another.
pub(crate) struct Reshape {
    request: EmbeddingRequest,
    theirs: EmbeddingFormat,
    ours: EmbeddingFormat,
    /// The bodies of further calls: some providers embed one text at a time.
    more: Vec<Bytes>,
}

impl Wire {
    /// The bodies of the calls after the first.
    pub(crate) fn more(&self) -> &[Bytes] {
        if let WirePassage::Reshaped(reshape) = &self.passage { &reshape.more } else { &[] }
    }
}

impl Asked {
    /// The request for `provider`, which calls the model `upstream_model`.
    pub(crate) fn wire(
        &mut self,
        provider: &Provider,
        upstream_model: &str,
        numbers: (u64, u64),
    ) -> Result<Wire, Failed> {
        match self.task.clone() {
            Task::Chat => self.chat_wire(provider, upstream_model, numbers),
            Task::CountTokens => self.count_wire(provider, upstream_model),
            Task::Embed(form) => self.embed_wire(provider, upstream_model, form),
            Task::Forward { path, content_type } => {
                if !matches!(provider.kind.family, Family::OpenAi | Family::Azure) {
                    return Err(cannot(provider, &path));
                }
                let mut path = provider.openai_path(&path, Some(upstream_model));
                self.add_query(&mut path);
                let body = self.renamed(upstream_model);
                let wire = verbatim(self.dialect, parsed(path, upstream_model)?, body, false);
                Ok(Wire { content_type, ..wire })
            }
        }
    }

    fn chat_wire(
        &mut self,
        provider: &Provider,
        upstream_model: &str,
        (seed, created_s): (u64, u64),
    ) -> Result<Wire, Failed> {
        let mut dialect = provider.dialect_for(self.dialect, upstream_model);
        if dialect == Dialect::OpenAiChat && provider.prefers_responses(self.dialect, upstream_model) {
            let request = self.decoded().map_err(|failure| Failed::new(failure, Verdict::Final))?;
            if !request.tools.is_empty() {
                dialect = Dialect::OpenAiResponses;
            }
        }
        // What this gateway marked in an earlier turn must not reach a provider.
        let is_verbatim = dialect == self.dialect && !is_marked(&self.body);
        let path = self.chat_path(provider, dialect, upstream_model, is_verbatim)?;
        if is_verbatim {
            let (body, strips_usage) = self.asking_for_usage(provider, upstream_model)?;
            let body = for_vertex(provider, dialect, body)?;
            return Ok(verbatim(dialect, path, body, strips_usage));
        }
        let request = self.decoded().map_err(|failure| Failed::new(failure, Verdict::Final))?;
        // Changed where it is, for it may be megabytes.
        let outgoing = Arc::make_mut(request);
        let model = std::mem::replace(&mut outgoing.model, upstream_model.to_owned());
        // The gateway always wants to know what was used; the client's encoder shows it to whoever asked.
        let include_usage = std::mem::replace(&mut outgoing.include_usage, provider.says_stream_usage());
        let encoded = dialect.encode_request(outgoing, &provider.kind.profile);
        (outgoing.model, outgoing.include_usage) = (model, include_usage);
        let request = Arc::clone(request);
        let encoded = encoded.map_err(|error| Failed::new(unsupported(&error), Verdict::Elsewhere))?;
        Ok(Wire {
            dialect,
            path,
            body: for_vertex(provider, dialect, encoded.body.into())?,
            content_type: json(),
            passage: WirePassage::Translated(Exchange::new(request, seed, created_s)),
            losses: encoded.losses.header_value(),
        })
    }

    fn count_wire(&self, provider: &Provider, upstream_model: &str) -> Result<Wire, Failed> {
        let base = &provider.base_path;
        let mut path = match (self.dialect, provider.kind.family) {
            (Dialect::Anthropic, Family::Anthropic) => format!("{base}/v1/messages/count_tokens"),
            (Dialect::Gemini, Family::Gemini) => {
                format!("{base}/v1beta/models/{}:countTokens", encoded(upstream_model))
            }
            (Dialect::Gemini, Family::Vertex) if !is_claude(upstream_model) => {
                format!("{base}/google/models/{}:countTokens", encoded(upstream_model))
            }
            _ => return Err(cannot(provider, "token counts in this dialect")),
        };
        self.add_query(&mut path);
        Ok(verbatim(self.dialect, parsed(path, upstream_model)?, self.renamed(upstream_model), false))
    }

    fn embed_wire(
        &self,
        provider: &Provider,
        upstream_model: &str,
        ours: EmbeddingFormat,
    ) -> Result<Wire, Failed> {
        let theirs = form_of(provider.kind.family, upstream_model, ours);
        let theirs = theirs.ok_or_else(|| cannot(provider, &format!("embeddings by `{upstream_model}`")))?;
        let (dialect, path) = embedding_path(provider, upstream_model, theirs);
        let path = parsed(path, upstream_model)?;
        // Gemini's batch repeats the model's name in every part.
        let is_renamed = ours == EmbeddingFormat::Gemini && self.model != upstream_model;
        if theirs == ours && !is_renamed {
            return Ok(verbatim(dialect, path, self.renamed(upstream_model), false));
        }
        let wrong = |failure| Failed::new(failure, Verdict::Elsewhere);
        let mut request =
            EmbeddingRequest::decode(ours, &self.body).map_err(|error| wrong(error.to_failure()))?;
        upstream_model.clone_into(&mut request.model);
        let refused = |message: String| wrong(Failure::new(Category::InvalidRequest, message));
        if theirs.is_single() && request.inputs.len() > SINGLE_TEXTS_MAX {
            return Err(refused(format!(
                "at most {SINGLE_TEXTS_MAX} texts: this model takes one a call, and each is one"
            )));
        }
        let (bodies, losses) = request.encode(theirs);
        let mut bodies = bodies.into_iter().map(Bytes::from);
        let body = bodies.next().filter(|_| !request.inputs.is_empty());
        let body = body.ok_or_else(|| refused("there is no text to embed".to_owned()))?;
        let passage = WirePassage::Reshaped(Reshape { request, theirs, ours, more: bodies.collect() });
        Ok(Wire { dialect, path, body, content_type: json(), passage, losses: losses.header_value() })
    }

    /// The body with the provider's name for the model.
    fn renamed(&self, upstream_model: &str) -> Bytes {
        if self.model == upstream_model {
            return self.body.clone();
        }
        if let Some(range) = &self.form_model {
            return scan::splice(&self.body, range.clone(), upstream_model.as_bytes()).into();
        }
        match &self.scan {
            Some(scan) if scan.model_range.is_some() => scan.with_model(&self.body, upstream_model).into(),
            _ => self.body.clone(),
        }
    }

    /// The body with the provider's name for the model, asking for usage where that must be asked for; and
    /// whether only the gateway asks.
    fn asking_for_usage(&self, provider: &Provider, upstream_model: &str) -> Result<(Bytes, bool), Failed> {
        let body = self.renamed(upstream_model);
        let can_ask = matches!(self.dialect, Dialect::OpenAiChat | Dialect::OpenAiCompletions);
        let asks = self.scan.as_ref().is_some_and(|scan| scan.include_usage);
        if !(can_ask && self.stream && provider.says_stream_usage()) || asks {
            return Ok((body, false));
        }
        let wrong = |error: scan::ScanError| {
            Failed::new(Failure::new(Category::InvalidRequest, error.to_string()), Verdict::Final)
        };
        let scan = scan::chat(&body).map_err(wrong)?;
        let asking = scan.with_usage(&body);
        Ok(asking.map_or((body, false), |asking| (asking.into(), true)))
    }

    fn chat_path(
        &self,
        provider: &Provider,
        dialect: Dialect,
        model: &str,
        is_verbatim: bool,
    ) -> Result<PathAndQuery, Failed> {
        let base = &provider.base_path;
        let mut path = match dialect {
            Dialect::OpenAiChat => provider.openai_path("/chat/completions", Some(model)),
            Dialect::OpenAiResponses => provider.openai_path("/responses", Some(model)),
            Dialect::OpenAiCompletions => provider.openai_path("/completions", Some(model)),
            Dialect::Anthropic if provider.kind.family == Family::Vertex => {
                let method = if self.stream { "streamRawPredict" } else { "rawPredict" };
                format!("{base}/anthropic/models/{}:{method}", encoded(model))
            }
            Dialect::Anthropic => format!("{base}/v1/messages"),
            Dialect::OllamaChat => format!("{base}/api/chat"),
            Dialect::OllamaGenerate => format!("{base}/api/generate"),
            Dialect::Bedrock => {
                let method = if self.stream { "converse-stream" } else { "converse" };
                format!("{base}/model/{}/{method}", encoded_strictly(model))
            }
            Dialect::Gemini => {
                let method = if self.stream { "streamGenerateContent" } else { "generateContent" };
                let models =
                    if provider.kind.family == Family::Vertex { "google/models" } else { "v1beta/models" };
                format!("{base}/{models}/{}:{method}", encoded(model))
            }
        };
        if dialect == self.dialect {
            self.add_query(&mut path);
        }
        let is_sse = dialect == self.dialect && self.framing == Framing::Sse;
        if dialect == Dialect::Gemini && self.stream && !is_verbatim && !is_sse {
            path = joined(path, "alt=sse");
        }
        parsed(path, model)
    }

    fn add_query(&self, path: &mut String) {
        if let Some(query) = &self.query {
            *path = joined(std::mem::take(path), query);
        }
    }
}

impl Reshape {
    /// The provider's answer as the client wants it, and how many tokens were read.
    pub(crate) fn answer(&self, body: &[u8], headers: &HeaderMap) -> Result<(Vec<u8>, u64), String> {
        let answer = EmbeddingResponse::decode(self.theirs, body, self.request.inputs.len());
        let mut answer = answer.map_err(|error| error.to_string())?;
        let counted =
            headers.get("x-amzn-bedrock-input-token-count").and_then(|v| v.to_str().ok()?.parse().ok());
        let usage = answer.usage.take().map(|usage| usage.input_tokens).or(counted);
        let input_tokens = usage.unwrap_or(0);
        answer.usage = Some(Usage { input_tokens, ..Usage::default() });
        Ok((answer.encode(self.ours, &self.request), input_tokens))
    }

    /// How many tokens the answers of so many of its calls say that they cost, if all of them do.
    pub(crate) fn paid(&self, answers: &[u8], count: usize) -> Option<u64> {
        let answers = EmbeddingResponse::decode(self.theirs, answers, count).ok()?;
        answers.usage.map(|usage| usage.input_tokens)
    }
}

/// Where a provider embeds in the form `theirs`.
fn embedding_path(provider: &Provider, model: &str, theirs: EmbeddingFormat) -> (Dialect, String) {
    let base = &provider.base_path;
    let gemini = |method| (Dialect::Gemini, format!("{base}/v1beta/models/{}:{method}", encoded(model)));
    match theirs {
        EmbeddingFormat::OpenAi => (Dialect::OpenAiChat, provider.openai_path("/embeddings", Some(model))),
        EmbeddingFormat::Ollama => (Dialect::OllamaChat, format!("{base}/api/embed")),
        EmbeddingFormat::OllamaSingle => (Dialect::OllamaChat, format!("{base}/api/embeddings")),
        EmbeddingFormat::GeminiSingle => gemini("embedContent"),
        EmbeddingFormat::Gemini => gemini("batchEmbedContents"),
        EmbeddingFormat::Vertex => {
            (Dialect::Gemini, format!("{base}/google/models/{}:predict", encoded(model)))
        }
        EmbeddingFormat::Titan | EmbeddingFormat::Cohere => {
            (Dialect::Bedrock, format!("{base}/model/{}/invoke", encoded_strictly(model)))
        }
    }
}

impl Provider {
    /// Whether requests with tools, of a client that does not speak `OpenAI`'s dialects, are better asked as Responses:
    /// its models since GPT-5.4 think by themselves, and refuse tools in Chat Completions then.
    fn prefers_responses(&self, client: Dialect, model: &str) -> bool {
        let is_foreign =
            !matches!(client, Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::OpenAiCompletions);
        let version = model.rsplit('/').next().and_then(|name| name.strip_prefix("gpt-"));
        let version = version.and_then(|rest| rest.split('-').next());
        let (major, minor) = version.map_or(("", ""), |text| text.split_once('.').unwrap_or((text, "0")));
        let is_late = match (major.parse::<u32>(), minor.parse::<u32>()) {
            (Ok(5), Ok(minor)) => minor >= 4,
            (Ok(major), Ok(_)) => major > 5,
            _ => false,
        };
        is_foreign && is_late && self.api.is_none() && self.has_responses()
    }

    /// In which dialect it is asked, when the client speaks `client`.
    pub(crate) fn dialect_for(&self, client: Dialect, model: &str) -> Dialect {
        use Dialect::{
            Anthropic, Bedrock, Gemini, OllamaChat, OllamaGenerate, OpenAiChat, OpenAiCompletions,
            OpenAiResponses,
        };
        match (self.kind.family, client) {
            (Family::OpenAi | Family::Azure, OpenAiCompletions) => OpenAiCompletions,
            (Family::OpenAi | Family::Azure, client)
                if self.has_responses() && (client == OpenAiResponses || self.api.is_some()) =>
            {
                OpenAiResponses
            }
            (Family::OpenAi | Family::Azure, _) => OpenAiChat,
            (Family::Anthropic, _) => Anthropic,
            (Family::Vertex, _) if is_claude(model) => Anthropic,
            (Family::Gemini | Family::Vertex, _) => Gemini,
            (Family::Bedrock, _) => Bedrock,
            (Family::Ollama, OllamaGenerate) => OllamaGenerate,
            (Family::Ollama, _) => OllamaChat,
        }
    }
}

/// Whether a model of Vertex's is one of Anthropic's.
fn is_claude(model: &str) -> bool {
    model.starts_with("claude")
}

/// A body of Anthropic's as Vertex takes it: the model is in the path, and the version in the body.
fn for_vertex(provider: &Provider, dialect: Dialect, body: Bytes) -> Result<Bytes, Failed> {
    if provider.kind.family != Family::Vertex || dialect != Dialect::Anthropic {
        return Ok(body);
    }
    let wrong = |error: serde_json::Error| {
        Failed::new(Failure::new(Category::InvalidRequest, error.to_string()), Verdict::Final)
    };
    let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(&body).map_err(wrong)?;
    members.remove("model");
    let version = RawValue::from_string(r#""vertex-2023-10-16""#.to_owned()).map_err(wrong)?;
    members.entry("anthropic_version".to_owned()).or_insert(version);
    Ok(serde_json::to_vec(&members).map_err(wrong)?.into())
}

fn verbatim(dialect: Dialect, path: PathAndQuery, body: Bytes, strips_usage: bool) -> Wire {
    let passage = WirePassage::Verbatim { strips_usage };
    Wire { dialect, path, body, content_type: json(), passage, losses: String::new() }
}

fn json() -> HeaderValue {
    HeaderValue::from_static("application/json")
}

fn parsed(path: String, model: &str) -> Result<PathAndQuery, Failed> {
    PathAndQuery::try_from(path).map_err(|_| {
        let message = format!("`{model}` cannot be a model's name");
        Failed::new(Failure::new(Category::InvalidRequest, message), Verdict::Final)
    })
}

fn cannot(provider: &Provider, what: &str) -> Failed {
    let message = format!("the provider `{}` has no {what}", provider.name);
    Failed::new(Failure::new(Category::InvalidRequest, message), Verdict::Elsewhere)
}

fn unsupported(error: &Unsupported) -> Failure {
    let mut failure = Failure::new(Category::InvalidRequest, error.to_string());
    let mut refused = error.losses.iter().filter(|loss| loss.effect == Effect::Refused);
    failure.param = refused.next().map(|loss| loss.field.clone());
    failure
}

/// A model's name as a part of a path: a name cannot lead to another path.
pub(crate) fn encoded(model: &str) -> String {
    let mut out = String::with_capacity(model.len());
    for byte in model.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:@".contains(&byte) {
            out.push(byte.into());
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    if out == "." || out == ".." { out.replace('.', "%2E") } else { out }
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_model_s_name_stays_in_its_part_of_the_path() {
        assert_eq!(encoded("../../v1/x?y#z"), "..%2F..%2Fv1%2Fx%3Fy%23z");
        assert_eq!(encoded(".."), "%2E%2E");
        assert_eq!(encoded("gemini-2.5-pro"), "gemini-2.5-pro");
    }
}
