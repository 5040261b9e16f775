//! TLS towards providers, with the system's roots (`SSL_CERT_FILE` and `SSL_CERT_DIR` are heeded).

use std::sync::{Arc, OnceLock};

use rustls::{ClientConfig, RootCertStore};
use tokio_rustls::TlsConnector;

/// The system has no certificates that could be trusted.
#[derive(Debug, thiserror::Error)]
#[error("no trusted certificates were found: install ca-certificates, or point SSL_CERT_FILE to a bundle")]
pub(crate) struct NoRoots;

/// The connector for all providers. Roots are read at the first use: reading them costs milliseconds, which a
/// gateway of local models never pays.
pub(super) fn connector() -> Result<TlsConnector, NoRoots> {
    static CONFIG: OnceLock<Option<Arc<ClientConfig>>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        for error in &found.errors {
            tracing::warn!(%error, "a trusted certificate cannot be read");
        }
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            return None;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder =
            ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Some(Arc::new(config))
    });
    config.clone().map(TlsConnector::from).ok_or(NoRoots)
}
