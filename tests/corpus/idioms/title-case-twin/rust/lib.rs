#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str { ptr: *const u8, len: usize }
impl Str {
    unsafe fn get<'a>(self) -> Option<&'a str> {
        if self.ptr.is_null() { return None }
        std::str::from_utf8(unsafe { std::slice::from_raw_parts(self.ptr, self.len) }).ok()
    }
}
/// # Safety
/// `text` holds its bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn title_words(text: Str) -> usize {
    unsafe { text.get() }.map_or(0, |t| t.split_whitespace().count())
}
