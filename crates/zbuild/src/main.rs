//! The `zbuild` program.
fn main() {}
