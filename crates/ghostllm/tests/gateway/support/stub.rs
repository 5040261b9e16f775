//! An upstream made of sockets: it does exactly what it is told, byte by byte.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// What to do with a connection.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Write(Vec<u8>),
    Pause(u64),
    /// Close the connection now.
    Close,
    /// Read until the other side closes, and note when.
    AwaitClose,
}

type Handler = dyn Fn(usize, &Received) -> Vec<Step> + Send + Sync;

/// An upstream that runs until it is dropped.
pub(crate) struct Stub {
    pub(crate) address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    handler: Box<Handler>,
    calls: AtomicUsize,
    connections: AtomicUsize,
    received: Mutex<Vec<Received>>,
    closed: Mutex<Vec<Instant>>,
    stopped: AtomicBool,
}

impl Stub {
    /// Does what `handler` says for the call of each number.
    pub(crate) fn start(handler: impl Fn(usize, &Received) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            calls: AtomicUsize::new(0),
            connections: AtomicUsize::new(0),
            received: Mutex::default(),
            closed: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                accepting.connections.fetch_add(1, Ordering::SeqCst);
                let shared = Arc::clone(&accepting);
                std::thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { address, shared }
    }

    /// Answers every call with the same bytes.
    pub(crate) fn always(steps: Vec<Step>) -> Self {
        Self::start(move |_, _| steps.clone())
    }

    pub(crate) fn calls(&self) -> usize {
        self.shared.calls.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }

    /// Begins to count and to remember anew.
    pub(crate) fn forget(&self) {
        self.shared.calls.store(0, Ordering::SeqCst);
        self.shared.received.lock().unwrap().clear();
    }

    /// How many connections that awaited it were closed by the other side.
    pub(crate) fn closed(&self) -> usize {
        self.shared.closed.lock().unwrap().len()
    }

    /// Waits until one more than `before` is closed, and says when that was.
    pub(crate) fn closes(&self, before: usize) -> Instant {
        let closed = || self.shared.closed.lock().unwrap().get(before).copied();
        super::eventually("the upstream is closed", closed)
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer) {
        let number = shared.calls.fetch_add(1, Ordering::SeqCst);
        shared.received.lock().unwrap().push(request.clone());
        for step in (shared.handler)(number, &request) {
            match step {
                Step::Write(bytes) => {
                    if stream.write_all(&bytes).is_err() {
                        shared.closed.lock().unwrap().push(Instant::now());
                        return;
                    }
                }
                Step::Pause(ms) => std::thread::sleep(Duration::from_millis(ms)),
                Step::Close => return,
                Step::AwaitClose => {
                    while stream.read(&mut [0; 1024]).is_ok_and(|count| count > 0) {}
                    shared.closed.lock().unwrap().push(Instant::now());
                    return;
                }
            }
        }
    }
}

fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Received> {
    let end = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        fill(stream, buffer)?;
    };
    let head = String::from_utf8(buffer.drain(..end).collect()).unwrap();
    let mut lines = head.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let mut request = Received { method, path, headers, body: Vec::new() };
    if request.header("transfer-encoding").is_some() {
        request.body = read_chunked(stream, buffer)?;
    } else {
        let length = request.header("content-length").map_or(0, |text| text.parse().unwrap());
        while buffer.len() < length {
            fill(stream, buffer)?;
        }
        request.body = buffer.drain(..length).collect();
    }
    Some(request)
}

fn read_chunked(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = loop {
            if let Some(at) = buffer.windows(2).position(|window| window == b"\r\n") {
                break at;
            }
            fill(stream, buffer)?;
        };
        let length = usize::from_str_radix(std::str::from_utf8(&buffer[..end]).unwrap(), 16).unwrap();
        while buffer.len() < end + 2 + length + 2 {
            fill(stream, buffer)?;
        }
        body.extend_from_slice(&buffer[end + 2..end + 2 + length]);
        buffer.drain(..end + 2 + length + 2);
        if length == 0 {
            return Some(body);
        }
    }
}

fn fill(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    let mut chunk = [0; 16 * 1024];
    let count = stream.read(&mut chunk).ok()?;
    (count > 0).then(|| buffer.extend_from_slice(&chunk[..count]))
}

/// A whole answer.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Vec<Step> {
    let length = body.len();
    vec![Step::Write(
        format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}")
            .into_bytes(),
    )]
}

/// The head of a stream.
pub(crate) fn stream_head(content_type: &str) -> Step {
    Step::Write(
        format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ntransfer-encoding: chunked\r\n\r\n")
            .into_bytes(),
    )
}

/// A piece of a chunked body.
pub(crate) fn piece(data: &[u8]) -> Step {
    let mut bytes = format!("{:x}\r\n", data.len()).into_bytes();
    bytes.extend_from_slice(data);
    bytes.extend_from_slice(b"\r\n");
    Step::Write(bytes)
}

/// The end of a chunked body.
pub(crate) fn end() -> Step {
    Step::Write(b"0\r\n\r\n".to_vec())
}

/// A whole SSE stream, in pieces of `step` bytes.
pub(crate) fn stream(content_type: &str, text: &str, step: usize) -> Vec<Step> {
    let mut steps = vec![stream_head(content_type)];
    steps.extend(text.as_bytes().chunks(step).map(piece));
    steps.push(end());
    steps
}

/// An answer of Chat Completions.
pub(crate) fn chat_answer(text: &str) -> Vec<Step> {
    let body = serde_json::json!({
        "id": "c1", "object": "chat.completion", "created": 1, "model": "up",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
    });
    answer(200, "", &body.to_string())
}

/// A stream of Chat Completions with usage at its end, if `usage`.
pub(crate) fn chat_stream(words: &[&str], usage: bool) -> String {
    let null = if usage { ",\"usage\":null" } else { "" };
    let chunk = |delta: &str, finish: &str| {
        format!(
            "data: {{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\",\
             \"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{finish}}}]{null}}}\n\n"
        )
    };
    let mut text = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    for word in words {
        text += &chunk(&serde_json::json!({ "content": word }).to_string(), "null");
    }
    text += &chunk("{}", "\"stop\"");
    if usage {
        text += "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"up\",\
                 \"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18}}\n\n";
    }
    text + "data: [DONE]\n\n"
}
