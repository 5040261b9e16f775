//! The providers this gateway knows by name. What differs between them is data; what they speak is a
//! [`Family`], and only families have code.

use ghostllm_protocol::{Profile, ReasoningField};

/// A group of providers with one URL layout and one way to authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// `/chat/completions` under a base path, Bearer.
    OpenAi,
    /// `/openai/deployments/NAME/…?api-version=`, `api-key`.
    Azure,
    /// `/v1/messages`, `x-api-key` and `anthropic-version`.
    Anthropic,
    /// `/v1beta/models/NAME:generateContent`, `x-goog-api-key`.
    Gemini,
    /// `/api/chat`, no credential (Bearer where one is given).
    Ollama,
}

/// A row of the table of providers.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What `kind` says in the configuration.
    pub(crate) name: &'static str,
    /// What it speaks.
    pub(crate) family: Family,
    /// Where it usually is. `None`: only the user knows.
    pub(crate) base_url: Option<&'static str>,
    /// The environment variables that usually hold its credential, the first that is set counts.
    pub(crate) key_variables: &'static [&'static str],
    /// The environment variable that usually says where it is.
    pub(crate) url_variable: Option<&'static str>,
    /// Models whose names begin so are this provider's, when nobody configured any.
    pub(crate) model_prefixes: &'static [&'static str],
    /// Whether it serves the Responses API beside Chat Completions.
    pub(crate) responses: bool,
    /// What it wants differently from the provider whose dialect it speaks.
    pub(crate) profile: Profile,
}

const fn openai_like(
    name: &'static str,
    base_url: Option<&'static str>,
    key_variables: &'static [&'static str],
) -> Kind {
    Kind {
        name,
        family: Family::OpenAi,
        base_url,
        key_variables,
        url_variable: None,
        model_prefixes: &[],
        responses: false,
        profile: Profile::COMPATIBLE,
    }
}

/// Every provider known by name. The first with a matching model prefix and a credential wins.
pub(crate) const KINDS: &[Kind] = &[
    Kind {
        url_variable: Some("OPENAI_BASE_URL"),
        model_prefixes: &[
            "gpt-",
            "o1",
            "o3",
            "o4",
            "chatgpt-",
            "text-embedding-",
            "codex-",
            "dall-e-",
            "whisper-",
        ],
        responses: true,
        profile: Profile::NATIVE,
        ..openai_like("openai", Some("https://api.openai.com/v1"), &["OPENAI_API_KEY"])
    },
    Kind {
        name: "anthropic",
        family: Family::Anthropic,
        base_url: Some("https://api.anthropic.com"),
        key_variables: &["ANTHROPIC_API_KEY"],
        url_variable: Some("ANTHROPIC_BASE_URL"),
        model_prefixes: &["claude-"],
        responses: false,
        profile: Profile::NATIVE,
    },
    Kind {
        name: "gemini",
        family: Family::Gemini,
        base_url: Some("https://generativelanguage.googleapis.com"),
        key_variables: &["GEMINI_API_KEY", "GOOGLE_API_KEY"],
        url_variable: Some("GOOGLE_GEMINI_BASE_URL"),
        model_prefixes: &["gemini-", "gemma-"],
        responses: false,
        profile: Profile::NATIVE,
    },
    Kind {
        name: "azure",
        family: Family::Azure,
        base_url: None,
        key_variables: &["AZURE_OPENAI_API_KEY"],
        url_variable: Some("AZURE_OPENAI_ENDPOINT"),
        model_prefixes: &[],
        responses: true,
        profile: Profile::NATIVE,
    },
    Kind { model_prefixes: &["grok-"], ..openai_like("xai", Some("https://api.x.ai/v1"), &["XAI_API_KEY"]) },
    openai_like("groq", Some("https://api.groq.com/openai/v1"), &["GROQ_API_KEY"]),
    Kind {
        model_prefixes: &["mistral-", "codestral-", "ministral-", "magistral-", "devstral-", "pixtral-"],
        ..openai_like("mistral", Some("https://api.mistral.ai/v1"), &["MISTRAL_API_KEY"])
    },
    Kind {
        model_prefixes: &["deepseek-"],
        ..openai_like("deepseek", Some("https://api.deepseek.com/v1"), &["DEEPSEEK_API_KEY"])
    },
    Kind {
        profile: Profile { reasoning: ReasoningField::ReasoningDetails, ..Profile::COMPATIBLE },
        ..openai_like("openrouter", Some("https://openrouter.ai/api/v1"), &["OPENROUTER_API_KEY"])
    },
    openai_like("together", Some("https://api.together.xyz/v1"), &["TOGETHER_API_KEY"]),
    openai_like("fireworks", Some("https://api.fireworks.ai/inference/v1"), &["FIREWORKS_API_KEY"]),
    openai_like("cerebras", Some("https://api.cerebras.ai/v1"), &["CEREBRAS_API_KEY"]),
    openai_like("perplexity", Some("https://api.perplexity.ai"), &["PERPLEXITY_API_KEY"]),
    openai_like("openai-compatible", None, &[]),
    openai_like("vllm", Some("http://127.0.0.1:8000/v1"), &["VLLM_API_KEY"]),
    openai_like("llamacpp", Some("http://127.0.0.1:8080/v1"), &["LLAMA_API_KEY"]),
    openai_like("lmstudio", Some("http://127.0.0.1:1234/v1"), &[]),
    Kind {
        name: "ollama",
        family: Family::Ollama,
        base_url: Some("http://127.0.0.1:11434"),
        key_variables: &["OLLAMA_API_KEY"],
        url_variable: Some("OLLAMA_HOST"),
        model_prefixes: &[],
        responses: false,
        profile: Profile::NATIVE,
    },
];

