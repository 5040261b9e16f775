//! Which provider a model's name means, where it is, and with which key.

use camino::Utf8PathBuf;
use ghostllm_client::{Dialect, Endpoint, Key, Profile};

use crate::config::{Config, Kind, ProviderConfig};
use crate::keys::{FoundKey, KeyError, KeySource, Keys};
use crate::surroundings::Surroundings;

/// What is known of a provider before anything is configured.
struct Known {
    name: &'static str,
    kind: Kind,
    base_url: &'static str,
    /// Variables that hold its key.
    keys: &'static [&'static str],
    /// The variable that holds its address.
    address: &'static str,
    /// Beginnings of names of models that are its own.
    models: &'static [&'static str],
}

const KNOWN: [Known; 7] = [
    Known {
        name: "openai",
        kind: Kind::Openai,
        base_url: "https://api.openai.com/v1",
        keys: &["OPENAI_API_KEY"],
        address: "OPENAI_BASE_URL",
        models: &["gpt-", "o1", "o3", "o4", "chatgpt-"],
    },
    Known {
        name: "anthropic",
        kind: Kind::Anthropic,
        base_url: "https://api.anthropic.com",
        keys: &["ANTHROPIC_API_KEY"],
        address: "ANTHROPIC_BASE_URL",
        models: &["claude-"],
    },
    Known {
        name: "gemini",
        kind: Kind::Gemini,
        base_url: "https://generativelanguage.googleapis.com/v1beta",
        keys: &["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        address: "GEMINI_BASE_URL",
        models: &["gemini-"],
    },
    Known {
        name: "ollama",
        kind: Kind::Ollama,
        base_url: "http://127.0.0.1:11434",
        keys: &[],
        address: "OLLAMA_HOST",
        models: &[],
    },
    Known {
        name: "openrouter",
        kind: Kind::Compatible,
        base_url: "https://openrouter.ai/api/v1",
        keys: &["OPENROUTER_API_KEY"],
        address: "OPENROUTER_BASE_URL",
        models: &[],
    },
    Known {
        name: "ghostllm",
        kind: Kind::Ghostllm,
        base_url: "",
        keys: &["GHOSTLLM_API_KEY"],
        address: "GHOSTLLM_URL",
        models: &[],
    },
    Known { name: "copilot", kind: Kind::Acp, base_url: "", keys: &[], address: "", models: &[] },
];

/// The official server of GitHub Copilot, which the user installs and signs in to.
const COPILOT_COMMAND: [&str; 2] = ["copilot-language-server", "--acp"];

/// A provider, ready to be asked.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its name.
    pub name: String,
    /// Whose interface it speaks.
    pub kind: Kind,
    /// How it is reached.
    pub reach: Reach,
    /// Where its key is from; `None`: it has none.
    pub key_source: Option<KeySource>,
    /// Ollama's context size, where it is configured.
    pub num_ctx: Option<u32>,
}

/// How a provider is reached.
#[derive(Debug, Clone)]
pub enum Reach {
    /// Over HTTP.
    Endpoint(Box<Endpoint>),
    /// By a program that speaks the Agent Client Protocol.
    Agent {
        /// The program and its arguments.
        command: Vec<String>,
        /// The program's file, where it is there.
        program: Option<Utf8PathBuf>,
    },
}

