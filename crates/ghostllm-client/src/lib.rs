//! A client for language models: one set of types in front of every provider, straight to it or through a
//! GhostLLM gateway.
//!
//! ```
//! use ghostllm_client::{ChatRequest, Endpoint, GhostLlmClient, Message, Role};
//! # mod stub { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stub/doc.rs")); } use stub::*;
//! # run(async {
//! # let server = StubServer::chat(&["Hel", "lo"]);
//! # let base_url = server.url();
//! let client = GhostLlmClient::new(Endpoint::compatible(base_url, None)).with_model("some-model");
//!
//! let request = ChatRequest { messages: vec![Message::text(Role::User, "hi")], ..ChatRequest::default() };
//! let mut stream = client.stream(&request).await?;
//! let mut text = String::new();
//! while let Some(event) = stream.next().await {
//!     if let ghostllm_client::Event::Delta { text: piece, .. } = event? {
//!         text.push_str(&piece);
//!     }
//! }
//! assert_eq!(text, "Hello");
//! # Ok::<(), ghostllm_client::ClientError>(())
//! # }).unwrap();
//! ```
//!
//! Holds: dropping a future or a stream closes the connection, and so stops the provider. A request is sent
//! again only while nothing of its answer was handed out. The environment is not read: keys and addresses are
//! the caller's. `TCP_NODELAY` is set on every connection.

mod analyze;
mod client;
mod complete;
mod endpoint;
mod error;
mod retry;
mod stream;
mod tools;
mod transport;

pub use analyze::{Analysis, Issue};
pub use client::{GhostLLMClient, GhostLlmClient, Model};
pub use complete::{Context, Note};
pub use endpoint::{Endpoint, Key};
pub use error::ClientError;
pub use ghostllm_protocol::{
    BlockKind, Category, ChatRequest, ChatResponse, Choice, Dialect, Effect, EmbeddingFormat, Encoded, Event,
    Extras, Failure, Finish, FinishReason, Function, Json, JsonSchema, Loss, Losses, Media, MediaKind,
    Message, OutputFormat, Part, Profile, Reasoning, ReasoningConfig, ReasoningField, Role, Source, Text,
    Tool, ToolCall, ToolChoice, ToolResult, Unsupported, Usage, price,
};
pub use retry::RetryPolicy;
pub use stream::ChatStream;
pub use tools::ToolRun;
pub use transport::Timeouts;
