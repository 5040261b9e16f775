//! Zig modules: what they are made of, how the compiler is called, what their libraries offer to others.

pub mod command;
pub mod library;
pub mod root;
pub mod scan;
pub mod sources;
