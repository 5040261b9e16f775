//! The user's configuration, `config.toml` in zeke's configuration folder: strict, so that a
//! misspelt key is an error and not a setting without effect.
//!
//! A project has none of its own: whoever wrote the project could send the user's keys and code to
//! a server of theirs.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::surroundings::Surroundings;

/// Everything that can be set. What is absent has the default that stands with it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The model of everything that has none of its own: `provider/model`.
    pub model: Option<String>,
    /// Models that are asked in this order when the one before has no room or is not reached.
    /// That it happened is said.
    pub fallback: Vec<String>,
    /// Models by task: `ask`, `chat`, `generate`, `explain`, `review`, `fix`, `test`, `refactor`, `document`.
    pub tasks: BTreeMap<String, String>,
    /// What may be spent.
    pub budget: BudgetConfig,
    /// How often a model may repair what did not compile; 3 unless said.
    pub repairs: Option<u32>,
    /// The longest answer, in tokens.
    pub max_tokens: Option<u64>,
    /// Providers by a name of the user's own, or further settings of a known one.
    pub providers: BTreeMap<String, ProviderConfig>,
    /// Prices by `provider/model`.
    pub prices: BTreeMap<String, Price>,
}

/// What may be spent before zeke stops.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct BudgetConfig {
    /// US dollars in one run.
    pub run_usd: Option<f64>,
    /// US dollars in one day (UTC).
    pub day_usd: Option<f64>,
    /// Tokens in one run, input and output together.
    pub run_tokens: Option<u64>,
    /// Tokens in one day (UTC).
    pub day_tokens: Option<u64>,
}

/// A provider.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ProviderConfig {
    /// Whose interface it speaks; the provider's own name where that is a kind.
    pub kind: Option<Kind>,
    /// Its address, up to where its own paths begin.
    pub base_url: Option<String>,
    /// The variable that holds its key.
    pub key_env: Option<String>,
    /// Ollama: the context size in tokens.
    pub num_ctx: Option<u32>,
    /// Further headers.
    pub headers: BTreeMap<String, String>,
    /// Agents: the program and its arguments.
    pub command: Vec<String>,
}

/// Whose interface a provider speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// OpenAI's Responses.
    Openai,
    /// OpenAI's Chat Completions.
    OpenaiChat,
    /// Anthropic's Messages.
    Anthropic,
    /// Google's Gemini.
    Gemini,
    /// Ollama's own.
    Ollama,
    /// A server that follows Chat Completions as most do.
    Compatible,
    /// A GhostLLM gateway.
    Ghostllm,
    /// A program that speaks the Agent Client Protocol, GitHub Copilot's among them.
    Acp,
}

/// US dollars per million tokens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Price {
    /// Read.
    pub input: f64,
    /// Written.
    pub output: f64,
    /// Read from the provider's cache; as `input` unless said.
    pub cached: Option<f64>,
    /// Written to the provider's cache; as `input` unless said.
    pub cache_write: Option<f64>,
    /// What a request costs whose prompt is long; the same unless said.
    pub long: Option<LongPrice>,
}

/// US dollars per million tokens of a request with a long prompt: for all of them, not only for those beyond.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LongPrice {
    /// Longer than this many tokens is long.
    pub over: u64,
    /// Read.
    pub input: f64,
    /// Written.
    pub output: f64,
    /// Read from the provider's cache; as `input` unless said.
    #[serde(alias = "cached_input")]
    pub cached: Option<f64>,
    /// Written to the provider's cache; as `input` unless said.
    #[serde(alias = "cache_write")]
    pub cache_write: Option<f64>,
}

impl Price {
    /// The price of a request with so many tokens to read.
    #[must_use]
    pub fn of_prompt(&self, tokens: u64) -> Self {
        let Some(long) = self.long.filter(|long| tokens > long.over) else { return *self };
        let LongPrice { input, output, cached, cache_write, .. } = long;
        Self { input, output, cached, cache_write, long: None }
    }
}

