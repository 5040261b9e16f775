//! Counters for Prometheus, in its text format.
//!
//! Labels hold what the operator configured (models, providers), never what a client made up: a model that is
//! not found is counted as `unknown`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::ledger::{Counts, UsageRow};
use crate::observe::Dropped;

/// Upper bounds of the latency histogram, in milliseconds.
const BUCKETS_MS: [u64; 12] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 60_000];

/// Everything that is counted.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<Labels, Totals>>,
    pub(crate) refused_credentials: AtomicU64,
    pub(crate) refused_overload: AtomicU64,
    pub(crate) connections: AtomicU64,
    pub(crate) timed_out_connections: AtomicU64,
    pub(crate) upstream_attempts: AtomicU64,
    pub(crate) upstream_failures: AtomicU64,
    pub(crate) breakers_opened: AtomicU64,
    pub(crate) reloads: AtomicU64,
    pub(crate) failed_reloads: AtomicU64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Labels {
    model: Arc<str>,
    provider: Arc<str>,
    status: u16,
    outcome: &'static str,
    stream: bool,
}

#[derive(Clone, Debug, Default)]
struct Totals {
    requests: u64,
    prompt_tokens: u64,
    completion_tokens: u64,
    cost_nano: u64,
    cache_hits: u64,
    unpriced: u64,
    latency_ms: u64,
    buckets: [u64; BUCKETS_MS.len()],
}

/// What is measured when somebody asks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gauges {
    pub(crate) active_requests: usize,
    pub(crate) queued_rows: usize,
    pub(crate) epoch: u64,
}

impl Metrics {
    /// Counts a request that has ended. `model` is the configured name it was for.
    pub(crate) fn count(&self, row: &UsageRow, model: &Arc<str>) {
        let labels = Labels {
            model: Arc::clone(model),
            provider: Arc::clone(&row.provider),
            status: row.status,
            outcome: row.outcome.name(),
            stream: row.stream,
        };
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let totals = requests.entry(labels).or_default();
        totals.requests += 1;
        totals.prompt_tokens = totals.prompt_tokens.saturating_add(row.prompt_tokens);
        totals.completion_tokens = totals.completion_tokens.saturating_add(row.completion_tokens);
        totals.cost_nano = totals.cost_nano.saturating_add(row.cost.nano().unsigned_abs());
        totals.cache_hits += u64::from(row.cache_hit);
        totals.unpriced += u64::from(row.unpriced);
        totals.latency_ms += row.latency_ms;
        for (bucket, bound) in totals.buckets.iter_mut().zip(BUCKETS_MS) {
            *bucket += u64::from(row.latency_ms <= bound);
        }
    }

    /// Everything, as Prometheus reads it.
    pub(crate) fn render(&self, gauges: Gauges, ledger: &Counts, dropped: &Dropped) -> String {
        let mut out = String::with_capacity(4096);
        self.render_requests(&mut out);
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counters = [
            (
                "refused_credentials_total",
                "Requests without an accepted key",
                load(&self.refused_credentials),
            ),
            (
                "refused_overload_total",
                "Requests refused because too many were under way",
                load(&self.refused_overload),
            ),
            ("connections_total", "Client connections accepted", load(&self.connections)),
            (
                "timed_out_connections_total",
                "Client connections ended for slowness",
                load(&self.timed_out_connections),
            ),
            ("upstream_attempts_total", "Calls of upstreams", load(&self.upstream_attempts)),
            ("upstream_failures_total", "Calls of upstreams that failed", load(&self.upstream_failures)),
            ("breakers_opened_total", "Times a breaker opened", load(&self.breakers_opened)),
            ("config_reloads_total", "Configurations taken over while running", load(&self.reloads)),
            (
                "config_reload_failures_total",
                "Configurations refused while running",
                load(&self.failed_reloads),
            ),
            ("usage_rows_written_total", "Usage rows in the store", load(&ledger.written)),
            (
                "usage_rows_spilled_total",
                "Usage rows that went through the spill file",
                load(&ledger.spilled),
            ),
            (
                "usage_rows_lost_total",
                "Usage rows that neither store nor spill file took",
                load(&ledger.lost),
            ),
            ("trace_requests_dropped_total", "Requests whose spans no collector took", load(&dropped.spans)),
            (
                "access_log_dropped_total",
                "Requests that the access log had no room for",
                load(&dropped.access_lines),
            ),
        ];
        for (name, help, value) in counters {
            family(&mut out, name, help, "counter");
            line(&mut out, name, "", &value.to_string());
        }
        let gauges = [
            ("active_requests", "Requests under way", gauges.active_requests as u64),
            ("usage_rows_queued", "Usage rows that wait to be written", gauges.queued_rows as u64),
            ("store_epoch", "The epoch of keys and teams in use", gauges.epoch),
        ];
        for (name, help, value) in gauges {
            family(&mut out, name, help, "gauge");
            line(&mut out, name, "", &value.to_string());
        }
        out
    }

