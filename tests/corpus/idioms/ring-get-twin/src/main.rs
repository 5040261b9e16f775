use std::ffi::c_void;
#[repr(C)]
struct Config { slots: u32, width: u32 }
unsafe extern "C" {
    fn ring_new(config: *const Config) -> *mut c_void;
    fn ring_free(r: *mut c_void);
    fn ring_slot(r: *const c_void, at: u32, out: *mut u8) -> bool;
}
fn main() {
    let r = unsafe { ring_new(&Config { slots: 4, width: 8 }) };
    if r.is_null() { return }
    let mut out = [0u8; 8];
    println!("{}", unsafe { ring_slot(r, 9, out.as_mut_ptr()) });
    unsafe { ring_free(r) };
}
