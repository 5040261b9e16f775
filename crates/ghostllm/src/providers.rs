//! The providers this gateway knows by name. What differs between them is data; what they speak is a
//! [`Family`], and only families have code.

use ghostllm_protocol::{Profile, ReasoningField};

use ReasoningField::{Nowhere, ReasoningDetails};

/// A group of providers with one URL layout and one way to authenticate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// `/chat/completions` under a base path, Bearer.
    OpenAi,
    /// `/openai/v1/…`, or `/openai/deployments/NAME/…?api-version=` where a version is configured; `api-key`.
    Azure,
    /// `/v1/messages`, `x-api-key` and `anthropic-version`.
    Anthropic,
    /// `/v1beta/models/NAME:generateContent`, `x-goog-api-key`.
    Gemini,
    /// `/v1/projects/P/locations/L/publishers/google/models/NAME:generateContent`, a Google Cloud token; models
    /// of Anthropic's under `publishers/anthropic`.
    Vertex,
    /// `/model/NAME/converse`, signed for AWS or with a Bedrock API key.
    Bedrock,
    /// `/api/chat`, no credential (Bearer where one is given).
    Ollama,
}

impl Family {
    /// What its protocol is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OpenAi => "openai",
            Self::Azure => "azure",
            Self::Anthropic => "anthropic",
            Self::Gemini => "gemini",
            Self::Vertex => "vertex",
            Self::Bedrock => "bedrock",
            Self::Ollama => "ollama",
        }
    }
}

/// A row of the table of providers.
#[derive(Debug)]
pub(crate) struct Kind {
    /// What `kind` says in the configuration.
    pub(crate) name: &'static str,
    /// What it speaks.
    pub(crate) family: Family,
    /// Where it usually is. `None`: only the user knows, or its region says it.
    pub(crate) base_url: Option<&'static str>,
    /// The path in front of the API's own where a URL has none.
    pub(crate) base_path: &'static str,
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
        base_path: "/v1",
        key_variables,
        url_variable: None,
        model_prefixes: &[],
        responses: false,
        profile: Profile::COMPATIBLE,
    }
}

