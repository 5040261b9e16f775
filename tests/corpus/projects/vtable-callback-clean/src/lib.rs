use std::ffi::c_void;
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Allocator {
    pub context: *mut c_void,
    pub alloc: extern "C" fn(*mut c_void, usize, usize) -> *mut u8,
    pub free: extern "C" fn(*mut c_void, *mut u8, usize),
}
#[no_mangle]
pub extern "C" fn arena_probe(a: &Allocator, bytes: usize) -> bool {
    let p = (a.alloc)(a.context, bytes, 16);
    if p.is_null() { return false; }
    (a.free)(a.context, p, bytes);
    true
}
