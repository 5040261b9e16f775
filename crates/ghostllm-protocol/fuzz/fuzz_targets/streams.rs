//! A provider's stream to every client: no panic, the contract of events holds, and every client's stream is one
//! that its own dialect reads.
#![no_main]

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;
use ghostllm_protocol::{ChatRequest, Collector, Dialect, Event, Exchange};
use libfuzzer_sys::fuzz_target;

fn read(dialect: Dialect, exchange: &Exchange, bytes: &[u8], step: usize) -> (Vec<Event>, bool) {
    let mut decoder = dialect.stream_decoder(exchange);
    let mut events = Vec::new();
    for chunk in bytes.chunks(step) {
        if decoder.push(Bytes::copy_from_slice(chunk), &mut events).is_err() {
            return (events, false);
        }
    }
    let complete = decoder.finish(&mut events).is_ok();
    (events, complete)
}

fn check_contract(events: &[Event]) {
    let (mut open, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(_) => assert_eq!(at, 0, "one start"),
            Event::Open { block, .. } => {
                assert!(seen.insert(*block), "opened once");
                open.insert(*block);
            }
            Event::Delta { block, .. } | Event::Sign { block, .. } | Event::Annotate { block, .. } => {
                assert!(open.contains(block), "{block} is not open: {events:?}");
            }
            Event::Close { block } => assert!(open.remove(block), "closed once: {events:?}"),
            Event::End => assert!(open.is_empty() && at + 1 == events.len(), "the end is the end: {events:?}"),
            _ => {}
        }
    }
}

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (dialect, step, bytes) = input;
    let dialect = Dialect::ALL[usize::from(dialect) % Dialect::ALL.len()];
    let request = ChatRequest { model: "m".to_owned(), include_usage: true, ..ChatRequest::default() };
    let exchange = Exchange::new(Arc::new(request), 7, 1_700_000_000);
    let (events, complete) = read(dialect, &exchange, bytes, bytes.len().max(1));
    check_contract(&events);
    assert_eq!(read(dialect, &exchange, bytes, usize::from(step).max(1)), (events.clone(), complete), "however it is cut");
    let mut collector = Collector::new();
    events.iter().for_each(|event| collector.push(event.clone()));
    let _ = collector.so_far();
    for client in Dialect::ALL {
        let mut encoder = client.stream_encoder(&exchange);
        let mut out = Vec::new();
        events.iter().for_each(|event| encoder.encode(event, &mut out));
        let (again, whole) = read(client, &exchange, &out, out.len().max(1));
        check_contract(&again);
        assert!(!complete || whole, "{dialect} to {client}: {}", String::from_utf8_lossy(&out));
    }
});
