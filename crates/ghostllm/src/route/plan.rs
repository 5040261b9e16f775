//! Which target answers next. A plan is made for a request and asked again after every failure, until there is
//! nobody left: first the targets of the model that was asked for, then those of its fallbacks.
//!
//! Holds: a target is tried once; which one comes next depends on nothing but the catalog, the health of its
//! targets, what the request allows and the random number it is given, so that `route explain` shows the truth.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::health::Availability;
use crate::catalog::{Allowed, Catalog, Found, Target};
use crate::config::Strategy;

/// Models tried for one request at most, through fallbacks of fallbacks.
const CHAIN_MAX: usize = 16;

/// What a request allows and prefers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wish<'r> {
    /// Providers its key may reach.
    pub(crate) providers: Option<&'r Allowed>,
    /// Models its key may ask for; fallbacks to others are left out.
    pub(crate) models: Option<&'r Allowed>,
    /// Tags a target must have.
    pub(crate) tags: &'r [&'r str],
    /// What a conversation is recognised by.
    pub(crate) session: u64,
}

/// The order in which targets are tried.
#[derive(Debug)]
pub(crate) struct Plan<'r> {
    catalog: &'r Catalog,
    wish: Wish<'r>,
    /// Models to try, the first being the current one.
    chain: Vec<Found>,
    at: usize,
    tried: Vec<usize>,
    called_any: bool,
    /// Nobody else is left: those that asked to be left alone are called too.
    takes_cooling: bool,
    /// The shortest time until one of the targets passed over may be tried.
    blocked: Option<Duration>,
}

/// The target to call.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) found: Found,
    pub(crate) index: usize,
    /// Why this one.
    pub(crate) reason: Reason,
}

/// Why a target was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It is the only one there is.
    Only,
    /// By the model's strategy.
    Strategy(Strategy),
    /// A better one failed, or is not available.
    Failover,
    /// The model asked for has nobody left; this is a model it falls back to.
    Fallback,
}

impl Choice {
    pub(crate) fn target(&self) -> &Target {
        &self.found.model.targets[self.index]
    }
}

impl Reason {
    /// For the header `x-ghostllm-route-reason`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Only => "only",
            Self::Strategy(Strategy::Weighted) => "weighted",
            Self::Strategy(Strategy::Ordered) => "ordered",
            Self::Strategy(Strategy::LeastLatency) => "least-latency",
            Self::Strategy(Strategy::LeastBusy) => "least-busy",
            Self::Strategy(Strategy::Cheapest) => "cheapest",
            Self::Strategy(Strategy::Sticky) => "sticky",
            Self::Failover => "failover",
            Self::Fallback => "fallback",
        }
    }
}

impl<'r> Plan<'r> {
    pub(crate) fn new(catalog: &'r Catalog, found: Found, wish: Wish<'r>) -> Self {
        Self {
            catalog,
            wish,
            chain: vec![found],
            at: 0,
            tried: Vec::new(),
            called_any: false,
            takes_cooling: false,
            blocked: None,
        }
    }

    /// The next target to call. `None`: there is nobody left.
    pub(crate) fn next(&mut self, now: Instant, random: u64) -> Option<Choice> {
        loop {
            let Some(found) = self.chain.get(self.at).cloned() else {
                if self.called_any || self.takes_cooling {
                    return None;
                }
                (self.at, self.takes_cooling) = (0, true);
                continue;
            };
            if let Some(index) = self.choose(&found, now, random) {
                let reason = self.reason(&found);
                self.tried.push(index);
                self.called_any = true;
                return Some(Choice { found, index, reason });
            }
            for name in &found.model.fallbacks {
                self.add(name);
            }
            self.at += 1;
            self.tried.clear();
        }
    }

    /// When nobody could be called: the time until somebody may.
    pub(crate) fn blocked(&self) -> Option<Duration> {
        self.blocked
    }

