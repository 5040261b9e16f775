//! A service over TLS: its certificate must be signed by who is trusted and be for the name that was asked for.

use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use zbuild_engine::{Remote, RemoteOptions};

use super::stub::Stub;
use super::{ALL, actions, is_right, machine};
use crate::common::Workspace;

/// An authority, and a certificate that it signed for `names`: certificate of the authority, certificate, key.
fn signed_for(names: &[&str]) -> (String, String, String) {
    let authority_key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_pem = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = KeyPair::generate().unwrap();
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &issuer).unwrap();
    (authority_pem, certificate.pem(), key.serialize_pem())
}

/// A machine that uses the service at `host` and trusts these authorities; the system's without any.
fn machine_of(host: &str, port: u16, authorities: Option<&str>) -> Workspace {
    let mut options = RemoteOptions::new(format!("grpcs://{host}:{port}").parse().unwrap());
    options.patience = Duration::from_secs(5);
    options.token = Some("secret".to_owned());
    options.authorities = authorities.map(|pem| pem.as_bytes().to_vec());
    let mut w = machine(([127, 0, 0, 1], port).into());
    w.options.remote = Some(Arc::new(Remote::new(options)));
    w
}

#[test]
fn what_one_machine_built_another_takes_over_tls() {
    let (authority, certificate, key) = signed_for(&["localhost", "127.0.0.1"]);
    let (stub, address) = Stub::start_tls(&certificate, &key);
    let first = machine_of("localhost", address.port(), Some(&authority));
    assert_eq!(first.build(actions()).ran(&ALL).warnings, [""; 0]);
    assert!(stub.tokens().iter().all(|token| token == "Bearer secret") && !stub.tokens().is_empty());
    let second = machine_of("127.0.0.1", address.port(), Some(&authority));
    second.build(actions()).ran(&[]).cached(&ALL);
    is_right(&second);
}

#[test]
fn a_service_that_nobody_trusts_gets_nothing() {
    let (authority, certificate, key) = signed_for(&["cache.example.com"]);
    let (stranger, ..) = signed_for(&["localhost"]);
    let (stub, address) = Stub::start_tls(&certificate, &key);
    // Signed by another authority; by none of the system's; for another name; and no TLS at all.
    for (host, authorities) in
        [("localhost", Some(stranger.as_str())), ("localhost", None), ("localhost", Some(authority.as_str()))]
    {
        let w = machine_of(host, address.port(), authorities);
        let built = w.build(actions());
        built.ran(&ALL);
        is_right(&w);
        assert_eq!(built.warnings.len(), 1, "{:?}", built.warnings);
        assert!(built.warnings[0].contains("certificate"), "{:?}", built.warnings);
    }
    let plain = machine(address);
    let built = plain.build(actions());
    built.ran(&ALL);
    assert_eq!(built.warnings.len(), 1, "{:?}", built.warnings);
    assert_eq!(stub.calls(), 0, "neither token nor bytes");
}
