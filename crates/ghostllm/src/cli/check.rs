//! `ghostllm check`

use super::args::Check;
use super::directory::configuration;
use super::output::{self, Failure};
use crate::catalog::{Registry, build};
use crate::config::{self, Config, Environment, from_environment};
use crate::identity::Identity;
use crate::providers::{Family, KINDS};

pub(super) fn run(args: &Check, environment: &Environment) -> Result<(), Failure> {
    if args.schema {
        return output::json(&config::schema());
    }
    if args.example {
        return output::line(config::EXAMPLE.trim_end());
    }
    if args.providers {
        return list_kinds();
    }
    let config = match &args.config {
        Some(file) => configuration(file, environment)?,
        None => from_environment(environment),
    };
    let catalog = build(&config, environment, &Registry::default()).map_err(Failure::usage)?;
    if let Some(tls) = &config.server.tls {
        crate::serve::Certificates::read(tls).map_err(|error| {
            let file = args.config.as_deref().map(|file| file.display().to_string()).unwrap_or_default();
            Failure::usage(format!("{file}: `[server.tls]`: {error}"))
        })?;
    }
    let mut notes = Vec::new();
    for provider in catalog.providers.values() {
        let in_headers = provider.headers.values().any(http::HeaderValue::is_sensitive);
        let sensitive = in_headers || !matches!(provider.identity, Identity::Headers);
        let needs_one = provider.kind.family == Family::Vertex || !provider.kind.key_variables.is_empty();
        if !sensitive && needs_one && !is_local(&provider.origin.host) {
            notes.push(format!("the provider `{}` has no credential", provider.name));
        }
    }
    for model in catalog.models() {
        for target in &model.targets {
            let upstream = catalog.find(&model.name).map(|found| found.upstream_model(target));
            let upstream = upstream.unwrap_or_else(|| model.name.clone());
            if target.price(&catalog.prices, &upstream).is_none() && !is_local(&target.provider.origin.host) {
                let name = &model.name;
                let provider = &target.provider.name;
                notes.push(format!(
                    "`{name}` at `{provider}` has no price (table of {}): budgets do not count it",
                    catalog.prices.date
                ));
            }
        }
    }
    notes.sort();
    report(&config, &notes, args.json)
}

fn report(config: &Config, notes: &[String], json: bool) -> Result<(), Failure> {
    if json {
        return output::json(&serde_json::json!({
            "providers": config.providers.len(), "models": config.models.len(), "keys": config.keys.len(),
            "notes": notes,
        }));
    }
    for note in notes {
        output::note(format!("note: {note}"));
    }
    let (providers, models, keys) = (config.providers.len(), config.models.len(), config.keys.len());
    output::line(format!("configuration is valid: {providers} providers, {models} models, {keys} keys"))
}

fn list_kinds() -> Result<(), Failure> {
    let rows: Vec<Vec<String>> = KINDS
        .iter()
        .map(|kind| {
            let variable = kind.key_variables.first().copied().unwrap_or("-");
            let url = kind.base_url.unwrap_or("-");
            vec![kind.name.to_owned(), kind.family.name().to_owned(), url.to_owned(), variable.to_owned()]
        })
        .collect();
    output::table(&["KIND", "FAMILY", "BASE URL", "CREDENTIAL"], &rows)
}

fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
