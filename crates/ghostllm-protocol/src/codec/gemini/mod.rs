//! Gemini and Vertex `generateContent`. <https://ai.google.dev/api/generate-content>
//!
//! Google's servers read the names of fields in camel case and in snake case, and Google's own examples use
//! both, so reading takes either.

mod content;
mod decode;
mod encode;
mod failure;
mod reply;
mod schema;
mod stream_in;
mod stream_out;

use serde_json::value::RawValue;

use super::{ClientCodec, UpstreamCodec};
use crate::read::Object;
use crate::stream::{EventEncoder, FrameDecoder};
use crate::write::Writer;
use crate::{
    ChatRequest, ChatResponse, DecodeError, Dialect, Exchange, Failure, FailureReply, Finish, FinishReason,
    Losses, Profile, Usage,
};

const DIALECT: Dialect = Dialect::Gemini;

/// Begins the ids made here for calls that have none. They are not sent back to Gemini.
const OWN_ID: &str = "gemini_call_";

pub(super) struct Gemini;

impl UpstreamCodec for Gemini {
    fn encode_request(&self, request: &ChatRequest, _profile: &Profile, losses: &mut Losses) -> Vec<u8> {
        encode::request(request, losses)
    }

    fn decode_response(&self, body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        reply::decode(body, exchange)
    }

    fn frame_decoder(&self, exchange: &Exchange) -> Box<dyn FrameDecoder> {
        Box::new(stream_in::Decoder::new(exchange.clone()))
    }

    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure {
        failure::decode(status, body)
    }

    fn usage(&self, data: &[u8]) -> Option<Usage> {
        memchr::memmem::find(data, b"\"usageMetadata\"")?;
        decode_usage(Object::parse(data).ok()?.object("usageMetadata").ok()??).ok()
    }
}

impl ClientCodec for Gemini {
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
        failure::encode(failure)
    }
}

/// An object with its keys in camel case.
fn fields(raw: &RawValue) -> Result<Object<'_>, DecodeError> {
    Ok(Object::of(raw)?.in_camel_case())
}

fn inner<'a>(object: &mut Object<'a>, key: &str) -> Result<Option<Object<'a>>, DecodeError> {
    Ok(object.object(key)?.map(Object::in_camel_case))
}

/// Thoughts are counted apart from the answer here, tool prompts apart from the prompt.
fn decode_usage(mut fields: Object<'_>) -> Result<Usage, DecodeError> {
    let prompt: u64 = fields.take("promptTokenCount")?.unwrap_or(0);
    let tools: u64 = fields.take("toolUsePromptTokenCount")?.unwrap_or(0);
    let answer: u64 = fields.take("candidatesTokenCount")?.unwrap_or(0);
    let reasoning_tokens = fields.take("thoughtsTokenCount")?.unwrap_or(0);
    let mut usage = Usage {
        input_tokens: prompt.saturating_add(tools),
        output_tokens: answer.saturating_add(reasoning_tokens),
        cache_read_tokens: fields.take("cachedContentTokenCount")?.unwrap_or(0),
        reasoning_tokens,
        ..Usage::default()
    };
    fields.raw("totalTokenCount");
    usage.extras = fields.rest();
    if tools > 0 {
        usage.extras.insert("toolUsePromptTokenCount", crate::Json::from(&tools.into()));
    }
    Ok(usage)
}

fn write_usage(usage: &Usage, origin: Option<Dialect>, w: &mut Writer<'_>) {
    let own = origin == Some(DIALECT);
    let tools = usage.extras.get("toolUsePromptTokenCount").filter(|_| own);
    let tools = tools.and_then(|count| count.value().as_u64()).unwrap_or(0);
    w.put("promptTokenCount", &usage.input_tokens.saturating_sub(tools));
    w.put("candidatesTokenCount", &usage.output_tokens.saturating_sub(usage.reasoning_tokens));
    w.put("totalTokenCount", &usage.total_tokens());
    if usage.cache_read_tokens > 0 {
        w.put("cachedContentTokenCount", &usage.cache_read_tokens);
    }
    if usage.reasoning_tokens > 0 {
        w.put("thoughtsTokenCount", &usage.reasoning_tokens);
    }
    if own {
        w.extras(&usage.extras);
    }
}

/// A finish of an answer that calls tools or not: Gemini says `STOP` for both.
fn finish(word: &str, has_calls: bool) -> Finish {
    let (reason, is_exact) = match word {
        "STOP" if has_calls => (FinishReason::ToolCalls, true),
        "STOP" => (FinishReason::Stop, true),
        "MAX_TOKENS" => (FinishReason::Length, true),
        "SAFETY" => (FinishReason::ContentFilter, true),
        "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" | "MODEL_ARMOR" | "JAILBREAK" => {
            (FinishReason::ContentFilter, false)
        }
        word if word.starts_with("IMAGE_") => (FinishReason::ContentFilter, false),
        _ => (FinishReason::Other, false),
    };
    Finish { reason, native: (!is_exact).then(|| word.to_owned()), stop_sequence: None }
}

fn finish_word(finish: &Finish, origin: Option<Dialect>) -> &str {
    match (&finish.native, finish.reason) {
        (Some(native), _) if origin == Some(DIALECT) => native,
        (_, FinishReason::Length) => "MAX_TOKENS",
        (_, FinishReason::ContentFilter | FinishReason::Refusal) => "SAFETY",
        (_, FinishReason::Other) => "OTHER",
        _ => "STOP",
    }
}
