//! TLS: an authority of one's own is trusted when given, and only then. The keys in `tests/tls` are for this
//! test alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::sync::Arc;

use ghostllm_client::{ClientError, Endpoint, GhostLlmClient, RetryPolicy, Timeouts};
use support::{ANSWER, request};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

const AUTHORITY: &[u8] = include_bytes!("tls/authority.der");
const CERTIFICATE: &[u8] = include_bytes!("tls/server.der");
const KEY: &[u8] = include_bytes!("tls/server-key.der");

async fn serve() -> (String, JoinSet<()>) {
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CERTIFICATE.to_vec().into()], PrivateKeyDer::Pkcs8(KEY.to_vec().into()))
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", ANSWER.len());
            stream.write_all((head + ANSWER).as_bytes()).await.unwrap();
            let _ = stream.shutdown().await;
        }
    });
    (url, tasks)
}

#[tokio::test]
async fn only_given_authorities_are_trusted() {
    let (url, _tasks) = serve().await;
    let client =
        GhostLlmClient::new(Endpoint::compatible(url, None)).with_model("m").with_retry(RetryPolicy::NEVER);
    let error = client.chat(&request()).await.unwrap_err();
    assert!(matches!(error, ClientError::Connect { .. }), "{error:?}");
    let trusting = client.with_transport(Timeouts::default(), &[AUTHORITY.to_vec()]);
    assert_eq!(trusting.chat(&request()).await.unwrap().text(), "hello");
}
