//! The gateway from outside: real sockets on both sides, a stub upstream of its own for each test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "tests")]

mod admin;
mod clients;
mod container;
mod forwarded;
mod keys;
mod local_model;
mod matrix;
mod money;
mod oddities;
mod pains;
mod pass_through;
mod process;
mod routing;
mod soak;
mod sockets;
mod support;
mod telemetry;
mod tls;
mod upstream_http;
mod upstreams;
