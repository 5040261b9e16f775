use std::ffi::c_char;
use std::sync::atomic::{AtomicU64, Ordering};
static NEXT: AtomicU64 = AtomicU64::new(1);
static VERSION: &[u8] = b"1.2.3\0";
#[no_mangle]
pub extern "C" fn ticket() -> u64 { NEXT.fetch_add(1, Ordering::Relaxed) }
#[no_mangle]
pub extern "C" fn lib_version() -> *const c_char { VERSION.as_ptr().cast() }
#[no_mangle]
pub extern "C" fn lib_title() -> *const c_char { c"ghost".as_ptr() }