/// Tasks that may have a model of their own.
pub const TASKS: [&str; 10] =
    ["ask", "chat", "generate", "explain", "review", "fix", "test", "refactor", "document", "optimize"];

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// It is not what is expected.
    #[error("{path}:{line}: {message}")]
    Invalid {
        /// The file.
        path: Utf8PathBuf,
        /// Where.
        line: usize,
        /// What.
        message: String,
    },
}

impl Config {
    /// Reads the user's configuration; without one, everything has its default.
    pub fn load(surroundings: &Surroundings) -> Result<Self, ConfigError> {
        let chosen = surroundings.var("ZEKE_CONFIG").map(|path| surroundings.absolute(Utf8Path::new(path)));
        let is_chosen = chosen.is_some();
        let path = chosen.or_else(|| Some(surroundings.config_folder()?.join("config.toml")));
        let Some(path) = path else { return Ok(Self::default()) };
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(&path, &text),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_chosen => Ok(Self::default()),
            Err(source) => Err(ConfigError::Unreadable { path, source }),
        }
    }

    fn parse(path: &Utf8Path, text: &str) -> Result<Self, ConfigError> {
        let invalid = |at: usize, message: String| {
            let line = text.get(..at).unwrap_or_default().matches('\n').count() + 1;
            ConfigError::Invalid { path: path.to_owned(), line, message }
        };
        let config: Self = toml::from_str(text).map_err(|error| {
            invalid(error.span().map_or(0, |span| span.start), error.message().replace('\n', " "))
        })?;
        let at = |word: &str| text.find(word).unwrap_or(0);
        if let Some(task) = config.tasks.keys().find(|task| !TASKS.contains(&task.as_str())) {
            return Err(invalid(at(task), format!("no task `{task}`; there are {}", TASKS.join(", "))));
        }
        let amounts = [config.budget.run_usd, config.budget.day_usd];
        if amounts.into_iter().flatten().any(|amount| !amount.is_finite() || amount < 0.0) {
            return Err(invalid(at("budget"), "a budget is a number of dollars from 0".to_owned()));
        }
        let is_price = |price: f64| price.is_finite() && price >= 0.0;
        for (model, price) in &config.prices {
            let all = [Some(price.input), Some(price.output), price.cached, price.cache_write];
            if !all.into_iter().flatten().all(is_price) {
                return Err(invalid(at(model), format!("the price of `{model}` is no number from 0")));
            }
        }
        for (name, provider) in &config.providers {
            if let Some(Kind::Acp) = provider.kind
                && provider.command.is_empty()
            {
                return Err(invalid(
                    at(name),
                    format!("provider `{name}` is an agent and needs a `command`"),
                ));
            }
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_misspelt_is_an_error_with_its_line() {
        let check = |text: &str, expected: Result<(), &str>| {
            let is = Config::parse(Utf8Path::new("c.toml"), text).map(|_| ()).map_err(|e| e.to_string());
            match expected {
                Ok(()) => assert_eq!(is, Ok(()), "{text}"),
                Err(words) => assert!(is.as_ref().is_err_and(|is| is.contains(words)), "{text}: {is:?}"),
            }
        };
        check("", Ok(()));
        check(
            "model = \"ollama/llama3\"\n[budget]\nday-usd = 2.5\n[tasks]\nreview = \"openai/gpt-5\"",
            Ok(()),
        );
        check("\nmodle = \"x\"", Err("c.toml:2: unknown field `modle`"));
        check("[budget]\nrun-usd = -1.0", Err("c.toml:1: a budget is"));
        check("[tasks]\nreveiw = \"x\"", Err("c.toml:2: no task `reveiw`"));
        check("[providers.a]\nkind = \"opnai\"", Err("c.toml:2: unknown variant `opnai`"));
        check("[providers.a]\nkind = \"acp\"", Err("needs a `command`"));
        check("[prices.\"a/b\"]\ninput = nan\noutput = 1.0", Err("is no number"));
    }
}
