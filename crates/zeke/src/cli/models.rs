//! `zeke models`: what can be asked.

use std::process::ExitCode;

use serde::Serialize;
use zeke_core::cancel::Cancel;
use zeke_core::model::{ModelError, ProviderError, Reach, names};
use zeke_core::plain::one_line;

use super::context::{on_interrupt, surroundings};
use super::model::{ModelArgs, failure};
use super::output::{OutputFormat, put};
use crate::failure::{Failure, WORK_FAILED};

/// `zeke models`.
#[derive(clap::Args)]
pub(crate) struct ModelsArgs {
    /// The provider; all that have a key or an address where none is named.
    #[arg(value_name = "PROVIDER")]
    provider: Option<String>,
    /// How the list is written to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output_format: OutputFormat,
}

#[derive(Serialize)]
struct List {
    providers: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    provider: String,
    models: Vec<String>,
    error: Option<String>,
}

/// Lists them. Exit code 1 where a provider that was named does not answer.
pub(crate) fn run(args: &ModelsArgs) -> Result<ExitCode, Failure> {
    let surroundings = surroundings()?;
    let cancel = Cancel::new();
    let assistant = ModelArgs::default().assistant(&surroundings, &cancel)?;
    on_interrupt(move || cancel.set());
    let providers = match &args.provider {
        Some(name) => vec![name.clone()],
        None => names(assistant.config()),
    };
    let mut list = List { providers: Vec::new() };
    for name in providers {
        let provider = match assistant.provider(&name) {
            Ok(provider) => provider,
            // Whoever has no key for a provider does not use it.
            Err(ModelError::Provider(ProviderError::NoKey { .. } | ProviderError::NoAddress { .. }))
                if args.provider.is_none() =>
            {
                continue;
            }
            Err(error) => return Err(failure(error)),
        };
        if matches!(&provider.reach, Reach::Agent { program: None, .. }) && args.provider.is_none() {
            continue;
        }
        let listed = match assistant.models(&provider) {
            Ok(models) => {
                let models = models.into_iter().map(|model| format!("{name}/{}", model.id));
                Listed { models: models.collect(), provider: name, error: None }
            }
            Err(error) if args.provider.is_some() => return Err(failure(error)),
            Err(error) => {
                Listed { provider: name, models: Vec::new(), error: Some(zeke_core::chain(&error)) }
            }
        };
        list.providers.push(listed);
    }
    let text = || {
        let mut text = String::new();
        for listed in &list.providers {
            for model in &listed.models {
                text.push_str(&one_line(model));
                text.push('\n');
            }
        }
        text
    };
    put(args.output_format, "models", &list, text)?;
    for listed in &list.providers {
        match &listed.error {
            Some(error) => eprintln!("zeke: {}: {}", listed.provider, one_line(error)),
            None if listed.models.is_empty() => eprintln!("zeke: {} lists no models", listed.provider),
            None => {}
        }
    }
    let none = list.providers.iter().all(|listed| listed.models.is_empty());
    if none {
        eprintln!("zeke: no provider has a list; see: zeke doctor");
    }
    let named_none = none && args.provider.is_none();
    Ok(if named_none { ExitCode::from(WORK_FAILED) } else { ExitCode::SUCCESS })
}
