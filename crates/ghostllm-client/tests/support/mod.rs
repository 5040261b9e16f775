//! A server of its own for every test, which does on each connection what the test says.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part; what cannot go on has failed")]

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ghostllm_client::{ChatRequest, Endpoint, GhostLlmClient, Message, RetryPolicy, Role, Timeouts};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) requests: Arc<Mutex<Vec<String>>>,
    tasks: JoinSet<()>,
}

/// A connection with the request that came on it, and its number.
pub(crate) struct Connection {
    pub(crate) number: usize,
    pub(crate) request: String,
    stream: TcpStream,
}

impl Server {
    pub(crate) async fn start<F, Fut>(handler: F) -> Self
    where
        F: Fn(Connection) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            for number in 0.. {
                let (mut stream, _) = listener.accept().await.unwrap();
                let request = read_request(&mut stream).await;
                seen.lock().unwrap().push(request.clone());
                connections.spawn(handler(Connection { number, request, stream }));
            }
        });
        Self { url, requests, tasks }
    }

    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    pub(crate) fn client(&self) -> GhostLlmClient {
        client(Endpoint::compatible(self.url.clone(), Some("secret-key".into())))
    }
}

/// A client that does not wait long.
pub(crate) fn client(endpoint: Endpoint) -> GhostLlmClient {
    let short = Duration::from_millis;
    let timeouts = Timeouts { connect: short(500), answer: short(400), idle: short(300) };
    let retry = RetryPolicy { retries_max: 2, wait_first: short(10), wait_max: Duration::from_secs(5) };
    GhostLlmClient::new(endpoint).with_model("m").with_transport(timeouts, &[]).with_retry(retry)
}

pub(crate) fn request() -> ChatRequest {
    ChatRequest { messages: vec![Message::text(Role::User, "hi")], ..ChatRequest::default() }
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(count @ 1..) => bytes.extend_from_slice(&buffer[..count]),
            _ => return text,
        }
    }
}

impl Connection {
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        // The client may be gone; that is what some tests are about.
        let _ = self.stream.write_all(bytes.as_ref()).await;
        let _ = self.stream.flush().await;
    }

    pub(crate) async fn reply(mut self, status: &str, headers: &str, body: &str) {
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n");
        self.send(head + body).await;
    }

    pub(crate) async fn json(self, body: &str) {
        self.reply("200 OK", "content-type: application/json\r\n", body).await;
    }

    /// The head of a stream that ends with the connection.
    pub(crate) async fn stream_head(&mut self, content_type: &str) {
        self.send(format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\nconnection: close\r\n\r\n"))
            .await;
    }

    /// Waits until the client closes the connection.
    pub(crate) async fn closed(mut self) {
        let mut buffer = [0; 64];
        while let Ok(1..) = self.stream.read(&mut buffer).await {}
    }
}

pub(crate) const ANSWER: &str = r#"{"id":"x","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#;

pub(crate) fn chunk(text: &str) -> String {
    format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n")
}

pub(crate) const END: &str =
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
