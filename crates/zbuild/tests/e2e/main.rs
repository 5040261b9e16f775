//! The real `zbuild` with the real cargo and the real Zig, in folders of its own.

mod bindgen;
mod build_zig;
mod ecosystem;
mod elsewhere;
mod errors;
mod git_crates;
mod git_packages;
mod inspect;
mod jobs;
mod keys;
mod libraries;
mod lifecycle;
mod modules;
mod packages;
mod processors;
mod project;
mod remote;
mod rough;
mod system;
mod umbrella;
mod versions;
mod watch;
mod workspace;
mod zig_packages;