/// What is the same for all that do not follow OpenAI.
const fn other(name: &'static str, family: Family, key_variables: &'static [&'static str]) -> Kind {
    Kind { family, base_path: "", profile: Profile::NATIVE, ..openai_like(name, None, key_variables) }
}

/// Compatible servers that refuse fields they do not know, reasoning of earlier turns among them.
const STRICT: Profile = Profile { reasoning: Nowhere, ..Profile::COMPATIBLE };

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
        base_url: Some("https://api.anthropic.com"),
        url_variable: Some("ANTHROPIC_BASE_URL"),
        model_prefixes: &["claude-"],
        ..other("anthropic", Family::Anthropic, &["ANTHROPIC_API_KEY"])
    },
    Kind {
        base_url: Some("https://generativelanguage.googleapis.com"),
        url_variable: Some("GOOGLE_GEMINI_BASE_URL"),
        model_prefixes: &["gemini-", "gemma-"],
        ..other("gemini", Family::Gemini, &["GEMINI_API_KEY", "GOOGLE_API_KEY"])
    },
    Kind {
        url_variable: Some("AZURE_OPENAI_ENDPOINT"),
        responses: true,
        ..other("azure", Family::Azure, &["AZURE_OPENAI_API_KEY"])
    },
    // Both find their place by project, region and credential: see `Provider`.
    other("vertex", Family::Vertex, &[]),
    Kind {
        url_variable: Some("AWS_ENDPOINT_URL_BEDROCK_RUNTIME"),
        model_prefixes: &["anthropic.", "amazon.", "us.", "eu.", "apac.", "global."],
        ..other("bedrock", Family::Bedrock, &["AWS_BEARER_TOKEN_BEDROCK"])
    },
    Kind {
        model_prefixes: &["grok-"],
        responses: true,
        profile: STRICT,
        ..openai_like("xai", Some("https://api.x.ai/v1"), &["XAI_API_KEY"])
    },
    Kind {
        profile: STRICT,
        ..openai_like("groq", Some("https://api.groq.com/openai/v1"), &["GROQ_API_KEY"])
    },
    Kind {
        model_prefixes: &["mistral-", "codestral-", "ministral-", "magistral-", "devstral-", "pixtral-"],
        // Ids of calls are nine letters and digits; usage comes unasked in the last chunk.
        profile: Profile { nine_letter_ids: true, stream_usage: false, ..STRICT },
        ..openai_like("mistral", Some("https://api.mistral.ai/v1"), &["MISTRAL_API_KEY"])
    },
    Kind {
        model_prefixes: &["deepseek-"],
        // `response_format` is `text` or `json_object`.
        profile: Profile { json_schema: false, ..Profile::COMPATIBLE },
        ..openai_like("deepseek", Some("https://api.deepseek.com/v1"), &["DEEPSEEK_API_KEY"])
    },
    Kind {
        profile: Profile { reasoning: ReasoningDetails, cache_marks: true, ..Profile::COMPATIBLE },
        ..openai_like("openrouter", Some("https://openrouter.ai/api/v1"), &["OPENROUTER_API_KEY"])
    },
    openai_like("together", Some("https://api.together.xyz/v1"), &["TOGETHER_API_KEY"]),
    openai_like("fireworks", Some("https://api.fireworks.ai/inference/v1"), &["FIREWORKS_API_KEY"]),
    Kind {
        profile: STRICT,
        ..openai_like("cerebras", Some("https://api.cerebras.ai/v1"), &["CEREBRAS_API_KEY"])
    },
    Kind {
        base_path: "",
        profile: Profile { stream_usage: false, ..STRICT },
        ..openai_like("perplexity", Some("https://api.perplexity.ai"), &["PERPLEXITY_API_KEY"])
    },
    // The user's own token as it is. The exchange that GitHub's own editors make, under their client ids, is not
    // for others, and is not made here.
    Kind {
        base_path: "",
        profile: STRICT,
        ..openai_like("github-copilot", Some("https://api.githubcopilot.com"), &["COPILOT_GITHUB_TOKEN"])
    },
    Kind {
        base_path: "/inference",
        profile: STRICT,
        ..openai_like("github-models", Some("https://models.github.ai/inference"), &["GITHUB_MODELS_TOKEN"])
    },
    // Google's endpoint for OpenAI's clients, which signs calls in a field of its own.
    Kind {
        base_path: "/v1beta/openai",
        profile: Profile { google_signatures: true, ..STRICT },
        ..openai_like(
            "gemini-openai",
            Some("https://generativelanguage.googleapis.com/v1beta/openai"),
            // The variable is `gemini`'s.
            &[],
        )
    },
    openai_like("openai-compatible", None, &[]),
    openai_like("vllm", Some("http://127.0.0.1:8000/v1"), &["VLLM_API_KEY"]),
    openai_like("llamacpp", Some("http://127.0.0.1:8080/v1"), &["LLAMA_API_KEY"]),
    openai_like("lmstudio", Some("http://127.0.0.1:1234/v1"), &[]),
    // Another gateway of this kind: it carries signatures.
    Kind {
        url_variable: Some("GHOSTLLM_BASE_URL"),
        responses: true,
        profile: Profile::GATEWAY,
        ..openai_like("ghostllm", None, &["GHOSTLLM_API_KEY"])
    },
    Kind {
        base_url: Some("http://127.0.0.1:11434"),
        url_variable: Some("OLLAMA_HOST"),
        ..other("ollama", Family::Ollama, &["OLLAMA_API_KEY"])
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
    ("copilot", "github-copilot"),
    ("github_copilot", "github-copilot"),
    ("github", "github-models"),
    ("vertexai", "vertex"),
    ("vertex-ai", "vertex"),
    ("vertex_ai", "vertex"),
    ("aws", "bedrock"),
    ("aws-bedrock", "bedrock"),
    ("amazon-bedrock", "bedrock"),
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
