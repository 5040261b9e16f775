use std::ffi::CStr;
unsafe extern "C" {
    fn locale_tag(lang: *const u8, len: usize) -> *mut u8;
    fn locale_free(tag: *mut u8, len: usize);
}
fn tag(lang: &str) -> Option<String> {
    let p = unsafe { locale_tag(lang.as_ptr(), lang.len()) };
    if p.is_null() { return None }
    let text = unsafe { CStr::from_ptr(p.cast()) }.to_string_lossy().into_owned();
    unsafe { locale_free(p, lang.len() + 3) };
    Some(text)
}
fn main() { println!("{:?}", tag("de")); }
