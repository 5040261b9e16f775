//! What tokens cost. The table is data with a date (`data/prices.toml`); a model of the configuration may carry
//! its own price. A model without a price is `unpriced` in usage rows and metrics, and `ghostllm check` names it.

use std::collections::BTreeMap;

use ghostllm_protocol::Usage;
use serde::Deserialize;

use crate::config::Price;
use crate::money::Dollars;

/// The table that is built in.
const BUILT_IN: &str = include_str!("../../data/prices.toml");

/// Prices by provider kind and the beginning of the model's name.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Prices {
    /// The day they were looked up.
    pub(crate) date: String,
    #[serde(flatten)]
    kinds: BTreeMap<String, BTreeMap<String, Price>>,
}

impl Prices {
    /// The table that is built in, or the one in `text`.
    pub(crate) fn read(text: Option<&str>) -> Result<Self, toml::de::Error> {
        toml::from_str(text.unwrap_or(BUILT_IN))
    }

    /// The price of a provider's model: the row with the longest name of which the model's is a dated version. A
    /// local provider's models, or unknown ones, have none.
    pub(crate) fn of(&self, kind: &str, model: &str) -> Option<Price> {
        let (kind, model) = self.maker(kind, model);
        let rows = self.kinds.get(kind)?;
        let found = rows.iter().filter(|(name, _)| is_version_of(model, name));
        found.max_by_key(|(name, _)| name.len()).map(|(_, price)| *price)
    }

    /// Whose price list counts, and what the model is called there.
    fn maker<'m>(&self, kind: &'m str, model: &'m str) -> (&'m str, &'m str) {
        // Gateways of gateways name the maker in front: `openai/gpt-4o`.
        if let Some((maker, rest)) = model.split_once('/')
            && self.kinds.contains_key(maker)
        {
            return (maker, rest);
        }
        match kind {
            "azure" => ("openai", model),
            "vertex" if model.starts_with("claude") => ("anthropic", model),
            "vertex" | "gemini-openai" => ("gemini", model),
            // `us.anthropic.claude-…`
            "bedrock" => match model.split_once("anthropic.") {
                Some((_, rest)) => ("anthropic", rest),
                None => (kind, model),
            },
            _ => (kind, model),
        }
    }
}

/// Whether `model` is `name`, or a dated or numbered version of it. Anything more in a name may have a price of
/// its own: `gpt-4o-audio-preview` is no `gpt-4o`, and `claude-opus-4-9` no `claude-opus-4`.
fn is_version_of(model: &str, name: &str) -> bool {
    let Some(rest) = model.strip_prefix(name) else { return false };
    if rest.is_empty() {
        return true;
    }
    let Some(parts) = rest.strip_prefix(['-', '@']) else { return false };
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = |part: &str| {
        matches!(part, "latest" | "preview" | "exp") || part.strip_prefix('v').is_some_and(is_number)
    };
    parts.split(['-', '@', ':']).enumerate().all(|(at, part)| {
        // A short number right after the name is another model; in a date or a version it is none.
        is_word(part) || (is_number(part) && (at > 0 || part.len() >= 3))
    })
}

/// What `usage` costs at `price`.
pub(crate) fn cost(price: &Price, usage: &Usage) -> Dollars {
    let cached = usage.cache_read_tokens.min(usage.input_tokens);
    let written = usage.cache_write_tokens.min(usage.input_tokens - cached);
    let plain = usage.input_tokens - cached - written;
    // Anthropic's hour-long cache costs twice the input price where the five-minute one costs 1.25 of it.
    let long = usage.cache_write_1h_tokens.min(written);
    let write = price.cache_write.unwrap_or(price.input);
    let write_long = if price.cache_write.is_some() { price.input.plus(price.input) } else { write };
    price
        .input
        .per_million(plain)
        .plus(price.cached_input.unwrap_or(price.input).per_million(cached))
        .plus(write.per_million(written - long))
        .plus(write_long.per_million(long))
        .plus(price.output.per_million(usage.output_tokens))
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
        // 0.4 x 3 + 0.4 x 0.3 + 0.1 x 3.75 + 0.1 x 6 + 15
        assert_eq!(cost(&price, &usage).to_string(), "$17.295");
    }
}
