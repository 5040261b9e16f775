//! Which price counts for a model, and for how many tokens. The table is data with a date; the gateway and other
//! readers keep amounts in forms of their own.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::Usage;

/// The table that is built in: TOML, `date` and a table of models for each kind of provider.
pub const TABLE: &str = include_str!("../data/prices.toml");

/// Prices by provider kind and the name of the model.
pub type Rows<P> = BTreeMap<String, BTreeMap<String, P>>;

/// The price of a provider's model: the row with the longest name of which the model's is a dated version. A local
/// provider's models, or unknown ones, have none.
pub fn of<'r, P>(rows: &'r Rows<P>, kind: &str, model: &str) -> Option<&'r P> {
    let (kind, model) = maker(rows, kind, model);
    let rows = rows.get(kind)?;
    // A version begins behind the name, which is looked up: there are more rows than hyphens.
    let ends = model.match_indices(['-', '@']).map(|(at, _)| at);
    let mut names = std::iter::once(model.len()).chain(ends.rev()).map(|end| &model[..end]);
    names.find_map(|name| rows.get(name).filter(|_| is_version_of(&model, name)))
}

/// Whose price list counts, and what the model is called there.
fn maker<'m, P>(rows: &Rows<P>, kind: &'m str, model: &'m str) -> (&'m str, Cow<'m, str>) {
    // Gateways of gateways name the maker in front: `openai/gpt-4o`.
    if let Some((maker, rest)) = model.split_once('/') {
        let maker = if maker == "google" { "gemini" } else { maker };
        if rows.contains_key(maker) {
            // They write Anthropic's versions with dots.
            let is_dotted = maker == "anthropic" && rest.contains('.');
            return (maker, if is_dotted { rest.replace('.', "-").into() } else { rest.into() });
        }
    }
    match kind {
        "azure" => ("openai", model.into()),
        "vertex" if model.starts_with("claude") => ("anthropic", model.into()),
        "vertex" | "gemini-openai" => ("gemini", model.into()),
        // `us.anthropic.claude-…`
        "bedrock" => match model.split_once("anthropic.") {
            Some((_, rest)) => ("anthropic", rest.into()),
            None => (kind, model.into()),
        },
        _ => (kind, model.into()),
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

/// The tokens of a usage, each once, by the price that counts for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Billed {
    /// Read anew.
    pub input: u64,
    /// Read from the provider's cache.
    pub cached: u64,
    /// Written to the provider's cache.
    pub written: u64,
    /// Written to it for an hour: Anthropic's costs twice the input price where the five-minute one costs 1.25 of it.
    pub written_1h: u64,
    /// Written by the model.
    pub output: u64,
}

impl Billed {
    /// Cached tokens are part of the input in every usage.
    pub fn of(usage: &Usage) -> Self {
        let cached = usage.cache_read_tokens.min(usage.input_tokens);
        let all_written = usage.cache_write_tokens.min(usage.input_tokens - cached);
        let written_1h = usage.cache_write_1h_tokens.min(all_written);
        Self {
            input: usage.input_tokens - cached - all_written,
            cached,
            written: all_written - written_1h,
            written_1h,
            output: usage.output_tokens,
        }
    }
}
