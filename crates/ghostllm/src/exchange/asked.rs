//! What a client asks, as far as routing must know it.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::{Category, ChatRequest, Dialect, EmbeddingFormat, Failure, Framing, scan};
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::form;
use crate::serve::{key_of, parameter};

/// Longest name of a model.
const NAME_BYTES_MAX: usize = 512;

/// A request for a model, as it came.
pub(crate) struct Asked {
    pub(crate) task: Task,
    pub(crate) dialect: Dialect,
    pub(crate) body: Bytes,
    pub(crate) model: String,
    pub(crate) stream: bool,
    /// How the client wants a stream framed.
    pub(crate) framing: Framing,
    /// The query, without the credential.
    pub(crate) query: Option<String>,
    /// Of JSON bodies.
    pub(super) scan: Option<scan::ChatScan>,
    /// Of forms: where the model's name is.
    pub(super) form_model: Option<Range<usize>>,
    /// The request in neutral form, made when first needed.
    decoded: Option<Arc<ChatRequest>>,
}

/// What is to be done with it.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    /// A chat answer.
    Chat,
    /// How many tokens a chat request has.
    CountTokens,
    /// Vectors.
    Embed(EmbeddingFormat),
    /// Whatever a provider of OpenAI's family does under this path.
    Forward { path: String, content_type: HeaderValue },
}

impl Asked {
    /// Reads a JSON request.
    pub(crate) fn json(
        task: Task,
        dialect: Dialect,
        mut body: Bytes,
        (path_model, path_stream): (Option<&str>, bool),
        query: Option<&str>,
    ) -> Result<Self, Box<Failure>> {
        let scanned = |body: &[u8]| {
            scan::chat(body)
                .map_err(|error| Box::new(Failure::new(Category::InvalidRequest, error.to_string())))
        };
        let mut scan = scanned(&body)?;
        let model = match (path_model, &scan.model) {
            (Some(model), _) => model.to_owned(),
            (None, Some(model)) if !model.is_empty() => model.clone(),
            (None, _) => return Err(no_model()),
        };
        check_name(&model)?;
        // The path's model is the one that counts (Azure's clients may say another in the body, or none): whoever
        // reads the body must find no other.
        if !matches!(dialect, Dialect::Gemini | Dialect::Bedrock) && scan.model.as_deref() != Some(&*model) {
            body = scan.with_model(&body, &model).into();
            scan = scanned(&body)?;
        }
        let stream = match (&task, dialect) {
            (Task::CountTokens | Task::Embed(_), _) => false,
            // The URL says it.
            (_, Dialect::Gemini | Dialect::Bedrock) => path_stream,
            // Ollama streams unless told not to.
            (_, Dialect::OllamaChat | Dialect::OllamaGenerate) => scan.stream.unwrap_or(true),
            _ => scan.stream.unwrap_or(false),
        };
        let sse = query.and_then(|query| parameter(query, "alt")) == Some("sse");
        let framing = if dialect == Dialect::Gemini && !sse { Framing::JsonArray } else { dialect.framing() };
        Ok(Self {
            task,
            dialect,
            body,
            model,
            stream,
            framing,
            query: query.and_then(without_credential),
            scan: Some(scan),
            form_model: None,
            decoded: None,
        })
    }

    /// Reads a request of OpenAI's family that is passed on: JSON, or a form with files. `path` is without its version.
    pub(crate) fn forward(
        path: &str,
        headers: &HeaderMap,
        body: Bytes,
        (path_model, is_form): (Option<&str>, bool),
        query: Option<&str>,
    ) -> Result<Self, Box<Failure>> {
        let json = HeaderValue::from_static("application/json");
        let content_type = headers.get(CONTENT_TYPE).cloned().unwrap_or(json);
        let path = path.to_owned();
        let dialect = Dialect::OpenAiChat;
        if !is_form {
            return Self::json(
                Task::Forward { path, content_type },
                dialect,
                body,
                (path_model, false),
                query,
            );
        }
        let kind = content_type.to_str().unwrap_or_default();
        // Azure's clients may name another in the form, or none.
        let body = path_model.map_or(body.clone(), |model| form::with_model(kind, &body, model));
        let range = match form::model(kind, &body) {
            form::Model::At(range) => range,
            form::Model::Missing => return Err(no_model()),
            form::Model::Several => return Err(wrong_model("`model` is there more than once")),
        };
        let text =
            std::str::from_utf8(&body[range.clone()]).map_err(|_| wrong_model("`model` is no text"))?;
        let model = text.trim().to_owned();
        if model.is_empty() {
            return Err(wrong_model("`model` is empty"));
        }
        check_name(&model)?;
        Ok(Self {
            task: Task::Forward { path, content_type },
            dialect,
            body,
            model,
            // Transcriptions may stream; the answer's type tells.
            stream: false,
            framing: Framing::Sse,
            query: query.and_then(without_credential),
            scan: None,
            form_model: Some(range),
            decoded: None,
        })
    }

    /// Whether the answer is to be fetched later.
    pub(crate) fn is_in_background(&self) -> bool {
        self.scan.as_ref().is_some_and(|scan| scan.background)
    }

    /// Whether it names more models than the one that was let in.
    pub(crate) fn names_others(&self) -> bool {
        self.scan.as_ref().is_some_and(|scan| scan.models_range.is_some())
    }

