//! Builds Rust crates for Zig and Zig modules for Rust, and proves that both sides agree on the ABI.
//!
//! [`build`] takes a [`Request`] and the [`Environment`] and leaves a library, a C header, a Zig
//! module and a [`Manifest`] below `.ghostbind` ([`layout`]). When nothing changed it says so
//! without starting a process.
//!
//! What is absent: no module here reads the environment, the current directory or the clock of
//! the process; no file is written outside `.ghostbind` and the folder that the caller names.

mod built;
pub mod error;
pub mod event;
pub mod layout;
pub mod manifest;
pub mod process;
pub mod request;
pub mod target;

pub use built::{Built, Inputs};
pub use error::{BuildError, Fault};
pub use event::{Event, Step};
pub use manifest::Manifest;
pub use request::{CrateType, Environment, Request};
