//! The binary witnesses against libraries that the tests compile themselves.

mod golden;
mod render;
mod toolchain;
