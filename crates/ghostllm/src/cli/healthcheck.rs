//! `ghostllm healthcheck`: asks a running gateway whether it is ready, over TLS where its configuration says so.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme, StreamOwned};

use super::args::Healthcheck;
use super::directory::configuration;
use super::output::Failure;
use crate::config::{self, Environment};

const TIME: Duration = Duration::from_secs(3);

pub(super) fn run(args: &Healthcheck, environment: &Environment) -> Result<(), Failure> {
    let config = args.config.as_deref().map(|file| configuration(file, environment)).transpose()?;
    let server = config.map(|config| config.server);
    let address = match (&args.address, &server) {
        (Some(address), _) => address.clone(),
        (None, Some(server)) => server.address(),
        (None, None) => config::LISTEN_DEFAULT.to_owned(),
    };
    let certificate = server.and_then(|server| server.tls).map(|tls| tls.cert);
    match is_ready(&address, certificate.as_deref()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::work(&io::Error::other(format!("{address} is not ready")))),
        Err(error) => Err(Failure::work(&io::Error::other(format!("{address} does not answer: {error}")))),
    }
}

fn is_ready(address: &str, certificate: Option<&str>) -> io::Result<bool> {
    let found = address.to_socket_addrs()?.next().ok_or(io::ErrorKind::NotFound)?;
    let stream = TcpStream::connect_timeout(&here(found), TIME)?;
    stream.set_read_timeout(Some(TIME))?;
    stream.set_write_timeout(Some(TIME))?;
    match certificate {
        None => ask(stream),
        Some(file) => {
            let certificate = CertificateDer::from_pem_file(file).map_err(io::Error::other)?;
            let name = ServerName::IpAddress(found.ip().into());
            let connection = ClientConnection::new(trusting(certificate)?, name).map_err(io::Error::other)?;
            ask(StreamOwned::new(connection, stream))
        }
    }
}

/// A server that listens everywhere is asked here.
fn here(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

fn ask(mut stream: impl Read + Write) -> io::Result<bool> {
    stream.write_all(b"GET /ready HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
    stream.flush()?;
    let mut head = Vec::new();
    stream.take(64).read_to_end(&mut head)?;
    Ok(head.starts_with(b"HTTP/1.1 200"))
}

fn trusting(certificate: CertificateDer<'static>) -> io::Result<Arc<ClientConfig>> {
    let provider = Arc::new(ring::default_provider());
    let algorithms = provider.signature_verification_algorithms;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(io::Error::other)?.dangerous();
    let builder = builder.with_custom_certificate_verifier(Arc::new(Own { certificate, algorithms }));
    Ok(Arc::new(builder.with_no_client_auth()))
}

/// Trusts the certificate of the gateway's own file and no other, whoever signed it and whatever name it has.
#[derive(Debug)]
struct Own {
    certificate: CertificateDer<'static>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for Own {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if *shown == self.certificate {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::General("it shows another certificate than that of its configuration".to_owned()))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::here;

    #[test]
    fn a_server_that_listens_everywhere_is_asked_here() {
        for (listens, asked) in [
            ("0.0.0.0:4000", "127.0.0.1:4000"),
            ("[::]:4000", "[::1]:4000"),
            ("10.0.0.0:4000", "10.0.0.0:4000"),
            ("192.0.2.7:80", "192.0.2.7:80"),
        ] {
            assert_eq!(here(listens.parse().unwrap()), asked.parse().unwrap());
        }
    }
}
