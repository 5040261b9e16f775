//! Builds mixed Zig, Rust and C projects and workspaces.
