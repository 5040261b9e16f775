//! Zig's sorting and vector arithmetic, safe to call.

#[cfg(feature = "zig-simd")]
pub mod simd;
#[cfg(feature = "zig-algorithms")]
pub mod sorter;
mod zig_bindings;

#[cfg(feature = "zig-algorithms")]
pub use sorter::{SortAlgorithm, SortError, ZigSorter};
