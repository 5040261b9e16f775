#[repr(C)]
pub struct Slice { ptr: *const u8, len: usize }
fn text<'a>(s: &Slice) -> &'a str {
    let bytes = unsafe { std::slice::from_raw_parts(s.ptr, s.len) };
    unsafe { &*(std::ptr::from_ref(bytes) as *const str) }
}
/// # Safety
/// `name` may be read, with its bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn geo_initial(name: *const Slice) -> u32 {
    let Some(name) = (unsafe { name.as_ref() }) else { return 0 };
    if name.ptr.is_null() { return 0 }
    text(name).chars().next().map_or(0, u32::from)
}
