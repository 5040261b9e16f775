use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::marker::PhantomData;
use std::ptr::NonNull;
#[repr(C)]
pub struct Store {
    _data: [u8; 0],
    _marker: PhantomData<(*mut u8, std::marker::PhantomPinned)>,
}
#[repr(C)]
pub struct Job {
    _data: [u8; 0],
}
unsafe extern "C" {
    fn store_new() -> *mut Store;
    fn store_free(store: *mut Store);
    fn store_put(store: *mut Store, key: *const u8, len: usize, value: i64) -> c_int;
    fn store_get(store: *mut Store, index: usize, out: *mut i64) -> c_int;
    fn store_key(store: *const Store, index: usize, len: *mut usize) -> *const u8;
    fn store_join(store: *mut Store, sep: u8, out_len: *mut usize) -> *mut u8;
    fn bytes_free(p: *mut u8, len: usize);
    fn text_dup(text: *const c_char) -> *mut c_char;
    fn text_free(text: *mut c_char);
    safe fn next_id() -> u32;
    safe fn table_set(i: usize, v: u32) -> bool;
    safe fn name_of(i: usize) -> *const c_char;
    fn format(v: f64, buf: *mut u8, cap: usize) -> usize;
    fn parse(p: *const u8, n: usize, out: *mut i32) -> bool;
    fn each(store: *mut Store, f: Option<extern "C" fn(i64, *mut c_void)>, u: *mut c_void);
    fn job_start(p: *const u8, n: usize) -> *mut Job;
    fn job_finish(job: *mut Job);
}
pub struct Map(NonNull<Store>);
impl Map {
    pub fn new() -> Option<Self> {
        NonNull::new(unsafe { store_new() }).map(Self)
    }
    pub fn put(&mut self, key: &str, value: i64) -> Result<(), c_int> {
        match unsafe { store_put(self.0.as_ptr(), key.as_ptr(), key.len(), value) } {
            0 => Ok(()),
            code => Err(code),
        }
    }
    pub fn get(&self, index: usize) -> Option<i64> {
        let mut out = 0;
        (unsafe { store_get(self.0.as_ptr(), index, &mut out) } == 0).then_some(out)
    }
    pub fn key(&self, index: usize) -> Option<&[u8]> {
        let mut len = 0;
        let p = unsafe { store_key(self.0.as_ptr(), index, &mut len) };
        if p.is_null() {
            return None;
        }
        Some(unsafe { std::slice::from_raw_parts(p, len) })
    }
    pub fn join(&self, sep: u8) -> Option<Vec<u8>> {
        let mut len = 0;
        let p = unsafe { store_join(self.0.as_ptr(), sep, &mut len) };
        if p.is_null() {
            return None;
        }
        let copy = unsafe { std::slice::from_raw_parts(p, len) }.to_vec();
        unsafe { bytes_free(p, len) };
        Some(copy)
    }
    pub fn sum(&self) -> i64 {
        let mut total = 0_i64;
        unsafe { each(self.0.as_ptr(), Some(add), (&raw mut total).cast()) };
        total
    }
}
extern "C" fn add(value: i64, user: *mut c_void) {
    if let Some(total) = unsafe { user.cast::<i64>().as_mut() } {
        *total = total.wrapping_add(value);
    }
}
impl Drop for Map {
    fn drop(&mut self) {
        unsafe { store_free(self.0.as_ptr()) }
    }
}
pub fn echo(text: &str) -> Option<String> {
    let c = CString::new(text).ok()?;
    let p = unsafe { text_dup(c.as_ptr()) };
    if p.is_null() {
        return None;
    }
    let copy = unsafe { CStr::from_ptr(p) }.to_string_lossy().into_owned();
    unsafe { text_free(p) };
    Some(copy)
}
pub fn label(i: usize) -> &'static str {
    let p = name_of(i);
    if p.is_null() { "?" } else { unsafe { CStr::from_ptr(p) }.to_str().unwrap_or("?") }
}
pub fn shown(v: f64) -> String {
    let mut buf = [0u8; 64];
    let n = unsafe { format(v, buf.as_mut_ptr(), buf.len()) };
    String::from_utf8_lossy(&buf[..n.min(64)]).into_owned()
}
pub fn number(text: &str) -> Option<i32> {
    let mut out = 0;
    unsafe { parse(text.as_ptr(), text.len(), &mut out) }.then_some(out)
}
pub fn later(data: &[u8]) {
    let j = unsafe { job_start(data.as_ptr(), data.len()) };
    if !j.is_null() {
        unsafe { job_finish(j) }
    }
    let _ = (next_id(), table_set(1, 2));
}