    /// The request in neutral form.
    pub(crate) fn decoded(&mut self) -> Result<&mut Arc<ChatRequest>, Box<Failure>> {
        let request = if let Some(request) = self.decoded.take() {
            request
        } else {
            let request = self.dialect.decode_request(&self.body).map_err(|error| error.to_failure())?;
            Arc::new(ChatRequest { stream: self.stream, ..request })
        };
        Ok(self.decoded.insert(request))
    }
}

/// Refuses names that are longer than any model's: they would be kept in usage rows.
pub(super) fn check_name(model: &str) -> Result<(), Box<Failure>> {
    if model.len() > NAME_BYTES_MAX {
        return Err(wrong_model(&format!("`model` is longer than {NAME_BYTES_MAX} bytes")));
    }
    Ok(())
}

/// Whether that is all that is wrong with a request.
pub(super) fn is_without_model(failure: &Failure) -> bool {
    failure.message == NO_MODEL
}

const NO_MODEL: &str = "`model` is missing";

fn no_model() -> Box<Failure> {
    wrong_model(NO_MODEL)
}

fn wrong_model(problem: &str) -> Box<Failure> {
    let mut failure = Failure::new(Category::InvalidRequest, problem);
    failure.param = Some("model".to_owned());
    failure.into()
}

/// The query without Gemini's `key`, which is the client's credential here, and without the version that
/// Azure's clients send, since the provider has its own.
pub(super) fn without_credential(query: &str) -> Option<String> {
    let is_ours = |pair: &str| pair.is_empty() || matches!(&*key_of(pair), "key" | "api-version");
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_ours(pair)).collect();
    (!kept.is_empty()).then(|| kept.join("&"))
}

/// A path, which may have a query, with a query more.
pub(super) fn joined(mut path: String, query: &str) -> String {
    if !query.is_empty() {
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(query);
    }
    path
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use ghostllm_protocol::{Dialect, Framing};

    use super::{Asked, Task, without_credential};

    fn asked(dialect: Dialect, body: &'static str) -> Asked {
        Asked::json(Task::Chat, dialect, Bytes::from_static(body.as_bytes()), (None, false), None).unwrap()
    }

    #[test]
    fn streams_are_asked_for_as_each_dialect_does() {
        assert!(!asked(Dialect::OpenAiChat, r#"{"model":"m"}"#).stream);
        assert!(asked(Dialect::OpenAiChat, r#"{"model":"m","stream":true}"#).stream);
        assert!(asked(Dialect::OllamaChat, r#"{"model":"m"}"#).stream);
        assert!(!asked(Dialect::OllamaChat, r#"{"model":"m","stream":false}"#).stream);
    }

    /// The model that was let in is the model that is asked for.
    #[test]
    fn a_model_in_the_path_is_the_body_s_too() {
        let check = |dialect: Dialect, body: &'static str, expected: &str| {
            let in_path = (Some("mini"), false);
            let asked = Asked::json(Task::Chat, dialect, Bytes::from_static(body.as_bytes()), in_path, None);
            let asked = asked.unwrap();
            assert_eq!((asked.model.as_str(), &asked.body[..]), ("mini", expected.as_bytes()), "{body}");
        };
        check(Dialect::OpenAiChat, r#"{"model":"mini"}"#, r#"{"model":"mini"}"#);
        check(Dialect::OpenAiChat, r#"{"model":"big","n":1}"#, r#"{"model":"mini","n":1}"#);
        check(Dialect::OpenAiChat, r#"{"n":1}"#, r#"{"n":1,"model":"mini"}"#);
        check(Dialect::OpenAiResponses, r#"{"model":null}"#, r#"{"model":"mini"}"#);
        check(Dialect::Anthropic, "{}", r#"{"model":"mini"}"#);
        // These providers read the path.
        check(Dialect::Gemini, r#"{"model":"models/mini"}"#, r#"{"model":"models/mini"}"#);
        check(Dialect::Bedrock, "{}", "{}");
    }

    #[test]
    fn a_name_longer_than_any_model_s_is_refused_and_not_repeated() {
        let body = format!(r#"{{"model":"{}"}}"#, "m".repeat(513));
        let asked =
            Asked::json(Task::Chat, Dialect::OpenAiChat, Bytes::from(body.into_bytes()), (None, false), None);
        let Err(failure) = asked else { panic!("it is refused") };
        assert!(failure.message.len() < 100 && failure.param.as_deref() == Some("model"), "{failure:?}");
    }

    #[test]
    fn gemini_s_frames_are_as_its_query_says() {
        let gemini = |query| {
            let body = Bytes::from_static(b"{}");
            Asked::json(Task::Chat, Dialect::Gemini, body, (Some("g"), true), query).unwrap().framing
        };
        assert_eq!(gemini(Some("alt=sse")), Framing::Sse);
        assert_eq!(gemini(None), Framing::JsonArray);
    }

    #[test]
    fn the_credential_leaves_the_query() {
        assert_eq!(without_credential("key=secret&alt=sse").as_deref(), Some("alt=sse"));
        assert_eq!(without_credential("key=secret&api-version=2024-10-21"), None);
        assert_eq!(without_credential("k%65y=secret&api%2Dversion=x&monkey=1").as_deref(), Some("monkey=1"));
    }
}
