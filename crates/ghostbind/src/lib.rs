//! Builds Rust crates for Zig and Zig modules for Rust, and proves that both sides agree on the ABI.
//!
//! [`build()`] takes a [`Request`] and the [`Environment`] and leaves a library, a C header, a Zig
//! module and a [`Manifest`] below `.ghostbind` ([`layout`]). When nothing changed it says so
//! without starting a process.
//!
//! ```no_run
//! use ghostbind::{Environment, Request, build};
//!
//! let env = Environment::new(std::env::vars_os(), "/home/me/project");
//! let request = Request::new("rust_libs/core/Cargo.toml", "/home/me/project");
//! let built = build(&request, &env, &mut |event| println!("{event:?}"))?;
//! println!("{} exports {}", built.manifest.krate.name, built.manifest.exports.len());
//! # Ok::<(), ghostbind::BuildError>(())
//! ```
//!
//! Several crates become one library by [`Request::also`]:
//!
//! ```
//! use ghostbind::{Companion, Request};
//!
//! let mut request = Request::new("rust_libs/core", "/home/me/project");
//! request.also = vec![Companion { manifest_path: "rust_libs/math".into(), ..Companion::default() }];
//! request.name = Some("mylibs".to_owned());
//! assert_eq!(request.profile, "release");
//! ```
//!
//! What is absent: no module here reads the environment, the current directory or the clock of
//! the process; no file is written outside `.ghostbind` and the folder that the caller names.

pub mod archive;
mod binary;
mod build;
mod built;
mod cargo;
mod cbindgen;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod course;
pub mod elsewhere;
pub mod error;
pub mod event;
mod interface;
pub mod layout;
pub mod linker;
mod local_crates;
mod lock;
pub mod manifest;
mod native;
pub mod process;
mod programs;
mod publish;
mod publishing;
mod remembered;
pub mod request;
mod snapshot;
mod state;
mod strip;
pub mod target;
pub mod tools;
mod umbrella;
mod verify;
pub mod zig;

pub use build::build;
pub use built::{Built, Inputs};
pub use error::{BuildError, Fault};
pub use event::{Event, Step};
pub use local_crates::{LocalCrate, local_crates};
pub use manifest::Manifest;
pub use programs::{Programs, programs};
pub use request::{BindingsStyle, Companion, CrateType, Environment, Request};
