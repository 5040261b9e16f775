//! OpenAI Responses. <https://platform.openai.com/docs/api-reference/responses>

mod decode;
mod encode;
mod items_in;
mod items_out;
mod reply;
mod stream_in;
mod stream_out;

use super::{ClientCodec, UpstreamCodec, openai_error, openai_usage};
use crate::read::Object;
use crate::stream::{EventEncoder, FrameDecoder};
use crate::{
    ChatRequest, ChatResponse, DecodeError, Dialect, Exchange, Failure, FailureReply, Finish, FinishReason,
    Losses, Profile, Usage,
};

const DIALECT: Dialect = Dialect::OpenAiResponses;

/// What an answer only repeats of its request: no other client misses it.
pub(crate) const ECHOES: &[&str] = &[
    "background",
    "instructions",
    "max_output_tokens",
    "max_tool_calls",
    "metadata",
    "parallel_tool_calls",
    "previous_response_id",
    "prompt_cache_key",
    "reasoning.effort",
    "reasoning.summary",
    "safety_identifier",
    "store",
    "temperature",
    "text.format",
    "text.verbosity",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "truncation",
    "user",
];

pub(super) struct OpenAiResponses;

impl UpstreamCodec for OpenAiResponses {
    fn encode_request(&self, request: &ChatRequest, _profile: &Profile, losses: &mut Losses) -> Vec<u8> {
        encode::request(request, losses)
    }

    fn decode_response(&self, body: &[u8], _exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        reply::decode(Object::parse(body)?)
    }

    fn frame_decoder(&self, _exchange: &Exchange) -> Box<dyn FrameDecoder> {
        Box::new(stream_in::Decoder::default())
    }

    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure {
        openai_error::decode(status, body)
    }

    fn usage(&self, data: &[u8]) -> Option<Usage> {
        memchr::memmem::find(data, b"\"usage\"")?;
        let mut fields = Object::parse(data).ok()?;
        let response = fields.object("response").ok()?;
        let usage = response.unwrap_or(fields).object("usage").ok()??;
        openai_usage::decode(&openai_usage::RESPONSES, usage).ok()
    }
}

impl ClientCodec for OpenAiResponses {
    fn decode_request(&self, body: &[u8]) -> Result<ChatRequest, DecodeError> {
        decode::request(body)
    }

    fn encode_response(&self, response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
        reply::encode(response, exchange, losses)
    }

    fn event_encoder(&self, exchange: &Exchange) -> Box<dyn EventEncoder> {
        Box::new(stream_out::Encoder::new(exchange.clone()))
    }

    fn encode_failure(&self, failure: &Failure) -> FailureReply {
        openai_error::encode(failure)
    }
}

/// The finish that an answer's status and the reason of an incomplete one make.
fn finish(status: &str, reason: Option<&str>, has_calls: bool) -> Finish {
    let reason = match (status, reason) {
        ("incomplete", Some("max_output_tokens")) => FinishReason::Length,
        ("incomplete", Some("content_filter")) => FinishReason::ContentFilter,
        ("completed", _) if has_calls => FinishReason::ToolCalls,
        ("completed", _) => FinishReason::Stop,
        (_, word) => {
            let native = Some(word.unwrap_or(status).to_owned());
            return Finish { reason: FinishReason::Other, native, stop_sequence: None };
        }
    };
    reason.into()
}

/// The status of an answer, and the reason of an incomplete one.
fn status(finish: Option<&Finish>, origin: Option<Dialect>) -> (&'static str, Option<&str>) {
    let Some(finish) = finish else { return ("completed", None) };
    match finish.reason {
        FinishReason::Length => ("incomplete", Some("max_output_tokens")),
        FinishReason::ContentFilter | FinishReason::Refusal => ("incomplete", Some("content_filter")),
        FinishReason::Other if origin == Some(DIALECT) => ("incomplete", finish.native.as_deref()),
        _ => ("completed", None),
    }
}
