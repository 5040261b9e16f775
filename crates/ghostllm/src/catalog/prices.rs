//! What tokens cost. The table is data with a date (`ghostllm_protocol::price`); a model of the configuration may
//! carry its own price. A model without a price is `unpriced` in usage rows and metrics, and `ghostllm check` names it.

use ghostllm_protocol::Usage;
use ghostllm_protocol::price::{self, Billed, Rows};
use serde::Deserialize;

use crate::config::Price;
use crate::money::Dollars;

/// Prices by provider kind and the beginning of the model's name.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Prices {
    /// The day they were looked up.
    pub(crate) date: String,
    #[serde(flatten)]
    kinds: Rows<Price>,
}

impl Prices {
    /// The table that is built in, or the one in `text`.
    pub(crate) fn read(text: Option<&str>) -> Result<Self, toml::de::Error> {
        toml::from_str(text.unwrap_or(price::TABLE))
    }

    /// The price of a provider's model.
    pub(crate) fn of(&self, kind: &str, model: &str) -> Option<Price> {
        price::of(&self.kinds, kind, model).copied()
    }
}

/// What `usage` costs at `price`.
pub(crate) fn cost(price: &Price, usage: &Usage) -> Dollars {
    let billed = Billed::of(usage);
    let price = price.of_prompt(usage.input_tokens);
    let write = price.cache_write.unwrap_or(price.input);
    let write_1h = if price.cache_write.is_some() { price.input.plus(price.input) } else { write };
    price
        .input
        .per_million(billed.input)
        .plus(price.cached_input.unwrap_or(price.input).per_million(billed.cached))
        .plus(write.per_million(billed.written))
        .plus(write_1h.per_million(billed.written_1h))
        .plus(price.output.per_million(billed.output))
}

#[cfg(test)]
mod tests {
    use ghostllm_protocol::Usage;

    use super::{Prices, cost};

    #[test]
    fn the_longest_name_counts() {
        let prices = Prices::read(None).unwrap();
        let input = |kind: &str, model: &str| prices.of(kind, model).map(|p| p.input.to_string());
        assert_eq!(input("openai", "gpt-4o-mini-2024-07-18").as_deref(), Some("$0.15"));
        assert_eq!(input("openai", "gpt-4o-2024-11-20").as_deref(), Some("$2.50"));
        assert_eq!(input("openrouter", "anthropic/claude-sonnet-4-5").as_deref(), Some("$3.00"));
        assert_eq!(input("openrouter", "anthropic/claude-sonnet-4.5").as_deref(), Some("$3.00"));
        assert_eq!(input("openrouter", "google/gemini-2.5-pro"), input("gemini", "gemini-2.5-pro"));
        assert!(input("openrouter", "google/gemini-2.5-pro").is_some());
        assert_eq!(input("azure", "gpt-4o").as_deref(), Some("$2.50"));
        assert_eq!(input("vertex", "claude-sonnet-4-5@20250929").as_deref(), Some("$3.00"));
        assert_eq!(input("vertex", "gemini-2.5-pro").as_deref(), Some("$1.25"));
        assert_eq!(
            input("bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0").as_deref(),
            Some("$3.00")
        );
        assert_eq!(input("gemini", "gemini-2.5-flash-preview-09-2025").as_deref(), Some("$0.30"));
        assert_eq!(input("ollama", "llama3.2"), None);
        for unknown in
            ["ft:unknown", "gpt-5.9", "gpt-4o-audio-preview", "gpt-4o-mini-tts", "gpt-4-32k", "gpt-5.6-sol"]
        {
            assert_eq!(input("openai", unknown), None, "{unknown}");
        }
        assert_eq!(input("anthropic", "claude-opus-4-9"), None);
        assert_eq!(input("anthropic", "claude-opus-5-5").as_deref(), Some("$4.00"));
        assert_eq!(input("openai", "gpt-3.5-turbo-1106").as_deref(), Some("$1.00"));
        assert_eq!(input("anthropic", "claude-opus-4-20250514").as_deref(), Some("$15.00"));
    }

    #[test]
    fn cached_and_written_tokens_have_their_own_price() {
        let price = Prices::read(None).unwrap().of("anthropic", "claude-sonnet-4-5").unwrap();
        let usage = Usage {
            input_tokens: 1_000_000,
            output_tokens: 1_000_000,
            cache_read_tokens: 400_000,
            cache_write_tokens: 200_000,
            cache_write_1h_tokens: 100_000,
            ..Usage::default()
        };
        let short = Usage { input_tokens: 200_000, cache_read_tokens: 200_000, ..Usage::default() };
        assert_eq!(cost(&price, &short).to_string(), "$0.06");
        // A long prompt makes all of it dearer: 0.4 x 6 + 0.4 x 0.6 + 0.1 x 7.5 + 0.1 x 12 + 22.5
        assert_eq!(cost(&price, &usage).to_string(), "$27.09");
        let flat = crate::config::Price { long: None, ..price };
        // 0.4 x 3 + 0.4 x 0.3 + 0.1 x 3.75 + 0.1 x 6 + 15
        assert_eq!(cost(&flat, &usage).to_string(), "$17.295");
    }

    #[test]
    fn a_long_prompt_begins_behind_its_bound() {
        let price = Prices::read(None).unwrap().of("gemini", "gemini-2.5-pro").unwrap();
        let check = |input_tokens, output_tokens, expected: &str| {
            let usage = Usage { input_tokens, output_tokens, ..Usage::default() };
            assert_eq!(cost(&price, &usage).to_string(), expected);
        };
        check(200_000, 1_000, "$0.26");
        check(200_001, 1_000, "$0.5150025");
        // Whatever is written.
        check(0, 1_000_000, "$10.00");
    }

    /// A surcharge is one.
    #[test]
    fn long_prompts_are_nowhere_cheaper() {
        let prices = Prices::read(None).unwrap();
        let mut long = 0;
        for (name, price) in prices.kinds.values().flatten() {
            let dear = price.of_prompt(u64::MAX);
            long += usize::from(price.long.is_some());
            assert!(dear.input >= price.input && dear.output >= price.output, "{name}");
            assert!(
                dear.cached_input >= price.cached_input && dear.cache_write >= price.cache_write,
                "{name}"
            );
        }
        assert!(long >= 10);
    }
}