/// Why a provider cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// Nobody has that name.
    #[error("there is no provider `{name}`; there are {}", .known.join(", "))]
    Unknown {
        /// The name.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A model's name that does not say whose it is.
    #[error("`{model}` does not say whose model it is; write provider/{model}, with one of {}", .known.join(", "))]
    WhoseModel {
        /// The model.
        model: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// It has no key.
    #[error("there is no key for `{name}`; set {variable} or run: zeke auth login {name}")]
    NoKey {
        /// The provider.
        name: String,
        /// The variable.
        variable: String,
    },
    /// It has no address.
    #[error("there is no address for `{name}`; set {variable}, or base-url in [providers.{name}]")]
    NoAddress {
        /// The provider.
        name: String,
        /// The variable.
        variable: String,
    },
    /// A key would go over the net in the clear.
    #[error("the key of `{name}` is not sent to {base_url}: it would go unencrypted to another machine")]
    InTheClear {
        /// The provider.
        name: String,
        /// Its address.
        base_url: String,
    },
    /// The keys cannot be read.
    #[error("the key of `{name}` cannot be had")]
    Key {
        /// The provider.
        name: String,
        /// Why.
        #[source]
        source: KeyError,
    },
}

/// Every provider there is a name for: the known ones, then those of the configuration.
#[must_use]
pub fn names(config: &Config) -> Vec<String> {
    let known = KNOWN.iter().map(|known| known.name.to_owned());
    let own = config.providers.keys().filter(|name| KNOWN.iter().all(|known| known.name != name.as_str()));
    known.chain(own.cloned()).collect()
}

/// The variables that may hold the key of a provider.
#[must_use]
pub fn key_variables(config: &Config, name: &str) -> Vec<String> {
    let own = config.providers.get(name).and_then(|own| own.key_env.clone());
    let known = KNOWN.iter().find(|known| known.name == name).map_or(&[][..], |known| known.keys);
    own.into_iter().chain(known.iter().map(|name| (*name).to_owned())).collect()
}

/// Splits `provider/model`. A name without a provider is taken for the provider whose models are
/// named so, or for the only one that is configured.
pub fn split(config: &Config, model: &str) -> Result<(String, String), ProviderError> {
    let all = names(config);
    if let Some((provider, rest)) = model.split_once('/')
        && !rest.is_empty()
        && all.iter().any(|name| name == provider)
    {
        return Ok((provider.to_owned(), rest.to_owned()));
    }
    let is_named = |known: &&Known| known.models.iter().any(|start| model.starts_with(start));
    if let Some(known) = KNOWN.iter().find(is_named) {
        return Ok((known.name.to_owned(), model.to_owned()));
    }
    if let (Some(only), 1) = (config.providers.keys().next(), config.providers.len()) {
        // What stands before a slash was meant for a provider, and a slip must send nothing elsewhere.
        if let Some((provider, _)) = model.split_once('/') {
            return Err(ProviderError::Unknown { name: provider.to_owned(), known: all });
        }
        return Ok((only.clone(), model.to_owned()));
    }
    Err(ProviderError::WhoseModel { model: model.to_owned(), known: all })
}

/// The provider of a name, with its key.
pub fn find(
    config: &Config,
    surroundings: &Surroundings,
    keys: &Keys<'_>,
    name: &str,
) -> Result<Provider, ProviderError> {
    let known = KNOWN.iter().find(|known| known.name == name);
    let own = config.providers.get(name).cloned().unwrap_or_default();
    let unknown = || ProviderError::Unknown { name: name.to_owned(), known: names(config) };
    if known.is_none() && !config.providers.contains_key(name) {
        return Err(unknown());
    }
    let address = address(surroundings, known, &own);
    let kind = kind(known, &own, address.as_deref());
    if kind == Kind::Acp {
        return Ok(agent(surroundings, name, &own));
    }
    let variables = key_variables(config, name);
    let names: Vec<&str> = variables.iter().map(String::as_str).collect();
    let key =
        keys.find(name, &names).map_err(|source| ProviderError::Key { name: name.to_owned(), source })?;
    let base_url = address.ok_or_else(|| ProviderError::NoAddress {
        name: name.to_owned(),
        variable: known.map_or("base-url", |known| known.address).to_owned(),
    })?;
    if key.is_none() && needs_key(kind, &base_url) {
        let variable = variables.first().map_or("its key", String::as_str).to_owned();
        return Err(ProviderError::NoKey { name: name.to_owned(), variable });
    }
    if key.is_some() && !is_private(&base_url) {
        return Err(ProviderError::InTheClear { name: name.to_owned(), base_url });
    }
    let mut endpoint = endpoint(kind, &base_url, key.as_ref());
    endpoint.headers.extend(own.headers);
    Ok(Provider {
        name: name.to_owned(),
        kind,
        reach: Reach::Endpoint(Box::new(endpoint)),
        key_source: key.map(|key| key.source),
        num_ctx: own.num_ctx,
    })
}

fn agent(surroundings: &Surroundings, name: &str, own: &ProviderConfig) -> Provider {
    let command = if own.command.is_empty() {
        COPILOT_COMMAND.iter().map(|word| (*word).to_owned()).collect()
    } else {
        own.command.clone()
    };
    let program = command.first().and_then(|program| {
        if program.contains(['/', '\\']) {
            Some(surroundings.absolute(program.as_str().into())).filter(|path| path.is_file())
        } else {
            surroundings.which(program)
        }
    });
    let reach = Reach::Agent { command, program };
    Provider { name: name.to_owned(), kind: Kind::Acp, reach, key_source: None, num_ctx: None }
}

fn address(surroundings: &Surroundings, known: Option<&Known>, own: &ProviderConfig) -> Option<String> {
    let configured = own.base_url.clone();
    let from_environment = || Some(surroundings.var(known?.address)?.to_owned());
    let usual = || known.map(|known| known.base_url.to_owned()).filter(|url| !url.is_empty());
    let address = configured.or_else(from_environment).or_else(usual)?;
    let address = address.trim_end_matches('/');
    // OLLAMA_HOST may be a host alone, and may be the address that the server listens on.
    let with_scheme = if address.contains("://") { address.to_owned() } else { format!("http://{address}") };
    let is_ollama = known.is_some_and(|known| known.kind == Kind::Ollama);
    if !is_ollama {
        return Some(with_scheme);
    }
    let reachable = with_scheme.replace("://0.0.0.0", "://127.0.0.1");
    let has_port = reachable.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok());
    Some(if has_port || reachable.starts_with("https:") { reachable } else { format!("{reachable}:11434") })
}

