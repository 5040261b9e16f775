//! `ghostllm bench`: how many requests a second, and how long each takes. For a quick look at one's own
//! installation; the project's measurements against others are `cargo xtask bench`.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::args::Bench;
use super::output::{self, Failure};

/// What one connection saw.
#[derive(Default)]
struct Seen {
    latencies_us: Vec<u64>,
    first_us: Vec<u64>,
    errors: BTreeMap<String, u64>,
}

pub(super) fn run(args: &Bench) -> Result<(), Failure> {
    let plain = args.url.trim_start_matches("http://").trim_end_matches('/');
    if args.url.starts_with("https://") {
        return Err(Failure::usage("bench speaks plain http only"));
    }
    let (authority, path) = plain.split_once('/').unwrap_or((plain, "v1/chat/completions"));
    let address = authority.to_socket_addrs().ok().and_then(|mut found| found.next());
    let address = address.ok_or_else(|| Failure::usage(format!("`{}` is no http URL", args.url)))?;
    let body = json!({
        "model": args.model, "stream": args.stream, "max_tokens": 64, "messages": [{ "role": "user", "content": "Say something." }],
    })
    .to_string();
    if let Some(broken) =
        args.header.iter().find(|header| !header.contains(':') || header.contains(['\r', '\n']))
    {
        return Err(Failure::usage(format!("`{}` is no header: `NAME: VALUE`", broken.escape_default())));
    }
    let more: String = args.header.iter().flat_map(|header| [header.as_str(), "\r\n"]).collect();
    let request = format!(
        "POST /{path} HTTP/1.1\r\nhost: {authority}\r\ncontent-type: application/json\r\nauthorization: Bearer \
         {}\r\n{more}content-length: {}\r\n\r\n{body}",
        args.key,
        body.len()
    );
    let stop = Arc::new(AtomicBool::new(false));
    let begun = Instant::now();
    let threads: Vec<_> = (0..args.connections.max(1))
        .map(|_| {
            let (request, stop) = (request.clone(), Arc::clone(&stop));
            std::thread::spawn(move || load(address, request.as_bytes(), &stop))
        })
        .collect();
    std::thread::sleep(Duration::from_secs(args.seconds.max(1)));
    stop.store(true, Ordering::Relaxed);
    let mut all = Seen::default();
    for seen in threads.into_iter().filter_map(|thread| thread.join().ok()) {
        all.latencies_us.extend(seen.latencies_us);
        all.first_us.extend(seen.first_us);
        for (error, count) in seen.errors {
            *all.errors.entry(error).or_default() += count;
        }
    }
    report(all, begun.elapsed(), args)
}

fn report(mut all: Seen, elapsed: Duration, args: &Bench) -> Result<(), Failure> {
    all.latencies_us.sort_unstable();
    all.first_us.sort_unstable();
    let at = |sorted: &[u64], percent: usize| sorted.get(sorted.len() * percent / 100).copied().unwrap_or(0);
    let count = all.latencies_us.len() as u64;
    let rate = u128::from(count) * 1000 / elapsed.as_millis().max(1);
    let (p50, p99) = (at(&all.latencies_us, 50), at(&all.latencies_us, 99));
    let (first50, first99) = (at(&all.first_us, 50), at(&all.first_us, 99));
    if args.json {
        return output::json(&json!({
            "requests": count, "requests_per_second": rate, "p50_us": p50, "p99_us": p99,
            "first_byte_p50_us": first50, "first_byte_p99_us": first99, "errors": all.errors,
        }));
    }
    output::line(format!("{count} requests, {rate}/s over {} connections", args.connections))?;
    output::line(format!("whole answer  p50 {p50} us  p99 {p99} us"))?;
    output::line(format!("first byte    p50 {first50} us  p99 {first99} us"))?;
    for (error, count) in &all.errors {
        output::line(format!("{count} x {error}"))?;
    }
    if count == 0 { Err(Failure::work(&std::io::Error::other("no request was answered"))) } else { Ok(()) }
}

fn load(address: SocketAddr, request: &[u8], stop: &AtomicBool) -> Seen {
    let mut seen = Seen::default();
    let mut connection = None;
    while !stop.load(Ordering::Relaxed) {
        match once(&mut connection, address, request) {
            Ok((whole, first)) => {
                seen.latencies_us.push(u64::try_from(whole.as_micros()).unwrap_or(u64::MAX));
                seen.first_us.push(u64::try_from(first.as_micros()).unwrap_or(u64::MAX));
            }
            Err(error) => {
                connection = None;
                *seen.errors.entry(error.to_string()).or_default() += 1;
                std::thread::sleep(Duration::from_millis(10));
            }
        }
    }
    seen
}

/// One request; its time to the end and to the body's first byte.
fn once(
    connection: &mut Option<TcpStream>,
    address: SocketAddr,
    request: &[u8],
) -> std::io::Result<(Duration, Duration)> {
    let stream = match connection {
        Some(stream) => stream,
        none => {
            let stream = TcpStream::connect(address)?;
            stream.set_nodelay(true)?;
            none.insert(stream)
        }
    };
    let begun = Instant::now();
    stream.write_all(request)?;
    let mut bytes = Vec::with_capacity(8192);
    let mut first = None;
    let mut chunk = [0; 16384];
    loop {
        let count = stream.read(&mut chunk)?;
        if count == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        first.get_or_insert_with(|| begun.elapsed());
        bytes.extend_from_slice(&chunk[..count]);
        if is_whole(&bytes)? {
            return Ok((begun.elapsed(), first.unwrap_or_default()));
        }
    }
}

/// Whether a reply has come to its end; an error where its status is one.
fn is_whole(bytes: &[u8]) -> std::io::Result<bool> {
    let Some(end) = memchr::memmem::find(bytes, b"\r\n\r\n") else { return Ok(false) };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    if !head.starts_with("http/1.1 200") {
        return Err(std::io::Error::other(head.lines().next().unwrap_or_default().to_owned()));
    }
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
    match length.and_then(|text| text.trim().parse::<usize>().ok()) {
        Some(length) => Ok(bytes.len() >= end + 4 + length),
        None => Ok(bytes.ends_with(b"\r\n0\r\n\r\n") || bytes[end + 4..].starts_with(b"0\r\n\r\n")),
    }
}
