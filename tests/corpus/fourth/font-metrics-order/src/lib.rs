mod ffi;
mod face;
pub use ffi::*;
