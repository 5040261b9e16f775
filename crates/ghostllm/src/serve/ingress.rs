//! Paths -> what is asked for, and in whose words.

use std::borrow::Cow;

use ghostllm_protocol::{Dialect, EmbeddingFormat};
use http::header::HOST;
use http::{HeaderMap, Method, Version};

use super::names::{ANTHROPIC_VERSION, X_GOOG_API_CLIENT, X_GOOG_API_KEY};

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// A chat answer (or a completion), in this dialect's request form.
    Chat(Dialect),
    /// How many tokens a request has, in Anthropic's or Gemini's form.
    CountTokens(Dialect),
    /// Vectors.
    Embed(EmbeddingFormat),
    /// Something that is handed to a provider of the same family as it is.
    Forward(Forward),
    /// The list of models, in this dialect's form.
    ListModels(Dialect),
    /// One model.
    ShowModel(Dialect),
    /// Many chats over one WebSocket.
    Socket,
    /// OpenAI's Responses over a WebSocket.
    ResponsesSocket,
    /// OpenAI's realtime API over WebSocket.
    Realtime,
    Health,
    Ready,
    Metrics,
    /// Ollama's version.
    Version,
    /// Whether anybody is there, as Ollama's command line asks.
    Root,
}

/// OpenAI's paths that only some providers have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forward {
    /// JSON with a `model`.
    Json,
    /// A form with a `model` field among files.
    Form,
    /// Nothing says which model: files, batches.
    Account,
}

/// A path that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ingress<'p> {
    pub(crate) operation: Operation,
    /// In whose form errors are written.
    pub(crate) dialect: Dialect,
    /// The model, where the path has it.
    pub(crate) model: Option<Cow<'p, str>>,
    /// Whether the path asks for a stream.
    pub(crate) stream: bool,
}

/// Why a path leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoIngress {
    Unknown,
    /// Nobody can be sure whose it is.
    Host,
    /// Known, but not with this method: those it is called with, as the header `allow` has them.
    Method(&'static str),
}

pub(crate) const NO_HOST: &str = "a request has one `host` header in HTTP/1.1";

/// Whether a head names its host once, as HTTP/1.1 has it (RFC 9112, section 3.2): what is in front of a gateway may
/// have taken another of two, or have guessed.
pub(crate) fn names_its_host(version: Version, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let is_named = hosts.next().is_some() || version < Version::HTTP_11;
    is_named && hosts.next().is_none()
}

/// Whose client it is, where three dialects share a path: their lists of models are told apart by headers.
pub(crate) fn whose(headers: &HeaderMap) -> Dialect {
    if headers.contains_key(&ANTHROPIC_VERSION) {
        Dialect::Anthropic
    } else if headers.contains_key(&X_GOOG_API_KEY) || headers.contains_key(&X_GOOG_API_CLIENT) {
        Dialect::Gemini
    } else {
        Dialect::OpenAiChat
    }
}

/// What `path` asks for, and `whose` client asks.
pub(crate) fn ingress<'p>(method: &Method, path: &'p str, whose: Dialect) -> Result<Ingress<'p>, NoIngress> {
    let found = socket(method, path)
        .or_else(|| fixed(path, whose))
        .or_else(|| with_model(path, whose))
        .or_else(|| azure(path))
        .or_else(|| converse(path))
        .or_else(|| forwarded(path));
    let (wanted, ingress) = found.ok_or(NoIngress::Unknown)?;
    let fits = match &wanted {
        Some(wanted) => method == wanted || (*wanted == Method::GET && *method == Method::HEAD),
        None => matches!(*method, Method::GET | Method::POST | Method::DELETE),
    };
    let allowed = match wanted {
        Some(Method::GET) => "GET, HEAD",
        Some(_) => "POST",
        None => "GET, POST, DELETE",
    };
    if fits { Ok(ingress) } else { Err(NoIngress::Method(allowed)) }
}

