use std::ffi::c_void;
use std::ptr::NonNull;

/// Functions of the host's allocator.
#[repr(C)]
pub struct HostAlloc {
    pub ctx: *mut c_void,
    pub alloc: unsafe extern "C" fn(ctx: *mut c_void, len: usize) -> *mut u8,
    pub free: unsafe extern "C" fn(ctx: *mut c_void, ptr: *mut u8, len: usize),
}

impl HostAlloc {
    pub fn copy(&self, bytes: &[u8]) -> Option<NonNull<u8>> {
        let p = NonNull::new(unsafe { (self.alloc)(self.ctx, bytes.len()) })?;
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), p.as_ptr(), bytes.len()) };
        Some(p)
    }
}
