// A stub server for the examples in this crate's documentation, which run. Not part of the interface.

use std::future::Future;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// Runs an example.
pub fn run<T>(example: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(example)
}

/// Answers each request with the next of its replies (the last one again and again).
pub struct StubServer {
    url: String,
    bodies: Arc<Mutex<Vec<String>>>,
}

impl StubServer {
    /// Says these pieces, streamed or whole as asked.
    pub fn chat(pieces: &[&str]) -> Self {
        let chunks: Vec<String> = pieces
            .iter()
            .map(|piece| {
                format!(
                    "data: {}\n\n",
                    serde_json::json!({"choices": [{"index": 0, "delta": {"content": piece}}]})
                )
            })
            .collect();
        let end =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        let whole = serde_json::json!({"choices": [{"message": {"content": pieces.concat()}, "finish_reason": "stop"}]});
        Self::start(vec![(whole.to_string(), chunks.concat() + end)])
    }

    /// Answers with this JSON.
    pub fn json(body: &str) -> Self {
        Self::start(vec![(body.to_owned(), String::new())])
    }

    /// Answers with these JSON bodies, one after the other.
    pub fn replies(bodies: Vec<String>) -> Self {
        Self::start(bodies.into_iter().map(|body| (body, String::new())).collect())
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn last_body(&self) -> String {
        self.bodies.lock().unwrap().last().cloned().unwrap_or_default()
    }

    fn start(replies: Vec<(String, String)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let bodies = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&bodies);
        // Ends with the process: an example is one.
        std::thread::spawn(move || {
            for (number, connection) in listener.incoming().enumerate() {
                let reply = &replies[number.min(replies.len() - 1)];
                seen.lock().unwrap().push(answer(connection.unwrap(), reply));
            }
        });
        Self { url, bodies }
    }
}

/// Reads one request and answers it; returns its body.
fn answer(mut connection: std::net::TcpStream, (whole, streamed): &(String, String)) -> String {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                let is_stream = body.contains("\"stream\":true");
                let (kind, reply) =
                    if is_stream { ("text/event-stream", streamed) } else { ("application/json", whole) };
                write!(
                    connection,
                    "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{reply}",
                    reply.len()
                )
                .unwrap();
                return body.to_owned();
            }
        }
        let count = connection.read(&mut buffer).unwrap();
        if count == 0 {
            return text;
        }
        request.extend_from_slice(&buffer[..count]);
    }
}