impl Ingress<'_> {
    /// The path without what the client chose in it, as usage rows have it.
    pub(crate) const fn name(&self) -> &'static str {
        match self.operation {
            Operation::Chat(Dialect::OpenAiChat) => "/v1/chat/completions",
            Operation::Chat(Dialect::OpenAiResponses) => "/v1/responses",
            Operation::Chat(Dialect::OpenAiCompletions) => "/v1/completions",
            Operation::Chat(Dialect::Anthropic) => "/v1/messages",
            Operation::Chat(Dialect::Gemini) => "/v1beta/models:generateContent",
            Operation::Chat(Dialect::OllamaChat) => "/api/chat",
            Operation::Chat(Dialect::OllamaGenerate) => "/api/generate",
            Operation::Chat(Dialect::Bedrock) => "/model/converse",
            Operation::CountTokens(Dialect::Gemini) => "/v1beta/models:countTokens",
            Operation::CountTokens(_) => "/v1/messages/count_tokens",
            Operation::Embed(EmbeddingFormat::OpenAi) => "/v1/embeddings",
            Operation::Embed(EmbeddingFormat::GeminiSingle | EmbeddingFormat::Gemini) => {
                "/v1beta/models:embedContent"
            }
            Operation::Embed(EmbeddingFormat::Ollama | EmbeddingFormat::OllamaSingle) => "/api/embed",
            Operation::Forward(Forward::Json) => "/v1/*",
            Operation::Forward(Forward::Form) => "/v1/* (form)",
            Operation::Forward(Forward::Account) => "/v1/* (account)",
            Operation::Socket => "/v1/ws",
            Operation::ResponsesSocket => "/v1/responses (socket)",
            Operation::Realtime => "/v1/realtime",
            _ => "/",
        }
    }
}

/// In whose words to say that a path leads nowhere.
pub(crate) fn likely_dialect(path: &str) -> Dialect {
    if path.starts_with("/v1/messages") {
        Dialect::Anthropic
    } else if path.starts_with("/v1beta") || path.starts_with("/v1alpha/") || path.contains(PUBLISHED) {
        Dialect::Gemini
    } else if path.starts_with("/api/") {
        Dialect::OllamaChat
    } else if path.starts_with("/model/") {
        Dialect::Bedrock
    } else {
        Dialect::OpenAiChat
    }
}

/// Paths that are a WebSocket: one path of OpenAI's is both, and tells them apart by the method.
fn socket<'p>(method: &Method, path: &str) -> Option<Route<'p>> {
    let operation = match path {
        "/v1/ws" | "/ws" => Operation::Socket,
        "/v1/realtime" | "/realtime" | "/openai/realtime" | "/openai/v1/realtime" => Operation::Realtime,
        "/v1/responses" | "/responses" | "/openai/v1/responses" if *method == Method::GET => {
            Operation::ResponsesSocket
        }
        _ => return None,
    };
    let dialect = Dialect::OpenAiChat;
    Some((Some(Method::GET), Ingress { operation, dialect, model: None, stream: true }))
}

type Route<'p> = (Option<Method>, Ingress<'p>);

