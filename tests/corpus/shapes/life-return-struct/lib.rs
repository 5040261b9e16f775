#[repr(C)]
pub struct Slice { ptr: *const u8, len: usize }
#[no_mangle]
pub extern "C" fn version() -> Slice {
    let text = format!("{}.{}", 1, 2);
    let bytes = text.as_bytes();
    Slice { ptr: bytes.as_ptr(), len: bytes.len() }
}