/// Other names for a row, as people write them.
const ALIASES: &[(&str, &str)] = &[
    ("google", "gemini"),
    ("azure-openai", "azure"),
    ("azure_openai", "azure"),
    ("openai_compatible", "openai-compatible"),
    ("compatible", "openai-compatible"),
    ("llama.cpp", "llamacpp"),
    ("llama-cpp", "llamacpp"),
    ("lm-studio", "lmstudio"),
    ("lm_studio", "lmstudio"),
    ("grok", "xai"),
    ("claude", "anthropic"),
    // Named as such: `ghostllm mock` speaks every dialect; this is the commonest.
    ("mock", "openai-compatible"),
];

/// The row of a kind, by its name or one of its other names.
pub(crate) fn kind(name: &str) -> Option<&'static Kind> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, real)| real);
    KINDS.iter().find(|kind| kind.name == name)
}

/// What is wrong with a provider's URL, if anything.
pub(crate) fn url_problem(url: &str) -> Option<String> {
    let parsed: http::Uri = match url.parse() {
        Ok(parsed) => parsed,
        Err(error) => return Some(format!("`{url}` is not a URL: {error}")),
    };
    match (parsed.scheme_str(), parsed.authority()) {
        (Some("http" | "https"), Some(authority)) if authority.as_str().contains('@') => {
            Some(format!("`{}` carries a credential; use `api_key`", authority.host()))
        }
        (Some("http" | "https"), Some(authority)) if !authority.host().is_empty() => {
            parsed.query().map(|_| format!("`{url}` has a query"))
        }
        _ => Some(format!("`{url}` is not an http or https URL")),
    }
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, KINDS, kind, url_problem};

    #[test]
    fn rows_are_unique_and_valid() {
        for (at, row) in KINDS.iter().enumerate() {
            assert!(KINDS[..at].iter().all(|other| other.name != row.name), "{} twice", row.name);
            assert!(row.base_url.is_none_or(|url| url_problem(url).is_none()), "{}", row.name);
        }
        for (alias, real) in ALIASES {
            assert_eq!(kind(alias).map(|k| k.name), Some(*real));
        }
    }

    #[test]
    fn urls_that_cannot_be_called_are_refused() {
        for bad in ["", "ftp://x", "localhost:11434", "http://", "http://user:pw@h/", "http://h/?k=1", "/v1"]
        {
            assert!(url_problem(bad).is_some(), "{bad}");
        }
        assert_eq!(url_problem("http://[::1]:8080/v1"), None);
    }
}
