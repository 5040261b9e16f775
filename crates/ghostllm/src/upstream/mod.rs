//! Connections to providers: pooled per origin and worker, driven by the requests that use them.

mod body;
mod connection;
mod head;
mod pool;
mod send;
mod stream;
mod tls;
#[cfg(any(test, fuzzing))]
#[cfg_attr(not(fuzzing), expect(unreachable_pub, reason = "it is public where it is fuzzed"))]
pub mod trial;

pub(crate) use connection::{Answer, AnswerBody, HttpError};
pub(crate) use head::{AnswerHead, RequestHead};
pub(crate) use pool::{ConnectError, Pool, connect, open};
pub(crate) use send::{Payload, PayloadError};
pub(crate) use stream::Stream;
