#[repr(C)]
#[derive(Clone, Copy)]
pub struct Str { ptr: *const u8, len: usize }
impl Str {
    unsafe fn get<'a>(self) -> &'a str {
        if self.ptr.is_null() { return "" }
        unsafe { std::str::from_utf8_unchecked(std::slice::from_raw_parts(self.ptr, self.len)) }
    }
}
/// # Safety
/// `text` holds its bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn title_words(text: Str) -> usize {
    unsafe { text.get() }.split_whitespace().count()
}
