mod queue;

pub use queue::Event;
use std::thread;
use std::time::Duration;

/// Posts a tick every `every` for `times` times, on a thread of its own.
pub fn ticker(every: Duration, times: u32) -> thread::JoinHandle<u32> {
    thread::spawn(move || {
        let mut posted = 0;
        for n in 0..times {
            thread::sleep(every);
            posted += u32::from(queue::post(Event { kind: 1, value: n }));
        }
        posted
    })
}

/// Handles all events that wait, returns their number.
pub fn drain(mut handle: impl FnMut(Event)) -> usize {
    let mut n = 0;
    while let Some(e) = queue::next() {
        handle(e);
        n += 1;
    }
    n
}
