//! Ollama's own API, chat and generate. <https://github.com/ollama/ollama/blob/main/docs/api.md>

mod decode;
mod encode;
mod reply;
mod stream_in;
mod stream_out;

use super::{ClientCodec, UpstreamCodec};
use crate::read::Object;
use crate::stream::{EventEncoder, FrameDecoder};
use crate::write::{Writer, object};
use crate::{
    Category, ChatRequest, ChatResponse, DecodeError, Dialect, Exchange, Failure, FailureReply, Finish,
    FinishReason, Losses, Profile, Usage,
};

/// Begins the ids made here for calls that have none. They are not sent back to Ollama.
const OWN_ID: &str = "ollama_call_";

/// `/api/chat` or `/api/generate`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ollama {
    Chat,
    Generate,
}

impl Ollama {
    fn dialect(self) -> Dialect {
        match self {
            Self::Chat => Dialect::OllamaChat,
            Self::Generate => Dialect::OllamaGenerate,
        }
    }
}

impl UpstreamCodec for Ollama {
    fn encode_request(&self, request: &ChatRequest, _profile: &Profile, losses: &mut Losses) -> Vec<u8> {
        encode::request(*self, request, losses)
    }

    fn decode_response(&self, body: &[u8], exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        reply::decode(body, exchange)
    }

    fn frame_decoder(&self, exchange: &Exchange) -> Box<dyn FrameDecoder> {
        Box::new(stream_in::Decoder::new(self.dialect(), exchange.clone()))
    }

    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure {
        decode_failure(status, body)
    }

    fn usage(&self, data: &[u8]) -> Option<Usage> {
        memchr::memmem::find(data, b"_eval_count\"").or(memchr::memmem::find(data, b"\"eval_count\""))?;
        take_usage(&mut Object::parse(data).ok()?).ok()?
    }
}

impl ClientCodec for Ollama {
    fn decode_request(&self, body: &[u8]) -> Result<ChatRequest, DecodeError> {
        decode::request(*self, body)
    }

    fn encode_response(&self, response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
        reply::encode(*self, response, exchange, losses)
    }

    fn event_encoder(&self, exchange: &Exchange) -> Box<dyn EventEncoder> {
        Box::new(stream_out::Encoder::new(*self, exchange.clone()))
    }

    fn encode_failure(&self, failure: &Failure) -> FailureReply {
        let mut body = Vec::new();
        write_failure(failure, &mut body);
        let headers = super::openai_error::retry_after(failure);
        FailureReply { status: failure.status, content_type: "application/json", headers, body }
    }
}

/// `{"error":"text"}`.
fn decode_failure(status: u16, body: &[u8]) -> Failure {
    let mut failure = super::openai_error::decode(status, body);
    failure.category = Category::of_status(status);
    if failure.message.contains("exceeds the available context size") {
        failure.category = Category::ContextLength;
    }
    failure
}

fn write_failure(failure: &Failure, out: &mut Vec<u8>) {
    object(out, |w| w.put("error", &failure.message));
}

/// The counts of the last line.
fn take_usage(fields: &mut Object<'_>) -> Result<Option<Usage>, DecodeError> {
    let (input, output) = (fields.take("prompt_eval_count")?, fields.take("eval_count")?);
    Ok((input.is_some() || output.is_some()).then(|| Usage {
        // A prompt that was cached whole is not counted at all.
        input_tokens: input.unwrap_or(0),
        output_tokens: output.unwrap_or(0),
        ..Usage::default()
    }))
}

fn write_usage(usage: &Usage, w: &mut Writer<'_>) {
    w.put("prompt_eval_count", &usage.input_tokens);
    w.put("eval_count", &usage.output_tokens);
}

fn finish(word: &str, has_calls: bool) -> Finish {
    match word {
        "stop" | "" if has_calls => FinishReason::ToolCalls.into(),
        "stop" | "" => FinishReason::Stop.into(),
        "length" => FinishReason::Length.into(),
        _ => Finish { reason: FinishReason::Other, native: Some(word.to_owned()), stop_sequence: None },
    }
}

fn finish_word(finish: &Finish, origin: Option<Dialect>, own: Dialect) -> &str {
    match (&finish.native, finish.reason) {
        (Some(native), _) if origin == Some(own) => native,
        (_, FinishReason::Length) => "length",
        _ => "stop",
    }
}
