//! What another HTTP client makes of an answer: hyper's. Used by the tests and by the fuzz target.

use http::{Method, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// Status and body of the answer `bytes`, after which the connection is closed; `None`: it takes it for broken.
pub(super) fn hyper_says(method: &Method, bytes: &[u8]) -> Option<(u16, Vec<u8>)> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().ok()?;
    runtime.block_on(async {
        let (near, mut far) = tokio::io::duplex(bytes.len() + 1024);
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(near)).await.ok()?;
        let answer = async {
            let mut asked = Vec::new();
            while !asked.ends_with(b"\r\n\r\n") && far.read_buf(&mut asked).await.is_ok_and(|count| count > 0)
            {
            }
            let _ = far.write_all(bytes).await;
            let _ = far.shutdown().await;
            // Kept open: a client that writes to what is closed may see that first.
            std::future::pending::<()>().await;
        };
        let called = async {
            let request = Request::builder().method(method).uri("/").header("host", "x");
            let answer = sender.send_request(request.body(Empty::<Bytes>::new()).ok()?).await.ok()?;
            let status = answer.status().as_u16();
            let body = answer.into_body().collect().await.ok()?;
            Some((status, body.to_bytes().to_vec()))
        };
        tokio::select! {
            found = called => found,
            never = async { tokio::join!(answer, connection) } => {
                let _ = never;
                None
            }
        }
    })
}
