//! Who is tried, in which order.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::{Plan, Reason, Wish, mix};
use crate::catalog::{Allowed, Catalog, Registry, build};
use crate::config::{self, Environment};
use crate::route::Breaker;

const BREAKER: Breaker = Breaker { failures: 1, open: Duration::from_secs(30) };

fn catalog(models: &str) -> Catalog {
    let text = format!(
        "[providers.a]\nkind = \"vllm\"\n[providers.b]\nkind = \"vllm\"\n[providers.c]\nkind = \"vllm\"\n{models}"
    );
    let config = config::read(&text, "t", &Environment::new()).unwrap();
    build(&config, &Environment::new(), &Registry::default()).unwrap()
}

fn model(name: &str, provider: &str, more: &str) -> String {
    format!("[[models]]\nname = \"{name}\"\nprovider = \"{provider}\"\n{more}\n")
}

fn three(more: &str) -> Catalog {
    catalog(&[model("m", "a", more), model("m", "b", ""), model("m", "c", "")].concat())
}

fn order(catalog: &Catalog, wish: Wish<'_>) -> Vec<(String, Reason)> {
    let mut plan = Plan::new(catalog, catalog.find("m").unwrap(), wish);
    let mut order = Vec::new();
    while let Some(choice) = plan.next(Instant::now(), 0) {
        order.push((choice.target().provider.name.to_string(), choice.reason));
    }
    order
}

fn names(catalog: &Catalog, wish: Wish<'_>) -> String {
    order(catalog, wish).into_iter().map(|(name, _)| name).collect()
}

fn fail(catalog: &Catalog, provider: usize) {
    let health = &catalog.find("m").unwrap().model.targets[provider].health;
    health.begin(Instant::now()).failed(Instant::now(), BREAKER);
}

/// Somebody who asked to be left alone is better than nobody, also where a fallback is named that may not be asked.
#[test]
fn those_that_cool_are_asked_when_nobody_else_may_be() {
    let catalog = catalog(&[model("m", "a", "fallbacks = [\"n\"]"), model("n", "b", "")].concat());
    let cool = |name: &str| {
        let health = &catalog.find(name).unwrap().model.targets[0].health;
        health.begin(Instant::now()).limited(Instant::now(), Some(Duration::from_secs(200)));
    };
    cool("m");
    assert_eq!(names(&catalog, Wish::default()), "b");
    let allowed = Allowed::new(&["m".to_owned()]);
    assert_eq!(names(&catalog, Wish { models: Some(&allowed), ..Wish::default() }), "a");
    cool("n");
    assert_eq!(names(&catalog, Wish::default()), "b", "the last of the chain");
}

#[test]
fn every_target_is_tried_once_then_every_fallback() {
    let catalog = catalog(
        &[
            model("m", "a", "strategy = \"ordered\"\nfallbacks = [\"n\", \"m\"]"),
            model("m", "b", ""),
            model("n", "c", "fallbacks = [\"m\"]"),
        ]
        .concat(),
    );
    let expected = [
        ("a".to_owned(), Reason::Strategy(config::Strategy::Ordered)),
        ("b".to_owned(), Reason::Failover),
        ("c".to_owned(), Reason::Fallback),
    ];
    assert_eq!(order(&catalog, Wish::default()), expected);
}

#[test]
fn open_breakers_are_passed_over() {
    let catalog = three("strategy = \"ordered\"");
    fail(&catalog, 0);
    assert_eq!(order(&catalog, Wish::default())[0], ("b".to_owned(), Reason::Failover));
    fail(&catalog, 1);
    fail(&catalog, 2);
    let mut plan = Plan::new(&catalog, catalog.find("m").unwrap(), Wish::default());
    assert!(plan.next(Instant::now(), 0).is_none());
    assert!(plan.blocked().unwrap() > Duration::from_secs(29));
}

