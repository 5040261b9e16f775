//! Connections to providers: pooled per origin and worker, driven by the requests that use them.

mod connection;
mod pool;
mod stream;
mod tls;

pub(crate) use connection::{Answer, AnswerBody, Payload, PayloadError};
pub(crate) use pool::{ConnectError, Pool, connect, open};
pub(crate) use stream::Stream;