fn fixed(path: &str, whose: Dialect) -> Option<Route<'_>> {
    use Dialect::{
        Anthropic, Gemini, OllamaChat, OllamaGenerate, OpenAiChat, OpenAiCompletions, OpenAiResponses,
    };
    let (method, operation, dialect) = match path {
        "/v1/chat/completions" | "/chat/completions" => post(Operation::Chat(OpenAiChat), OpenAiChat),
        "/v1/responses" | "/responses" => post(Operation::Chat(OpenAiResponses), OpenAiResponses),
        "/v1/completions" | "/completions" => post(Operation::Chat(OpenAiCompletions), OpenAiCompletions),
        "/v1/messages" => post(Operation::Chat(Anthropic), Anthropic),
        "/v1/messages/count_tokens" => post(Operation::CountTokens(Anthropic), Anthropic),
        "/v1/embeddings" | "/embeddings" => post(Operation::Embed(EmbeddingFormat::OpenAi), OpenAiChat),
        "/api/chat" => post(Operation::Chat(OllamaChat), OllamaChat),
        "/api/generate" => post(Operation::Chat(OllamaGenerate), OllamaGenerate),
        "/api/embed" => post(Operation::Embed(EmbeddingFormat::Ollama), OllamaChat),
        "/api/embeddings" => post(Operation::Embed(EmbeddingFormat::OllamaSingle), OllamaChat),
        "/api/show" => post(Operation::ShowModel(OllamaChat), OllamaChat),
        "/api/tags" => get(Operation::ListModels(OllamaChat), OllamaChat),
        "/" => get(Operation::Root, OllamaChat),
        "/api/version" => get(Operation::Version, OllamaChat),
        "/v1/models" | "/models" => get(Operation::ListModels(whose), whose),
        "/v1beta/models" => get(Operation::ListModels(Gemini), Gemini),
        "/health" | "/healthz" | "/livez" => get(Operation::Health, OpenAiChat),
        "/ready" | "/readyz" => get(Operation::Ready, OpenAiChat),
        "/metrics" => get(Operation::Metrics, OpenAiChat),
        _ => return None,
    };
    Some((Some(method), Ingress { operation, dialect, model: None, stream: false }))
}

fn post(operation: Operation, dialect: Dialect) -> (Method, Operation, Dialect) {
    (Method::POST, operation, dialect)
}

fn get(operation: Operation, dialect: Dialect) -> (Method, Operation, Dialect) {
    (Method::GET, operation, dialect)
}

/// Paths that hold a model's name.
fn with_model(path: &str, whose: Dialect) -> Option<Route<'_>> {
    let gemini = ["/v1beta/models/", "/v1/models/", "/v1alpha/models/"];
    let published = || path.starts_with("/v1").then(|| path.split_once(PUBLISHED))?.map(|(_, rest)| rest);
    let rest = gemini.iter().find_map(|prefix| path.strip_prefix(prefix)).or_else(published)?;
    let is_gemini = !path.starts_with("/v1/models/") || rest.contains(':');
    if !is_gemini {
        return Some(model_route(Method::GET, Operation::ShowModel(whose), whose, rest));
    }
    let dialect = Dialect::Gemini;
    let Some((model, method)) = rest.rsplit_once(':') else {
        return Some(model_route(Method::GET, Operation::ShowModel(dialect), dialect, rest));
    };
    let (operation, stream) = match method {
        "generateContent" => (Operation::Chat(dialect), false),
        "streamGenerateContent" => (Operation::Chat(dialect), true),
        "countTokens" => (Operation::CountTokens(dialect), false),
        "embedContent" => (Operation::Embed(EmbeddingFormat::GeminiSingle), false),
        "batchEmbedContents" => (Operation::Embed(EmbeddingFormat::Gemini), false),
        _ => return None,
    };
    let (method, mut ingress) = model_route(Method::POST, operation, dialect, model);
    ingress.stream = stream;
    Some((method, ingress))
}

fn model_route(method: Method, operation: Operation, dialect: Dialect, model: &str) -> Route<'_> {
    (Some(method), Ingress { operation, dialect, model: Some(decoded(model)), stream: false })
}

/// In Vertex's paths, in front of a model of Google's.
const PUBLISHED: &str = "/publishers/google/models/";

/// Azure's paths, where the model is a deployment.
fn azure(path: &str) -> Option<Route<'_>> {
    let (model, rest) = deployed(path)?;
    let inner = format!("/v1/{rest}");
    let found = fixed(&inner, Dialect::OpenAiChat).or_else(|| forwarded(&inner))?;
    let (method, Ingress { operation, dialect, stream, .. }) = found;
    Some((method, Ingress { operation, dialect, model: model.map(decoded), stream }))
}

