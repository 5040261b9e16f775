//! Routes log records of Rust to a sink that the Zig program registers once.
mod record;

use record::{Level, Sink};
use std::sync::OnceLock;
use std::thread;

static SINK: OnceLock<&'static Sink> = OnceLock::new();

/// Sets the sink. It has to live as long as the program and to work on any thread.
#[unsafe(no_mangle)]
pub extern "C" fn log_register(sink: Option<&'static Sink>) -> bool {
    sink.is_some_and(|sink| SINK.set(sink).is_ok())
}

fn log(level: Level, text: &str) {
    if let Some(sink) = SINK.get() {
        sink.write(level, text);
    }
}

/// Crunches numbers on some threads and logs what they found.
#[unsafe(no_mangle)]
pub extern "C" fn crunch(threads: u8) -> u32 {
    thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(8))
            .filter_map(|n| {
                let work = move || {
                    let found = (1..1000u32).filter(|x| x % (u32::from(n) + 2) == 0).count();
                    log(Level::Info, &format!("worker {n}: {found}"));
                    found
                };
                thread::Builder::new().spawn_scoped(scope, work).ok()
            })
            .collect();
        let counts = workers.into_iter().filter_map(|worker| worker.join().ok());
        u32::try_from(counts.sum::<usize>()).unwrap_or(u32::MAX)
    })
}
