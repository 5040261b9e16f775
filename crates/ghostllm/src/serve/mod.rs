//! The listeners: from sockets to requests.

mod accept;
pub(crate) mod credential;
mod ingress;
pub(crate) mod reply;
mod tls;
mod watch;

pub(crate) use accept::{Front, Workers};
pub(crate) use credential::{credential, parameter};
pub(crate) use ingress::{EmbedForm, Forward, Ingress, NoIngress, Operation, ingress, likely_dialect, whose};
pub(crate) use tls::{Certificates, TlsError};
pub(crate) use watch::{Watch, Watched};
