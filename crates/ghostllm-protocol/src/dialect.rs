//! The dialects, and what each does with a request, an answer, a stream and a failure.
//!
//! Holds: `decode` then `encode` in one dialect gives the same value back. Across dialects, whatever is not
//! carried as it was is in the [`Losses`].

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::codec;
use crate::{
    ChatRequest, ChatResponse, DecodeError, Failure, FailureReply, Losses, Profile, StreamDecoder,
    StreamEncoder, Usage,
};

/// A wire format of chat requests, answers and streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// OpenAI Chat Completions, which compatible servers speak too.
    OpenAiChat,
    /// OpenAI Responses.
    OpenAiResponses,
    /// OpenAI's legacy Completions.
    OpenAiCompletions,
    /// Anthropic Messages.
    Anthropic,
    /// Gemini and Vertex `generateContent`.
    Gemini,
    /// Ollama's `/api/chat`.
    OllamaChat,
    /// Ollama's `/api/generate`.
    OllamaGenerate,
    /// Amazon Bedrock Converse.
    Bedrock,
}

/// How a dialect cuts its streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// Server-sent events.
    Sse,
    /// One JSON value a line.
    Ndjson,
    /// AWS event stream.
    EventStream,
    /// One JSON array, element by element (Gemini without `alt=sse`).
    JsonArray,
}

/// A request in a dialect's words, and what could not be said in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The body.
    pub body: Vec<u8>,
    /// What was changed or dropped.
    pub losses: Losses,
}

/// A request that a dialect cannot express without changing its meaning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{dialect} cannot express the request: {}", losses.refused())]
pub struct Unsupported {
    /// The dialect.
    pub dialect: Dialect,
    /// Everything that stood in the way, and what else would have been lost.
    pub losses: Losses,
}

/// What the codec of an answer must know about the exchange that it belongs to.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What the client asked.
    pub request: Arc<ChatRequest>,
    /// Randomness for the ids that a dialect demands and the upstream did not give.
    pub seed: u64,
    /// Seconds since 1970, for answers that carry a time where the upstream gave none.
    pub created_s: u64,
}

impl Exchange {
    /// The exchange that `request` begins.
    pub fn new(request: Arc<ChatRequest>, seed: u64, created_s: u64) -> Self {
        Self { request, seed, created_s }
    }

    /// An id of its own for the thing that `path` names.
    pub(crate) fn id(&self, prefix: &str, path: &[usize]) -> String {
        // SplitMix64: neighbouring numbers give unlike ids.
        let step = |state: u64, number: usize| {
            let mut mixed = state.wrapping_add(0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(number as u64 + 1));
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^ (mixed >> 31)
        };
        let mixed = path.iter().fold(step(self.seed, 0), |state, number| step(state, *number));
        format!("{prefix}{mixed:016x}{:08x}", self.seed & 0xFFFF_FFFF)
    }
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 8] = [
        Self::OpenAiChat,
        Self::OpenAiResponses,
        Self::OpenAiCompletions,
        Self::Anthropic,
        Self::Gemini,
        Self::OllamaChat,
        Self::OllamaGenerate,
        Self::Bedrock,
    ];

    /// Its short name, as configuration files and headers spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenAiChat => "openai-chat",
            Self::OpenAiResponses => "openai-responses",
            Self::OpenAiCompletions => "openai-completions",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::OllamaChat => "ollama-chat",
            Self::OllamaGenerate => "ollama-generate",
            Self::Bedrock => "bedrock",
        }
    }

    /// How it cuts its streams.
    pub fn framing(self) -> Framing {
        match self {
            Self::OllamaChat | Self::OllamaGenerate => Framing::Ndjson,
            Self::Bedrock => Framing::EventStream,
            _ => Framing::Sse,
        }
    }

    /// Reads a client's request. Gemini and Bedrock have `model` and `stream` in the URL: the caller sets them.
    pub fn decode_request(self, body: &[u8]) -> Result<ChatRequest, DecodeError> {
        let mut request = codec::client(self).decode_request(body)?;
        request.origin = Some(self);
        codec::carry::unpack(&mut request);
        Ok(request)
    }

    /// Writes a request for an upstream with the peculiarities of `profile`.
    pub fn encode_request(self, request: &ChatRequest, profile: &Profile) -> Result<Encoded, Unsupported> {
        let mut losses = Losses::new();
        let body = codec::upstream(self).encode_request(request, profile, &mut losses);
        codec::places::check(request, self, &mut losses);
        if losses.is_refused() {
            return Err(Unsupported { dialect: self, losses });
        }
        Ok(Encoded { body, losses })
    }

    /// Reads an upstream's whole answer.
    pub fn decode_response(self, body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        let mut response = codec::upstream(self).decode_response(body, exchange)?;
        response.origin = Some(self);
        Ok(response)
    }

    /// Writes a whole answer for a client.
    pub fn encode_response(self, response: &ChatResponse, exchange: &Exchange) -> Encoded {
        let mut losses = Losses::new();
        let packed = codec::carry::pack_response(self, response);
        let body = codec::client(self).encode_response(&packed, exchange, &mut losses);
        if response.origin != Some(self) {
            let finishes = response.choices.iter().filter_map(|choice| choice.finish.as_ref());
            finishes.for_each(|finish| finish.lose_native(&mut losses));
        }
        if response.origin == Some(Self::OpenAiResponses) {
            losses.forget(codec::RESPONSES_ECHOES);
        }
        Encoded { body, losses }
    }

    /// Reads an upstream's stream.
    pub fn stream_decoder(self, exchange: &Exchange) -> StreamDecoder {
        StreamDecoder::new(self, codec::upstream(self).frame_decoder(exchange))
    }

    /// Writes a stream for a client.
    pub fn stream_encoder(self, exchange: &Exchange) -> StreamEncoder {
        self.stream_encoder_in(self.framing(), exchange)
    }

    /// Writes a stream in another framing ([`Framing::JsonArray`] for Gemini).
    pub fn stream_encoder_in(self, framing: Framing, exchange: &Exchange) -> StreamEncoder {
        StreamEncoder::new(self, framing, codec::client(self).event_encoder(exchange))
    }

    /// Reads an upstream's error. `retry_after` is the header's, if there was one.
    pub fn decode_failure(self, status: u16, body: &[u8], retry_after: Option<Duration>) -> Failure {
        let mut failure = codec::upstream(self).decode_failure(status, body);
        failure.origin = Some(self);
        failure.retry_after = retry_after.or(failure.retry_after);
        failure
    }

    /// Writes an error for a client.
    pub fn encode_failure(self, failure: &Failure) -> FailureReply {
        codec::client(self).encode_failure(failure)
    }

    /// What one frame of a stream (the data of an SSE event, an NDJSON line) or a whole answer says about usage.
    /// Cheap for frames that say nothing. A later frame's usage is to be merged by [`Usage::merge`].
    pub fn usage(self, data: &[u8]) -> Option<Usage> {
        codec::upstream(self).usage(data)
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
