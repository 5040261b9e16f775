//! A row of usage.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;
use crate::money::Dollars;

/// What became of one request, and what it used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each a column")]
pub struct UsageRow {
    /// `req_…`, unique; also in the response's `x-ghostllm-request-id`.
    pub request_id: Arc<str>,
    /// When it came.
    pub time: Moment,
    /// The key it came with.
    pub key_id: Arc<str>,
    /// That key's team.
    pub team: Option<Arc<str>>,
    /// The model as the client named it.
    pub model: Arc<str>,
    /// The model that was used instead, where that one fell back to another.
    #[serde(default)]
    pub fallback: Option<Arc<str>>,
    /// The provider that answered, or was asked last. Empty: none was asked.
    pub provider: Arc<str>,
    /// The model as that provider names it.
    pub upstream_model: Arc<str>,
    /// The path it came to.
    pub path: Arc<str>,
    /// The HTTP status the client got; 499 when it went away.
    pub status: u16,
    /// What became of it.
    pub outcome: Outcome,
    /// Whether the answer was streamed.
    pub stream: bool,
    /// Tokens read, cached ones included.
    pub prompt_tokens: u64,
    /// Tokens written, reasoning included.
    pub completion_tokens: u64,
    /// Of the prompt: read from the provider's cache.
    pub cached_tokens: u64,
    /// Of the prompt: written to the provider's cache.
    pub cache_write_tokens: u64,
    /// Of the completion: reasoning.
    pub reasoning_tokens: u64,
    /// The provider did not say how much it was; this is an estimate.
    pub estimated: bool,
    /// What it cost, by the prices that held. Nothing where `unpriced`.
    pub cost: Dollars,
    /// Tokens were used whose price nobody knows: the cost is not nothing, it is not known.
    #[serde(default)]
    pub unpriced: bool,
    /// How many times an upstream was called.
    pub attempts: u32,
    /// From the request's head to the response's end.
    pub latency_ms: u64,
    /// From the request's head to the first byte of the response's body.
    pub first_byte_ms: u64,
    /// Answered from the response cache.
    pub cache_hit: bool,
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered in full.
    Complete,
    /// The client went away first.
    Cancelled,
    /// The upstream broke off in the middle of the answer.
    Cut,
    /// Answered with an error of an upstream, or for want of one.
    Failed,
    /// Not let through: limits, budget, permission, or a request that makes no sense.
    Refused,
}

impl Outcome {
    /// As it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Cancelled => "cancelled",
            Self::Cut => "cut",
            Self::Failed => "failed",
            Self::Refused => "refused",
        }
    }

    /// The reverse of [`Outcome::name`].
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Complete, Self::Cancelled, Self::Cut, Self::Failed, Self::Refused]
            .into_iter()
            .find(|outcome| outcome.name() == name)
    }
}
