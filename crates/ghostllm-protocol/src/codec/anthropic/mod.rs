//! Anthropic Messages. <https://platform.claude.com/docs/en/api/messages>

mod content;
mod decode;
mod encode;
mod failure;
mod reply;
mod schema;
mod stream_in;
mod stream_out;
mod thinking;
mod usual;

pub(super) use encode::{asks, fixed_sampling, nucleus_or_temperature};
pub(super) use schema::fitting;
pub(super) use thinking::Plan;

use super::{ClientCodec, UpstreamCodec};
use crate::read::Object;
use crate::stream::{EventEncoder, FrameDecoder};
use crate::write::Writer;
use crate::{
    ChatRequest, ChatResponse, DecodeError, Dialect, Exchange, Failure, FailureReply, Finish, FinishReason,
    Json, Losses, Profile, Usage,
};

const DIALECT: Dialect = Dialect::Anthropic;

pub(super) struct Anthropic;

impl UpstreamCodec for Anthropic {
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
        let mut fields = Object::parse(data).ok()?;
        let message = fields.object("message").ok()?;
        let usage = message.unwrap_or(fields).object("usage").ok()??;
        decode_usage(usage).ok()
    }
}

impl ClientCodec for Anthropic {
    fn decode_request(&self, body: &[u8]) -> Result<ChatRequest, DecodeError> {
        usual::request(body).map_or_else(|| decode::request(body), Ok)
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

/// Input here is what was neither read from the cache nor written to it.
fn decode_usage(mut fields: Object<'_>) -> Result<Usage, DecodeError> {
    let fresh: u64 = fields.take("input_tokens")?.unwrap_or(0);
    let cache_read_tokens = fields.take("cache_read_input_tokens")?.unwrap_or(0);
    let cache_write_tokens = fields.take("cache_creation_input_tokens")?.unwrap_or(0);
    let mut usage = Usage {
        input_tokens: fresh.saturating_add(cache_read_tokens).saturating_add(cache_write_tokens),
        output_tokens: fields.take("output_tokens")?.unwrap_or(0),
        cache_read_tokens,
        cache_write_tokens,
        ..Usage::default()
    };
    if let Some(mut kinds) = fields.object("cache_creation")? {
        usage.cache_write_1h_tokens = kinds.take("ephemeral_1h_input_tokens")?.unwrap_or(0);
    }
    if let Some(mut details) = fields.object("output_tokens_details")? {
        usage.reasoning_tokens = details.take("thinking_tokens")?.unwrap_or(0);
    }
    usage.extras = fields.rest();
    Ok(usage)
}

fn write_usage(usage: &Usage, origin: Option<Dialect>, w: &mut Writer<'_>) {
    let cached = usage.cache_read_tokens.saturating_add(usage.cache_write_tokens);
    w.put("input_tokens", &usage.input_tokens.saturating_sub(cached));
    w.put("cache_creation_input_tokens", &usage.cache_write_tokens);
    w.put("cache_read_input_tokens", &usage.cache_read_tokens);
    if usage.cache_write_tokens > 0 {
        w.object("cache_creation", |w| {
            let short = usage.cache_write_tokens.saturating_sub(usage.cache_write_1h_tokens);
            w.put("ephemeral_5m_input_tokens", &short);
            w.put("ephemeral_1h_input_tokens", &usage.cache_write_1h_tokens);
        });
    }
    w.put("output_tokens", &usage.output_tokens);
    if usage.reasoning_tokens > 0 {
        w.object("output_tokens_details", |w| w.put("thinking_tokens", &usage.reasoning_tokens));
    }
    if origin == Some(DIALECT) {
        w.extras(&usage.extras);
    }
}

fn finish(word: &str, stop_sequence: Option<String>) -> Finish {
    let (reason, is_exact) = match word {
        "end_turn" => (FinishReason::Stop, true),
        "stop_sequence" => (FinishReason::StopSequence, true),
        "max_tokens" => (FinishReason::Length, true),
        "model_context_window_exceeded" => (FinishReason::Length, false),
        "tool_use" => (FinishReason::ToolCalls, true),
        "pause_turn" => (FinishReason::Pause, true),
        "refusal" => (FinishReason::Refusal, true),
        _ => (FinishReason::Other, false),
    };
    Finish { reason, native: (!is_exact).then(|| word.to_owned()), stop_sequence }
}

fn finish_word(finish: &Finish, origin: Option<Dialect>) -> &str {
    match (&finish.native, finish.reason) {
        (Some(native), _) if origin == Some(DIALECT) => native,
        (_, FinishReason::Stop | FinishReason::Other) => "end_turn",
        (_, FinishReason::StopSequence) => "stop_sequence",
        (_, FinishReason::Length) => "max_tokens",
        (_, FinishReason::ToolCalls) => "tool_use",
        (_, FinishReason::ContentFilter | FinishReason::Refusal) => "refusal",
        (_, FinishReason::Pause) => "pause_turn",
    }
}

/// Arguments as the object that they must be here. What a model wrote wrongly is wrapped, in the way that
/// Anthropic recommends for handing it back.
/// <https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming>
pub(super) fn arguments_object(arguments: &str) -> Json {
    let text = if arguments.trim().is_empty() { "{}" } else { arguments };
    match Json::parse(text) {
        Ok(json) if json.as_str().starts_with('{') => json,
        _ => Json::from(&serde_json::json!({ "INVALID_JSON": arguments })),
    }
}