/// The deployment in a path of Azure's, and what OpenAI's own path has after its version.
fn deployed(path: &str) -> Option<(Option<&str>, &str)> {
    let rest = path.strip_prefix("/openai/")?;
    match rest.strip_prefix("deployments/") {
        Some(deployed) => deployed.split_once('/').map(|(model, rest)| (Some(model), rest)),
        None => Some((None, rest.strip_prefix("v1/").unwrap_or(rest))),
    }
}

/// OpenAI's own path for one that is handed on, without its version: `/images/generations`.
pub(crate) fn openai_path(path: &str) -> String {
    match deployed(path) {
        Some((_, rest)) => format!("/{rest}"),
        None => path.strip_prefix("/v1").unwrap_or(path).to_owned(),
    }
}

/// Bedrock's paths.
fn converse(path: &str) -> Option<Route<'_>> {
    let (model, method) = path.strip_prefix("/model/")?.rsplit_once('/')?;
    let stream = match method {
        "converse" => false,
        "converse-stream" => true,
        _ => return None,
    };
    let dialect = Dialect::Bedrock;
    let model = Some(decoded(model));
    Some((Some(Method::POST), Ingress { operation: Operation::Chat(dialect), dialect, model, stream }))
}

/// A part of a path or a query without its percent signs.
pub(crate) fn decoded(part: &str) -> Cow<'_, str> {
    if !part.contains('%') {
        return Cow::Borrowed(part);
    }
    let bytes = part.as_bytes();
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (*byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    // What is no text cannot be a model's name, and is none as it stands either.
    String::from_utf8(out).map_or(Cow::Borrowed(part), Cow::Owned)
}

/// OpenAI's other paths.
fn forwarded(path: &str) -> Option<Route<'_>> {
    let rest = path.strip_prefix("/v1/")?;
    if rest.split('/').any(leads_elsewhere) {
        return None;
    }
    let ingress = |forward| Ingress {
        operation: Operation::Forward(forward),
        dialect: Dialect::OpenAiChat,
        model: None,
        stream: false,
    };
    let forward = match rest {
        "images/generations" | "audio/speech" | "moderations" | "rerank" => Forward::Json,
        "images/edits" | "images/variations" | "audio/transcriptions" | "audio/translations" => Forward::Form,
        _ => {
            let first = rest.split('/').next().unwrap_or_default();
            // Files, batches, and stored responses (`GET /v1/responses/ID`, `POST …/cancel`).
            return matches!(first, "files" | "batches" | "uploads" | "responses")
                .then(|| (None, ingress(Forward::Account)));
        }
    };
    Some((Some(Method::POST), ingress(forward)))
}

/// A part of a path that a server may take for another path: the provider's credential must not open that. Some take
/// off percent signs more than once, and some what follows a semicolon.
fn leads_elsewhere(part: &str) -> bool {
    let mut plain = part.to_owned();
    while plain.contains('%') {
        match decoded(&plain) {
            // No text: nobody knows what it is taken for.
            Cow::Borrowed(_) => return true,
            Cow::Owned(same) if same == plain => break,
            Cow::Owned(shorter) => plain = shorter,
        }
    }
    let name = plain.split(';').next().unwrap_or_default();
    matches!(name, "" | "." | "..") || plain.contains(|c: char| matches!(c, '/' | '\\') || c.is_control())
}

#[cfg(test)]
mod tests {
    use ghostllm_protocol::Dialect;
    use http::Method;

    use super::{Forward, NoIngress, Operation, ingress, openai_path};

    fn check(
        method: &Method,
        path: &str,
        expected: Result<(Operation, Dialect, Option<&str>, bool), NoIngress>,
    ) {
        let found = ingress(method, path, Dialect::OpenAiChat);
        let found = found.as_ref().map(|i| (i.operation, i.dialect, i.model.as_deref(), i.stream));
        assert_eq!(found.map_err(|no| *no), expected, "{method} {path}");
    }

