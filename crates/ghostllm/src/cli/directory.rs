//! What commands on keys, teams and usage share: finding the store, and opening it.

use std::path::{Path, PathBuf};

use super::args::Common;
use super::output::Failure;
use crate::config::{self, Config, Environment};
use crate::store::{Change, Sqlite, Store, StoreError, default_path};

/// Reads a whole configuration file.
pub(super) fn configuration(file: &Path, environment: &Environment) -> Result<Config, Failure> {
    let shown = file.display().to_string();
    let text = read(file)?;
    let mut config = config::read(&text, &shown, environment).map_err(Failure::usage)?;
    config.resolve_paths(file);
    Ok(config)
}

/// Opens the store that the configuration names. Nothing else of the file is looked at: who makes a key need
/// not know the providers' secrets.
pub(super) fn open(common: &Common, environment: &Environment) -> Result<Sqlite, Failure> {
    let path = match &common.config {
        None => default_path(environment),
        Some(file) => {
            let text = read(file)?;
            let shown = file.display().to_string();
            let mut config = Config {
                store: config::read_store(&text, &shown, environment).map_err(Failure::usage)?,
                ..Config::default()
            };
            config.resolve_paths(file);
            store_path(&config, environment)
        }
    };
    Sqlite::open(&path).map_err(|error| failure(&error))
}

/// Where the store of a configuration is.
pub(super) fn store_path(config: &Config, environment: &Environment) -> PathBuf {
    config.store.path.as_ref().map_or_else(|| default_path(environment), PathBuf::from)
}

/// Makes a change.
pub(super) fn change(store: &mut dyn Store, change: &Change) -> Result<(), Failure> {
    store.change(change).map(drop).map_err(|error| failure(&error))
}

/// A store's failure as a command's.
pub(super) fn failure(error: &StoreError) -> Failure {
    match error {
        StoreError::Open { .. } | StoreError::TooNew { .. } => Failure::environment(error),
        error if error.is_callers() => Failure::usage(error),
        error => Failure::work(error),
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file)
        .map_err(|error| Failure::usage(format!("cannot read the configuration {}: {error}", file.display())))
}
