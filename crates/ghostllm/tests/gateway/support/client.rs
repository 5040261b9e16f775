//! A client made of sockets.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use super::KEY;

/// A reply, read to its end.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether it ended as its head said it would.
    pub(crate) is_whole: bool,
    /// Until the first byte of the body.
    pub(crate) first_byte: Duration,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The data of its server-sent events, without the end mark.
    pub(crate) fn events(&self) -> Vec<serde_json::Value> {
        let text = self.text();
        let data = text.lines().filter_map(|line| line.strip_prefix("data: "));
        data.filter(|data| *data != "[DONE]").map(|data| serde_json::from_str(data).unwrap()).collect()
    }
}

/// Sends a POST with the test's key, and reads the reply.
pub(crate) fn post(address: SocketAddr, path: &str, body: &serde_json::Value) -> Reply {
    post_with(address, path, &format!("authorization: Bearer {KEY}\r\n"), body.to_string().as_bytes())
}

/// Sends a POST with other headers.
pub(crate) fn post_with(address: SocketAddr, path: &str, headers: &str, body: &[u8]) -> Reply {
    let mut stream = send(address, path, headers, body);
    read(&mut stream)
}

/// Sends a GET with the test's key.
pub(crate) fn get(address: SocketAddr, path: &str) -> Reply {
    let mut stream = connect(address);
    let head =
        format!("GET {path} HTTP/1.1\r\nhost: t\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    read(&mut stream)
}

/// Sends a POST and leaves reading to the caller.
pub(crate) fn send(address: SocketAddr, path: &str, headers: &str, body: &[u8]) -> TcpStream {
    let mut stream = connect(address);
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: t\r\ncontent-length: {length}\r\nconnection: close\r\n{headers}\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
    stream
}

pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Reads a reply to its end.
pub(crate) fn read(stream: &mut TcpStream) -> Reply {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    let mut first_byte = Duration::ZERO;
    let mut chunk = [0; 16 * 1024];
    let mut reply = loop {
        let count = stream.read(&mut chunk).unwrap_or(0);
        bytes.extend_from_slice(&chunk[..count]);
        if let Some(head_end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break head(&bytes, head_end);
        }
        assert!(count > 0, "no reply: {}", String::from_utf8_lossy(&bytes));
    };
    let mut rest = std::mem::take(&mut reply.body);
    loop {
        if !rest.is_empty() && first_byte.is_zero() {
            first_byte = begun.elapsed();
        }
        if let Some(body) = complete(&reply, &rest) {
            return Reply { body, is_whole: true, first_byte, ..reply };
        }
        let count = stream.read(&mut chunk).unwrap_or(0);
        if count == 0 {
            let body = if is_chunked(&reply) { chunks(&rest).0 } else { rest };
            return Reply { body, is_whole: false, first_byte, ..reply };
        }
        rest.extend_from_slice(&chunk[..count]);
    }
}

fn head(bytes: &[u8], end: usize) -> Reply {
    let text = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = text[9..12].parse().unwrap();
    let headers = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    Reply { status, headers, body: bytes[end + 4..].to_vec(), is_whole: false, first_byte: Duration::ZERO }
}

fn is_chunked(reply: &Reply) -> bool {
    reply.header("transfer-encoding") == Some("chunked")
}

fn complete(reply: &Reply, rest: &[u8]) -> Option<Vec<u8>> {
    if is_chunked(reply) {
        let (body, ended) = chunks(rest);
        return ended.then_some(body);
    }
    let length: usize = reply.header("content-length")?.parse().unwrap();
    (rest.len() >= length).then(|| rest[..length].to_vec())
}

fn chunks(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        if length == 0 {
            return (body, true);
        }
        if rest.len() < end + 2 + length + 2 {
            break;
        }
        body.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 2 + length + 2..];
    }
    (body, false)
}
