use std::ffi::c_void;
#[repr(C)]
#[derive(Clone, Copy, Debug)]
struct Pair { key: u64, value: u64 }
#[repr(C)]
struct Page { pairs: *mut Pair, count: usize }
unsafe extern "C" {
    fn store_create() -> *mut c_void;
    fn store_destroy(s: *mut c_void);
    fn store_put(s: *mut c_void, key: u64, value: u64) -> bool;
    fn store_page(s: *const c_void, out: *mut Page) -> bool;
    fn store_page_free(page: *mut Page);
}
fn main() {
    let s = unsafe { store_create() };
    if s.is_null() { return }
    unsafe { store_put(s, 1, 2) };
    let mut page = Page { pairs: std::ptr::null_mut(), count: 0 };
    if unsafe { store_page(s, &mut page) } {
        println!("{:?}", unsafe { std::slice::from_raw_parts(page.pairs, page.count) });
        unsafe { store_page_free(&mut page) };
    }
    unsafe { store_destroy(s) };
}
