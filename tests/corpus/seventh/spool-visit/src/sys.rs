use std::os::raw::c_void;

#[repr(C)]
pub struct Spool {
    _opaque: [u8; 0],
}

/// Returns false to stop.
pub type VisitFn = unsafe extern "C" fn(name: *const u8, len: usize, ctx: *mut c_void) -> bool;

extern "C" {
    pub fn spool_open(limit: u32) -> *mut Spool;
    pub fn spool_close(s: *mut Spool);
    pub fn spool_push(s: *mut Spool, name: *const u8, len: usize, pages: u32) -> bool;
    pub fn spool_visit(s: *const Spool, visit: VisitFn, ctx: *mut c_void) -> u32;
}
