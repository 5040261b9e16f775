use std::ffi::{CStr, c_char, c_int};
use std::ptr::NonNull;
#[repr(C)] struct State { _data: [u8; 0], _marker: core::marker::PhantomData<(*mut u8, core::marker::PhantomPinned)> }
unsafe extern "C" {
    fn text_open() -> Option<NonNull<State>>;
    fn text_close(s: Option<NonNull<State>>);
    fn text_feed(s: NonNull<State>, p: *const u8, n: usize) -> c_int;
    fn text_count(s: NonNull<State>) -> usize;
    fn text_word(s: NonNull<State>, i: usize, len: &mut usize) -> *const u8;
    safe fn text_error() -> *const c_char;
}
#[derive(Debug)]
pub struct Failure(pub c_int, pub String);
pub struct Text(NonNull<State>);
impl Text {
    pub fn new() -> Option<Self> { unsafe { text_open() }.map(Self) }
    pub fn feed(&mut self, text: &str) -> Result<(), Failure> {
        match unsafe { text_feed(self.0, text.as_ptr(), text.len()) } {
            0 => Ok(()),
            code => Err(Failure(code, unsafe { CStr::from_ptr(text_error()) }.to_string_lossy().into_owned())),
        }
    }
    pub fn word(&self, i: usize) -> Option<&[u8]> {
        let mut len = 0;
        let p = unsafe { text_word(self.0, i, &mut len) };
        (!p.is_null()).then(|| unsafe { std::slice::from_raw_parts(p, len) })
    }
    pub fn len(&self) -> usize { unsafe { text_count(self.0) } }
}
impl Drop for Text { fn drop(&mut self) { unsafe { text_close(Some(self.0)) } } }
