//! Providers and models as requests meet them: everything that can be made ready before a request comes (URLs,
//! header lines, prices, patterns) is made here once, when the configuration is read.
//!
//! Holds: a catalog never changes. Counters and health live in `State`s and meters that outlive it, so that a
//! new configuration forgets nothing about a target that stays.

mod build;
mod pattern;
mod prices;
mod provider;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use build::{CatalogError, Registry, build};
pub(crate) use pattern::{Allowed, Pattern};
pub(crate) use prices::{Prices, cost};
pub(crate) use provider::{Origin, Provider};

use crate::config::{Price, Routing, Strategy};
use crate::limits::{Limits, Meter};
use crate::route::Health;

/// Everything a configuration says about who answers.
#[derive(Debug)]
pub(crate) struct Catalog {
    pub(crate) providers: HashMap<Arc<str>, Arc<Provider>>,
    pub(crate) prices: Arc<Prices>,
    pub(crate) routing: Routing,
    models: HashMap<Arc<str>, Arc<Model>>,
    wildcards: Vec<Arc<Model>>,
    /// No model is configured: any may be asked for, and its name says whose it is.
    open: bool,
    registry: Registry,
}

/// A name that clients ask for, and who may answer.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) name: Arc<str>,
    label: Arc<str>,
    pub(crate) pattern: Pattern,
    pub(crate) targets: Vec<Target>,
    pub(crate) strategy: Strategy,
    pub(crate) fallbacks: Vec<Arc<str>>,
    pub(crate) cache_seconds: u64,
    pub(crate) limits: Limits,
    pub(crate) meter: Arc<Meter>,
}

/// One provider's model that may answer for a name.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) provider: Arc<Provider>,
    /// The provider's name for the model; `None`: as the client says. A `*` in it is what `*` stands for in the
    /// name.
    upstream_model: Option<Arc<str>>,
    pub(crate) weight: u32,
    pub(crate) tags: Vec<String>,
    price: Option<Price>,
    pub(crate) health: Arc<Health>,
}

/// A model found under the name that a client asked for.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) model: Arc<Model>,
    /// What the name's `*` stands for.
    star: Arc<str>,
    /// As asked, without a provider in front.
    asked: Arc<str>,
}

impl Catalog {
    /// The model that clients call `name`.
    pub(crate) fn find(&self, name: &str) -> Option<Found> {
        if let Some(model) = self.models.get(name) {
            return Some(Found { model: Arc::clone(model), star: "".into(), asked: Arc::clone(&model.name) });
        }
        for model in &self.wildcards {
            if let Some(star) = model.pattern.matched(name) {
                return Some(Found { model: Arc::clone(model), star: star.into(), asked: name.into() });
            }
        }
        self.open.then(|| self.find_open(name))?
    }

    /// Every name that clients may ask for, without those that hold a `*`.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Arc<Model>> {
        self.models.values()
    }

    /// Every model, in no order.
    pub(crate) fn models(&self) -> impl Iterator<Item = &Arc<Model>> {
        self.models.values().chain(&self.wildcards)
    }

    /// Without configured models: `provider/model`, or a name that begins as a known provider's do, or any name
    /// when there is one provider only, or whatever a local server may have.
    fn find_open(&self, name: &str) -> Option<Found> {
        if let Some((provider, rest)) = name.split_once('/')
            && let Some(provider) = self.providers.get(provider)
        {
            return Some(self.registry.open_model(provider, rest));
        }
        let owner = |p: &&Arc<Provider>| p.kind.model_prefixes.iter().any(|prefix| name.starts_with(prefix));
        let only = || (self.providers.len() == 1).then(|| self.providers.values().next())?;
        let local = || self.providers.values().find(|p| p.kind.name == "ollama");
        let provider = self.providers.values().find(owner).or_else(only).or_else(local)?;
        Some(self.registry.open_model(provider, name))
    }
}

impl Found {
    /// What metrics call it: never a name that a client made up.
    pub(crate) fn label(&self) -> &Arc<str> {
        &self.model.label
    }

    /// What a target's provider calls the model.
    pub(crate) fn upstream_model(&self, target: &Target) -> Arc<str> {
        match &target.upstream_model {
            None => Arc::clone(&self.asked),
            Some(name) if name.contains('*') => name.replacen('*', &self.star, 1).into(),
            Some(name) => Arc::clone(name),
        }
    }
}

impl Target {
    /// Whether the configuration says what its tokens cost.
    pub(crate) fn has_own_price(&self) -> bool {
        self.price.is_some()
    }

    /// What its tokens cost.
    pub(crate) fn price(&self, prices: &Prices, upstream_model: &str) -> Option<Price> {
        self.price.or_else(|| prices.of(self.provider.kind.name, upstream_model))
    }
}

#[cfg(test)]
mod tests;
