//! TLS for clients, with certificates that are read again when their files change.

use std::fs;
use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use arc_swap::ArcSwap;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;

use crate::config;

/// The certificate in use.
#[derive(Debug)]
pub(crate) struct Certificates {
    files: config::Tls,
    current: ArcSwap<CertifiedKey>,
    seen: ArcSwap<Stamp>,
}

type Stamp = (Option<SystemTime>, Option<SystemTime>);

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum TlsError {
    #[error("cannot read {file}: {source}")]
    Read { file: String, source: io::Error },
    #[error("{file} holds no {what}")]
    Pem { file: String, what: &'static str },
    #[error("the certificate and its key cannot be used: {0}")]
    Rustls(#[from] rustls::Error),
}

impl Certificates {
    pub(crate) fn read(files: &config::Tls) -> Result<Arc<Self>, TlsError> {
        let key = load(files)?;
        let seen = ArcSwap::from_pointee(stamp(files));
        Ok(Arc::new(Self { files: files.clone(), current: ArcSwap::from_pointee(key), seen }))
    }

    /// Reads the files again if they changed. A certificate that cannot be used leaves the old one in use.
    pub(crate) fn refresh(&self) {
        let now = stamp(&self.files);
        if **self.seen.load() == now {
            return;
        }
        self.seen.store(Arc::new(now));
        match load(&self.files) {
            Ok(key) => {
                self.current.store(Arc::new(key));
                tracing::info!(file = %self.files.cert, "the certificate was read again");
            }
            Err(error) => tracing::error!("the certificate is not taken over, the old one stays: {error}"),
        }
    }

    /// What accepts TLS connections with the certificate in use.
    pub(crate) fn acceptor(self: &Arc<Self>) -> Result<TlsAcceptor, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let resolver: Arc<dyn ResolvesServerCert> = self.clone();
        let mut config = builder.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current.load_full())
    }
}

fn stamp(files: &config::Tls) -> Stamp {
    let modified = |file: &str| fs::metadata(file).and_then(|metadata| metadata.modified()).ok();
    (modified(&files.cert), modified(&files.key))
}

fn load(files: &config::Tls) -> Result<CertifiedKey, TlsError> {
    let read = |file: &String| fs::read(file).map_err(|source| TlsError::Read { file: file.clone(), source });
    let (cert, key) = (read(&files.cert)?, read(&files.key)?);
    let no = |file: &String, what| TlsError::Pem { file: file.clone(), what };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&cert)
        .collect::<Result<_, _>>()
        .map_err(|_| no(&files.cert, "certificate"))?;
    if chain.is_empty() {
        return Err(no(&files.cert, "certificate"));
    }
    let key = PrivateKeyDer::from_pem_slice(&key).map_err(|_| no(&files.key, "private key"))?;
    let signing = rustls::crypto::ring::sign::any_supported_type(&key)?;
    let certified = CertifiedKey::new(chain, signing);
    certified.keys_match()?;
    Ok(certified)
}
