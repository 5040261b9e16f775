//! What a model answers: whole ([`ChatResponse`]) or as it comes ([`Event`]). Either becomes the other.
//!
//! Holds for a stream of events: one [`Event::Start`]; each block is opened once by [`Event::Open`], named by a
//! number that is never used again, and closed once; nothing about a block comes before it is opened or after
//! it is closed. Blocks may overlap. Text, reasoning and arguments come as pieces, to be joined.

use crate::{Dialect, Extras, Failure, Json, Message, Part, Role, Signature, ToolCall, Usage};

/// A whole answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChatResponse {
    /// The dialect this was read from, whose words extras and `Other` parts are.
    pub origin: Option<Dialect>,
    /// The provider's id of the answer; empty where it gave none.
    pub id: String,
    /// The model that answered.
    pub model: String,
    /// When, in seconds since 1970, where the provider says.
    pub created_s: Option<u64>,
    /// The answers; one, unless more were asked for.
    pub choices: Vec<Choice>,
    /// What it cost.
    pub usage: Option<Usage>,
    /// Everything else at the top level.
    pub extras: Extras,
}

/// One of the answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Its number.
    pub index: u32,
    /// What the model said, thought and called, in order.
    pub parts: Vec<Part>,
    /// Why it stopped.
    pub finish: Option<Finish>,
    /// Fields that have no neutral name (`logprobs`, `safetyRatings`, …).
    pub extras: Extras,
}

/// Why the model stopped, and the provider's own word for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finish {
    /// Why.
    pub reason: FinishReason,
    /// The word the origin's dialect used, if it says more than `reason`.
    pub native: Option<String>,
    /// Which stop text was met.
    pub stop_sequence: Option<String>,
}

impl Finish {
    /// Reports a word of the provider's that a client of another dialect does not get.
    pub(crate) fn lose_native(&self, losses: &mut crate::Losses) {
        if let (FinishReason::Other, Some(native)) = (self.reason, &self.native) {
            losses.change(format!("finish_reason.{native}"), "the client's dialect has no such word");
        }
    }
}

/// Why a model stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FinishReason {
    /// It was done.
    #[default]
    Stop,
    /// It met one of the stop texts.
    StopSequence,
    /// It met the token limit.
    Length,
    /// It waits for tools.
    ToolCalls,
    /// A filter of the provider's cut in.
    ContentFilter,
    /// The model declined.
    Refusal,
    /// A long turn, to be continued by sending it back (Anthropic).
    Pause,
    /// Something else; see [`Finish::native`].
    Other,
}

impl From<FinishReason> for Finish {
    fn from(reason: FinishReason) -> Self {
        Self { reason, native: None, stop_sequence: None }
    }
}

/// A step of a streamed answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The answer begins.
    Start(Start),
    /// A block of the answer begins.
    Open {
        /// The block's number.
        block: u32,
        /// The answer it belongs to; 0 unless several were asked for.
        choice: u32,
        /// What comes in it.
        kind: BlockKind,
    },
    /// A piece of a block's text, refusal, reasoning or arguments.
    Delta {
        /// The block.
        block: u32,
        /// The piece.
        text: String,
    },
    /// A signature for a block. A later one replaces it.
    Sign {
        /// The block.
        block: u32,
        /// The signature.
        signature: Signature,
    },
    /// Fields for a block that have no neutral name (citations, …), in the origin's words.
    Annotate {
        /// The block.
        block: u32,
        /// Which field of the block's extras; a field that holds an array grows by `value`.
        field: String,
        /// The value.
        value: Json,
    },
    /// A block is complete.
    Close {
        /// The block.
        block: u32,
    },
    /// One of the answers is complete.
    Finish {
        /// Which.
        choice: u32,
        /// Why.
        finish: Finish,
    },
    /// What it cost so far; a later one replaces it.
    Usage(Usage),
    /// Fields of the answer (or of one choice) that have no neutral name.
    Extra {
        /// The choice it belongs to; `None`: the whole answer.
        choice: Option<u32>,
        /// The field.
        field: String,
        /// The value.
        value: Json,
    },
    /// The provider failed in the middle. Nothing comes after it.
    Failed(Failure),
    /// The provider said that the answer is complete. Nothing comes after it.
    End,
}

/// The beginning of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Start {
    /// The dialect it comes in.
    pub origin: Option<Dialect>,
    /// The provider's id of the answer; empty where it gives none.
    pub id: String,
    /// The model that answers.
    pub model: String,
    /// When, in seconds since 1970, where the provider says.
    pub created_s: Option<u64>,
}

/// What comes in a block.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// Text.
    Text,
    /// The model's words for not answering.
    Refusal,
    /// What the model thinks.
    Reasoning {
        /// The item's id (OpenAI Responses).
        id: Option<String>,
    },
    /// A tool call; the pieces are its arguments.
    ToolCall {
        /// The call's id.
        id: String,
        /// The tool.
        name: String,
        /// The call's signature, where the provider signs calls.
        signature: Option<Signature>,
    },
    /// A part that comes whole: media and what only the origin knows.
    Whole(Part),
}

impl ChatResponse {
    /// The text of the first answer.
    pub fn text(&self) -> String {
        self.choices.first().map(|choice| crate::chat::text_of(&choice.parts)).unwrap_or_default()
    }

    /// The tool calls of the first answer.
    pub fn tool_calls(&self) -> impl Iterator<Item = &ToolCall> {
        let parts = self.choices.first().map_or(&[][..], |choice| &choice.parts);
        parts.iter().filter_map(|part| match part {
            Part::ToolCall(call) => Some(call),
            _ => None,
        })
    }

    /// The first answer as the message that continues the conversation.
    pub fn to_message(&self) -> Message {
        let parts = self.choices.first().map(|choice| choice.parts.clone()).unwrap_or_default();
        Message { role: Role::Assistant, parts, ..Message::default() }
    }
}
