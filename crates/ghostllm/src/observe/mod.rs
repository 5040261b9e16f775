//! What the outside is told of requests that have ended: a line each in the access log, and spans for an
//! OpenTelemetry collector. Both happen on threads of their own behind bounded queues.
//!
//! Holds: a request never waits for either; what does not fit is dropped and counted (the accounting is the
//! ledger's, which drops nothing). No key and no prompt is in what they are given.

mod access;
mod context;
mod export;
mod spans;
mod trace;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

pub(crate) use export::Destination;
pub(crate) use trace::{Trace, TraceHeaders, passed_on};

use crate::ledger::UsageRow;

/// Requests that wait to be told of.
const QUEUE_MAX: usize = 8192;

/// A request that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) row: UsageRow,
    pub(crate) elapsed: Duration,
    /// Its calls of upstreams, where spans are wanted.
    pub(crate) trace: Option<Box<Trace>>,
}

/// Where ended requests go.
pub(crate) struct Observers {
    access: Outlet,
    traces: Option<Outlet>,
    /// Requests that an outlet had no room for, and spans that no collector took.
    pub(crate) dropped: Dropped,
}

/// What was not told.
#[derive(Debug, Default)]
pub(crate) struct Dropped {
    pub(crate) access_lines: AtomicU64,
    pub(crate) spans: std::sync::Arc<AtomicU64>,
}

/// The threads.
pub(crate) struct ObserverThreads(Vec<(SyncSender<Message>, JoinHandle<()>)>);

struct Outlet(SyncSender<Message>);

enum Message {
    Ended(Box<Ended>),
    Stop,
}

impl Observers {
    /// Starts the threads; that of traces only where there is a collector.
    pub(crate) fn start(collector: Option<Destination>) -> std::io::Result<(Self, ObserverThreads)> {
        let dropped = Dropped::default();
        let mut threads = Vec::new();
        let mut start = |name: &str, run: Box<dyn FnOnce(Receiver<Message>) + Send>| {
            let (sender, receiver) = sync_channel(QUEUE_MAX);
            let thread = std::thread::Builder::new().name(name.to_owned()).spawn(move || run(receiver))?;
            threads.push((sender.clone(), thread));
            Ok::<_, std::io::Error>(Outlet(sender))
        };
        let access = start("access", Box::new(|receiver| access::run(&receiver)))?;
        let traces = match collector {
            None => None,
            Some(collector) => {
                let exporter = export::Exporter::new(collector, std::sync::Arc::clone(&dropped.spans))?;
                Some(start("traces", Box::new(move |receiver| exporter.run(&receiver)))?)
            }
        };
        Ok((Self { access, traces, dropped }, ObserverThreads(threads)))
    }

    /// Whether spans are wanted.
    pub(crate) fn traces(&self) -> bool {
        self.traces.is_some()
    }

    /// A line for the access log.
    pub(crate) fn log(&self, row: &UsageRow) {
        let ended = Ended { row: row.clone(), elapsed: Duration::ZERO, trace: None };
        if !self.access.give(ended) {
            self.dropped.access_lines.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Spans for the collector, if there is one.
    pub(crate) fn trace(&self, ended: Ended) {
        if self.traces.as_ref().is_some_and(|traces| !traces.give(ended)) {
            self.dropped.spans.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Outlet {
    /// Says whether there was room.
    fn give(&self, ended: Ended) -> bool {
        self.0.try_send(Message::Ended(Box::new(ended))).is_ok()
    }
}

impl ObserverThreads {
    /// Tells what waits, and ends.
    pub(crate) fn stop(self) {
        for (sender, thread) in self.0 {
            // A thread that is gone needs not be told.
            let _ = sender.send(Message::Stop);
            if thread.join().is_err() {
                tracing::error!("an observer's thread had failed");
            }
        }
    }
}
