//! A build as a Chrome trace: what ran when, in as many lanes as ran at once. Open it in Perfetto or
//! `chrome://tracing`.

use std::io::{self, Write};
use std::time::Duration;

use crate::event::Event;
use crate::graph::{ActionId, Graph};

/// Collects events; writes the trace when the build is over.
#[derive(Debug, Default)]
pub struct Trace {
    /// By lane: the action in it.
    lanes: Vec<Option<ActionId>>,
    spans: Vec<Span>,
}

#[derive(Debug)]
struct Span {
    action: ActionId,
    lane: usize,
    start: Duration,
    end: Option<Duration>,
    result: &'static str,
}

impl Trace {
    /// Takes note of an event.
    pub fn observe(&mut self, event: &Event<'_>) {
        match *event {
            Event::Started { action, at, .. } => {
                let lane = self.lanes.iter().position(Option::is_none).unwrap_or(self.lanes.len());
                if lane == self.lanes.len() {
                    self.lanes.push(None);
                }
                self.lanes[lane] = Some(action);
                self.spans.push(Span { action, lane, start: at, end: None, result: "" });
            }
            Event::Finished { action, at, outcome, .. } => self.end(action, at, outcome.name()),
            Event::Failed { action, at, .. } => self.end(action, at, "failed"),
            _ => {}
        }
    }

    fn end(&mut self, action: ActionId, at: Duration, result: &'static str) {
        let lane = self.lanes.iter_mut().find(|lane| **lane == Some(action));
        if lane.map(Option::take).is_some() {
            let open = self.spans.iter_mut().rev().find(|span| span.action == action);
            if let Some(span) = open {
                (span.end, span.result) = (Some(at), result);
            }
        } else {
            // Taken from a cache: an instant.
            self.spans.push(Span { action, lane: 0, start: at, end: Some(at), result });
        }
    }

    /// Writes the trace as JSON.
    pub fn write(&self, graph: &Graph, to: &mut impl Write) -> io::Result<()> {
        to.write_all(b"{\"traceEvents\":[")?;
        for (index, span) in self.spans.iter().enumerate() {
            let end = span.end.unwrap_or(span.start);
            let comma = if index == 0 { "" } else { "," };
            write!(
                to,
                "{comma}\n{{\"name\":{},\"cat\":\"action\",\"ph\":\"X\",\"pid\":1,\"tid\":{},\"ts\":{},\"dur\":{},\"args\":{{\"action\":{},\"result\":\"{}\"}}}}",
                json(graph.description(span.action)),
                span.lane + 1,
                span.start.as_micros(),
                (end.saturating_sub(span.start)).as_micros(),
                json(graph.name(span.action)),
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