    fn render_requests(&self, out: &mut String) {
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let each = |out: &mut String, name: &str, help: &str, value: &dyn Fn(&Totals) -> String| {
            family(out, name, help, "counter");
            for (labels, totals) in &requests {
                line(out, name, &labels.text(), &value(totals));
            }
        };
        each(out, "requests_total", "Requests that have ended", &|t| t.requests.to_string());
        each(out, "prompt_tokens_total", "Tokens read", &|t| t.prompt_tokens.to_string());
        each(out, "completion_tokens_total", "Tokens written", &|t| t.completion_tokens.to_string());
        each(out, "cache_hits_total", "Requests answered from the cache", &|t| t.cache_hits.to_string());
        each(out, "cost_dollars_total", "Money spent", &|t| {
            format!("{}.{:09}", t.cost_nano / 1_000_000_000, t.cost_nano % 1_000_000_000)
        });
        each(out, "unpriced_requests_total", "Requests whose tokens have no known price", &|t| {
            t.unpriced.to_string()
        });
        let name = "request_duration_seconds";
        family(out, name, "Time from a request's head to its answer's end", "histogram");
        for (labels, totals) in &requests {
            let labels = labels.text();
            for (bound, count) in BUCKETS_MS.iter().zip(totals.buckets) {
                let bound = format!("{labels},le=\"{}\"", seconds(*bound));
                line(out, "request_duration_seconds_bucket", &bound, &count.to_string());
            }
            let all = totals.requests.to_string();
            line(out, "request_duration_seconds_bucket", &format!("{labels},le=\"+Inf\""), &all);
            line(out, "request_duration_seconds_sum", &labels, &seconds(totals.latency_ms));
            line(out, "request_duration_seconds_count", &labels, &all);
        }
    }
}

impl Labels {
    fn text(&self) -> String {
        format!(
            "model=\"{}\",provider=\"{}\",status=\"{}\",outcome=\"{}\",stream=\"{}\"",
            escaped(&self.model),
            escaped(&self.provider),
            self.status,
            self.outcome,
            self.stream
        )
    }
}

fn family(out: &mut String, name: &str, help: &str, kind: &str) {
    // Writing to a string does not fail.
    let _ = write!(out, "# HELP ghostllm_{name} {help}.\n# TYPE ghostllm_{name} {kind}\n");
}

fn line(out: &mut String, name: &str, labels: &str, value: &str) {
    let _ = if labels.is_empty() {
        writeln!(out, "ghostllm_{name} {value}")
    } else {
        writeln!(out, "ghostllm_{name}{{{labels}}} {value}")
    };
}

fn seconds(ms: u64) -> String {
    let text = format!("{}.{:03}", ms / 1000, ms % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::{escaped, seconds};

    #[test]
    fn numbers_and_labels_are_as_prometheus_reads_them() {
        assert_eq!((seconds(5).as_str(), seconds(1000).as_str(), seconds(0).as_str()), ("0.005", "1", "0"));
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
    }
}
