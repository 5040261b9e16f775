#[repr(C)]
pub struct Buffer { pub ptr: *mut u8, pub len: usize }
#[no_mangle]
pub extern "C" fn render_page(number: u32) -> Buffer {
    let bytes: Box<[u8]> = format!("page {number}").into_bytes().into_boxed_slice();
    let len = bytes.len();
    Buffer { ptr: Box::into_raw(bytes).cast(), len }
}
#[no_mangle]
pub unsafe extern "C" fn render_free(b: Buffer) {
    if !b.ptr.is_null() { drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(b.ptr, b.len))); }
}
