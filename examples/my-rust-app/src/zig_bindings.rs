//! Declarations of the Zig modules, written by `build.rs` from what the modules really export.

#![allow(dead_code, non_camel_case_types, non_upper_case_globals, non_snake_case, reason = "another language's names")]

#[cfg(feature = "zig-algorithms")]
pub(crate) mod algorithms {
    include!(concat!(env!("OUT_DIR"), "/algorithms.rs"));
}

#[cfg(feature = "zig-simd")]
pub(crate) mod simd {
    include!(concat!(env!("OUT_DIR"), "/simd.rs"));
}
