//! litellm#12685, #27954: memory that grows with the requests that were served. A gateway of its own process works
//! for two minutes (half an hour with `GHOST_TEST_FULL`, `GHOST_SOAK_SECONDS` for another time) on everything at
//! once: answers, streams, translations, clients that go away, errors. Its memory must be flat.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ghostllm::mock::{Mock, Script};
use serde_json::json;

use crate::process::{configured, serve};
use crate::support::client::{post_with, read, send};
use crate::support::{KEY, eventually};

/// Resident memory of a process, in KiB.
fn resident_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

fn seconds() -> u64 {
    let is_full = std::env::var_os("GHOST_TEST_FULL").is_some_and(|value| !value.is_empty());
    let named = std::env::var("GHOST_SOAK_SECONDS").ok().and_then(|text| text.parse().ok());
    named.unwrap_or(if is_full { 30 * 60 } else { 2 * 60 })
}

fn work(address: std::net::SocketAddr, number: u64) {
    let headers = format!("authorization: Bearer {KEY}\r\n");
    let body = |model: &str, stream: bool| {
        json!({
            "model": model, "stream": stream, "max_tokens": 50,
            // No two are alike: what is kept by content would grow.
            "messages": [{"role": "user", "content": format!("question {number}")}],
        })
        .to_string()
    };
    let call = |path: &str, model: &str, stream: bool, expected: u16| {
        let reply = post_with(address, path, &headers, body(model, stream).as_bytes());
        assert_eq!(reply.status, expected, "{}", reply.text());
    };
    match number % 8 {
        0 => call("/v1/chat/completions", "m", false, 200),
        1 => call("/v1/chat/completions", "m", true, 200),
        2 => call("/v1/messages", "m", false, 200),
        3 => call("/v1/messages", "m", true, 200),
        4 => call("/v1/chat/completions", &format!("none-{number}"), false, 404),
        5 => call("/v1/responses", "cached", false, 200),
        6 => {
            let wrong = format!("authorization: Bearer wrong-{number}\r\n");
            let reply = post_with(address, "/v1/chat/completions", &wrong, body("m", false).as_bytes());
            assert_eq!(reply.status, 401);
        }
        _ => drop(send(address, "/v1/chat/completions", &headers, body("m", true).as_bytes())),
    }
}

#[test]
fn memory_is_flat_under_load() {
    if resident_kib(std::process::id()).is_none() {
        println!("skipped: there is no /proc to read a process's memory from");
        return;
    }
    let script = Script { between_ms: 1, ..Script::default() };
    let mock = Mock::start("127.0.0.1:0".parse().unwrap(), script).unwrap();
    let cached = "[[models]]\nname = \"cached\"\nprovider = \"p\"\nupstream_model = \"m\"\ncache_seconds = 600\n\
                  [cache]\nbytes_max = 262144\n";
    let folder = configured(&mock, "", &format!("{cached}[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let running = serve(folder.path());
    let (address, process) = (running.address, running.process());
    let (stop, next) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let load: Vec<_> = (0..8)
        .map(|_| {
            let (stop, next) = (Arc::clone(&stop), Arc::clone(&next));
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    work(address, next.fetch_add(1, Ordering::Relaxed));
                }
            })
        })
        .collect();
    let time = Duration::from_secs(seconds());
    let begun = Instant::now();
    let mut samples = Vec::new();
    while begun.elapsed() < time {
        std::thread::sleep(Duration::from_millis(250));
        samples.push(resident_kib(process).expect("the gateway lives"));
    }
    stop.store(true, Ordering::Relaxed);
    for thread in load {
        thread.join().unwrap();
    }
    let median = |part: &[u64]| {
        let mut part = part.to_vec();
        part.sort_unstable();
        part[part.len() / 2]
    };
    // The first third fills caches, pools and the allocator.
    let third = samples.len() / 3;
    let (before, after) = (median(&samples[third..2 * third]), median(&samples[2 * third..]));
    let requests = next.load(Ordering::Relaxed);
    println!("{requests} requests in {time:?}: {before} KiB, then {after} KiB");
    assert!(requests > seconds() * 10, "{requests} requests are no load");
    assert!(after < before + before / 10 + 1024, "{before} KiB, then {after} KiB after {requests} requests");
}

/// What hundreds of streams took at one time is the system's again once they have ended, and so is what large bodies took.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[test]
fn memory_of_a_peak_is_given_back() {
    const STREAMS: usize = 400;
    let script = Script { between_ms: 100, ..Script::default() };
    let mock = Mock::start("127.0.0.1:0".parse().unwrap(), script).unwrap();
    let folder = configured(&mock, "", &format!("[[keys]]\nname = \"k\"\nkey = \"{KEY}\""));
    let running = serve(folder.path());
    let resident = || resident_kib(running.process()).expect("the gateway lives");
    let headers = format!("authorization: Bearer {KEY}\r\n");
    let body = json!({"model": "m", "stream": true, "messages": []}).to_string();
    let before = resident();
    let mut streams: Vec<_> = (0..STREAMS)
        .map(|_| send(running.address, "/v1/chat/completions", &headers, body.as_bytes()))
        .collect();
    for stream in &mut streams {
        assert!(read(stream).is_whole);
    }
    let peak = resident();
    assert!(peak > before + STREAMS as u64 * 8, "{before} KiB, then {peak} KiB: no peak");
    drop(streams);
    eventually("half of it is given back", || (resident() < before.midpoint(peak)).then_some(()));
    let text = "x".repeat(20 << 20);
    let large = json!({"model": "m", "messages": [{"role": "user", "content": text}]}).to_string();
    for _ in 0..3 {
        assert_eq!(
            post_with(running.address, "/v1/chat/completions", &headers, large.as_bytes()).status,
            200
        );
    }
    eventually("they are given back", || (resident() < before.midpoint(peak)).then_some(()));
}
