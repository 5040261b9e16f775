//! What zbuild knows of Zig beyond its command line.

pub mod scan;
pub mod sources;