    fn add(&mut self, name: &Arc<str>) {
        let known = self.chain.iter().any(|found| found.model.name == *name);
        let allowed = self.wish.models.is_none_or(|models| models.allows(name));
        if known || !allowed || self.chain.len() >= CHAIN_MAX {
            return;
        }
        self.chain.extend(self.catalog.find(name));
    }

    fn reason(&self, found: &Found) -> Reason {
        if self.at > 0 {
            Reason::Fallback
        } else if !self.tried.is_empty() || self.blocked.is_some() {
            Reason::Failover
        } else if found.model.targets.len() == 1 {
            Reason::Only
        } else {
            Reason::Strategy(found.model.strategy)
        }
    }

    fn choose(&mut self, found: &Found, now: Instant, random: u64) -> Option<usize> {
        let mut ready = Vec::with_capacity(found.model.targets.len());
        let mut cooling = Vec::new();
        for (index, target) in found.model.targets.iter().enumerate() {
            if self.tried.contains(&index) || !self.permits(target) {
                continue;
            }
            match target.health.availability(now) {
                Availability::Ready => ready.push(index),
                Availability::Cooling => cooling.push(index),
                Availability::Open(left) => {
                    self.blocked = Some(self.blocked.map_or(left, |least| least.min(left)));
                }
            }
        }
        // One that asked to be left alone is better than none, but not than a fallback.
        let is_last = self.takes_cooling || found.model.fallbacks.is_empty();
        let candidates = if ready.is_empty() && is_last { cooling } else { ready };
        self.pick(found, &candidates, random)
    }

    fn permits(&self, target: &Target) -> bool {
        self.wish.providers.is_none_or(|providers| providers.allows(&target.provider.name))
            && self.wish.tags.iter().all(|tag| target.tags.iter().any(|own| own == tag))
    }

    fn pick(&self, found: &Found, candidates: &[usize], random: u64) -> Option<usize> {
        let targets = &found.model.targets;
        match candidates {
            [] => return None,
            [only] => return Some(*only),
            _ => {}
        }
        match found.model.strategy {
            Strategy::Ordered => candidates.first().copied(),
            Strategy::Weighted => weighted(targets, candidates, random),
            Strategy::LeastLatency => {
                let first = candidates[bounded(random, candidates.len())];
                let second = candidates[bounded(mix(random), candidates.len())];
                [first, second].into_iter().min_by_key(|index| targets[*index].health.load())
            }
            Strategy::LeastBusy => {
                let offset = bounded(random, candidates.len());
                let rotated = candidates[offset..].iter().chain(&candidates[..offset]);
                rotated.copied().min_by_key(|index| targets[*index].health.active())
            }
            Strategy::Cheapest => candidates.iter().copied().min_by_key(|index| {
                let target = &targets[*index];
                let price = target.price(&self.catalog.prices, &found.upstream_model(target));
                price.map_or(i64::MAX, |p| p.input.plus(p.output).nano())
            }),
            Strategy::Sticky => candidates.iter().copied().max_by_key(|index| {
                let target = &targets[*index];
                let who = hash(&target.provider.name) ^ hash(&found.upstream_model(target)).rotate_left(1);
                mix(self.wish.session ^ who)
            }),
        }
    }
}

fn weighted(targets: &[Target], candidates: &[usize], random: u64) -> Option<usize> {
    let weight = |index: &usize| u64::from(targets[*index].weight);
    let total: u64 = candidates.iter().map(weight).sum();
    if total == 0 {
        return candidates.first().copied();
    }
    let mut at = random % total;
    candidates.iter().copied().find(|index| {
        let here = weight(index);
        let found = at < here;
        at = at.saturating_sub(here);
        found
    })
}

fn bounded(random: u64, length: usize) -> usize {
    usize::try_from(random % length.max(1) as u64).unwrap_or(0)
}

/// FNV-1a: stable over releases and processes, as sessions must be.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finaliser of `SplitMix64`.
pub(crate) const fn mix(mut value: u64) -> u64 {
    value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests;