#[test]
fn a_target_at_its_limit_is_the_last_choice() {
    let catalog = three("strategy = \"ordered\"");
    let limit = |index: usize| {
        let health = &catalog.find("m").unwrap().model.targets[index].health;
        health.begin(Instant::now()).limited(Instant::now(), None);
    };
    limit(0);
    assert_eq!(names(&catalog, Wish::default()), "bca");
}

#[test]
fn keys_and_tags_narrow_the_choice() {
    let catalog = catalog(
        &[
            model("m", "a", "tags = [\"eu\"]"),
            model("m", "b", "tags = [\"eu\", \"fast\"]\nstrategy = \"ordered\"\nfallbacks = [\"n\"]"),
            model("n", "c", "tags = [\"eu\"]"),
        ]
        .concat(),
    );
    let providers = Allowed::new(&["b".to_owned(), "c".to_owned()]);
    let models = Allowed::new(&["m".to_owned()]);
    let wish = Wish::default();
    assert_eq!(names(&catalog, Wish { tags: &["eu"], ..wish }), "abc");
    assert_eq!(names(&catalog, Wish { tags: &["eu", "fast"], ..wish }), "b");
    assert_eq!(names(&catalog, Wish { tags: &["us"], ..wish }), "");
    assert_eq!(names(&catalog, Wish { providers: Some(&providers), ..wish }), "bc");
    assert_eq!(names(&catalog, Wish { models: Some(&models), ..wish }), "ab");
}

#[test]
fn weights_are_kept() {
    let catalog = catalog(
        &[model("m", "a", "weight = 3"), model("m", "b", "weight = 1"), model("m", "c", "weight = 0")]
            .concat(),
    );
    let mut counts: HashMap<String, u32> = HashMap::new();
    for random in 0..4000 {
        let mut plan = Plan::new(&catalog, catalog.find("m").unwrap(), Wish::default());
        let choice = plan.next(Instant::now(), mix(random)).unwrap();
        *counts.entry(choice.target().provider.name.to_string()).or_default() += 1;
    }
    assert!((2900..3100).contains(&counts["a"]), "{counts:?}");
    assert!(!counts.contains_key("c"));
}

#[test]
fn the_cheapest_the_fastest_the_idlest() {
    let price = |dollars: u32| format!("price = {{ input = {dollars}, output = 1 }}");
    let cheap = catalog(
        &[model("m", "a", "strategy = \"cheapest\""), model("m", "b", &price(5)), model("m", "c", &price(2))]
            .concat(),
    );
    assert_eq!(names(&cheap, Wish::default()), "cba", "without a price is last");
    let busy = three("strategy = \"least-busy\"");
    let begin = |catalog: &Catalog, index: usize| {
        catalog.find("m").unwrap().model.targets[index].health.begin(Instant::now())
    };
    let _attempts = [begin(&busy, 0), begin(&busy, 0), begin(&busy, 1)];
    assert_eq!(names(&busy, Wish::default()), "cba");
    let fast = three("strategy = \"least-latency\"");
    let now = Instant::now();
    begin(&fast, 0).succeeded(now + Duration::from_secs(9));
    let first = |random: u64| {
        let mut plan = Plan::new(&fast, fast.find("m").unwrap(), Wish::default());
        plan.next(now, random).unwrap().target().provider.name.to_string()
    };
    let slow = (0..900).filter(|random| first(mix(*random)) == "a").count();
    assert!((50..150).contains(&slow), "the slow one wins only against itself: {slow}");
}

#[test]
fn a_session_stays_where_it_is_while_others_spread() {
    let catalog = three("strategy = \"sticky\"");
    let first = |session: u64| names(&catalog, Wish { session, ..Wish::default() })[..1].to_owned();
    let spread: std::collections::BTreeSet<String> = (0..50).map(|s| first(mix(s))).collect();
    assert_eq!(spread.len(), 3);
    let session = (0..1000).map(mix).find(|s| first(*s) == "b").unwrap();
    fail(&catalog, 0);
    assert_eq!(first(session), "b", "another target's failure moves nobody else");
    fail(&catalog, 1);
    assert_eq!(first(session), "c");
}
