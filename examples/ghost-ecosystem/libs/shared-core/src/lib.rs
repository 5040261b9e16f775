//! Frames with a checksum, for the device and the service alike. Needs nothing but `core`.
//!
//! A frame is `0x7e`, the payload's length in two bytes (little end first), the payload, and its CRC-32 in
//! four bytes (little end first).

#![cfg_attr(feature = "no-std", no_std)]

mod crc;
mod ffi;
pub mod frame;

pub use crc::crc32;

/// Without the standard library nobody else says what a panic does. There is none in this crate that data
/// could cause.
#[cfg(all(feature = "no-std", not(test)))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