    #[test]
    fn every_dialect_s_paths_are_known() {
        use Dialect::{Anthropic, Gemini, OllamaChat, OpenAiChat};
        let (get, post) = (Method::GET, Method::POST);
        let chat = Operation::Chat(OpenAiChat);
        check(&post, "/v1/chat/completions", Ok((chat, OpenAiChat, None, false)));
        check(&post, "/v1/messages", Ok((Operation::Chat(Anthropic), Anthropic, None, false)));
        check(&post, "/api/chat", Ok((Operation::Chat(OllamaChat), OllamaChat, None, false)));
        let gemini = |stream| Ok((Operation::Chat(Gemini), Gemini, Some("gemini-2.5-pro"), stream));
        check(&post, "/v1beta/models/gemini-2.5-pro:generateContent", gemini(false));
        check(&post, "/v1beta/models/gemini-2.5-pro:streamGenerateContent", gemini(true));
        check(&post, "/v1/models/gemini-2.5-pro:generateContent", gemini(false));
        let tuned = Ok((Operation::CountTokens(Gemini), Gemini, Some("a:b"), false));
        check(&post, "/v1beta/models/a:b:countTokens", tuned);
        let show = Operation::ShowModel(OpenAiChat);
        check(&get, "/v1/models/meta/llama", Ok((show, OpenAiChat, Some("meta/llama"), false)));
        let vertex =
            "/v1beta1/projects/p/locations/l/publishers/google/models/gemini-2.5-pro:generateContent";
        check(&post, vertex, gemini(false));
        let converse =
            |model, stream| Ok((Operation::Chat(Dialect::Bedrock), Dialect::Bedrock, Some(model), stream));
        check(&post, "/model/us.claude-v1%3A0/converse", converse("us.claude-v1:0", false));
        check(&post, "/model/arn%3Aaws%2Fx/converse-stream", converse("arn:aws/x", true));
        check(&post, "/openai/deployments/d/chat/completions", Ok((chat, OpenAiChat, Some("d"), false)));
        check(&post, "/openai/v1/chat/completions", Ok((chat, OpenAiChat, None, false)));
        let forward = Operation::Forward;
        let images = Ok((forward(Forward::Json), OpenAiChat, Some("d"), false));
        check(&post, "/openai/deployments/d/images/generations", images);
        let sound = Ok((forward(Forward::Form), OpenAiChat, Some("d"), false));
        check(&post, "/openai/deployments/d/audio/transcriptions", sound);
        check(&get, "/openai/files/f1", Ok((forward(Forward::Account), OpenAiChat, None, false)));
        check(&get, "/openai/v1/batches", Ok((forward(Forward::Account), OpenAiChat, None, false)));
        for odd in [
            "..",
            "%2e%2e",
            "..;",
            "..;a=b",
            "%252e%252e",
            "a%252fb",
            "a%5cb",
            "%00",
            "a%0d%0a",
            "%ff%2f..",
            "",
            ";",
        ] {
            check(&get, &format!("/openai/files/{odd}/x"), Err(NoIngress::Unknown));
        }
        check(&get, "/v1/files/100%25", Ok((forward(Forward::Account), OpenAiChat, None, false)));
        assert_eq!(openai_path("/openai/deployments/d/images/generations"), "/images/generations");
        assert_eq!(openai_path("/openai/v1/files"), "/files");
        assert_eq!(openai_path("/v1/files"), "/files");
        check(
            &post,
            "/v1beta/models/%:generateContent",
            Ok((Operation::Chat(Gemini), Gemini, Some("%"), false)),
        );
        let account = Operation::Forward(Forward::Account);
        check(&Method::DELETE, "/v1/files/f1/content", Ok((account, OpenAiChat, None, false)));
        check(&get, "/v1/chat/completions", Err(NoIngress::Method("POST")));
        check(&get, "/v1/assistants", Err(NoIngress::Unknown));
        check(&get, "/../v1/models", Err(NoIngress::Unknown));
        for whose in [Anthropic, Gemini] {
            assert_eq!(ingress(&get, "/v1/models", whose).unwrap().operation, Operation::ListModels(whose));
            assert_eq!(ingress(&get, "/v1/models/m", whose).unwrap().operation, Operation::ShowModel(whose));
        }
    }
}
