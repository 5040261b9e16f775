//! Configuration -> catalog.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::pattern::Pattern;
use super::provider::{Origins, ProviderError};
use super::{Catalog, Found, Model, Prices, Provider, Target};
use crate::config::{self, Config, Environment};
use crate::limits::{Limits, Meter};
use crate::providers;
use crate::route::Health;
use crate::store::{Subject, SubjectKind};

/// What outlives a configuration: the counters of subjects and the health of targets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Registry {
    meters: Arc<Mutex<HashMap<Subject, Arc<Meter>>>>,
    health: Arc<Mutex<HashMap<TargetName, Arc<Health>>>>,
}

/// A provider, and its name for a model.
type TargetName = (Arc<str>, Arc<str>);

/// Why a configuration that reads well cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CatalogError {
    #[error("the provider `{name}` cannot be used: {source}")]
    Provider { name: String, source: ProviderError },
    #[error("the price file `{path}` cannot be read: {message}")]
    Prices { path: String, message: String },
}

impl Registry {
    /// The counters of a subject.
    pub(crate) fn meter(&self, kind: SubjectKind, id: &str) -> Arc<Meter> {
        let mut meters = self.meters.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(meters.entry(Subject { kind, id: id.to_owned() }).or_default())
    }

    fn health(&self, provider: &str, upstream_model: &str) -> Arc<Health> {
        let mut health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(health.entry((provider.into(), upstream_model.into())).or_default())
    }

    /// A model that no configuration names: the provider's own.
    pub(super) fn open_model(&self, provider: &Arc<Provider>, name: &str) -> Found {
        let name: Arc<str> = name.into();
        let target = Target {
            provider: Arc::clone(provider),
            upstream_model: None,
            weight: 1,
            tags: Vec::new(),
            price: None,
            // One for all of the provider's models: clients choose the names, and memory is finite.
            health: self.health(&provider.name, "*"),
        };
        let model = Model {
            name: Arc::clone(&name),
            label: format!("{}/*", provider.name).into(),
            pattern: Pattern::Exact(Arc::clone(&name)),
            targets: vec![target],
            strategy: config::Strategy::default(),
            fallbacks: Vec::new(),
            cache_seconds: 0,
            limits: Limits::default(),
            meter: Arc::default(),
        };
        Found { model: Arc::new(model), star: "".into(), asked: name }
    }
}

/// Makes `config` ready.
pub(crate) fn build(
    config: &Config,
    environment: &Environment,
    registry: &Registry,
) -> Result<Catalog, CatalogError> {
    let mut all = HashMap::new();
    for (name, provider) in &config.providers {
        let Some(kind) = providers::kind(provider.kind.as_deref().unwrap_or(name)) else { continue };
        let usual = || kind.key_variables.iter().find_map(|variable| environment.get(*variable));
        // The usual variable's credential goes to the usual place only.
        let at_home = provider.base_url.is_none();
        let api_key = provider.api_key.as_ref().or_else(|| at_home.then(usual)?);
        let meter = registry.meter(SubjectKind::Provider, name);
        let origins = Origins { config: provider, api_key: api_key.map(String::as_str), environment };
        let ready = Provider::new(name, kind, &origins, meter)
            .map_err(|source| CatalogError::Provider { name: name.clone(), source })?;
        all.insert(Arc::clone(&ready.name), Arc::new(ready));
    }
    let (models, wildcards) = models(config, &all, registry);
    Ok(Catalog {
        providers: all,
        prices: Arc::new(prices(config)?),
        routing: config.routing.clone(),
        models,
        wildcards,
        open: config.models.is_empty(),
        registry: registry.clone(),
    })
}

fn prices(config: &Config) -> Result<Prices, CatalogError> {
    let Some(path) = &config.routing.price_file else {
        return Prices::read(None)
            .map_err(|error| CatalogError::Prices { path: "built in".into(), message: error.to_string() });
    };
    let failed = |message: String| CatalogError::Prices { path: path.clone(), message };
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    Prices::read(Some(&text)).map_err(|error| failed(error.to_string()))
}

type Models = (HashMap<Arc<str>, Arc<Model>>, Vec<Arc<Model>>);

/// Entries of one name become one model with several targets; wildcards are tried longest first.
fn models(config: &Config, all: &HashMap<Arc<str>, Arc<Provider>>, registry: &Registry) -> Models {
    let mut order: Vec<&str> = Vec::new();
    let mut entries: HashMap<&str, Vec<&config::Model>> = HashMap::new();
    for entry in &config.models {
        let group = entries.entry(&entry.name).or_default();
        if group.is_empty() {
            order.push(&entry.name);
        }
        group.push(entry);
    }
    let mut exact = HashMap::new();
    let mut wildcards = Vec::new();
    for name in order {
        let model = Arc::new(model(name, &entries[name], all, registry));
        match model.pattern {
            Pattern::Exact(_) => drop(exact.insert(Arc::clone(&model.name), model)),
            Pattern::Prefix(_) => wildcards.push(model),
        }
    }
    wildcards.sort_by_key(|model| std::cmp::Reverse(model.name.len()));
    (exact, wildcards)
}

fn model(
    name: &str,
    entries: &[&config::Model],
    all: &HashMap<Arc<str>, Arc<Provider>>,
    registry: &Registry,
) -> Model {
    let target = |entry: &&config::Model| {
        let provider = Arc::clone(all.get(entry.provider.as_str())?);
        let upstream_model: Option<Arc<str>> = entry.upstream_model.as_deref().map(Arc::from);
        let health = registry.health(&provider.name, upstream_model.as_deref().unwrap_or(name));
        let (weight, tags, price) = (entry.weight, entry.tags.clone(), entry.price);
        Some(Target { provider, upstream_model, weight, tags, price, health })
    };
    // What concerns the name as a whole may stand in any of its entries; the first that says it counts.
    let mut limits = Limits::default();
    for entry in entries {
        limits.fill_from(&entry.limits);
    }
    let fallbacks = entries.iter().find(|e| !e.fallbacks.is_empty()).map(|e| e.fallbacks.as_slice());
    Model {
        name: name.into(),
        label: name.into(),
        pattern: Pattern::new(name),
        targets: entries.iter().filter_map(target).collect(),
        strategy: entries.iter().find_map(|e| e.strategy).unwrap_or_default(),
        fallbacks: fallbacks.unwrap_or_default().iter().map(|f| f.as_str().into()).collect(),
        cache_seconds: entries.iter().map(|e| e.cache_seconds).max().unwrap_or(0),
        limits,
        meter: registry.meter(SubjectKind::Model, name),
    }
}
