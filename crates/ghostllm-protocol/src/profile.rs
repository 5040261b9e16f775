//! What an upstream wants differently from the provider whose dialect it speaks.

/// The peculiarities of one upstream. The default is the dialect's own provider.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent peculiarities, each a column of a table")]
pub struct Profile {
    /// What OpenAI-compatible servers call the token limit.
    pub max_tokens: MaxTokens,
    /// Where they take reasoning of earlier turns.
    pub reasoning: ReasoningField,
    /// Whether they know the role `developer`.
    pub developer_role: bool,
    /// Whether they know `stream_options.include_usage`.
    pub stream_usage: bool,
    /// Whether they know `response_format: json_schema`.
    pub json_schema: bool,
    /// Which way an Anthropic model is told to think.
    pub thinking: Thinking,
    /// Whether ids of tool calls must be nine letters and digits (Mistral).
    pub nine_letter_ids: bool,
    /// Whether they take Anthropic's cache marks on parts (gateways to Anthropic).
    pub cache_marks: bool,
    /// Whether it is Google's OpenAI-compatible endpoint, which signs tool calls.
    pub google_signatures: bool,
}

/// What OpenAI-compatible servers call the token limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxTokens {
    /// `max_completion_tokens`: OpenAI, whose reasoning models take nothing else.
    MaxCompletionTokens,
    /// `max_tokens`: nearly everybody else.
    MaxTokens,
}

/// Where an OpenAI-compatible server takes reasoning of earlier turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasoningField {
    /// Nowhere: OpenAI refuses unknown fields.
    Nowhere,
    /// `reasoning_content`: DeepSeek, vLLM, llama.cpp.
    ReasoningContent,
    /// `reasoning_details`: OpenRouter, and gateways like this one.
    ReasoningDetails,
}

/// Which way an Anthropic model is told to think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thinking {
    /// By the model's name, see the table in the codec.
    ByModel,
    /// `adaptive`, with an effort.
    Adaptive,
    /// `enabled`, with a budget in tokens.
    Budget,
}

impl Profile {
    /// The dialect's own provider.
    pub const NATIVE: Self = Self {
        max_tokens: MaxTokens::MaxCompletionTokens,
        reasoning: ReasoningField::Nowhere,
        developer_role: true,
        stream_usage: true,
        json_schema: true,
        thinking: Thinking::ByModel,
        nine_letter_ids: false,
        cache_marks: false,
        google_signatures: false,
    };

    /// A server that follows OpenAI's Chat Completions as most do.
    pub const COMPATIBLE: Self = Self {
        max_tokens: MaxTokens::MaxTokens,
        reasoning: ReasoningField::ReasoningContent,
        developer_role: false,
        ..Self::NATIVE
    };

    /// A gateway that carries signatures in `reasoning_details`.
    pub const GATEWAY: Self =
        Self { reasoning: ReasoningField::ReasoningDetails, cache_marks: true, ..Self::NATIVE };
}

impl Default for Profile {
    fn default() -> Self {
        Self::NATIVE
    }
}
