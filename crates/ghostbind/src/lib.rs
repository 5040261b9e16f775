//! Builds Rust crates for Zig and Zig modules for Rust, and proves that both sides agree on the ABI.
