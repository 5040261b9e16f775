//! A configuration from environment variables alone, for `ghostllm serve` without a file.

use super::{Config, Environment, Provider};
use crate::providers::{Family, KINDS, Kind};

/// Every provider whose usual variables are set. Ollama needs none to be set on its own machine, so it is taken
/// when `OLLAMA_HOST` is set or nothing else is there.
pub fn from_environment(environment: &Environment) -> Config {
    let mut config = Config::default();
    for kind in KINDS {
        if let Some(provider) = provider(kind, environment) {
            config.providers.insert(kind.name.to_owned(), provider);
        }
    }
    if config.providers.is_empty() {
        config.providers.insert("ollama".to_owned(), Provider::default());
    }
    config
}

fn provider(kind: &Kind, environment: &Environment) -> Option<Provider> {
    let set = |name: &str| environment.get(name).filter(|value| !value.is_empty()).cloned();
    let api_key = kind.key_variables.iter().find_map(|name| set(name));
    let url = kind.url_variable.and_then(set);
    let wanted = match kind.family {
        Family::Ollama => url.is_some() || api_key.is_some(),
        Family::Azure => api_key.is_some() && url.is_some(),
        Family::Bedrock => {
            let has_pair = set("AWS_ACCESS_KEY_ID").is_some() && set("AWS_SECRET_ACCESS_KEY").is_some();
            let has_region = set("AWS_REGION").or_else(|| set("AWS_DEFAULT_REGION")).is_some();
            api_key.is_some() || has_pair && has_region
        }
        Family::Vertex => {
            set("GOOGLE_APPLICATION_CREDENTIALS").is_some() && set("GOOGLE_CLOUD_PROJECT").is_some()
        }
        _ => api_key.is_some() && (url.is_some() || kind.base_url.is_some()),
    };
    let base_url = url.map(|text| if kind.family == Family::Ollama { ollama_url(&text) } else { text });
    let version = || set("AZURE_OPENAI_API_VERSION").or_else(|| set("OPENAI_API_VERSION"));
    let api_version = (kind.family == Family::Azure).then(version).flatten();
    wanted.then(|| Provider { base_url, api_key, api_version, ..Provider::default() })
}

/// `OLLAMA_HOST` is read as Ollama reads it: a host, a port or both, with or without `http://`; an address to
/// listen on everywhere means this machine.
fn ollama_url(text: &str) -> String {
    let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
    let rest = rest.trim_end_matches('/');
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !port.is_empty() => (host, port),
        _ => (rest, if scheme == "https" { "443" } else { "11434" }),
    };
    let host = match host {
        "" | "0.0.0.0" | "[::]" => "127.0.0.1",
        host => host,
    };
    format!("{scheme}://{host}:{port}")
}

#[cfg(test)]
mod tests {
    use super::{Environment, from_environment, ollama_url};

    fn names(variables: &[(&str, &str)]) -> Vec<String> {
        let environment: Environment =
            variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        from_environment(&environment).providers.into_keys().collect()
    }

    #[test]
    fn providers_come_from_the_usual_variables() {
        assert_eq!(names(&[]), ["ollama"]);
        assert_eq!(names(&[("OPENAI_API_KEY", "a"), ("ANTHROPIC_API_KEY", "b")]), ["anthropic", "openai"]);
        assert_eq!(names(&[("GOOGLE_API_KEY", "a")]), ["gemini"]);
        assert_eq!(names(&[("GEMINI_API_KEY", "a")]), ["gemini"]);
        assert_eq!(names(&[("GHOSTLLM_API_KEY", "a")]), ["ollama"], "nobody knows where");
        assert_eq!(names(&[("GHOSTLLM_API_KEY", "a"), ("GHOSTLLM_BASE_URL", "http://g")]), ["ghostllm"]);
        assert_eq!(names(&[("OPENAI_API_KEY", ""), ("GROQ_API_KEY", "x")]), ["groq"]);
        assert_eq!(names(&[("AZURE_OPENAI_API_KEY", "x"), ("OLLAMA_HOST", "h")]), ["ollama"]);
        assert_eq!(names(&[("AWS_BEARER_TOKEN_BEDROCK", "x")]), ["bedrock"]);
        let pair = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"), ("AWS_REGION", "eu-west-1")];
        assert_eq!(names(&pair), ["bedrock"]);
        assert_eq!(names(&pair[..2]), ["ollama"], "for whatever else they are there");
    }

    #[test]
    fn ollama_s_host_is_read_as_ollama_reads_it() {
        let check = |text: &str, url: &str| assert_eq!(ollama_url(text), url, "{text}");
        check("127.0.0.1:9999", "http://127.0.0.1:9999");
        check("0.0.0.0", "http://127.0.0.1:11434");
        check("https://models.example", "https://models.example:443");
        check(":8000", "http://127.0.0.1:8000");
    }
}
