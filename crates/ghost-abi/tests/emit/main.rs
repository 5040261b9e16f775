//! Interfaces written as C, Zig and Rust: the text is held against golden files, and every golden
//! file is compiled by the real compilers.
//!
//! `UPDATE=1` rewrites the golden files; look at the difference before you keep it.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "clippy takes only test functions for tests")]

mod build;
mod cases;
mod compile;
mod golden;
mod refused;
mod roundtrip;
mod slices;
mod tools;
