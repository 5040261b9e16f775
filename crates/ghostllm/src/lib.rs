//! ghostllm: one API in front of every model, at the speed of a plain proxy.
//!
//! The path of a request: accept -> authenticate -> admit -> route -> upstream -> respond. What it needs is an
//! immutable snapshot; what it leaves is a usage row in a bounded queue. Everything else happens on other
//! threads.

mod admin;
mod cache;
mod case;
mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
pub mod clock;
pub mod config;
mod exchange;
mod gateway;
mod identity;
mod keeper;
pub mod keys;
pub mod ledger;
pub mod limits;
mod memory;
mod metrics;
pub mod mock;
pub mod money;
mod observe;
mod providers;
mod route;
mod serve;
mod server;
mod snapshot;
pub mod store;
mod upstream;

#[cfg(fuzzing)]
pub use upstream::trial;

pub use server::{Options, Server, StartError};
