//! The gateway from outside: real sockets on both sides, a stub upstream of its own for each test.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod forwarded;
mod keys;
mod matrix;
mod pains;
mod pass_through;
mod routing;
mod sockets;
mod support;
mod upstreams;
