//! The client: chat whole and streamed, embeddings, the list of models.

use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::{
    ChatRequest, ChatResponse, EmbeddingRequest, EmbeddingResponse, Encoded, Exchange, Unsupported,
};
use http::{Method, Response};
use hyper::body::Incoming;

use crate::complete::Note;
use crate::retry::random;
use crate::transport::Transport;
use crate::{ChatStream, ClientError, Endpoint, RetryPolicy, Timeouts};

/// A client of one endpoint. Clones are cheap and share connections; use one for everything.
#[derive(Clone, Debug)]
pub struct GhostLlmClient {
    pub(crate) endpoint: Arc<Endpoint>,
    transport: Transport,
    retry: RetryPolicy,
    model: Arc<str>,
    embedding_model: Arc<str>,
    pub(crate) notes: Arc<[Note]>,
}

/// The same client, as the integration document spells it.
pub type GhostLLMClient = GhostLlmClient;

/// A model that an endpoint offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// What requests call it.
    pub id: String,
    /// What people call it, where the endpoint says.
    pub name: Option<String>,
}

impl GhostLlmClient {
    /// A client of `endpoint` with the usual limits. No connection is made yet.
    pub fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint: Arc::new(endpoint),
            transport: Transport::new(Timeouts::default(), &[]),
            retry: RetryPolicy::default(),
            model: "".into(),
            embedding_model: "".into(),
            notes: Arc::new([]),
        }
    }

    /// A client of another endpoint that shares this one's limits and connections.
    #[must_use]
    pub fn at(&self, endpoint: Endpoint) -> Self {
        Self { endpoint: Arc::new(endpoint), ..self.clone() }
    }

    /// The model of requests that name none.
    #[must_use]
    pub fn with_model(mut self, model: &str) -> Self {
        self.model = model.into();
        self
    }

    /// The model of [`Self::embed`]; without it, the model of requests.
    #[must_use]
    pub fn with_embedding_model(mut self, model: &str) -> Self {
        self.embedding_model = model.into();
        self
    }

    /// Other limits, and further certificate authorities in DER. Open connections are not taken along.
    #[must_use]
    pub fn with_transport(mut self, timeouts: Timeouts, roots: &[Vec<u8>]) -> Self {
        self.transport = Transport::new(timeouts, roots);
        self
    }

    /// Another policy of retries.
    #[must_use]
    pub fn with_retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// What [`Self::complete_chat`] may look up by embeddings.
    #[must_use]
    pub fn with_notes(mut self, notes: Vec<Note>) -> Self {
        self.notes = notes.into();
        self
    }

    /// The endpoint.
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// What would be sent, and what of the request the endpoint's dialect has no words for.
    pub fn encode(&self, request: &ChatRequest) -> Result<Encoded, Unsupported> {
        let request = self.prepared(request, request.stream);
        self.endpoint.dialect.encode_request(&request, &self.endpoint.profile)
    }

    /// Asks and waits for the whole answer.
    ///
    /// ```
    /// # mod stub { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stub/doc.rs")); } use stub::*;
    /// # use ghostllm_client::{ChatRequest, Endpoint, GhostLlmClient, Message, Role};
    /// # run(async {
    /// # let server = StubServer::chat(&["four"]);
    /// # let client = GhostLlmClient::new(Endpoint::compatible(server.url(), None)).with_model("m");
    /// let messages = vec![Message::text(Role::User, "2 + 2?")];
    /// let answer = client.chat(&ChatRequest { messages, ..ChatRequest::default() }).await?;
    /// assert_eq!(answer.text(), "four");
    /// # Ok::<(), ghostllm_client::ClientError>(())
    /// # }).unwrap();
    /// ```
    pub async fn chat(&self, request: &ChatRequest) -> Result<ChatResponse, ClientError> {
        let request = self.prepared(request, false);
        let body = self.body(&request)?;
        let exchange = Exchange::new(Arc::new(request), random(), 0);
        let path = self.endpoint.chat_path(&exchange.request);
        let response = self.send(Method::POST, &path, body.body.into()).await?;
        let body = self.transport.body(response).await?;
        Ok(self.endpoint.dialect.decode_response(&body, &exchange)?)
    }

    /// Asks and hands out the answer as it comes.
    pub async fn stream(&self, request: &ChatRequest) -> Result<ChatStream, ClientError> {
        let request = self.prepared(request, true);
        let Encoded { body, losses } = self.body(&request)?;
        let exchange = Exchange::new(Arc::new(request), random(), 0);
        let path = self.endpoint.chat_path(&exchange.request);
        let response = self.send(Method::POST, &path, body.into()).await?;
        let idle = self.transport.idle();
        let dialect = self.endpoint.dialect;
        let kind = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        let is_json = kind.is_some_and(|kind| kind.starts_with("application/json"));
        if is_json && dialect.framing() == ghostllm_protocol::Framing::Sse {
            // A server that does not stream.
            let body = self.transport.body(response).await?;
            return Ok(ChatStream::of_whole(dialect.decode_response(&body, &exchange)?, idle, losses));
        }
        Ok(ChatStream::new(response.into_body(), dialect.stream_decoder(&exchange), idle, losses))
    }

    /// The vectors of texts, in their order.
    ///
    /// ```
    /// # mod stub { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stub/doc.rs")); } use stub::*;
    /// # use ghostllm_client::{Endpoint, GhostLlmClient};
    /// # run(async {
    /// # let body = r#"{"data":[{"index":0,"embedding":[1.0,0.5]}],"model":"e"}"#;
    /// # let server = StubServer::json(body);
    /// # let client = GhostLlmClient::new(Endpoint::compatible(server.url(), None)).with_embedding_model("e");
    /// assert_eq!(client.embed(&["a text"]).await?, [[1.0, 0.5]]);
    /// # Ok::<(), ghostllm_client::ClientError>(())
    /// # }).unwrap();
    /// ```
    pub async fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, ClientError> {
        let model = if self.embedding_model.is_empty() { &self.model } else { &self.embedding_model };
        if model.is_empty() {
            return Err(ClientError::NoModel);
        }
        let Some((path, format)) = self.endpoint.embedding_path(model) else {
            return Err(ClientError::Lacks { what: "embeddings" });
        };
        let inputs = texts.iter().map(|text| (*text).to_owned()).collect();
        let (bodies, _) = EmbeddingRequest::new(&**model, inputs).encode(format);
        // None of the endpoints' forms is for one text at a time.
        let body = bodies.into_iter().next().unwrap_or_default();
        let response = self.send(Method::POST, &path, body.into()).await?;
        let body = self.transport.body(response).await?;
        Ok(EmbeddingResponse::decode(format, &body, texts.len())?.vectors)
    }

    /// The models that the endpoint offers.
    pub async fn models(&self) -> Result<Vec<Model>, ClientError> {
        let path = self.endpoint.models_path().ok_or(ClientError::Lacks { what: "list of models" })?;
        let response = self.send(Method::GET, path, Bytes::new()).await?;
        let body = self.transport.body(response).await?;
        let list: serde_json::Value =
            serde_json::from_slice(&body).map_err(ghostllm_protocol::DecodeError::from)?;
        let items = list["data"].as_array().or(list["models"].as_array());
        let model = |item: &serde_json::Value| {
            let text = |key: &str| item[key].as_str().map(str::to_owned);
            let id = text("id").or(text("model")).or(text("name"))?;
            let name = text("display_name").or(text("displayName"));
            Some(Model { id: id.trim_start_matches("models/").to_owned(), name })
        };
        Ok(items.into_iter().flatten().filter_map(model).collect())
    }

    /// The request as it is sent: with a model, and with usage in streams.
    fn prepared(&self, request: &ChatRequest, stream: bool) -> ChatRequest {
        let mut request = ChatRequest { stream, include_usage: true, ..request.clone() };
        if request.model.is_empty() {
            self.model.as_ref().clone_into(&mut request.model);
        }
        request
    }

    fn body(&self, request: &ChatRequest) -> Result<Encoded, ClientError> {
        if request.model.is_empty() {
            return Err(ClientError::NoModel);
        }
        Ok(self.endpoint.dialect.encode_request(request, &self.endpoint.profile)?)
    }

    /// Sends until there is an answer, or no more tries.
    async fn send(&self, method: Method, path: &str, body: Bytes) -> Result<Response<Incoming>, ClientError> {
        let mut tries = 1;
        loop {
            let sent = self.transport.send(&self.endpoint, method.clone(), path, body.clone()).await;
            let (error, is_final) = match sent {
                Ok(response) => match self.transport.checked(&self.endpoint, response).await {
                    Ok(response) => return Ok(response),
                    Err(refused) => refused,
                },
                Err(error) => (error, false),
            };
            let wait = self.retry.wait(tries, &error).filter(|_| !is_final);
            let Some(wait) = wait else { return Err(error) };
            tokio::time::sleep(wait).await;
            tries += 1;
        }
    }
}
