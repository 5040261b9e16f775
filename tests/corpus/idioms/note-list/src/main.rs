use std::ffi::c_void;
#[repr(C)]
#[derive(Clone, Copy)]
struct Note { id: u32, len: u32, text: *const u8 }
unsafe extern "C" {
    fn store_open() -> *mut c_void;
    fn store_close(s: *mut c_void);
    fn store_add(s: *mut c_void, text: *const u8, len: usize) -> bool;
    fn store_all(s: *const c_void, count: *mut u32) -> *mut Note;
}
fn main() {
    let s = unsafe { store_open() };
    if s.is_null() { return }
    for t in ["one", "two"] { unsafe { store_add(s, t.as_ptr(), t.len()) }; }
    let mut n = 0;
    let all = unsafe { store_all(s, &mut n) };
    if !all.is_null() {
        for note in unsafe { std::slice::from_raw_parts(all, n as usize) } { println!("{} {} {:?}", note.id, note.len, note.text); }
    }
    unsafe { store_close(s) };
}
