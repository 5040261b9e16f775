pub mod fare;
pub mod ffi;
