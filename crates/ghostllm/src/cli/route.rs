//! `ghostllm route explain`

use std::time::Instant;

use ghostllm_protocol::Dialect;
use serde_json::{Value, json};

use super::args::Route;
use super::directory::configuration;
use super::output::{self, Failure};
use crate::catalog::{Allowed, Registry, build};
use crate::config::{Environment, from_environment};
use crate::route::{Plan, Wish, hash};

pub(super) fn run(command: Route, environment: &Environment) -> Result<(), Failure> {
    let Route::Explain { model, tags, session, dialect, providers, random, common } = command;
    let config = match &common.config {
        Some(file) => configuration(file, environment)?,
        None => from_environment(environment),
    };
    let client = Dialect::ALL.into_iter().find(|known| known.name() == dialect).ok_or_else(|| {
        let names: Vec<&str> = Dialect::ALL.iter().map(|known| known.name()).collect();
        Failure::usage(format!("there is no dialect `{dialect}`: {}", names.join(", ")))
    })?;
    let catalog = build(&config, environment, &Registry::default()).map_err(Failure::usage)?;
    let found = catalog.find(&model).ok_or_else(|| Failure::usage(format!("there is no model `{model}`")))?;
    let providers = Allowed::new(&providers);
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let wish = Wish {
        providers: Some(&providers),
        models: None,
        tags: &tags,
        session: session.as_deref().map_or(0, hash),
    };
    let mut plan = Plan::new(&catalog, found, wish);
    let mut steps = Vec::new();
    while let Some(choice) = plan.next(Instant::now(), random) {
        let target = choice.target();
        let upstream_model = choice.found.upstream_model(target);
        let upstream = target.provider.dialect_for(client, &upstream_model);
        let price = target.price(&catalog.prices, &upstream_model);
        steps.push(json!({
            "model": *choice.found.model.name,
            "provider": *target.provider.name,
            "upstream_model": *upstream_model,
            "reason": choice.reason.name(),
            "dialect": upstream.name(),
            "passes": if upstream == client { "verbatim" } else { "translated" },
            "host": target.provider.origin.host,
            "input_price": price.map(|p| p.input),
            "output_price": price.map(|p| p.output),
        }));
    }
    print(&steps, common.json)
}

fn print(steps: &[Value], as_json: bool) -> Result<(), Failure> {
    if as_json {
        return output::json(&steps);
    }
    if steps.is_empty() {
        return Err(Failure::work(&std::io::Error::other("nobody may answer: see tags and providers")));
    }
    let text = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let columns = ["model", "provider", "upstream_model", "reason", "dialect", "passes", "input_price"];
    let rows: Vec<Vec<String>> = steps
        .iter()
        .enumerate()
        .map(|(number, step)| {
            let cells = columns.iter().map(|column| text(&step[*column]));
            std::iter::once((number + 1).to_string()).chain(cells).collect()
        })
        .collect();
    output::table(&["", "MODEL", "PROVIDER", "ITS NAME", "WHY", "DIALECT", "PASSES", "$/M IN"], &rows)
}
