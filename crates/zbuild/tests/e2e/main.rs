//! The real `zbuild` with the real cargo and the real Zig, in folders of its own.

mod errors;
mod inspect;
mod lifecycle;
mod project;
mod versions;
