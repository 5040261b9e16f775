//! Variables: constant, mutable, with interior mutability, of a struct, of function pointers.
use std::sync::atomic::{AtomicBool, AtomicU64};
#[repr(C)]
pub struct Version {
    pub major: u16,
    pub minor: u16,
}
pub struct Sync(pub *const u8);
unsafe impl std::marker::Sync for Sync {}
#[unsafe(no_mangle)]
pub static VERSION: Version = Version { major: 1, minor: 2 };
#[unsafe(no_mangle)]
pub static mut LEVEL: i32 = 3;
#[unsafe(no_mangle)]
pub static COUNT: AtomicU64 = AtomicU64::new(4);
#[unsafe(no_mangle)]
pub static READY: AtomicBool = AtomicBool::new(true);
#[unsafe(no_mangle)]
pub static HOOK: Option<extern "C" fn(u32)> = None;
#[unsafe(no_mangle)]
pub static NAME: Sync = Sync(c"ghost".as_ptr().cast());
