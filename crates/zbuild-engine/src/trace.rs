//! A build as a Chrome trace: what ran when, in as many lanes as ran at once. Open it in Perfetto or
//! `chrome://tracing`.

use std::io::{self, Write};
use std::time::Duration;

use crate::event::Event;
use crate::graph::{ActionId, Graph};

/// Collects events of builds that follow each other; writes the trace when they are over.
#[derive(Debug, Default)]
pub struct Trace {
    /// By lane: the action in it.
    lanes: Vec<Option<ActionId>>,
    spans: Vec<Span>,
    /// Spans of builds that are over, and how long those took.
    past: usize,
    before: Duration,
}

#[derive(Debug)]
struct Span {
    action: ActionId,
    name: String,
    description: String,
    lane: usize,
    start: Duration,
    end: Option<Duration>,
    result: &'static str,
}

impl Trace {
    /// Takes note of an event of a build of `graph`.
    pub fn observe(&mut self, event: &Event<'_>, graph: &Graph) {
        match *event {
            Event::Started { action, at, .. } => {
                let lane = self.lanes.iter().position(Option::is_none).unwrap_or(self.lanes.len());
                if lane == self.lanes.len() {
                    self.lanes.push(None);
                }
                self.lanes[lane] = Some(action);
                self.begin(graph, action, lane, at);
            }
            Event::Finished { action, at, outcome, .. } => self.end(graph, action, at, outcome.name()),
            Event::Failed { action, at, .. } => self.end(graph, action, at, "failed"),
            Event::Summary(summary) => {
                self.lanes.clear();
                self.past = self.spans.len();
                self.before += summary.duration;
            }
            _ => {}
        }
    }

    fn begin(&mut self, graph: &Graph, action: ActionId, lane: usize, at: Duration) {
        self.spans.push(Span {
            action,
            name: graph.name(action).to_owned(),
            description: graph.description(action).to_owned(),
            lane,
            start: self.before + at,
            end: None,
            result: "",
        });
    }

    fn end(&mut self, graph: &Graph, action: ActionId, at: Duration, result: &'static str) {
        let lane = self.lanes.iter_mut().find(|lane| **lane == Some(action));
        if lane.map(Option::take).is_none() {
            // Taken from a cache: an instant.
            self.begin(graph, action, 0, at);
        }
        let open = self.spans[self.past..].iter_mut().rev().find(|span| span.action == action);
        if let Some(span) = open {
            (span.end, span.result) = (Some(self.before + at), result);
        }
    }

    /// Writes the trace as JSON.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(b"{\"traceEvents\":[")?;
        for (index, span) in self.spans.iter().enumerate() {
            let end = span.end.unwrap_or(span.start);
            let comma = if index == 0 { "" } else { "," };
            write!(
                to,
                "{comma}\n{{\"name\":{},\"cat\":\"action\",\"ph\":\"X\",\"pid\":1,\"tid\":{},\"ts\":{},\"dur\":{},\"args\":{{\"action\":{},\"result\":\"{}\"}}}}",
                json(&span.description),
                span.lane + 1,
                span.start.as_micros(),
                (end.saturating_sub(span.start)).as_micros(),
                json(&span.name),
                span.result,
            )?;
        }
        to.write_all(b"\n]}\n")
    }
}

/// A string of JSON.
fn json(text: &str) -> String {
    use std::fmt::Write;
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}
