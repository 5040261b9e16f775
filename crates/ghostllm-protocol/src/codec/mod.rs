//! One codec a dialect. A provider's words stay inside its codec.

mod anthropic;
mod bedrock;
mod blocks;
pub(crate) mod carry;
mod common;
mod effort;
mod extras;
mod gemini;
mod media;
mod ollama;
mod openai_chat;
mod openai_completions;
mod openai_error;
mod openai_responses;
mod openai_tools;
mod openai_usage;
pub(crate) mod places;
mod time;
mod usual;

pub(crate) use extras::says_nothing;
pub(crate) use openai_responses::ECHOES as RESPONSES_ECHOES;

use crate::stream::{EventEncoder, FrameDecoder};
use crate::{
    ChatRequest, ChatResponse, DecodeError, Dialect, Exchange, Failure, FailureReply, Losses, Profile, Usage,
};

/// What a dialect does on the side of the provider: a request written, its answer read. See [`Dialect`] for the
/// contract.
///
/// Apart from [`ClientCodec`], so that a program which only asks is built without what only a gateway needs.
pub(crate) trait UpstreamCodec: Sync {
    fn encode_request(&self, request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8>;
    fn decode_response(&self, body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError>;
    fn frame_decoder(&self, exchange: &Exchange) -> Box<dyn FrameDecoder>;
    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure;
    fn usage(&self, data: &[u8]) -> Option<Usage>;
}

/// What a dialect does on the side of the client: a request read, its answer written. See [`Dialect`] for the
/// contract.
pub(crate) trait ClientCodec: Sync {
    fn decode_request(&self, body: &[u8]) -> Result<ChatRequest, DecodeError>;
    fn encode_response(&self, response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8>;
    fn event_encoder(&self, exchange: &Exchange) -> Box<dyn EventEncoder>;
    fn encode_failure(&self, failure: &Failure) -> FailureReply;
}

macro_rules! codec_of {
    ($dialect:expr) => {
        match $dialect {
            Dialect::OpenAiChat => &openai_chat::OpenAiChat,
            Dialect::Anthropic => &anthropic::Anthropic,
            Dialect::Gemini => &gemini::Gemini,
            Dialect::OpenAiResponses => &openai_responses::OpenAiResponses,
            Dialect::OllamaChat => &ollama::Ollama::Chat,
            Dialect::OllamaGenerate => &ollama::Ollama::Generate,
            Dialect::OpenAiCompletions => &openai_completions::OpenAiCompletions,
            Dialect::Bedrock => &bedrock::Bedrock,
        }
    };
}

pub(crate) fn upstream(dialect: Dialect) -> &'static dyn UpstreamCodec {
    codec_of!(dialect)
}

pub(crate) fn client(dialect: Dialect) -> &'static dyn ClientCodec {
    codec_of!(dialect)
}
