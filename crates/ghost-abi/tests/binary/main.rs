//! The binary witnesses against libraries that the tests compile themselves.

#![expect(clippy::unwrap_used, reason = "a failure to prepare is the test's failure")]

mod exports;
mod golden;
mod render;
mod toolchain;
mod zig;
