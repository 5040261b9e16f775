//! The real `zbuild` with the real cargo and the real Zig, in folders of its own.

mod ecosystem;
mod elsewhere;
mod errors;
mod inspect;
mod jobs;
mod libraries;
mod lifecycle;
mod modules;
mod packages;
mod project;
mod remote;
mod umbrella;
mod versions;
mod workspace;
