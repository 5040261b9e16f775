//! The listeners: from sockets to requests.

mod accept;
pub(crate) mod credential;
mod ingress;
pub(crate) mod names;
pub(crate) mod reply;
mod tls;
mod watch;

pub(crate) use accept::{Front, Workers};
pub(crate) use credential::{credential, key_of, parameter};
pub(crate) use ingress::{
    Forward, Ingress, NO_HOST, NoIngress, Operation, decoded, ingress, likely_dialect, names_its_host,
    openai_path, whose,
};
pub(crate) use tls::{Certificates, TlsError};
pub(crate) use watch::{Watch, Watched};
