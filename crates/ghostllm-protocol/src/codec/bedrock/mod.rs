//! Amazon Bedrock Converse. <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html>

mod content;
mod decode;
mod encode;
mod failure;
mod models;
mod reply;
mod stream_in;
mod stream_out;

use super::{ClientCodec, UpstreamCodec};
use crate::read::Object;
use crate::stream::{EventEncoder, FrameDecoder};
use crate::write::Writer;
use crate::{
    ChatRequest, ChatResponse, DecodeError, Dialect, Exchange, Failure, FailureReply, Finish, FinishReason,
    Losses, Profile, Usage,
};

const DIALECT: Dialect = Dialect::Bedrock;

pub(super) struct Bedrock;

impl UpstreamCodec for Bedrock {
    fn encode_request(&self, request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8> {
        encode::request(request, profile, losses)
    }

    fn decode_response(&self, body: &[u8], _exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        reply::decode(body)
    }

    fn frame_decoder(&self, _exchange: &Exchange) -> Box<dyn FrameDecoder> {
        Box::new(stream_in::Decoder::default())
    }

    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure {
        failure::decode(status, body)
    }

    fn usage(&self, data: &[u8]) -> Option<Usage> {
        memchr::memmem::find(data, b"\"usage\"")?;
        decode_usage(Object::at("usage", data)?).ok()
    }
}

impl ClientCodec for Bedrock {
    fn decode_request(&self, body: &[u8]) -> Result<ChatRequest, DecodeError> {
        decode::request(body)
    }

    fn encode_response(&self, response: &ChatResponse, _exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
        reply::encode(response, losses)
    }

    fn event_encoder(&self, _exchange: &Exchange) -> Box<dyn EventEncoder> {
        Box::new(stream_out::Encoder::default())
    }

    fn encode_failure(&self, failure: &Failure) -> FailureReply {
        failure::encode(failure)
    }
}

/// Input here is what was neither read from the cache nor written to it.
fn decode_usage(mut fields: Object<'_>) -> Result<Usage, DecodeError> {
    let fresh: u64 = fields.take("inputTokens")?.unwrap_or(0);
    let cache_read_tokens = fields.take("cacheReadInputTokens")?.unwrap_or(0);
    let cache_write_tokens = fields.take("cacheWriteInputTokens")?.unwrap_or(0);
    let mut usage = Usage {
        input_tokens: fresh.saturating_add(cache_read_tokens).saturating_add(cache_write_tokens),
        output_tokens: fields.take("outputTokens")?.unwrap_or(0),
        cache_read_tokens,
        cache_write_tokens,
        ..Usage::default()
    };
    for raw in fields.array("cacheDetails")?.unwrap_or_default() {
        let mut detail = Object::of(raw)?;
        if detail.text("ttl")?.as_deref() == Some("1h") {
            usage.cache_write_1h_tokens = detail.take("inputTokens")?.unwrap_or(0);
        }
    }
    for key in ["totalTokens", "cacheReadInputTokenCount", "cacheWriteInputTokenCount"] {
        fields.raw(key);
    }
    usage.extras = fields.rest();
    Ok(usage)
}

fn write_usage(usage: &Usage, origin: Option<Dialect>, w: &mut Writer<'_>) {
    let cached = usage.cache_read_tokens.saturating_add(usage.cache_write_tokens);
    w.put("inputTokens", &usage.input_tokens.saturating_sub(cached));
    w.put("outputTokens", &usage.output_tokens);
    w.put("totalTokens", &usage.total_tokens());
    if cached > 0 {
        w.put("cacheReadInputTokens", &usage.cache_read_tokens);
        w.put("cacheWriteInputTokens", &usage.cache_write_tokens);
    }
    if usage.cache_write_1h_tokens > 0 {
        w.array("cacheDetails", |a| {
            a.object(|w| {
                w.word("ttl", "1h");
                w.put("inputTokens", &usage.cache_write_1h_tokens);
            });
        });
    }
    if origin == Some(DIALECT) {
        w.extras(&usage.extras);
    }
}

fn finish(word: &str) -> Finish {
    let (reason, is_exact) = match word {
        "end_turn" => (FinishReason::Stop, true),
        "stop_sequence" => (FinishReason::StopSequence, true),
        "max_tokens" => (FinishReason::Length, true),
        "model_context_window_exceeded" => (FinishReason::Length, false),
        "tool_use" => (FinishReason::ToolCalls, true),
        "content_filtered" => (FinishReason::ContentFilter, true),
        "guardrail_intervened" => (FinishReason::ContentFilter, false),
        _ => (FinishReason::Other, false),
    };
    Finish { reason, native: (!is_exact).then(|| word.to_owned()), stop_sequence: None }
}

fn finish_word(finish: &Finish, origin: Option<Dialect>) -> &str {
    match (&finish.native, finish.reason) {
        (Some(native), _) if origin == Some(DIALECT) => native,
        (_, FinishReason::StopSequence) => "stop_sequence",
        (_, FinishReason::Length) => "max_tokens",
        (_, FinishReason::ToolCalls) => "tool_use",
        (_, FinishReason::ContentFilter | FinishReason::Refusal) => "content_filtered",
        _ => "end_turn",
    }
}
