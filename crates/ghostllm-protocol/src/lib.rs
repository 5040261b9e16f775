//! One neutral form of chat with a language model, and one codec for each provider's dialect of it.
//!
//! ```
//! use ghostllm_protocol::{Dialect, Profile};
//!
//! let body = br#"{"model":"m","messages":[{"role":"system","content":"Be brief."},
//!     {"role":"user","content":"Hi"}],"max_tokens":16,"seed":7}"#;
//! let request = Dialect::OpenAiChat.decode_request(body)?;
//! let encoded = Dialect::Anthropic.encode_request(&request, &Profile::NATIVE)?;
//! let sent: serde_json::Value = serde_json::from_slice(&encoded.body)?;
//! assert_eq!(sent["system"], "Be brief.");
//! assert_eq!(sent["messages"][0]["content"], "Hi");
//! assert_eq!(encoded.losses.header_value(), "seed;dropped");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Pure functions over bytes. Absent, and to stay absent: sockets, files, processes, the environment, the
//! clock, randomness (ids are made from a seed that the caller gives).

mod alike;
mod chat;
mod codec;
mod collect;
mod dialect;
mod embed;
mod error;
mod failure;
pub mod frame;
mod json;
mod loss;
pub mod price;
mod profile;
mod read;
mod repeat;
mod reply;
pub mod scan;
mod stream;
mod translate;
mod usage;
mod write;

pub use chat::{
    ChatRequest, Function, JsonSchema, Media, MediaKind, Message, OutputFormat, Part, Reasoning,
    ReasoningConfig, Role, Signature, Signer, Source, Text, Tool, ToolCall, ToolChoice, ToolResult,
};
pub use codec::carry::is_marked;
pub use collect::Collector;
pub use dialect::{Dialect, Encoded, Exchange, Framing, Unsupported};
pub use embed::{EmbeddingFormat, EmbeddingRequest, EmbeddingResponse};
pub use error::DecodeError;
pub use failure::{Category, Failure, FailureReply};
pub use json::{Extras, Json};
pub use loss::{Effect, Loss, Losses};
pub use profile::{MaxTokens, Profile, ReasoningField, Thinking};
pub use reply::{BlockKind, ChatResponse, Choice, Event, Finish, FinishReason, Start};
pub use stream::{StreamDecoder, StreamEncoder, StreamError};
pub use translate::{Said, StreamTranslator};
pub use usage::Usage;