/// OpenAI's own server speaks Responses; whatever else stands at `OPENAI_BASE_URL` speaks what
/// compatible servers do.
fn kind(known: Option<&Known>, own: &ProviderConfig, address: Option<&str>) -> Kind {
    let usual = known.map_or(Kind::Compatible, |known| known.kind);
    let elsewhere = address.is_some_and(|address| !address.starts_with("https://api.openai.com"));
    match own.kind {
        Some(kind) => kind,
        None if usual == Kind::Openai && elsewhere => Kind::Compatible,
        None => usual,
    }
}

fn endpoint(kind: Kind, base_url: &str, key: Option<&FoundKey>) -> Endpoint {
    let key = key.map(|key| Key::from(key.value.as_str()));
    match kind {
        Kind::Openai => Endpoint::new(Dialect::OpenAiResponses, base_url, key),
        Kind::OpenaiChat => Endpoint::new(Dialect::OpenAiChat, base_url, key),
        Kind::Anthropic => Endpoint::new(Dialect::Anthropic, base_url, key),
        Kind::Gemini => Endpoint::new(Dialect::Gemini, base_url, key),
        Kind::Ollama => Endpoint::new(Dialect::OllamaChat, base_url, key),
        Kind::Compatible | Kind::Acp => Endpoint::compatible(base_url, key),
        Kind::Ghostllm => {
            let bare = base_url.trim_end_matches("/v1");
            let mut endpoint = Endpoint::new(Dialect::OpenAiChat, format!("{bare}/v1"), key);
            endpoint.profile = Profile::GATEWAY;
            endpoint
        }
    }
}

/// Local servers, and those that the user set up, may have none.
fn needs_key(kind: Kind, base_url: &str) -> bool {
    let is_own = matches!(kind, Kind::Ollama | Kind::Compatible | Kind::Ghostllm);
    !is_own || base_url.contains("://openrouter.ai")
}

