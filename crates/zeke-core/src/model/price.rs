//! What tokens cost: a price of the configuration, else a row of the table that the gateway has
//! too, else nothing is known, and that is said.

use std::collections::BTreeMap;

use ghostllm_client::Usage;
use serde::Deserialize;

use crate::config::{Config, Kind, Price};

/// The gateway's table: one place, one date.
const TABLE: &str = include_str!("../../../ghostllm/data/prices.toml");

#[derive(Deserialize)]
struct Row {
    input: f64,
    output: f64,
    cached_input: Option<f64>,
}

/// The price of a provider's model. Models of this machine cost nothing.
pub(crate) fn of(config: &Config, provider: &str, kind: Kind, model: &str) -> Option<Price> {
    let name = format!("{provider}/{model}");
    if let Some(price) = config.prices.get(&name) {
        return Some(*price);
    }
    if kind == Kind::Ollama {
        return Some(Price { input: 0.0, output: 0.0, cached: None });
    }
    let table: BTreeMap<String, toml::Value> = toml::from_str(TABLE).ok()?;
    // Gateways name the maker in front: `anthropic/claude-…`.
    let (maker, model) = match model.split_once('/') {
        Some((maker, rest)) if table.contains_key(maker) => (maker, rest),
        _ => (provider, model),
    };
    let rows: BTreeMap<String, Row> = table.get(maker)?.clone().try_into().ok()?;
    // The longest beginning that ends where a word of the name ends: `gpt-5` is not `gpt-5.9`.
    let fits =
        |name: &str| model.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let (_, row) = rows.iter().filter(|(name, _)| fits(name)).max_by_key(|(name, _)| name.len())?;
    Some(Price { input: row.input, output: row.output, cached: row.cached_input })
}

/// Dollars for tokens.
pub(crate) fn cost(price: &Price, usage: &Usage) -> f64 {
    let cached = usage.cache_read_tokens.min(usage.input_tokens);
    let plain = usage.input_tokens - cached;
    #[expect(clippy::cast_precision_loss, reason = "counts of tokens are far below 2^52")]
    let dollars = |tokens: u64, price: f64| tokens as f64 * price / 1e6;
    dollars(plain, price.input)
        + dollars(cached, price.cached.unwrap_or(price.input))
        + dollars(usage.output_tokens, price.output)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_price_of_a_model() {
        let check = |provider: &str, kind: Kind, model: &str, input: Option<f64>| {
            let config = "[prices.\"box/m\"]\ninput = 7\noutput = 8.0";
            let config: Config = toml::from_str(config).unwrap();
            let is = of(&config, provider, kind, model).map(|price| price.input.to_string());
            assert_eq!(is, input.map(|price| price.to_string()), "{provider}/{model}");
        };
        check("box", Kind::Compatible, "m", Some(7.0));
        check("box", Kind::Compatible, "n", None);
        check("openai", Kind::Openai, "gpt-4o-mini-2024-07-18", Some(0.15));
        check("openai", Kind::Openai, "gpt-5.9", None);
        check("openrouter", Kind::Compatible, "anthropic/claude-sonnet-4-5", Some(3.0));
        check("ollama", Kind::Ollama, "llama3", Some(0.0));
    }
}
