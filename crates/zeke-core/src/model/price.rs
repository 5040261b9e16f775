//! What tokens cost: a price of the configuration, else a row of the table that the gateway has
//! too, else nothing is known, and that is said.

use ghostllm_client::Usage;
use ghostllm_client::price::{self, Billed, Rows};
use serde::Deserialize;

use crate::config::{Config, Kind, LongPrice, Price};

#[derive(Deserialize)]
struct Table {
    #[serde(rename = "date")]
    _date: String,
    #[serde(flatten)]
    rows: Rows<Row>,
}

#[derive(Deserialize)]
struct Row {
    input: f64,
    output: f64,
    cached_input: Option<f64>,
    cache_write: Option<f64>,
    long: Option<LongPrice>,
}

/// The price of a provider's model. Models of this machine cost nothing.
pub(crate) fn of(config: &Config, provider: &str, kind: Kind, model: &str) -> Option<Price> {
    let name = format!("{provider}/{model}");
    if let Some(price) = config.prices.get(&name) {
        return Some(*price);
    }
    if kind == Kind::Ollama {
        return Some(Price::default());
    }
    let table: Table = toml::from_str(price::TABLE).ok()?;
    let row = price::of(&table.rows, provider, model)?;
    Some(Price {
        input: row.input,
        output: row.output,
        cached: row.cached_input,
        cache_write: row.cache_write,
        long: row.long,
    })
}

/// Dollars for tokens.
pub(crate) fn cost(price: &Price, usage: &Usage) -> f64 {
    let (billed, price) = (Billed::of(usage), price.of_prompt(usage.input_tokens));
    #[expect(clippy::cast_precision_loss, reason = "counts of tokens are far below 2^52")]
    let dollars = |tokens: u64, price: f64| tokens as f64 * price / 1e6;
    let write = price.cache_write.unwrap_or(price.input);
    let write_1h = if price.cache_write.is_some() { 2.0 * price.input } else { write };
    dollars(billed.input, price.input)
        + dollars(billed.cached, price.cached.unwrap_or(price.input))
        + dollars(billed.written, write)
        + dollars(billed.written_1h, write_1h)
        + dollars(billed.output, price.output)
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
        for other in ["gpt-4o-audio-preview", "gpt-4o-realtime-preview", "gpt-4o-mini-tts", "gpt-5-ultra"] {
            check("openai", Kind::Openai, other, None);
        }
        check("anthropic", Kind::Anthropic, "claude-opus-4-9", None);
        check("openrouter", Kind::Compatible, "openai/gpt-4o-audio-preview", None);
        check("vertex", Kind::Compatible, "claude-sonnet-4-5@20250929", Some(3.0));
        check("openrouter", Kind::Compatible, "anthropic/claude-sonnet-4-5", Some(3.0));
        check("ollama", Kind::Ollama, "llama3", Some(0.0));
    }

    #[test]
    fn what_is_cached_has_its_own_price() {
        let price = of(&Config::default(), "anthropic", Kind::Anthropic, "claude-sonnet-4-5").unwrap();
        let usage = Usage {
            input_tokens: 1_000_000,
            output_tokens: 1_000_000,
            cache_read_tokens: 400_000,
            cache_write_tokens: 200_000,
            cache_write_1h_tokens: 100_000,
            ..Usage::default()
        };
        // Without the price of long prompts: 0.4 x 3 + 0.4 x 0.3 + 0.1 x 3.75 + 0.1 x 6 + 15
        let flat = Price { long: None, ..price };
        assert!((cost(&flat, &usage) - 17.295).abs() < 1e-9);
        // 0.4 x 6 + 0.4 x 0.6 + 0.1 x 7.5 + 0.1 x 12 + 22.5
        assert!((cost(&price, &usage) - 27.09).abs() < 1e-9);
    }

    #[test]
    fn a_long_prompt_begins_behind_its_bound() {
        let price = of(&Config::default(), "gemini", Kind::Compatible, "gemini-2.5-pro").unwrap();
        let check = |input_tokens, expected: f64| {
            let usage = Usage { input_tokens, output_tokens: 1_000, ..Usage::default() };
            assert!((cost(&price, &usage) - expected).abs() < 1e-9, "{input_tokens}");
        };
        check(200_000, 0.26);
        check(200_001, 0.515_002_5);
    }
}
