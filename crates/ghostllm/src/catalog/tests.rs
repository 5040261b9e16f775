//! Names -> providers and their names for models.

use super::{Catalog, Registry, build};
use crate::config::{self, Environment};

fn catalog(text: &str) -> Catalog {
    let environment: Environment = [("OPENAI_API_KEY".to_owned(), "sk-upstream".to_owned())].into();
    let config = config::read(text, "t", &environment).unwrap();
    build(&config, &environment, &Registry::default()).unwrap()
}

fn check(catalog: &Catalog, asked: &str, expected: &[&str]) {
    let found = catalog.find(asked);
    let targets: Vec<String> = found
        .iter()
        .flat_map(|found| {
            found.model.targets.iter().map(|t| format!("{}:{}", t.provider.name, found.upstream_model(t)))
        })
        .collect();
    assert_eq!(targets, expected, "{asked}");
}

const PROVIDERS: &str = "[providers.openai]\n[providers.anthropic]\napi_key = \"k\"\n";

#[test]
fn configured_names_hide_all_others() {
    let text = format!(
        "{PROVIDERS}
        [[models]]\nname = \"fast\"\nprovider = \"openai\"\nupstream_model = \"gpt-4o-mini\"
        [[models]]\nname = \"fast\"\nprovider = \"anthropic\"\nupstream_model = \"claude-haiku-4-5\"
        [[models]]\nname = \"claude-*\"\nprovider = \"anthropic\"
        [[models]]\nname = \"o/*\"\nprovider = \"openai\"\nupstream_model = \"*\"
        [[models]]\nname = \"claude-opus*\"\nprovider = \"openai\"\nupstream_model = \"gpt-x*\"\n"
    );
    let catalog = catalog(&text);
    check(&catalog, "fast", &["openai:gpt-4o-mini", "anthropic:claude-haiku-4-5"]);
    check(&catalog, "claude-sonnet-4-5", &["anthropic:claude-sonnet-4-5"]);
    check(&catalog, "claude-opus-4", &["openai:gpt-x-4"]);
    check(&catalog, "o/gpt-4o", &["openai:gpt-4o"]);
    check(&catalog, "gpt-4o", &[]);
    check(&catalog, "openai/gpt-4o", &[]);
}

#[test]
fn without_configured_models_a_name_says_whose_it_is() {
    let catalog = catalog(PROVIDERS);
    check(&catalog, "gpt-4o", &["openai:gpt-4o"]);
    check(&catalog, "claude-sonnet-4-5", &["anthropic:claude-sonnet-4-5"]);
    check(&catalog, "anthropic/claude-x/y", &["anthropic:claude-x/y"]);
    check(&catalog, "llama3.2", &[]);
}

#[test]
fn the_only_provider_answers_to_any_name() {
    check(&catalog("[providers.x]\nkind = \"vllm\"\n"), "qwen", &["x:qwen"]);
}

#[test]
fn the_usual_credential_goes_to_the_usual_place_only() {
    let header = |text: &str| {
        let catalog = catalog(text);
        catalog.providers["openai"].headers.get("authorization").map(|v| v.to_str().unwrap().to_owned())
    };
    assert_eq!(header("[providers.openai]\n").as_deref(), Some("Bearer sk-upstream"));
    assert_eq!(header("[providers.openai]\nbase_url = \"http://elsewhere\"\n"), None);
}
