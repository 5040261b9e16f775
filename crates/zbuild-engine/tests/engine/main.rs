//! The engine in temporary workspaces, with real processes: what ran, what did not, what is on the disk.
#![allow(
    clippy::unwrap_used,
    reason = "clippy.toml allows it in test functions; their helpers are tests too"
)]

mod build;
mod common;
mod discovered;
mod failures;
mod kills;
mod kinds;
mod paths;
mod processes;
mod property;
#[cfg(feature = "remote")]
mod remote;
mod robust;
