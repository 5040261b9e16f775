//! What an answer cost, in tokens.
//!
//! Holds: `input_tokens` and `output_tokens` are totals. Cached tokens are part of the input and reasoning
//! tokens part of the output, in every dialect: Anthropic, Bedrock and Gemini leave them out of theirs, and
//! the codecs add them (and take them off again).

use crate::Extras;

/// What an answer cost, in tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Usage {
    /// Everything the model read, cached or not.
    pub input_tokens: u64,
    /// Everything the model wrote, thoughts included.
    pub output_tokens: u64,
    /// Of the input: read from the provider's cache.
    pub cache_read_tokens: u64,
    /// Of the input: written to the provider's cache.
    pub cache_write_tokens: u64,
    /// Of those written: kept for an hour, which costs more.
    pub cache_write_1h_tokens: u64,
    /// Of the output: thoughts.
    pub reasoning_tokens: u64,
    /// Everything else, in the origin's words.
    pub extras: Extras,
}

impl Usage {
    /// Input and output together.
    pub fn total_tokens(&self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }

    /// Takes over what a later frame of the same stream says. Frames say either everything so far or only some
    /// of the counts, so a count that is not zero replaces the one before.
    pub fn merge(&mut self, later: &Self) {
        let newer = |count: &mut u64, later: u64| {
            if later != 0 {
                *count = later;
            }
        };
        newer(&mut self.input_tokens, later.input_tokens);
        newer(&mut self.output_tokens, later.output_tokens);
        newer(&mut self.cache_read_tokens, later.cache_read_tokens);
        newer(&mut self.cache_write_tokens, later.cache_write_tokens);
        newer(&mut self.cache_write_1h_tokens, later.cache_write_1h_tokens);
        newer(&mut self.reasoning_tokens, later.reasoning_tokens);
        for (key, value) in later.extras.iter() {
            self.extras.insert(key, value.clone());
        }
    }
}
