//! TLS towards clients, with certificates that are replaced while the gateway runs.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::support::stub::{Stub, chat_answer};
use crate::support::{Gateway, KEY, eventually, model, provider};

/// Writes a new certificate with its key, and gives the certificate.
fn certificate(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    made.cert.der().clone()
}

/// A connection of a client that trusts this certificate alone.
fn connect(address: SocketAddr, trusted: &CertificateDer<'static>) -> std::io::Result<Stream> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let tls = ClientConnection::new(Arc::new(config), name).unwrap();
    let tcp = TcpStream::connect(address)?;
    tcp.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut stream = StreamOwned::new(tls, tcp);
    stream.conn.complete_io(&mut stream.sock)?;
    Ok(stream)
}

type Stream = StreamOwned<ClientConnection, TcpStream>;

fn call(stream: &mut Stream) -> String {
    let body = r#"{"model":"m","messages":[]}"#;
    let head = format!(
        "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {KEY}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut bytes = vec![0; 4096];
    let count = stream.read(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

fn pem(certificate: &CertificateDer<'static>) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(certificate);
    format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")
}

/// What `ghostllm healthcheck` says of a gateway with the certificate in `folder`.
fn healthcheck(gateway: &Gateway, folder: &Path) -> Option<i32> {
    let at = |name: &str| folder.join(name).display().to_string();
    let (cert, key) = (at("cert.pem"), at("key.pem"));
    let text = format!("[server.tls]\ncert = \"{cert}\"\nkey = \"{key}\"\n");
    std::fs::write(folder.join("health.toml"), text).unwrap();
    let address = gateway.address.to_string();
    let arguments = ["healthcheck", "--config", "health.toml", "--address", &address];
    crate::process::ghostllm(folder, &arguments).output().unwrap().status.code()
}

#[test]
fn a_new_certificate_is_taken_over_and_a_broken_one_is_not() {
    let stub = Stub::always(chat_answer("x"));
    let folder = tempfile::tempdir().unwrap();
    let first = certificate(folder.path());
    let path = |name: &str| folder.path().join(name).display().to_string();
    let gateway = Gateway::start(&format!(
        "[server.tls]\ncert = \"{}\"\nkey = \"{}\"\n{}{}",
        path("cert.pem"),
        path("key.pem"),
        provider("p", "openai", stub.address),
        model("m", "p", "")
    ));
    let mut old = connect(gateway.address, &first).unwrap();
    assert!(call(&mut old).starts_with("HTTP/1.1 200"));
    let second = certificate(folder.path());
    let mut new = eventually("the new certificate is shown", || connect(gateway.address, &second).ok());
    assert!(call(&mut new).starts_with("HTTP/1.1 200"));
    assert!(connect(gateway.address, &first).is_err(), "the old one is not shown any more");
    assert!(call(&mut old).starts_with("HTTP/1.1 200"), "connections go on");
    std::fs::write(folder.path().join("cert.pem"), "nonsense").unwrap();
    std::thread::sleep(Duration::from_millis(2500));
    let mut still = connect(gateway.address, &second).unwrap();
    assert!(call(&mut still).starts_with("HTTP/1.1 200"));
    assert_eq!(healthcheck(&gateway, folder.path()), Some(1), "it shows another one than its file has");
    std::fs::write(folder.path().join("cert.pem"), pem(&second)).unwrap();
    assert_eq!(healthcheck(&gateway, folder.path()), Some(0));
    // A client that speaks no TLS gets nothing.
    let mut plain = TcpStream::connect(gateway.address).unwrap();
    plain.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    plain.write_all(b"GET /health HTTP/1.1\r\nhost: t\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    // The alert, or a reset.
    let _ = plain.read_to_end(&mut bytes);
    assert!(!bytes.starts_with(b"HTTP/"), "{}", String::from_utf8_lossy(&bytes));
}
