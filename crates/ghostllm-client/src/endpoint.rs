//! Where requests go, in whose dialect, and how they prove whose they are.

use std::fmt;

use ghostllm_protocol::{ChatRequest, Dialect, EmbeddingFormat, Profile};

/// A provider or a gateway.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its dialect.
    pub dialect: Dialect,
    /// Its address up to where the dialect's own path begins: `https://api.openai.com/v1`,
    /// `https://api.anthropic.com`, `http://127.0.0.1:11434`.
    pub base_url: String,
    /// The key.
    pub key: Option<Key>,
    /// What it wants differently from the provider whose dialect it speaks.
    pub profile: Profile,
    /// Further headers of every request.
    pub headers: Vec<(String, String)>,
}

/// A key. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Key {
    fn from(key: T) -> Self {
        Self(key.into())
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The version of Anthropic's API that the codec speaks.
const ANTHROPIC_VERSION: &str = "2023-06-01";

impl Endpoint {
    /// OpenAI, by its Responses API.
    pub fn openai(key: impl Into<Key>) -> Self {
        Self::new(Dialect::OpenAiResponses, "https://api.openai.com/v1", Some(key.into()))
    }

    /// Anthropic.
    pub fn anthropic(key: impl Into<Key>) -> Self {
        Self::new(Dialect::Anthropic, "https://api.anthropic.com", Some(key.into()))
    }

    /// Google's Gemini.
    pub fn gemini(key: impl Into<Key>) -> Self {
        let base_url = "https://generativelanguage.googleapis.com/v1beta";
        Self::new(Dialect::Gemini, base_url, Some(key.into()))
    }

    /// Amazon Bedrock, by one of its API keys (signatures of other credentials are a gateway's business).
    pub fn bedrock(region: &str, key: impl Into<Key>) -> Self {
        let base_url = format!("https://bedrock-runtime.{region}.amazonaws.com");
        Self::new(Dialect::Bedrock, base_url, Some(key.into()))
    }

    /// A local Ollama, at `http://127.0.0.1:11434` unless `base_url` says otherwise.
    pub fn ollama(base_url: Option<&str>) -> Self {
        Self::new(Dialect::OllamaChat, base_url.unwrap_or("http://127.0.0.1:11434"), None)
    }

    /// A server that follows OpenAI's Chat Completions: `base_url` ends where `/chat/completions` begins.
    pub fn compatible(base_url: impl Into<String>, key: Option<Key>) -> Self {
        Self { profile: Profile::COMPATIBLE, ..Self::new(Dialect::OpenAiChat, base_url, key) }
    }

    /// A GhostLLM gateway: `base_url` is its address, without `/v1`.
    pub fn gateway(base_url: impl Into<String>, key: impl Into<Key>) -> Self {
        let base_url = format!("{}/v1", base_url.into().trim_end_matches('/'));
        Self { profile: Profile::GATEWAY, ..Self::new(Dialect::OpenAiChat, base_url, Some(key.into())) }
    }

    /// Any endpoint.
    pub fn new(dialect: Dialect, base_url: impl Into<String>, key: Option<Key>) -> Self {
        let base_url = base_url.into().trim_end_matches('/').to_owned();
        Self { dialect, base_url, key, profile: Profile::NATIVE, headers: Vec::new() }
    }

    /// The path of a chat request.
    pub(crate) fn chat_path(&self, request: &ChatRequest) -> String {
        let model = escaped(&request.model);
        match (self.dialect, request.stream) {
            (Dialect::OpenAiChat, _) => "/chat/completions".to_owned(),
            (Dialect::OpenAiResponses, _) => "/responses".to_owned(),
            (Dialect::OpenAiCompletions, _) => "/completions".to_owned(),
            (Dialect::Anthropic, _) => "/v1/messages".to_owned(),
            (Dialect::Gemini, true) => format!("/models/{model}:streamGenerateContent?alt=sse"),
            (Dialect::Gemini, false) => format!("/models/{model}:generateContent"),
            (Dialect::OllamaChat, _) => "/api/chat".to_owned(),
            (Dialect::OllamaGenerate, _) => "/api/generate".to_owned(),
            (Dialect::Bedrock, true) => format!("/model/{model}/converse-stream"),
            (Dialect::Bedrock, false) => format!("/model/{model}/converse"),
        }
    }

    /// The path and form of embeddings, where the endpoint has them.
    pub(crate) fn embedding_path(&self, model: &str) -> Option<(String, EmbeddingFormat)> {
        match self.dialect {
            Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::OpenAiCompletions => {
                Some(("/embeddings".to_owned(), EmbeddingFormat::OpenAi))
            }
            Dialect::Gemini => {
                Some((format!("/models/{}:batchEmbedContents", escaped(model)), EmbeddingFormat::Gemini))
            }
            Dialect::OllamaChat | Dialect::OllamaGenerate => {
                Some(("/api/embed".to_owned(), EmbeddingFormat::Ollama))
            }
            Dialect::Anthropic | Dialect::Bedrock => None,
        }
    }

    /// The path of the list of models, where the endpoint has one.
    pub(crate) fn models_path(&self) -> Option<&'static str> {
        match self.dialect {
            Dialect::OpenAiChat | Dialect::OpenAiResponses | Dialect::OpenAiCompletions => Some("/models"),
            Dialect::Anthropic => Some("/v1/models?limit=1000"),
            Dialect::Gemini => Some("/models?pageSize=1000"),
            Dialect::OllamaChat | Dialect::OllamaGenerate => Some("/api/tags"),
            Dialect::Bedrock => None,
        }
    }

    /// The headers that every request has.
    pub(crate) fn all_headers(&self) -> Vec<(&str, String)> {
        let mut headers = Vec::new();
        if let Some(key) = &self.key {
            headers.push(match self.dialect {
                Dialect::Anthropic => ("x-api-key", key.0.clone()),
                Dialect::Gemini => ("x-goog-api-key", key.0.clone()),
                _ => ("authorization", format!("Bearer {}", key.0)),
            });
        }
        if self.dialect == Dialect::Anthropic {
            headers.push(("anthropic-version", ANTHROPIC_VERSION.to_owned()));
        }
        headers.extend(self.headers.iter().map(|(name, value)| (name.as_str(), value.clone())));
        headers
    }
}

/// A model's name as a segment of a path. Colons and slashes of ARNs are escaped, dots and dashes are not.
fn escaped(model: &str) -> String {
    let model = model.trim_start_matches("models/");
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let mut out = String::with_capacity(model.len());
    for byte in model.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from(b"0123456789ABCDEF"[usize::from(half)]);
            out.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}