/// Whether what is sent there cannot be read on the way.
fn is_private(base_url: &str) -> bool {
    let (scheme, rest) = base_url.split_once("://").unwrap_or(("", base_url));
    if scheme.eq_ignore_ascii_case("https") {
        return true;
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = if host.starts_with('[') {
        host.trim_start_matches('[').split(']').next().unwrap_or_default()
    } else {
        host.split(':').next().unwrap_or_default()
    };
    let address = host.parse::<std::net::IpAddr>();
    host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(is_near)
}

/// Loopback, and the addresses of private networks.
fn is_near(address: std::net::IpAddr) -> bool {
    match address {
        std::net::IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        std::net::IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cancel::Cancel;

    fn found(vars: &[(&str, &str)], config: &str, name: &str) -> Result<(Kind, String), String> {
        let vars = vars.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let surroundings = Surroundings { vars, ..Surroundings::default() };
        let config: Config = toml::from_str(config).unwrap();
        let cancel = Cancel::new();
        let keys = Keys::new(&surroundings, &cancel);
        match find(&config, &surroundings, &keys, name) {
            Ok(Provider { kind, reach: Reach::Endpoint(endpoint), .. }) => Ok((kind, endpoint.base_url)),
            Ok(provider) => Ok((provider.kind, String::new())),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn providers_are_found() {
        let check =
            |vars: &[(&str, &str)], config: &str, name: &str, expected: Result<(Kind, &str), &str>| {
                let is = found(vars, config, name);
                match expected {
                    Ok((kind, url)) => assert_eq!(is, Ok((kind, url.to_owned())), "{name}"),
                    Err(words) => assert!(is.as_ref().is_err_and(|is| is.contains(words)), "{name}: {is:?}"),
                }
            };
        let key = ("OPENAI_API_KEY", "k");
        check(&[key], "", "openai", Ok((Kind::Openai, "https://api.openai.com/v1")));
        check(&[], "", "openai", Err("set OPENAI_API_KEY or run: zeke auth login openai"));
        let local = ("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1/");
        check(&[key, local], "", "openai", Ok((Kind::Compatible, "http://127.0.0.1:8080/v1")));
        check(&[local], "", "openai", Ok((Kind::Compatible, "http://127.0.0.1:8080/v1")));
        let clear = ("OPENAI_BASE_URL", "http://models.example.com/v1");
        check(&[key, clear], "", "openai", Err("unencrypted"));
        let loud = ("OPENAI_BASE_URL", "HTTP://models.example.com/v1");
        check(&[key, loud], "", "openai", Err("unencrypted"));
        let loud = ("OPENAI_BASE_URL", "HTTPS://models.example.com/v1");
        check(&[key, loud], "", "openai", Ok((Kind::Compatible, "HTTPS://models.example.com/v1")));
        check(&[], "", "ollama", Ok((Kind::Ollama, "http://127.0.0.1:11434")));
        check(&[("OLLAMA_HOST", "0.0.0.0")], "", "ollama", Ok((Kind::Ollama, "http://127.0.0.1:11434")));
        check(&[("OLLAMA_HOST", "box:99")], "", "ollama", Ok((Kind::Ollama, "http://box:99")));
        check(&[], "", "ghostllm", Err("set GHOSTLLM_URL"));
        let gateway = ("GHOSTLLM_URL", "http://127.0.0.1:8080");
        check(&[gateway], "", "ghostllm", Ok((Kind::Ghostllm, "http://127.0.0.1:8080/v1")));
        check(&[], "", "mine", Err("there is no provider `mine`; there are openai, anthropic"));
        let mine = "[providers.mine]\nbase-url = \"http://10.0.0.2:1/v1\"\nkey-env = \"MINE\"";
        check(&[("MINE", "k")], mine, "mine", Ok((Kind::Compatible, "http://10.0.0.2:1/v1")));
        check(&[], "", "copilot", Ok((Kind::Acp, "")));
    }

    #[test]
    fn names_of_models_say_whose_they_are() {
        let check = |config: &str, model: &str, expected: Option<(&str, &str)>| {
            let config: Config = toml::from_str(config).unwrap();
            let is = split(&config, model).ok();
            let expected = expected.map(|(provider, model)| (provider.to_owned(), model.to_owned()));
            assert_eq!(is, expected, "{model}");
        };
        check("", "ollama/qwen3:8b", Some(("ollama", "qwen3:8b")));
        check("", "openrouter/anthropic/claude-x", Some(("openrouter", "anthropic/claude-x")));
        check("", "claude-sonnet-4-5", Some(("anthropic", "claude-sonnet-4-5")));
        check("", "llama3", None);
        check("[providers.box]\nbase-url = \"http://127.0.0.1:1\"", "llama3", Some(("box", "llama3")));
        check("[providers.box]\nbase-url = \"http://127.0.0.1:1\"", "bux/llama3", None);
        check("[providers.box]\nbase-url = \"http://127.0.0.1:1\"", "opnai/gpt-5", None);
        check("", "ollama/", None);
    }
}
