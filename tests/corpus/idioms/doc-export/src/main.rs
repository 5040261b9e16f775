use std::ffi::c_void;
unsafe extern "C" {
    fn doc_load(title: *const u8, tn: usize, body: *const u8, bn: usize) -> *mut c_void;
    fn doc_size(doc: *const c_void) -> usize;
    fn doc_free(doc: *mut c_void);
}
fn main() {
    let d = unsafe { doc_load("t".as_ptr(), 1, "body".as_ptr(), 4) };
    if d.is_null() { return }
    println!("{}", unsafe { doc_size(d) });
    unsafe { doc_free(d) };
}
