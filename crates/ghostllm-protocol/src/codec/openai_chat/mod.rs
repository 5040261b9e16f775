//! OpenAI Chat Completions, and what compatible servers made of it.
//! <https://platform.openai.com/docs/api-reference/chat>

mod decode;
mod encode;
mod reasoning;
mod reply;
mod stream_in;
mod stream_out;
mod usual;

use super::{ClientCodec, UpstreamCodec, openai_error, openai_usage};
use crate::read::Object;
use crate::stream::{EventEncoder, FrameDecoder};
use crate::{
    ChatRequest, ChatResponse, DecodeError, Dialect, Exchange, Failure, FailureReply, Finish, FinishReason,
    Losses, Profile, Usage, scan,
};

const DIALECT: Dialect = Dialect::OpenAiChat;

pub(super) struct OpenAiChat;

impl UpstreamCodec for OpenAiChat {
    fn encode_request(&self, request: &ChatRequest, profile: &Profile, losses: &mut Losses) -> Vec<u8> {
        encode::request(request, profile, losses)
    }

    fn decode_response(&self, body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        reply::decode(body, exchange)
    }

    fn frame_decoder(&self, exchange: &Exchange) -> Box<dyn FrameDecoder> {
        Box::new(stream_in::Decoder::new(exchange.clone()))
    }

    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure {
        openai_error::decode(status, body)
    }

    fn usage(&self, data: &[u8]) -> Option<Usage> {
        if let Ok(found) = scan::find(data, ["usage"]) {
            let usual = openai_usage::usual(&openai_usage::CHAT, &data[found.range(0)?]);
            if usual.is_some() {
                return usual;
            }
        }
        let usage = Object::at("usage", data)?;
        // Pictures and transcriptions are counted under the names of Responses.
        let names = [&openai_usage::CHAT, &openai_usage::RESPONSES];
        openai_usage::decode(names.into_iter().find(|names| names.are_in(&usage))?, usage).ok()
    }
}

impl ClientCodec for OpenAiChat {
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

/// What the finish reasons mean. `function_call` is the legacy word for `tool_calls`.
pub(super) fn finish(word: &str) -> Finish {
    let reason = match word {
        "stop" => FinishReason::Stop,
        "length" => FinishReason::Length,
        "tool_calls" => FinishReason::ToolCalls,
        "content_filter" => FinishReason::ContentFilter,
        "function_call" => {
            let native = Some(word.to_owned());
            return Finish { reason: FinishReason::ToolCalls, native, stop_sequence: None };
        }
        _ => {
            let native = Some(word.to_owned());
            return Finish { reason: FinishReason::Other, native, stop_sequence: None };
        }
    };
    reason.into()
}

fn finish_word(finish: &Finish, origin: Option<Dialect>) -> &str {
    finish_word_of(finish, origin, DIALECT)
}

/// The word of the dialect `own`, which shares these words.
pub(super) fn finish_word_of(finish: &Finish, origin: Option<Dialect>, own: Dialect) -> &str {
    match finish.reason {
        _ if origin == Some(own) && finish.native.is_some() => finish.native.as_deref().unwrap_or_default(),
        FinishReason::Stop | FinishReason::StopSequence | FinishReason::Pause | FinishReason::Other => "stop",
        FinishReason::Length => "length",
        FinishReason::ToolCalls => "tool_calls",
        FinishReason::ContentFilter | FinishReason::Refusal => "content_filter",
    }
}
