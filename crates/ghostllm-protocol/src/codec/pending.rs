//! Dialects whose codec is still to be written: every call says so.

use super::{Codec, openai_chat, openai_error};
use crate::stream::{EventEncoder, FrameDecoder};
use crate::{
    ChatRequest, ChatResponse, DecodeError, Exchange, Failure, FailureReply, Losses, Profile, Usage,
};

pub(super) struct Pending;

fn pending<T>() -> Result<T, DecodeError> {
    Err(DecodeError::field("dialect", "has no codec yet"))
}

impl Codec for Pending {
    fn decode_request(&self, _body: &[u8]) -> Result<ChatRequest, DecodeError> {
        pending()
    }

    fn encode_request(&self, _request: &ChatRequest, _profile: &Profile, losses: &mut Losses) -> Vec<u8> {
        losses.refuse("dialect", "has no codec yet");
        Vec::new()
    }

    fn decode_response(&self, _body: &[u8], _exchange: &Exchange) -> Result<ChatResponse, DecodeError> {
        pending()
    }

    fn encode_response(&self, response: &ChatResponse, exchange: &Exchange, losses: &mut Losses) -> Vec<u8> {
        losses.refuse("dialect", "has no codec yet");
        openai_chat::OpenAiChat.encode_response(response, exchange, losses)
    }

    fn frame_decoder(&self, exchange: &Exchange) -> Box<dyn FrameDecoder> {
        openai_chat::OpenAiChat.frame_decoder(exchange)
    }

    fn event_encoder(&self, exchange: &Exchange) -> Box<dyn EventEncoder> {
        openai_chat::OpenAiChat.event_encoder(exchange)
    }

    fn decode_failure(&self, status: u16, body: &[u8]) -> Failure {
        openai_error::decode(status, body)
    }

    fn encode_failure(&self, failure: &Failure) -> FailureReply {
        openai_error::encode(failure)
    }

    fn usage(&self, _data: &[u8]) -> Option<Usage> {
        None
    }
}
