//! A model server that says what the test has written for it, one reply a request, the last one
//! again and again; it remembers what it was asked, and whether it was hung up on.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part; what cannot go on has failed")]

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What the server does with a request.
#[derive(Clone)]
pub(crate) enum Reply {
    /// A whole answer in pieces, as Chat Completions.
    Text(String),
    /// An error.
    Status(u16, String),
    /// The beginning of an answer, and then the end of the connection.
    Cut(String),
    /// The beginning of an answer, and then nothing, until the client hangs up.
    Stall(String),
    /// The same piece for ever.
    Endless(String),
    /// A call of a tool that nobody offered.
    ToolCall(String),
    /// These bytes, with this content type.
    Raw(&'static str, String),
}

pub(crate) struct Stub {
    pub(crate) url: String,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    requests: Vec<String>,
    hung_up: usize,
    running: usize,
    running_max: usize,
    connections: usize,
}

impl Stub {
    pub(crate) fn new(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen: Arc<Mutex<Seen>> = Arc::default();
        let shared = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (shared, replies) = (Arc::clone(&shared), replies.clone());
                shared.lock().unwrap().connections += 1;
                thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    while let Some(request) = read_request(&mut stream) {
                        let number = {
                            let mut seen = shared.lock().unwrap();
                            seen.requests.push(request);
                            seen.running += 1;
                            seen.running_max = seen.running_max.max(seen.running);
                            seen.requests.len() - 1
                        };
                        let reply = replies.get(number).or(replies.last()).unwrap();
                        let goes_on = answer(&mut stream, reply);
                        let mut seen = shared.lock().unwrap();
                        seen.running -= 1;
                        if goes_on.is_none() {
                            seen.hung_up += 1;
                        }
                        if goes_on != Some(true) {
                            break;
                        }
                    }
                });
            }
        });
        Self { url, seen }
    }

    pub(crate) fn texts(replies: &[&str]) -> Self {
        Self::new(replies.iter().map(|text| Reply::Text((*text).to_owned())).collect())
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// The body of a request.
    pub(crate) fn body(&self, number: usize) -> String {
        self.requests()[number].split_once("\r\n\r\n").unwrap().1.to_owned()
    }

    pub(crate) fn running_max(&self) -> usize {
        self.seen.lock().unwrap().running_max
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// Whether clients have hung up so often, or do within seconds.
    pub(crate) fn was_hung_up_on(&self, times: usize) -> bool {
        for _ in 0..500 {
            if self.seen.lock().unwrap().hung_up >= times {
                return true;
            }
            thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 << 10];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
            });
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match stream.read(&mut buffer) {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            _ => return None,
        }
    }
}

/// Whether the connection may be used again; `None`: the client hung up.
fn answer(stream: &mut TcpStream, reply: &Reply) -> Option<bool> {
    let delta = |text: &str| {
        format!(
            "data: {}\n\n",
            serde_json::json!({"model":"m","choices":[{"index":0,"delta":{"content":text}}]})
        )
    };
    match reply {
        Reply::Text(text) => {
            head(stream)?;
            let chars: Vec<char> = text.chars().collect();
            for piece in chars.chunks(40) {
                chunk(stream, &delta(&piece.iter().collect::<String>()))?;
            }
            let end = serde_json::json!({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]});
            let usage = serde_json::json!({"choices":[],"usage":
                {"prompt_tokens":100,"completion_tokens":20,"total_tokens":120}});
            chunk(stream, &format!("data: {end}\n\ndata: {usage}\n\ndata: [DONE]\n\n"))?;
            write(stream, "0\r\n\r\n")?;
            Some(true)
        }
        Reply::Status(status, body) => {
            let length = body.len();
            let head = "content-type: application/json\r\nretry-after-ms: 1";
            write(
                stream,
                &format!("HTTP/1.1 {status} X\r\n{head}\r\ncontent-length: {length}\r\n\r\n{body}"),
            )?;
            Some(true)
        }
        Reply::Cut(text) => {
            head(stream)?;
            chunk(stream, &delta(text))?;
            Some(false)
        }
        Reply::Stall(text) => {
            head(stream)?;
            chunk(stream, &delta(text))?;
            let mut buffer = [0; 16];
            while let Ok(1..) = stream.read(&mut buffer) {}
            None
        }
        Reply::Endless(text) => {
            head(stream)?;
            loop {
                chunk(stream, &delta(text))?;
            }
        }
        Reply::ToolCall(name) => {
            head(stream)?;
            let call = serde_json::json!({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c",
                "type":"function","function":{"name":name,"arguments":"{\"command\":\"rm -rf /\"}"}}]}}]});
            let end = serde_json::json!({"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]});
            chunk(stream, &format!("data: {call}\n\ndata: {end}\n\ndata: [DONE]\n\n"))?;
            write(stream, "0\r\n\r\n")?;
            Some(true)
        }
        Reply::Raw(kind, body) => {
            let length = body.len();
            write(
                stream,
                &format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n{body}"),
            )?;
            Some(true)
        }
    }
}

fn head(stream: &mut TcpStream) -> Option<()> {
    write(stream, "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
}

fn chunk(stream: &mut TcpStream, text: &str) -> Option<()> {
    write(stream, &format!("{:x}\r\n{text}\r\n", text.len()))
}

fn write(stream: &mut TcpStream, text: &str) -> Option<()> {
    stream.write_all(text.as_bytes()).ok()
}
